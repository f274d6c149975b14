"""A bottleneck, one question about it to the mayor, and the answer back to the case (CX09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity, acting_as_system
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.approach.models import (
    Action,
    ActionState,
    Bottleneck,
    BottleneckState,
    Escalation,
    EscalationState,
)
from driehoek.approach.queries.actions import may_act
from driehoek.approach.services.actions import NotTheirsError, go_to, tell
from driehoek.cases.models import Case
from driehoek.cases.services import change_case
from driehoek.cases.services.common import record
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import end_of_working_day
from driehoek.ledger.versions import update_once
from driehoek.position.queries.questions import mayor_of

KIND: Final = "approach.question"
FEWEST, MOST = 2, 4


class NobodyToAskError(Exception):
    """The municipality has no mayor at this moment."""


@transaction.atomic
def report_bottleneck(*, identity: Identity, action: Action, version: int, text: str) -> Bottleneck:
    """Say why an action that was read at `version` does not get on; one that was open takes the new words.

    Raises:
        NotTheirsError: it is not this person's to say.
        VersionConflict: the action was changed meanwhile.
    """
    if not may_act(identity, action):
        raise NotTheirsError
    if action.state != ActionState.STUCK:
        go_to(identity, action, version, ActionState.STUCK)
    found = Bottleneck.objects.filter(action=action).exclude(state=BottleneckState.SOLVED).first()
    if found is not None:
        Bottleneck.objects.filter(pk=found.pk, state=BottleneckState.OPEN).update(text=text)
        found.refresh_from_db()
        return found
    found = Bottleneck.objects.create(
        municipality_id=identity.municipality,
        case=action.case,
        action=action,
        compartment=action.compartment,
        text=text,
        reported_by_id=identity.person,
        reported_at=timezone.now(),
    )
    tell(action, "approach:bottleneck:reported", {"bottleneck": str(found.pk)})
    return found


@transaction.atomic
def solve(*, identity: Identity, bottleneck: Bottleneck, version: int) -> None:
    """Say that a bottleneck that was read at `version` is gone; its action runs again.

    Raises:
        NotTheirsError: it is not this person's to say.
        VersionConflict: it was changed meanwhile, or the mayor is still asked.
    """
    action = bottleneck.action
    if not may_act(identity, action):
        raise NotTheirsError
    waiting = Bottleneck.objects.filter(state__in=[BottleneckState.OPEN, BottleneckState.ANSWERED])
    update_once(waiting, bottleneck, version, state=BottleneckState.SOLVED, solved_at=timezone.now())
    if action.state == ActionState.STUCK:
        go_to(identity, action, action.version, ActionState.RUNNING)
    tell(action, "approach:bottleneck:solved", {"bottleneck": str(bottleneck.pk)})


@dataclass(frozen=True)
class NewEscalation:
    """What the mayor is asked.

    Attributes:
        options: two to four pairs of an option and its consequence.
        stuck: whether the case gets on no further without the answer.
    """

    question: str
    options: Sequence[tuple[str, str]]
    advice: str
    due_on: date
    stuck: bool = True


@transaction.atomic
def escalate(*, identity: Identity, bottleneck: Bottleneck, version: int, new: NewEscalation) -> Escalation:
    """Put a bottleneck before the mayor as one question; it is due on its day and stands on the first page.

    Raises:
        ValueError: fewer than two or more than four options.
        NobodyToAskError: there is no mayor now.
        VersionConflict: the bottleneck was put forward or solved meanwhile.
    """
    if not FEWEST <= len(new.options) <= MOST:
        raise ValueError("a question has two to four options")
    mayor = mayor_of(identity)
    if mayor is None:
        raise NobodyToAskError
    open_ones = Bottleneck.objects.filter(state__in=[BottleneckState.OPEN, BottleneckState.ANSWERED])
    update_once(open_ones, bottleneck, version, state=BottleneckState.ASKED)
    case = Case.objects.get(pk=bottleneck.case_id)
    stuck = new.stuck and case.stuck_since is None
    made = Escalation(
        municipality_id=identity.municipality,
        case=case,
        bottleneck=bottleneck,
        question=new.question,
        options=[{"option": one, "consequence": then} for one, then in new.options],
        advice=new.advice,
        due_on=new.due_on,
        stuck=stuck,
        to_person=mayor,
        asked_by_id=identity.person,
        asked_at=timezone.now(),
    )
    made.deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=identity.municipality,
            kind=KIND,
            subject=made.pk,
            due_at=end_of_working_day(new.due_on),
            responsible=mayor.pk,
            problem=case.pk,
        )
    )
    made.save(force_insert=True)
    values: dict[str, Any] = {"next_decision": new.question[:200], "next_decision_on": new.due_on}
    if stuck:
        values |= {
            "stuck_since": timezone.now(),
            "stuck_reason": _("Wacht op een besluit van de burgemeester"),
        }
    change_case(identity=identity, case=case, version=case.version, values=values)
    record(case, "approach:question:asked", {"options": len(new.options)}, subject=made.pk)
    return made


@dataclass(frozen=True)
class AnswerGiven:
    """What was chosen: index among the options, with a reason where one was given."""

    chosen: int
    reason: str = ""
    in_meeting: bool = False


def may_answer(identity: Identity, escalation: Escalation) -> bool:
    """Tell whether a question was asked of this person, or of whom they stand in for."""
    return escalation.to_person_id in identity.persons


def may_record(identity: Identity, escalation: Escalation) -> bool:
    """Tell whether this person may write down what the mayor decided in the driehoek."""
    return (level_on(identity, escalation.case_id) or 0) >= Level.WORK


@transaction.atomic
def answer(*, identity: Identity, escalation: Escalation, version: int, given: AnswerGiven) -> None:
    """Decide a question that was read at `version`; the case and who met the bottleneck go on with it.

    Raises:
        NotTheirsError: it was asked of someone else, and was not decided in the driehoek.
        ValueError: there is no such option.
        VersionConflict: it was answered or taken back meanwhile.
    """
    if not (may_answer(identity, escalation) or (given.in_meeting and may_record(identity, escalation))):
        raise NotTheirsError
    if not 0 <= given.chosen < len(escalation.options):
        raise ValueError("no such option")
    now = timezone.now()
    update_once(
        Escalation.objects.filter(state=EscalationState.ASKED),
        escalation,
        version,
        state=EscalationState.ANSWERED,
        **vars(given),
        answered_by_id=identity.person,
        answered_at=now,
    )
    if escalation.deadline is not None:
        deadlines.meet(deadline=escalation.deadline, at=now)
    record(escalation.case, "approach:question:answered", {"chosen": given.chosen}, subject=escalation.pk)
    _go_on(identity, escalation, BottleneckState.ANSWERED)


@transaction.atomic
def withdraw(*, identity: Identity, escalation: Escalation, version: int) -> None:
    """Take a question back that has no answer yet; its bottleneck is open again.

    Raises:
        NotTheirsError: who acts does not work on the case.
        VersionConflict: it was answered meanwhile.
    """
    if not may_record(identity, escalation):
        raise NotTheirsError
    waiting = Escalation.objects.filter(state=EscalationState.ASKED)
    update_once(waiting, escalation, version, state=EscalationState.WITHDRAWN)
    if escalation.deadline is not None:
        deadlines.withdraw(deadline=escalation.deadline)
    record(escalation.case, "approach:question:withdrawn", subject=escalation.pk)
    _go_on(identity, escalation, BottleneckState.OPEN)


def _go_on(identity: Identity, escalation: Escalation, state: BottleneckState) -> None:
    """Carry the outcome into the bottleneck and the case, which who decides may see but not work on."""
    with acting_as_system(municipality=escalation.municipality_id):
        Bottleneck.objects.filter(pk=escalation.bottleneck_id, state=BottleneckState.ASKED).update(
            state=state
        )
        case = Case.objects.get(pk=escalation.case_id)
        values: dict[str, Any] = {}
        if escalation.stuck and case.stuck_since is not None:
            values |= {"stuck_since": None, "stuck_reason": ""}
        if case.next_decision == escalation.question[:200]:
            values |= {"next_decision": "", "next_decision_on": None}
        if values:
            change_case(identity=identity, case=case, version=case.version, values=values)
