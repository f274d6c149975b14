"""Actions and bottlenecks that someone sees, and how a case gets on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import level_on, visible_problem_ids
from driehoek.approach.models import (
    FINISHED,
    Action,
    ActionState,
    ActionStep,
    Bottleneck,
    BottleneckState,
    Escalation,
    EscalationState,
)
from driehoek.cases.models import Case, CompartmentKind
from driehoek.cases.queries import level_in
from driehoek.parties.models import Appointment, Function, Organisation, Person
from driehoek.web.paging import PAGE

Place = tuple[date, uuid.UUID]


def in_sight(identity: Identity, prefix: str = "") -> Q:
    """Return the condition of the walls: in the shared compartment of a case in sight, or in one that is open."""
    seen = visible_problem_ids(identity)
    shared = Q(**{f"{prefix}compartment__kind": CompartmentKind.SHARED, f"{prefix}case__in": seen})
    return shared | Q(**{f"{prefix}compartment__in": seen})


def visible_actions(identity: Identity) -> QuerySet[Action]:
    """Return the actions that `identity` may see."""
    return Action.objects.filter(in_sight(identity), municipality=identity.municipality).select_related(
        "owner", "person", "compartment", "case__problem", "deadline"
    )


def visible_bottlenecks(identity: Identity) -> QuerySet[Bottleneck]:
    """Return the bottlenecks that `identity` may see, each with its questions to the mayor."""
    rows = Bottleneck.objects.filter(in_sight(identity), municipality=identity.municipality)
    return rows.select_related(
        "action__owner", "action__compartment", "action__case", "compartment", "case__problem", "reported_by"
    ).prefetch_related(Prefetch("escalations", Escalation.objects.select_related("answered_by")))


def visible_escalations(identity: Identity) -> QuerySet[Escalation]:
    """Return the questions to the mayor about cases that `identity` may see."""
    return Escalation.objects.filter(
        municipality=identity.municipality, case__in=visible_problem_ids(identity)
    ).select_related("case__problem", "asked_by", "answered_by", "to_person", "deadline")


def may_act(identity: Identity, action: Action) -> bool:
    """Tell whether someone may say how an action stands: they do it, or direct it, and work where it lies."""
    if (level_in(identity, action.compartment) or 0) < Level.WORK:
        return False
    does = action.owner_id in identity.organisations or action.person_id in identity.persons
    return does or works_on(identity, action.case_id)


def works_on(identity: Identity, case: uuid.UUID) -> bool:
    """Tell whether someone works on a case: not a partner in it, but who directs or prepares it."""
    return (level_on(identity, case) or 0) >= Level.WORK


def own(identity: Identity) -> Q:
    """Return the condition of being expected from the reader: in person, or of their organisation."""
    return Q(person__in=identity.persons) | Q(person=None, owner__in=identity.organisations)


def page_by_day(rows: QuerySet[Action], after: Place | None) -> tuple[list[Action], bool]:
    """Return a page of actions, the first due on top, and whether there are more; one query."""
    if after is not None:
        day, last = after
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=last))
    found = list(rows.order_by("due_on", "pk")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def mine(identity: Identity, after: Place | None = None) -> tuple[list[Action], bool]:
    """Return a page of what is expected from the reader over all cases, the first due on top."""
    return page_by_day(visible_actions(identity).filter(own(identity)).exclude(state__in=FINISHED), after)


def done_lately(identity: Identity, limit: int = 5) -> list[Action]:
    """Return what the reader finished last, so that a slip is one tap to put right."""
    rows = visible_actions(identity).filter(own(identity), state__in=FINISHED)
    return list(rows.order_by("-state_at")[:limit])


def of_case(
    identity: Identity, case: Case, *, finished: bool = False, after: Place | None = None
) -> tuple[list[Action], bool]:
    """Return a page of the actions of a case that the reader sees, those that run or those that are finished."""
    rows = visible_actions(identity).filter(case=case)
    rows = rows.filter(state__in=FINISHED) if finished else rows.exclude(state__in=FINISHED)
    return page_by_day(rows, after)


def open_bottlenecks(identity: Identity, case: Case) -> list[Bottleneck]:
    """Return the bottlenecks of a case that are not solved, the newest first (at most a page)."""
    rows = visible_bottlenecks(identity).filter(case=case).exclude(state=BottleneckState.SOLVED)
    return list(rows.order_by("-reported_at")[:PAGE])


def bottlenecks_of(identity: Identity, actions: Sequence[Action]) -> dict[uuid.UUID, Bottleneck]:
    """Return the unsolved bottleneck of each of these actions, in two queries."""
    rows = visible_bottlenecks(identity).filter(action__in=[one.pk for one in actions])
    return {one.action_id: one for one in rows.exclude(state=BottleneckState.SOLVED)}


def waiting_questions(identity: Identity, case: Case) -> list[Escalation]:
    """Return what the mayor is asked about a case now, the soonest first."""
    rows = visible_escalations(identity).filter(case=case, state=EscalationState.ASKED)
    return list(rows.order_by("due_on")[:PAGE])


@dataclass(frozen=True)
class Progress:
    """How an organisation gets on with its actions in a case."""

    organisation: str
    total: int
    done: int
    late: int
    stuck: int


def progress(identity: Identity, case: Case) -> list[Progress]:
    """Return per organisation how many actions are done, late and stuck, who is late first; one query.

    It counts the actions that the reader sees: an action in a compartment that is closed to them counts nowhere.
    """
    late = Q(due_on__lt=timezone.localdate()) & ~Q(state__in=FINISHED)
    rows = (
        Action.objects.filter(in_sight(identity), case=case)
        .exclude(state=ActionState.DROPPED)
        .values("owner__name")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=ActionState.DONE)),
            late=Count("pk", filter=late),
            stuck=Count("pk", filter=Q(state=ActionState.STUCK)),
        )
        .order_by("-late", "-stuck", "owner__name")
    )
    return [
        Progress(one["owner__name"], one["total"], one["done"], one["late"], one["stuck"]) for one in rows
    ]


def steps_of(action: Action) -> list[ActionStep]:
    """Return what happened to an action, the newest first (at most a page)."""
    return list(action.steps.select_related("by")[:PAGE])


def contact_of(case: Case, owner: Organisation) -> Person | None:
    """Return who takes part in a case for an organisation, when that is one person; so it comes on their first page."""
    found = list(case.participations.filter(organisation=owner, ended_at=None).select_related("person")[:2])
    return found[0].person if len(found) == 1 else None


def owners_for(identity: Identity, case: Case) -> QuerySet[Organisation]:
    """Return the organisations that can owe an action of a case.

    Who works on the case chooses among those that take part and the municipality's own; another only their own.
    """
    rows = Organisation.objects.filter(municipality=identity.municipality, ended_at=None)
    if not works_on(identity, case.pk):
        return rows.filter(pk__in=identity.organisations)
    part = case.participations.filter(ended_at=None).values("organisation")
    directs = Appointment.objects.filter(
        municipality=identity.municipality,
        function__in=[Function.MAYOR, Function.CASE_DIRECTOR, Function.SAFETY_ADVISER],
    ).values("organisation")
    return rows.filter(Q(pk__in=part) | Q(pk__in=directs))
