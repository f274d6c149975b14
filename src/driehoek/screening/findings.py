"""What a screening finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BSN: Final = "bsn"
IBAN: Final = "iban"
EMAIL: Final = "email"
PHONE: Final = "phone"
BIRTH_DATE: Final = "birth_date"
LICENCE_PLATE: Final = "licence_plate"
ADDRESS: Final = "address"
NAME: Final = "name"

# In order of certainty: where two findings overlap, the earlier kind stays.
KINDS: Final = (BSN, IBAN, EMAIL, PHONE, BIRTH_DATE, LICENCE_PLATE, ADDRESS, NAME)
REFUSED: Final = frozenset({BSN})


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text that looks like personal data; `text[start:end] == fragment`.

    `refuse` says that the text may not be sent with this in it, whatever the writer says; the others only warn.
    """

    kind: str
    start: int
    end: int
    fragment: str
    refuse: bool


def found(kind: str, text: str, start: int, end: int) -> Finding:
    """The finding of `kind` at these places of the text."""
    return Finding(kind, start, end, text[start:end], kind in REFUSED)
