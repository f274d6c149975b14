"""Plans with effort beside effect, and single goals and actions (ST17)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.parties.models import Organisation
from driehoek.plans.models import FINISHED, Action, ActionStatus, ActionStep, Goal, Plan
from driehoek.plans.queries.parts import theme_order
from driehoek.plans.queries.walls import visible_actions, visible_goals, visible_plans
from driehoek.position.queries.walls import own_organisations
from driehoek.problems.models import Theme
from driehoek.standard.models import Norm
from driehoek.standard.queries import Judged, judged, running_norms
from driehoek.web.paging import PAGE, Cursor, cut

# What a goal shows of its actions at once; the rest is one tap away.
SHOWN: Final = 8
LATE: Final = "late"


@dataclass(frozen=True)
class PlanFilter:
    """What a plan is narrowed to; None or empty means all.

    Attributes:
        status: a status, or LATE.
        goal: only this goal, with all its actions.
    """

    theme: uuid.UUID | None = None
    owner: uuid.UUID | None = None
    status: str = ""
    goal: uuid.UUID | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.theme or self.owner or self.status or self.goal)


@dataclass(frozen=True)
class GoalLine:
    """A goal with effort and effect side by side.

    Attributes:
        judged: how its norm stands now; None when it is measured otherwise. It says nothing about what the actions
            brought about.
        actions: the first of its actions, what is late on top.
        total, late, done: how many actions it has, after narrowing.
    """

    goal: Goal
    judged: Judged | None
    actions: tuple[Action, ...]
    total: int
    late: int
    done: int

    @property
    def more(self) -> int:
        """How many actions are not shown."""
        return self.total - len(self.actions)


@dataclass(frozen=True)
class PlanCount:
    """How the actions of a plan stand, before narrowing."""

    total: int
    late: int
    done: int
    worrying: int


def plans_of(identity: Identity) -> list[Plan]:
    """Return the plans, the newest year first; there is one a year."""
    return list(visible_plans(identity).order_by("-year")[:PAGE])


def plan_or_none(identity: Identity, plan: uuid.UUID) -> Plan | None:
    """Return one plan, or None when it is not there for this reader."""
    return visible_plans(identity).filter(pk=plan).select_related("copied_from", "made_by").first()


def effort_beside_effect(identity: Identity, plan: Plan, chosen: PlanFilter) -> list[GoalLine]:
    """Return the goals of a plan with their actions and how their norms stand, goals with something late first.

    As many queries for ten actions as for two hundred.
    """
    goals = _goals(identity, plan, chosen)
    counts = _counts(identity, plan, chosen)
    shown = _shown(identity, plan, chosen)
    norms: Sequence[Norm] = [goal.norm for goal in goals if goal.norm is not None]
    effects = {one.norm.pk: one for one in judged(identity, norms)} if norms else {}
    lines = [
        GoalLine(
            goal=goal,
            judged=effects.get(goal.norm_id) if goal.norm_id else None,
            actions=tuple(shown[goal.pk]),
            total=counts.get(goal.pk, (0, 0, 0))[0],
            late=counts.get(goal.pk, (0, 0, 0))[1],
            done=counts.get(goal.pk, (0, 0, 0))[2],
        )
        for goal in goals
    ]
    if chosen.owner or chosen.status:
        lines = [line for line in lines if line.total]
    return sorted(
        lines,
        key=lambda line: (line.goal.dropped_at is not None, not line.late, theme_order(line.goal.theme)),
    )


def counted(identity: Identity, plan: Plan) -> PlanCount:
    """Return how the actions of a plan stand; one query."""
    found = (
        visible_actions(identity)
        .filter(plan=plan)
        .aggregate(
            total=Count("pk"),
            late=Count("pk", filter=late()),
            done=Count("pk", filter=Q(status=ActionStatus.DONE)),
            worrying=Count("pk", filter=Q(status__in=[ActionStatus.AT_RISK, ActionStatus.DELAYED])),
        )
    )
    return PlanCount(**found)


def late() -> Q:
    """Return the condition that the day of an agreed action has passed without it being done or stopped."""
    return Q(agreed_at__isnull=False, due_on__lt=timezone.localdate()) & ~Q(status__in=FINISHED)


def goal_or_none(identity: Identity, goal: uuid.UUID) -> Goal | None:
    """Return one goal with its plan, theme and norm, or None when it is not there for this reader."""
    rows = _with_norm(visible_goals(identity).filter(pk=goal))
    return rows.select_related("plan", "theme", *_NORM).first()


def action_or_none(identity: Identity, action: uuid.UUID) -> Action | None:
    """Return one action with all that its page says, or None when it is not there for this reader."""
    rows = visible_actions(identity).filter(pk=action)
    return rows.select_related("plan", "goal__theme", "owner", "person", "deadline").first()


def steps_of(action: Action) -> list[ActionStep]:
    """Return what happened to an action, the newest first."""
    return list(ActionStep.objects.filter(action=action).select_related("person").order_by("-at"))


def own_actions(identity: Identity, *, after: Cursor | None = None) -> tuple[list[Action], bool]:
    """Return a page of the running actions of the reader's organisations, the first due on top; one query.

    Only actions of plans that are not closed. The day of the cursor is the local day of its moment.

    Returns:
        The actions, and whether there are more.
    """
    rows = (
        visible_actions(identity)
        .filter(owner__in=own_organisations(identity), agreed_at__isnull=False, plan__state="adopted")
        .exclude(status__in=FINISHED)
    )
    if after:
        day, last = timezone.localdate(after[0]), after[1]
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=last))
    return cut(rows.select_related("owner").order_by("due_on", "id")[: PAGE + 1])


def late_actions(identity: Identity, *, limit: int) -> list[Action]:
    """Return what is late in plans that are not closed, the longest first; one query."""
    rows = visible_actions(identity).filter(late(), plan__state="adopted")
    return list(rows.select_related("owner", "goal").order_by("due_on", "id")[:limit])


def owners_of(identity: Identity, plan: Plan) -> list[Organisation]:
    """Return the organisations that do something in a plan."""
    rows = visible_actions(identity).filter(plan=plan).order_by().values("owner")
    return list(Organisation.objects.filter(pk__in=rows).order_by("name"))


def themes_of(identity: Identity, plan: Plan) -> list[Theme]:
    """Return the themes that a plan has goals for."""
    rows = visible_goals(identity).filter(plan=plan).order_by().values("theme")
    return sorted(Theme.objects.filter(pk__in=rows), key=theme_order)


def norms_for_goals(identity: Identity) -> QuerySet[Norm]:
    """Return the norms that a goal can be measured by: those on figures, which every reader of plans may see."""
    return (
        running_norms(identity)
        .filter(indicator__isnull=False)
        .order_by("indicator__theme__name", "indicator__name")
    )


_NORM: Final = ("norm__indicator__source", "norm__indicator__theme", "norm__area", "norm__reference_area")


def _with_norm(rows: QuerySet[Goal]) -> QuerySet[Goal]:
    return rows.select_related("theme", *_NORM).defer(
        "norm__area__geometry", "norm__reference_area__geometry"
    )


def _goals(identity: Identity, plan: Plan, chosen: PlanFilter) -> list[Goal]:
    rows = _with_norm(visible_goals(identity).filter(plan=plan))
    if chosen.theme:
        rows = rows.filter(theme=chosen.theme)
    if chosen.goal:
        rows = rows.filter(pk=chosen.goal)
    return list(rows.order_by("made_at", "id"))


def _narrowed(identity: Identity, plan: Plan, chosen: PlanFilter) -> QuerySet[Action]:
    rows = visible_actions(identity).filter(plan=plan)
    if chosen.theme:
        rows = rows.filter(goal__theme=chosen.theme)
    if chosen.goal:
        rows = rows.filter(goal=chosen.goal)
    if chosen.owner:
        rows = rows.filter(owner=chosen.owner)
    if chosen.status == LATE:
        return rows.filter(late())
    return rows.filter(status=chosen.status) if chosen.status else rows


def _counts(identity: Identity, plan: Plan, chosen: PlanFilter) -> dict[uuid.UUID, tuple[int, int, int]]:
    rows = _narrowed(identity, plan, chosen).order_by().values("goal")
    found = rows.annotate(
        total=Count("pk"),
        late=Count("pk", filter=late()),
        done=Count("pk", filter=Q(status=ActionStatus.DONE)),
    )
    return {row["goal"]: (row["total"], row["late"], row["done"]) for row in found}


def _shown(identity: Identity, plan: Plan, chosen: PlanFilter) -> dict[uuid.UUID, list[Action]]:
    """Return the first actions of each goal: what is late, what worries, what runs, what is done."""
    rows = _narrowed(identity, plan, chosen).alias(
        is_finished=Q(status__in=FINISHED),
        is_late=late(),
    )
    order = [F("is_finished").asc(), F("is_late").desc(), F("due_on").asc(), F("id").asc()]
    if not chosen.goal:
        rows = rows.annotate(place=Window(RowNumber(), partition_by="goal", order_by=order)).filter(
            place__lte=SHOWN
        )
    found: dict[uuid.UUID, list[Action]] = defaultdict(list)
    for action in rows.select_related("owner").order_by(*order):
        found[action.goal_id].append(action)
    return found
