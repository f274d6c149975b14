"""Who writes, checks and reads reports; the walls in the database say the same (migrations/0002_walls)."""

from __future__ import annotations

import uuid
from typing import Final

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_POSITION, SUPPLIERS
from driehoek.parties.models import Function
from driehoek.position.queries.walls import own_organisations

# The mayor reads what is fixed; checking is for the adviser, and for the deputy when the adviser is away.
CHECKERS: Final = (Function.DEPUTY, Function.SAFETY_ADVISER)
WRITERS: Final = (*SUPPLIERS, Function.SAFETY_ADVISER)
READERS_OF_FIXED: Final = (*KEEPERS_OF_POSITION, Function.ANALYST)
READERS_AND_WRITERS: Final = (*READERS_OF_FIXED, *SUPPLIERS)


def supplies(identity: Identity, supplier: uuid.UUID) -> bool:
    """Tell whether someone works for a supplier, in a function that delivers."""
    return identity.holds(*SUPPLIERS) and supplier in own_organisations(identity)


def on_behalf(identity: Identity, supplier: uuid.UUID) -> bool:
    """Tell whether someone would write for a supplier that is not their own."""
    return identity.holds(Function.SAFETY_ADVISER) and not supplies(identity, supplier)


def may_write(identity: Identity, supplier: uuid.UUID) -> bool:
    """Tell whether someone may write a report of `supplier`: as one of its own, or as the adviser."""
    return supplies(identity, supplier) or identity.holds(Function.SAFETY_ADVISER)


def require_writer(identity: Identity, supplier: uuid.UUID) -> None:
    """Refuse who does not write for `supplier`.

    Raises:
        PermissionDenied: with whom to turn to.
    """
    if not may_write(identity, supplier):
        raise PermissionDenied(_("Alleen de leverancier of de adviseur kan dit rapport schrijven."))


def require_checker(identity: Identity) -> None:
    """Refuse who does not check reports.

    Raises:
        PermissionDenied: with whom to turn to.
    """
    if not identity.holds(*CHECKERS):
        raise PermissionDenied(_("Alleen de adviseur of de loco controleert rapporten."))


def require_keeper(identity: Identity) -> None:
    """Refuse who does not keep the information position.

    Raises:
        PermissionDenied: with whom to turn to.
    """
    if not identity.holds(*KEEPERS_OF_POSITION):
        raise PermissionDenied(
            _("Alleen de burgemeester, de loco of de adviseur kiest het formulier van een afspraak.")
        )
