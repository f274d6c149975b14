"""Actions after the minutes are confirmed: done, not done after all, moved to another day with a reason."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import end_of_working_day
from driehoek.ledger import services as ledger
from driehoek.ledger.services import EventData
from driehoek.ledger.versions import update_once
from driehoek.meetings.models import Action, ActionState, ActionStep, StepKind
from driehoek.meetings.queries.minutes import may_act, visible_actions


@transaction.atomic
def finish_action(*, identity: Identity, action: Action, version: int, note: str) -> None:
    """Say that an action is done, and how; its deadline is met.

    Raises:
        VersionConflict: someone changed it meanwhile, or it does not run.
        PermissionDenied: it is neither theirs nor of a meeting that they keep.
    """
    require_may_act(identity, action)
    rows = visible_actions(identity).filter(state=ActionState.OPEN)
    update_once(rows, action, version, state=ActionState.DONE, done_at=timezone.now())
    _step(identity, action, StepKind.DONE, note=note)
    if action.deadline:
        deadlines.meet(deadline=action.deadline)
    _record(action, "done")


@transaction.atomic
def reopen_action(*, identity: Identity, action: Action, version: int) -> None:
    """Say that an action is not done after all; its deadline runs again.

    Raises:
        VersionConflict: someone changed it meanwhile, or it was not done.
        PermissionDenied: it is neither theirs nor of a meeting that they keep.
    """
    require_may_act(identity, action)
    rows = visible_actions(identity).filter(state=ActionState.DONE)
    update_once(rows, action, version, state=ActionState.OPEN, done_at=None)
    _step(identity, action, StepKind.UNDONE)
    if action.deadline:
        deadlines.reopen(deadline=action.deadline)
    _record(action, "undone")


@transaction.atomic
def move_action(*, identity: Identity, action: Action, version: int, due_on: date, reason: str) -> None:
    """Give an action another day, with the reason; its deadline moves along.

    Raises:
        VersionConflict: someone changed it meanwhile, or it does not run.
        PermissionDenied: it is neither theirs nor of a meeting that they keep.
    """
    require_may_act(identity, action)
    before = action.due_on
    update_once(visible_actions(identity).filter(state=ActionState.OPEN), action, version, due_on=due_on)
    _step(identity, action, StepKind.MOVED, note=reason, before=before, after=due_on)
    if action.deadline:
        deadlines.move(deadline=action.deadline, due_at=end_of_working_day(due_on))
    _record(action, "moved", {"days": (due_on - before).days})


def require_may_act(identity: Identity, action: Action) -> None:
    """Refuse who neither does the action nor keeps its meeting.

    Raises:
        PermissionDenied: with a sentence that says who may.
    """
    if not may_act(identity, action):
        raise PermissionDenied(
            _(
                "Dit is voor wie de actie doet, en voor de voorzitter, de burgemeester, de loco en de adviseur."
            )
        )


def _step(
    identity: Identity,
    action: Action,
    kind: StepKind,
    *,
    note: str = "",
    before: date | None = None,
    after: date | None = None,
) -> None:
    ActionStep.objects.create(
        municipality_id=action.municipality_id,
        action=action,
        kind=kind,
        note=note,
        before=before,
        after=after,
        person_id=identity.person,
        at=timezone.now(),
    )


def _record(action: Action, act: str, data: EventData | None = None) -> None:
    ledger.append(
        municipality=action.municipality_id,
        action=f"meetings:action:{act}",
        subject=action.pk,
        problem=action.problem,
        version=action.version,
        data=data,
    )
