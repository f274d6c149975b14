"""Every read about planned powers; all of it begins at `planned_powers`."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.queries import visible_problem_ids
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.exchange.models import Objection, PlannedPower, PlannedState
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems.models import Problem, Theme
from driehoek.problems.queries import visible_to
from driehoek.web.paging import Cursor, page_of

READERS: Final = (*KEEPERS_OF_POSITION, Function.PROSECUTOR)


def planned_powers(identity: Identity) -> QuerySet[PlannedPower]:
    """Return the planned powers that `identity` may see: the mayor's side all, the other side what was put to it."""
    if not identity.holds(*READERS):
        return PlannedPower.objects.none()
    seen = Q(pk=None)
    if identity.holds(*KEEPERS_OF_POSITION):
        free = Q(problem=None) | Q(problem__in=visible_problem_ids(identity))
        seen |= Q(organisation__in=identity.organisations) & free
    if identity.holds(Function.PROSECUTOR):
        seen |= Q(told_to__in=identity.organisations, announced_at__isnull=False)
    return PlannedPower.objects.filter(seen, municipality=identity.municipality).select_related(
        "theme", "told_to", "organisation"
    )


def with_answer(found: QuerySet[PlannedPower]) -> QuerySet[PlannedPower]:
    """Add the answer that counts: the newest, as `answer_given`."""
    newest = Objection.objects.filter(planned=OuterRef("pk")).order_by("-given_at", "-pk")
    return found.annotate(answer_given=Subquery(newest.values("answer")[:1]))


def page_of_planned(
    identity: Identity, *, running: bool, after: Cursor | None
) -> tuple[list[PlannedPower], bool]:
    """Return a page of what runs, or of what is over, newest first, and whether more follows."""
    over = Q(state__in=[PlannedState.DECIDED, PlannedState.DROPPED])
    return page_of(with_answer(planned_powers(identity).filter(~over if running else over)), "made_at", after)


def waiting_for(identity: Identity) -> QuerySet[PlannedPower]:
    """Return what was put to the prosecution service and has no answer yet, the soonest end of term first."""
    return (
        planned_powers(identity)
        .filter(state=PlannedState.ANNOUNCED, told_to__in=identity.organisations, objections=None)
        .order_by("object_until")
    )


def about(identity: Identity, problem: Problem) -> QuerySet[PlannedPower]:
    """Return what is planned about a problem, newest first."""
    return with_answer(planned_powers(identity).filter(problem=problem)).order_by("-made_at")


def to_talk_about(identity: Identity, until: datetime) -> QuerySet[PlannedPower]:
    """Return what is worth the driehoek's time: put forward, not decided, and due before `until` or objected to."""
    return with_answer(planned_powers(identity).filter(state=PlannedState.ANNOUNCED)).filter(
        Q(planned_for__lte=timezone.localdate(until)) | Q(answer_given__in=["wait", "object"])
    )


def own_organisation(identity: Identity) -> Organisation | None:
    """Return the municipality's organisation for which the reader works."""
    return Organisation.objects.filter(
        pk__in=identity.organisations, kind=OrganisationKind.MUNICIPALITY
    ).first()


def prosecution(identity: Identity) -> QuerySet[Organisation]:
    """Return the organisations to which a power can be announced."""
    return Organisation.objects.filter(
        municipality=identity.municipality, kind=OrganisationKind.PROSECUTION, ended_at=None
    ).order_by("name")


def themes(identity: Identity) -> QuerySet[Theme]:
    """Return the themes that can be chosen."""
    return Theme.objects.filter(municipality=identity.municipality, ended_at=None).order_by("field", "name")


def problems(identity: Identity) -> QuerySet[Problem]:
    """Return the problems that can be chosen."""
    return visible_to(identity).order_by("title")
