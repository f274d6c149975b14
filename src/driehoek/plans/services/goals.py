"""Goals of a plan: adding, changing, giving up and taking up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.plans.models import Goal, Plan, PlanState
from driehoek.plans.queries.walls import visible_goals
from driehoek.plans.services.common import record, require_keeper, require_open
from driehoek.problems.models import Theme
from driehoek.standard.models import Decider, Norm


class UnmeasurableGoalError(ValueError):
    """A goal names neither a norm nor how it is measured otherwise; then nobody can tell whether it is reached."""


@dataclass(frozen=True)
class NewGoal:
    """A goal as it is written down.

    Attributes:
        sentence: what is to be reached, in one sentence.
        norm: the norm on a figure that it is measured by; None with `measured_how`.
        decider, decision_on: who decides about it, and on which day.
    """

    theme: Theme
    sentence: str
    decider: Decider
    norm: Norm | None = None
    measured_how: str = ""
    decision_on: date | None = None


@transaction.atomic
def add_goal(*, identity: Identity, plan: Plan, new: NewGoal) -> Goal:
    """Add a goal to a plan. The same sentence twice on one theme gives the goal that is there.

    Raises:
        UnmeasurableGoalError: it cannot be measured.
        NotAtThisStage: the plan is closed.
    """
    require_keeper(identity)
    require_open(plan)
    values = _values(new)
    Plan.objects.select_for_update().get(pk=plan.pk)
    same = plan.goals.filter(theme=new.theme, sentence=values["sentence"], dropped_at=None).first()
    if same is not None:
        return same
    goal = Goal.objects.create(municipality_id=plan.municipality_id, plan=plan, **values)
    record(goal.municipality_id, "goal:added", goal.pk, goal.version)
    return goal


@transaction.atomic
def change_goal(*, identity: Identity, goal: Goal, version: int, new: NewGoal) -> list[str]:
    """Change a goal; return the names of what changed.

    Raises:
        VersionConflict: it was changed meanwhile.
        UnmeasurableGoalError: it could not be measured then.
        NotAtThisStage: the plan is closed.
    """
    require_keeper(identity)
    require_open(goal.plan)
    wanted = _values(new)
    changed = [name for name, value in wanted.items() if getattr(goal, name) != value]
    if goal.version != version:
        raise VersionConflict
    if not changed:
        return []
    update_once(visible_goals(identity), goal, version, **{name: wanted[name] for name in changed})
    record(goal.municipality_id, "goal:changed", goal.pk, goal.version, {"fields": changed})
    return changed


@transaction.atomic
def drop_goal(*, identity: Identity, goal: Goal, version: int) -> None:
    """Give a goal up; its actions go on until they are stopped or done.

    Raises:
        VersionConflict: it was changed or given up meanwhile.
    """
    require_keeper(identity)
    require_open(goal.plan)
    rows = visible_goals(identity).filter(dropped_at=None)
    if goal.plan.state == PlanState.DRAFT and not goal.actions.exists():
        _delete(goal, version)
        return
    update_once(rows, goal, version, dropped_at=timezone.now())
    record(goal.municipality_id, "goal:dropped", goal.pk, goal.version)


@transaction.atomic
def restore_goal(*, identity: Identity, goal: Goal, version: int) -> None:
    """Take up a goal again that was given up.

    Raises:
        VersionConflict: it was changed or taken up meanwhile.
    """
    require_keeper(identity)
    require_open(goal.plan)
    update_once(visible_goals(identity).filter(dropped_at__isnull=False), goal, version, dropped_at=None)
    record(goal.municipality_id, "goal:restored", goal.pk, goal.version)


def _delete(goal: Goal, version: int) -> None:
    """Take a goal without actions out of a draft: nothing was agreed, so nothing has to be remembered."""
    found, municipality = goal.pk, goal.municipality_id
    deleted, _rows = Goal.objects.filter(pk=found, version=version).delete()
    if not deleted:
        raise VersionConflict
    record(municipality, "goal:removed", found, version)


def _values(new: NewGoal) -> dict[str, Any]:
    if new.norm is None and not new.measured_how.strip():
        raise UnmeasurableGoalError("a goal has a norm or says how it is measured")
    return {
        "theme": new.theme,
        "sentence": new.sentence.strip(),
        "decider": new.decider,
        "norm": new.norm,
        "measured_how": new.measured_how.strip(),
        "decision_on": new.decision_on,
    }
