"""Background work of the room `documents`: reading the text of a file."""

from __future__ import annotations

import uuid
from typing import Any

from driehoek.jobs.app import municipality_task


@municipality_task()
def read_text(*, municipality: uuid.UUID, **arguments: Any) -> None:  # noqa: ARG001 - the transaction is of it
    """Read the text of a version that was just stored (its id is the argument `version`), to be found and read."""
    # Here and not above: the services queue this task.
    from driehoek.documents.services.texts import take_text

    take_text(version=uuid.UUID(arguments["version"]))
