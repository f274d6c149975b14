"""Actions: made and changed by who works on the case, ticked off by who does them (CX08)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.approach.models import (
    FINISHED,
    Action,
    ActionState,
    ActionStep,
    Bottleneck,
    BottleneckState,
    Instrument,
)
from driehoek.approach.queries.actions import contact_of, may_act
from driehoek.cases.models import Case, Compartment, CompartmentKind
from driehoek.cases.services.common import record
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import end_of_working_day
from driehoek.deadlines.models import Deadline
from driehoek.ledger.services import EventData
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation, Person

KIND: Final = "approach.action"


class NotTheirsError(Exception):
    """The action is another organisation's, or lies where this person may only read."""


@dataclass(frozen=True)
class AgreedOn:
    """What may change about an action."""

    title: str
    instrument: Instrument
    due_on: date


@dataclass(frozen=True)
class ActionValues:
    """What is agreed on about an action; see the model for the fields."""

    title: str
    owner: Organisation
    instrument: Instrument
    due_on: date
    person: Person | None = None


@transaction.atomic
def add_action(*, identity: Identity, case: Case, compartment: Compartment, values: ActionValues) -> Action:
    """Put an action in a compartment; it is due on its day, from its owner.

    A shared one of a party for which one person takes part is theirs, so that it stands on their first page.

    Raises:
        ProgrammingError: who acts may not work in the compartment, or adds an action of another organisation without
            working on the case.
    """
    now = timezone.now()
    if values.person is None and compartment.kind == CompartmentKind.SHARED:
        values = replace(values, person=contact_of(case, values.owner))
    action = Action(
        municipality_id=identity.municipality,
        case=case,
        compartment=compartment,
        **vars(values),
        state_at=now,
        made_by_id=identity.person,
        made_at=now,
    )
    action.deadline = _due(action)
    action.save(force_insert=True)
    tell(action, "approach:action:added", {"instrument": str(values.instrument)})
    return action


def _due(action: Action) -> Deadline:
    """Make it due; the reminder and the route follow by themselves.

    What lies in a compartment of its own is told only to who is let into that.
    """
    return deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=action.municipality_id,
            kind=KIND,
            subject=action.pk,
            due_at=end_of_working_day(action.due_on),
            organisation=action.owner_id,
            responsible=action.person_id,
            problem=action.case_id if is_shared(action) else action.compartment_id,
        )
    )


@transaction.atomic
def change_action(*, identity: Identity, action: Action, version: int, values: AgreedOn) -> list[str]:
    """Change what was agreed of an action that was read at `version`; return the names of what changed.

    Who owes it stays: for another party it is dropped here and added there.

    Raises:
        NotTheirsError: who acts may not work there.
        VersionConflict: it was changed meanwhile.
    """
    if not may_act(identity, action):
        raise NotTheirsError
    given = vars(values)
    changed = [name for name, value in given.items() if getattr(action, name) != value]
    if not changed:
        return []
    update_once(Action.objects.all(), action, version, **given)
    for name, value in given.items():
        setattr(action, name, value)
    if "due_on" in changed and action.deadline is not None:
        deadlines.move(deadline=action.deadline, due_at=end_of_working_day(values.due_on))
    tell(action, "approach:action:changed", {"fields": changed})
    return changed


@transaction.atomic
def set_state(*, identity: Identity, action: Action, version: int, state: ActionState) -> None:
    """Say how an action that was read at `version` stands; once more the same changes nothing.

    Raises:
        NotTheirsError: it is not this person's to say.
        ValueError: `stuck`, which asks why (`report_bottleneck`).
        VersionConflict: it was changed meanwhile.
    """
    if state == ActionState.STUCK:
        raise ValueError("what is stuck says why")
    if not may_act(identity, action):
        raise NotTheirsError
    if action.state == state:
        return
    go_to(identity, action, version, state)
    if action.deadline is not None:
        if state == ActionState.DONE:
            deadlines.meet(deadline=action.deadline)
        elif state == ActionState.DROPPED:
            deadlines.withdraw(deadline=action.deadline)
        else:
            deadlines.reopen(deadline=action.deadline)
    Bottleneck.objects.filter(
        action=action, state__in=[BottleneckState.OPEN, BottleneckState.ANSWERED]
    ).update(state=BottleneckState.SOLVED, solved_at=timezone.now())


@transaction.atomic
def undo_done(*, identity: Identity, action: Action, version: int) -> None:
    """Take “done” or “dropped” back: it stands as it did before, and is due again.

    Raises:
        NotTheirsError: it is not this person's to say.
        VersionConflict: it is not finished any more, or was changed meanwhile.
    """
    if action.state not in FINISHED:
        return
    before = ActionState(action.state_before or ActionState.PLANNED)
    set_state(
        identity=identity,
        action=action,
        version=version,
        state=ActionState.RUNNING if before == ActionState.STUCK else before,
    )


def go_to(identity: Identity, action: Action, version: int, state: ActionState) -> None:
    """Change how an action stands, and write down from what to what."""
    before, now = action.state, timezone.now()
    update_once(Action.objects.all(), action, version, state=state, state_before=before, state_at=now)
    action.state, action.state_before, action.state_at = state, before, now
    ActionStep.objects.create(
        municipality_id=action.municipality_id,
        action=action,
        before=before,
        after=state,
        by_id=identity.person,
        at=now,
    )
    tell(action, "approach:action:stands", {"before": str(before), "after": str(state)})


def is_shared(action: Action) -> bool:
    """Tell whether everyone with an overview of the case sees an action."""
    return action.compartment.kind == CompartmentKind.SHARED


def tell(action: Action, what: str, data: EventData) -> None:
    """Put a line about an action on the ledger, where only those read it who may see the action."""
    compartment = None if is_shared(action) else action.compartment
    record(action.case, what, data, subject=action.pk, compartment=compartment)
