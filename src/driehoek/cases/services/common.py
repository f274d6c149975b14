"""What every write about a case needs."""

from __future__ import annotations

import uuid

from driehoek.cases.models import Case, Compartment
from driehoek.ledger import services as ledger


def record(
    case: Case,
    action: str,
    data: ledger.EventData | None = None,
    *,
    subject: uuid.UUID | None = None,
    compartment: Compartment | None = None,
) -> None:
    """Put one line about a case on the ledger.

    Args:
        case: the case.
        action: `room:subject:verb`, of this room or of one above.
        data: ids, codes and numbers; never a name or free text.
        subject: the thing it is about; the case itself by default.
        compartment: where the thing lies; the line is then seen only by who has a grant on that compartment. Give it
            for everything about persons and for what lies in a compartment that is not shared.
    """
    ledger.append(
        municipality=case.municipality_id,
        action=action,
        subject=subject or case.problem_id,
        problem=compartment.pk if compartment else case.problem_id,
        version=case.version,
        data=data or {},
    )
