"""Background work of the matching room: looking for pairs after records of a case changed."""

from __future__ import annotations

import uuid
from typing import Any

from driehoek.jobs.app import municipality_task


@municipality_task()
def find_pairs(*, municipality: uuid.UUID, **arguments: Any) -> None:
    """Look for records of a case that may be the same; the argument `case` is the id of its problem."""
    # Here and not above: no command should wait for what compares.
    from driehoek.cases.models import Case
    from driehoek.matching.services.finding import find_for_system

    case = Case.objects.filter(pk=uuid.UUID(arguments["case"]), municipality=municipality).first()
    if case is not None and case.ended_at is None:
        find_for_system(case=case)


def look_again(sender: type[Any], instance: Any, **_: Any) -> None:  # noqa: ARG001 - as signals call
    """Put a search for the case of a record that was written down or changed in the queue, once."""
    find_pairs.defer_once(
        key=str(instance.case_id), municipality=instance.municipality_id, case=str(instance.case_id)
    )
