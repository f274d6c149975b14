"""The first wall of reports: what of them a reader may see, before row-level security decides again."""

from __future__ import annotations

from django.db.models import Q

from driehoek.access.identity import Identity
from driehoek.access.rules import SUPPLIERS
from driehoek.parties.models import Function
from driehoek.position.queries.walls import about_visible, of_own
from driehoek.reports.models import ReportState
from driehoek.reports.rights import CHECKERS, READERS_OF_FIXED

NOTHING = Q(pk__in=())


def of_suppliers_own(identity: Identity, column: str = "supplier") -> Q:
    """Return the condition that `column` is a party for which the reader delivers."""
    return of_own(identity, column) if identity.holds(*SUPPLIERS) else NOTHING


def readable(identity: Identity) -> Q:
    """Return the condition for reports.

    A supplier sees its own, the adviser and the deputy what was sent, the other readers what is fixed. A draft is
    for the supplier's organisation, or for the adviser who writes it on its behalf.
    """
    seen = of_suppliers_own(identity)
    if identity.holds(Function.SAFETY_ADVISER):
        seen |= Q(on_behalf=True, author__in=identity.persons)
    if identity.holds(*CHECKERS):
        seen |= ~Q(state=ReportState.DRAFT)
    if identity.holds(*READERS_OF_FIXED):
        seen |= Q(state=ReportState.FIXED)
    return Q(municipality=identity.municipality) & about_visible(identity) & seen
