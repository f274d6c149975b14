"""Rows as parts of a snapshot."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from driehoek.plans.models import FINISHED, Action, Goal
from driehoek.plans.snapshot import ActionPart, GoalPart
from driehoek.problems.models import SafetyField, Theme
from driehoek.standard import sentences


def theme_order(theme: Theme) -> tuple[int, int, str]:
    """Return what sorts themes as in VNG's Kernbeleid Veiligheid: field by field, then as they were placed."""
    return SafetyField.values.index(theme.field), theme.position, theme.name


def is_late(action: Action, today: date | None = None) -> bool:
    """Tell whether the day of an action has passed without it being done or stopped."""
    return action.status not in FINISHED and action.due_on < (today or timezone.localdate())


def action_part(action: Action) -> ActionPart:
    """Return an action as it stands, for a report."""
    return ActionPart(
        key=str(action.lineage),
        what=action.what,
        owner=action.owner.name,
        status=action.status,
        status_label=str(action.get_status_display()),
        note=action.note,
        goal=str(action.goal.lineage),
        due_on=action.due_on.isoformat(),
        late=is_late(action),
    )


def agreed_part(action: Action) -> ActionPart:
    """Return an action as it was agreed on, for a plan: without how it goes, which a report tells."""
    return ActionPart(
        key=str(action.lineage),
        what=action.what,
        owner=action.owner.name,
        status="",
        goal=str(action.goal.lineage),
        instrument=action.instrument,
        expected_effect=action.expected_effect,
        due_on=action.due_on.isoformat(),
    )


def goal_part(goal: Goal) -> GoalPart:
    """Return a goal as it was agreed on."""
    return GoalPart(
        key=str(goal.lineage),
        sentence=goal.sentence,
        measured_by=measured_words(goal),
        decided_by=str(goal.get_decider_display()),
        decision_on=goal.decision_on.isoformat() if goal.decision_on else "",
    )


def measured_words(goal: Goal) -> str:
    """Say how one can tell whether a goal is reached: its norm, or what was written down."""
    if goal.norm is None:
        return goal.measured_how
    return f"{sentences.what(goal.norm)}: {sentences.norm_words(goal.norm)}"
