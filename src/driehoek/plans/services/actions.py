"""Actions of a plan: adding and changing by who keeps it, saying how it goes by who does it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import end_of_working_day
from driehoek.deadlines.models import Deadline
from driehoek.deadlines.services import NewDeadline
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.parties.models import Organisation, Person
from driehoek.plans.models import FINISHED, Action, ActionStatus, ActionStep, Goal, Plan, PlanState
from driehoek.plans.queries.walls import may_keep, owns, visible_actions
from driehoek.plans.services.common import NotAtThisStage, record, require_keeper, require_open

KIND: Final = "plans.action"
# Who says that it does not go well says why.
EXPLAINED: Final = frozenset({ActionStatus.AT_RISK, ActionStatus.DELAYED, ActionStatus.STOPPED})


class UnexplainedError(ValueError):
    """A status that worries the reader needs an explanation."""


class OwnerRemindedError(PermissionDenied):
    """The owner was reminded already, so what is due from them cannot be put on another's name."""


@dataclass(frozen=True)
class NewAction:
    """An action as it is agreed on; see the model for the fields."""

    what: str
    owner: Organisation
    starts_on: date
    due_on: date
    person: Person | None = None
    instrument: str = ""
    hours: int | None = None
    money: int | None = None
    expected_effect: str = ""


@transaction.atomic
def add_action(*, identity: Identity, goal: Goal, new: NewAction) -> Action:
    """Add an action to a goal; in an adopted plan its owner sees it at once, and it becomes due.

    The same words twice for one goal give the action that is there.

    Raises:
        NotAtThisStage: the plan is closed.
        ValueError: it ends before it starts.
    """
    require_keeper(identity)
    plan = Plan.objects.select_for_update().get(pk=goal.plan_id)
    require_open(plan)
    values = _values(new)
    same = goal.actions.filter(what=values["what"], owner=new.owner).exclude(status__in=FINISHED).first()
    if same is not None:
        return same
    action = Action.objects.create(
        municipality_id=goal.municipality_id, plan=plan, goal=goal, status_at=timezone.now(), **values
    )
    record(action.municipality_id, "action:added", action.pk, action.version)
    if plan.state == PlanState.ADOPTED:
        agree(actions=[action], at=timezone.now())
    return action


@transaction.atomic
def change_action(*, identity: Identity, action: Action, version: int, new: NewAction) -> list[str]:
    """Change what was agreed about an action; return the names of what changed. A moved day is kept in its story.

    Raises:
        VersionConflict: someone changed it meanwhile.
        OwnerRemindedError: it would get another owner after the present one was reminded.
        NotAtThisStage: the plan is closed.
        ValueError: it would end before it starts.
    """
    require_keeper(identity)
    require_open(action.plan)
    wanted = _values(new)
    changed = [name for name, value in wanted.items() if getattr(action, name) != value]
    if action.version != version:
        raise VersionConflict
    if not changed:
        return []
    before = action.due_on
    update_once(visible_actions(identity), action, version, **{name: wanted[name] for name in changed})
    for name in changed:
        setattr(action, name, wanted[name])
    if "due_on" in changed:
        _step(identity, action, action.status, due_before=before, due_after=action.due_on)
    if action.deadline is not None and action.status not in FINISHED:
        _follow(action, changed)
    record(action.municipality_id, "action:changed", action.pk, action.version, {"fields": changed})
    return changed


@transaction.atomic
def remove_action(*, identity: Identity, action: Action, version: int) -> None:
    """Take an action out that was never agreed on.

    Raises:
        VersionConflict: someone changed it meanwhile.
        NotAtThisStage: it was agreed on; then it is stopped, with the reason, and stays readable.
    """
    require_keeper(identity)
    require_open(action.plan)
    require_unagreed(action)
    found, municipality = action.pk, action.municipality_id
    deleted, _rows = visible_actions(identity).filter(pk=found, version=version, agreed_at=None).delete()
    if not deleted:
        raise VersionConflict
    record(municipality, "action:removed", found, version)


@transaction.atomic
def set_status(
    *,
    identity: Identity,
    action: Action,
    version: int,
    status: ActionStatus,
    note: str,
    at: datetime | None = None,
) -> bool:
    """Say how it goes with an action; what it was stays in its story. Tell whether that changed anything.

    Done meets what was due, stopped lets it lapse, anything else lets it run again.

    `identity` works for the owner, or keeps the plan. `note` is the explanation in one line, needed when it does
    not go well; `at` is the moment, when it is not now.

    Raises:
        VersionConflict: someone changed it meanwhile.
        PermissionDenied: it is neither of their organisation nor theirs to keep.
        NotAtThisStage: it is not agreed on yet, or the plan is closed.
        UnexplainedError: the status needs an explanation.
    """
    require_may_update(identity, action)
    require_running(action)
    note = note.strip()
    if status in EXPLAINED and not note:
        raise UnexplainedError(status)
    if action.version != version:
        raise VersionConflict
    before = ActionStatus(action.status)
    if (before, action.note) == (status, note):
        return False
    rows = visible_actions(identity)
    moment = at or timezone.now()
    update_once(rows, action, version, status=status, note=note, status_at=moment)
    action.status, action.note = status, note
    _step(identity, action, before, note=note, at=moment)
    _settle(action, moment)
    record(
        action.municipality_id,
        "action:status",
        action.pk,
        action.version,
        {"before": before.value, "after": status.value},
    )
    return True


