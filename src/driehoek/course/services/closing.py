"""Scaling down: why it can be done, who takes over what is left, what the partners are told (CX19)."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.models import Case, Participation
from driehoek.cases.services import end_participation
from driehoek.cases.services.common import record
from driehoek.course.models import RestAction, ScaleDown
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import at_local
from driehoek.deadlines.models import Deadline
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.parties.models import Organisation

REST_ACTION: Final = "course.rest_action"
AFTERCARE: Final = "course.aftercare"
COOPERATION: Final = "course.cooperation"
END_OF_DAY: Final = time(17, 0)
# So long the partners have for the questionnaire.
ANSWER_DAYS: Final = 14


class SettledError(Exception):
    """What was told to others or settled does not change any more."""


@dataclass(frozen=True)
class NewScaleDown:
    """What is needed to scale a case down; see the model for the fields."""

    criterion: str
    reopen_when: str
    message: str
    aftercare: Organisation
    aftercare_contact: str
    aftercare_until: date


@transaction.atomic
def write_scale_down(*, identity: Identity, case: Case, new: NewScaleDown, version: int) -> ScaleDown:
    """Write how a case is scaled down, or change it while it was not told to the partners.

    Args:
        identity: who acts.
        case: the case.
        new: what is written.
        version: the version that was read; 0 for the first time.

    Raises:
        SettledError: the partners were told.
        VersionConflict: it was written or changed meanwhile.
    """
    values = {field: getattr(new, field) for field in asdict(new)} | {"aftercare": new.aftercare}
    found = ScaleDown.objects.filter(case=case).first()
    if found is None:
        found = ScaleDown.objects.create(
            municipality_id=case.municipality_id,
            case=case,
            made_by_id=identity.person,
            made_at=timezone.now(),
            **values,
        )
    else:
        if found.announced_at:
            raise SettledError
        update_once(ScaleDown.objects.filter(announced_at=None), found, version, **values)
    record(case, "course:scale_down:written")
    return found


@transaction.atomic
def announce(*, identity: Identity, found: ScaleDown, version: int) -> int:
    """Tell the partners that a case is scaled down; return how many there are.

    Each is asked for their view of the cooperation, with a due date of two weeks; aftercare gets a due date of its own.

    Raises:
        VersionConflict: it was changed or told meanwhile.
    """
    now = timezone.now()
    update_once(ScaleDown.objects.filter(announced_at=None), found, version, announced_at=now)
    case = found.case
    partners = list(Participation.objects.filter(case=case, ended_at=None, until__gt=now))
    due = at_local(timezone.localdate() + timedelta(days=ANSWER_DAYS), END_OF_DAY)
    asked = [
        deadlines.NewDeadline(
            municipality=case.municipality_id,
            kind=COOPERATION,
            subject=one.pk,
            due_at=due,
            organisation=one.organisation_id,
            responsible=one.person_id,
            problem=case.problem_id,
        )
        for one in partners
    ]
    lasts = deadlines.NewDeadline(
        municipality=case.municipality_id,
        kind=AFTERCARE,
        subject=case.problem_id,
        due_at=at_local(found.aftercare_until, END_OF_DAY),
        organisation=found.aftercare_id,
        responsible=case.process_director_id,
        problem=case.problem_id,
    )
    deadlines.set_deadlines(new=[*asked, lasts])
    record(case, "course:scale_down:announced", {"partners": len(partners)})
    return len(partners)


@transaction.atomic
def add_rest_action(
    *, identity: Identity, case: Case, what: str, organisation: Organisation, due_on: date
) -> RestAction:
    """Write down what is left, who takes it over and before when; it becomes due."""
    made = RestAction(
        municipality_id=case.municipality_id,
        case=case,
        what=what,
        organisation=organisation,
        due_on=due_on,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    made.deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=case.municipality_id,
            kind=REST_ACTION,
            subject=made.pk,
            due_at=at_local(due_on, END_OF_DAY),
            organisation=organisation.pk,
            problem=case.problem_id,
        )
    )
    made.save(force_insert=True)
    record(case, "course:rest_action:added", subject=made.pk)
    return made


@transaction.atomic
def mark_rest_action(*, identity: Identity, action: RestAction, done: bool) -> bool:
    """Tick a rest action off, or take that back; tell whether that changed anything."""
    now = timezone.now()
    values = (
        {"done_at": now, "done_by_id": identity.person} if done else {"done_at": None, "done_by_id": None}
    )
    if not RestAction.objects.filter(pk=action.pk, done_at__isnull=done).update(**values):
        return False
    if action.deadline:
        if done:
            deadlines.meet(deadline=action.deadline)
        else:
            deadlines.reopen(deadline=action.deadline)
    record(
        action.case, "course:rest_action:done" if done else "course:rest_action:reopened", subject=action.pk
    )
    return True


@transaction.atomic
def drop_rest_action(*, identity: Identity, action: RestAction) -> None:
    """Take away a rest action that was not done; its due date lapses.

    Raises:
        VersionConflict: it was done or taken away meanwhile.
    """
    if action.deadline:
        deadlines.withdraw(deadline=action.deadline)
    gone, _each = RestAction.objects.filter(pk=action.pk, done_at=None).delete()
    if not gone:
        raise VersionConflict
    record(action.case, "course:rest_action:dropped", subject=action.pk)


@transaction.atomic
def end_participations(*, identity: Identity, case: Case) -> int:
    """End what every partner sees of a case; return how many took part."""
    running: list[Participation] = list(Participation.objects.filter(case=case, ended_at=None))
    for one in running:
        end_participation(identity=identity, participation=one)
    return len(running)


def cooperation_deadline(case: uuid.UUID, participation: uuid.UUID) -> Deadline | None:
    """Return the due date of a participant's questionnaire, where it was asked."""
    return Deadline.objects.filter(kind=COOPERATION, subject=participation, problem=case).first()
