"""The first wall: what of plans, reports and editions a reader may see, before row-level security decides again."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.rules import CONTENTLESS, DRIEHOEK, KEEPERS_OF_POSITION
from driehoek.parties.models import Function
from driehoek.plans.models import Action, Edition, Goal, Plan, QuarterlyReport, ReportPart
from driehoek.position.queries.walls import own_organisations

READERS: Final = (*DRIEHOEK, Function.ANALYST)
KEEPERS: Final = KEEPERS_OF_POSITION
# Everyone who may own an action; which ones they see follows from their organisation.
OWNERS: Final = tuple(function for function in Function if function not in CONTENTLESS)


def visible_actions(identity: Identity) -> QuerySet[Action]:
    """Return the actions that the reader may see: all for readers of plans, else those of an own organisation."""
    rows = Action.objects.filter(municipality=identity.municipality)
    if identity.holds(*READERS):
        return rows
    return rows.filter(_owned(identity), agreed_at__isnull=False)


def visible_goals(identity: Identity) -> QuerySet[Goal]:
    """Return the goals that the reader may see; an owner sees those that its actions serve."""
    rows = Goal.objects.filter(municipality=identity.municipality)
    if identity.holds(*READERS):
        return rows
    return rows.filter(Exists(visible_actions(identity).filter(goal=OuterRef("pk"))))


def visible_plans(identity: Identity) -> QuerySet[Plan]:
    """Return the plans that a reader of plans may see; an owner of an action has no plan to read."""
    rows = Plan.objects.filter(municipality=identity.municipality)
    return rows if identity.holds(*READERS) else rows.none()


def visible_reports(identity: Identity) -> QuerySet[QuarterlyReport]:
    """Return the quarterly reports that the reader may know of."""
    rows = QuarterlyReport.objects.filter(municipality=identity.municipality)
    return rows if identity.holds(*READERS) else rows.none()


def visible_parts(identity: Identity) -> QuerySet[ReportPart]:
    """Return the parts of reports that are being written: only for who writes them."""
    rows = ReportPart.objects.filter(municipality=identity.municipality)
    return rows if identity.holds(*KEEPERS) else rows.none()


def visible_editions(identity: Identity) -> QuerySet[Edition]:
    """Return the editions that the reader may see."""
    rows = Edition.objects.filter(municipality=identity.municipality)
    return rows if identity.holds(*READERS) else rows.none()


def may_keep(identity: Identity) -> bool:
    """Tell whether the reader writes plans and reports."""
    return identity.holds(*KEEPERS)


def owns(identity: Identity, action: Action) -> bool:
    """Tell whether an action is of an organisation that the reader works for."""
    return action.owner_id in own_organisations(identity)


def _owned(identity: Identity) -> Q:
    return Q(owner__in=own_organisations(identity))
