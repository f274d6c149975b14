"""Reading about persons leaves a line in the processing log, for each of them (Logboek Dataverwerkingen)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Final

from driehoek.ledger import activities
from driehoek.ledger import services as ledger

# The processing activity under which records of a case are read, by its slug in the register.
ACTIVITY: Final = "aanpak-van-complexe-problemen"
# The kind under which a record of a person stands in the processing log.
SUBJECT: Final = "subjects.subject"


def reading(*, municipality: uuid.UUID, persons: Iterable[uuid.UUID], name: str) -> ledger.Processing:
    """Put the enclosed reading of details in the processing log, one row for each record of a person.

    Args:
        municipality: the controller.
        persons: ids of the records of persons that are read; each counts once.
        name: what is done, in words a person reads.
    """
    known = [(SUBJECT, str(one)) for one in sorted(set(persons))]
    return ledger.processing(
        municipality=municipality,
        name=name,
        activity=activities.in_force(municipality, ACTIVITY),
        subjects=known,
    )
