"""What every write about a scan asks first, and the line that it leaves."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.ledger.services import EventData
from driehoek.scans.models import Scan
from driehoek.scans.rights import WRITERS
from driehoek.screening import screen


class FixedScan(PermissionDenied):
    """The scan is fixed; it changes no more."""


class AlreadyThere(Exception):
    """The scan has one with this name already: sent twice, or two people wrote the same."""


class PersonalNumber(ValueError):
    """A text holds a citizen service number, which is never stored here."""


def require_writer(identity: Identity) -> None:
    """Refuse who does not make scans.

    Raises:
        PermissionDenied: with a sentence for the screen.
    """
    if not identity.holds(*WRITERS):
        raise PermissionDenied(_("U mag de gebiedsscan lezen, maar niet wijzigen. Vraag het de adviseur."))


def require_open(identity: Identity, scan: Scan) -> None:
    """Refuse to change a scan that is fixed, and who does not make scans.

    Raises:
        PermissionDenied: not one who makes scans.
        FixedScan: it is fixed.
    """
    require_writer(identity)
    if scan.is_fixed:
        raise FixedScan(
            _(
                "Deze scan is vastgesteld en verandert niet meer. Maak een nieuwe versie om iets te herstellen."
            )
        )


def refuse_numbers(*texts: str) -> None:
    """Refuse a citizen service number in any of `texts`: a scan is about places and phenomena, not about persons.

    Raises:
        PersonalNumber: one of them holds such a number (art. 10 Wet algemene bepalingen burgerservicenummer).
    """
    if any(found.refuse for text in texts if text for found in screen(text)):
        raise PersonalNumber


def record(
    *, municipality: uuid.UUID, action: str, subject: uuid.UUID, version: int, data: EventData | None = None
) -> None:
    """Leave one line on the ledger: codes and numbers, never a name or a text."""
    ledger.append(
        municipality=municipality,
        action=f"scans:{action}",
        subject=subject,
        version=version,
        data=data,
    )