def require_may_update(identity: Identity, action: Action) -> None:
    """Refuse who neither does the action nor keeps the plan.

    Raises:
        PermissionDenied: with a sentence that says who may.
    """
    if not (owns(identity, action) or may_keep(identity)):
        raise PermissionDenied(
            _("Dit is voor wie de maatregel uitvoert, de burgemeester, de loco en de adviseur.")
        )


def require_running(action: Action) -> None:
    """Refuse to say how it goes with what is not agreed on yet, or stands in a closed plan.

    Raises:
        NotAtThisStage: with a sentence that says what to do.
    """
    if action.agreed_at is None:
        raise NotAtThisStage(_("Dit jaarplan is nog een concept. De stand komt als het is vastgesteld."))
    require_open(action.plan)


def require_unagreed(action: Action) -> None:
    """Refuse to take out what was agreed on.

    Raises:
        NotAtThisStage: with a sentence that says what to do instead.
    """
    if action.agreed_at is not None:
        raise NotAtThisStage(_("Deze maatregel is afgesproken. Zet de stand op “Gestopt”, met de reden."))


def agree(*, actions: Sequence[Action], at: datetime) -> None:
    """Make actions part of an adopted plan: each becomes due from its owner, and its owner sees it."""
    made = deadlines.set_deadlines(new=[_due(action) for action in actions])
    for action, deadline in zip(actions, made, strict=True):
        action.deadline, action.agreed_at = deadline, at
    Action.objects.bulk_update(actions, ["deadline", "agreed_at"])


def _due(action: Action) -> NewDeadline:
    return NewDeadline(
        municipality=action.municipality_id,
        kind=KIND,
        subject=action.pk,
        due_at=end_of_working_day(action.due_on),
        organisation=action.owner_id,
        responsible=action.person_id,
    )


def _follow(action: Action, changed: Sequence[str]) -> None:
    """Let what is due follow a new day, or a new owner as long as the present one was not reminded."""
    deadline = action.deadline
    if deadline is None:
        return
    if not {"owner", "person"} & set(changed):
        if "due_on" in changed:
            deadlines.move(deadline=deadline, due_at=end_of_working_day(action.due_on))
        return
    Action.objects.filter(pk=action.pk).update(deadline=None)
    if not deadlines.delete_unreached(ids=[deadline.pk]):
        raise OwnerRemindedError(
            _("Wie dit doet, is al herinnerd. Stop deze maatregel en maak een nieuwe voor een ander.")
        )
    agree(actions=[action], at=action.agreed_at or timezone.now())


def _settle(action: Action, at: datetime) -> None:
    deadline: Deadline | None = action.deadline
    if deadline is None:
        return
    if action.status == ActionStatus.DONE:
        # What lapsed earlier runs for a moment, so that done is done.
        deadlines.reopen(deadline=deadline)
        deadlines.meet(deadline=deadline, at=at)
    elif action.status == ActionStatus.STOPPED:
        deadlines.reopen(deadline=deadline)
        deadlines.withdraw(deadline=deadline)
    else:
        deadlines.reopen(deadline=deadline)


def _step(
    identity: Identity,
    action: Action,
    before: str,
    *,
    note: str = "",
    due_before: date | None = None,
    due_after: date | None = None,
    at: datetime | None = None,
) -> None:
    ActionStep.objects.create(
        municipality_id=action.municipality_id,
        action=action,
        before=before,
        after=action.status,
        due_before=due_before,
        due_after=due_after,
        note=note,
        person_id=identity.person,
        at=at or timezone.now(),
    )


def _values(new: NewAction) -> dict[str, Any]:
    if new.due_on < new.starts_on:
        raise ValueError("an action ends after it starts")
    return {
        "what": new.what.strip(),
        "owner": new.owner,
        "person": new.person,
        "instrument": new.instrument.strip(),
        "starts_on": new.starts_on,
        "due_on": new.due_on,
        "hours": new.hours,
        "money": new.money,
        "expected_effect": new.expected_effect.strip(),
    }


def open_deadlines(plan: Plan) -> list[uuid.UUID | None]:
    """Return the ids of what is due from the actions of a plan that are not finished."""
    rows = plan.actions.exclude(status__in=FINISHED).filter(deadline__isnull=False)
    return list(rows.values_list("deadline", flat=True))
