"""Setting, meeting, moving and withdrawing due dates."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from driehoek.deadlines.calendar import working_days_after
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.deadlines.routes import REMINDER_WAITS, wait_from
from driehoek.ledger import services as ledger

_BATCH = 1000


@dataclass(frozen=True)
class NewDeadline:
    """Something becomes due; see the model for the fields.

    Attributes:
        municipality: id of the municipality it is about.
        kind: what it is, as registered in deadlines.kinds.
        subject: id of the thing that is due; once per kind.
        due_at: the moment it is due, aware of its time zone.
        grace_days: working days after which it is late, at the same local clock time.
        organisation, responsible, substitute, problem: ids.
        remind: whether the reminder and the route follow by themselves when it becomes late.
        step_minutes: how long each step of the route gets; None for the working days that the route names.
    """

    municipality: uuid.UUID
    kind: str
    subject: uuid.UUID
    due_at: datetime
    grace_days: int = 0
    organisation: uuid.UUID | None = None
    responsible: uuid.UUID | None = None
    substitute: uuid.UUID | None = None
    problem: uuid.UUID | None = None
    remind: bool = True
    step_minutes: int | None = None


def _made(new: NewDeadline, set_by: uuid.UUID | None) -> Deadline:
    late_after = working_days_after(new.due_at, new.grace_days)
    made = Deadline(
        municipality_id=new.municipality,
        kind=new.kind,
        subject=new.subject,
        problem=new.problem,
        organisation_id=new.organisation,
        responsible_id=new.responsible,
        substitute_id=new.substitute,
        set_by_id=set_by,
        due_at=new.due_at,
        grace_days=new.grace_days,
        late_after=late_after,
        remind_at=late_after if new.remind else None,
        step_minutes=new.step_minutes,
    )
    made.escalate_at = wait_from(made, late_after, REMINDER_WAITS) if new.remind else None
    return made


def _acting_person() -> uuid.UUID | None:
    """Return who acts, as the transaction knows them (access.identity); None in a job."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(access_setting('person'), '')::uuid")
        found: tuple[uuid.UUID | None] = cursor.fetchone()
    return found[0]


@transaction.atomic
def set_deadline(*, new: NewDeadline) -> Deadline:
    """Make something due.

    One reminder goes out when it becomes late, and the first step of the route is taken one working day later.

    Raises:
        IntegrityError: the subject has a deadline of this kind already.
    """
    made = _made(new, _acting_person())
    made.save(force_insert=True)
    _append(made, "set")
    return made


@transaction.atomic
def set_deadlines(*, new: Sequence[NewDeadline]) -> list[Deadline]:
    """Make many things due at once, in the order given; one line on the ledger for each problem among them.

    Raises:
        IntegrityError: a subject has a deadline of its kind already; then none is made.
    """
    person = _acting_person()
    made = Deadline.objects.bulk_create([_made(one, person) for one in new], batch_size=_BATCH)
    _append_plan("made", ((one.municipality_id, one.problem) for one in made))
    return made


@transaction.atomic
def meet(*, deadline: Deadline, at: datetime | None = None) -> bool:
    """Note that what was due has come, now or at an earlier moment; tell whether that changed anything."""
    moment = at or timezone.now()
    if not _change(deadline, {DeadlineState.OPEN}, state=DeadlineState.MET, met_at=moment):
        return False
    _append(deadline, "met")
    return True


@transaction.atomic
def reopen(*, deadline: Deadline) -> bool:
    """Let a deadline that was met or withdrawn run again, as it stood; tell whether that changed anything.

    A reminder that went out is not sent again, and the route goes on from the step where it was.
    """
    closed = {DeadlineState.MET, DeadlineState.WITHDRAWN}
    if not _change(deadline, closed, state=DeadlineState.OPEN, met_at=None):
        return False
    _append(deadline, "reopened")
    return True


@transaction.atomic
def withdraw(*, deadline: Deadline) -> bool:
    """Let a deadline lapse: nothing is due any more; tell whether that changed anything."""
    if not _change(deadline, {DeadlineState.OPEN}, state=DeadlineState.WITHDRAWN):
        return False
    _append(deadline, "withdrawn")
    return True


@transaction.atomic
def withdraw_many(*, ids: Iterable[uuid.UUID | None]) -> int:
    """Let running deadlines lapse at once; return how many there were."""
    rows = Deadline.objects.filter(pk__in=_known(ids), state=DeadlineState.OPEN).select_for_update()
    found = list(rows.values_list("pk", "municipality", "problem"))
    Deadline.objects.filter(pk__in=[row[0] for row in found]).update(state=DeadlineState.WITHDRAWN)
    _append_plan("withdrawn", ((row[1], row[2]) for row in found))
    return len(found)


@transaction.atomic
def delete_unreached(*, ids: Iterable[uuid.UUID | None]) -> int:
    """Delete deadlines that never fell due and about which nobody was told; return how many that were.

    A plan that changes before its day leaves no trace of its own; everything else is withdrawn, never deleted.
    """
    rows = Deadline.objects.filter(
        pk__in=_known(ids), due_at__gt=timezone.now(), reminded_at=None, step=0, met_at=None
    ).select_for_update()
    found = list(rows.values_list("pk", "municipality", "problem"))
    Deadline.objects.filter(pk__in=[row[0] for row in found]).delete()
    _append_plan("taken_back", ((row[1], row[2]) for row in found))
    return len(found)


@transaction.atomic
def move(*, deadline: Deadline, due_at: datetime) -> bool:
    """Give a running deadline another moment, with the same grace; tell whether that changed anything.

    What has not gone out yet moves along. A reminder that went out stays the only one, and the next step of the
    route waits until a working day after the new moment at which it is late.
    """
    late_after = working_days_after(due_at, deadline.grace_days)
    values: dict[str, datetime | None] = {"due_at": due_at, "late_after": late_after}
    if deadline.remind_at is not None:
        values["remind_at"] = late_after
    if deadline.escalate_at is not None:
        values["escalate_at"] = wait_from(deadline, late_after, REMINDER_WAITS)
    if not _change(deadline, {DeadlineState.OPEN}, **values):
        return False
    _append(deadline, "moved")
    return True


def _change(deadline: Deadline, states: set[DeadlineState], **values: object) -> bool:
    """Change a deadline that is in one of `states`, in the database and in the object."""
    if not Deadline.objects.filter(pk=deadline.pk, state__in=states).update(**values):
        return False
    for name, value in values.items():
        setattr(deadline, name, value)
    return True


def _known(ids: Iterable[uuid.UUID | None]) -> list[uuid.UUID]:
    return [one for one in ids if one is not None]


def _append(deadline: Deadline, verb: str) -> None:
    ledger.append(
        municipality=deadline.municipality_id,
        action=f"deadlines:deadline:{verb}",
        subject=deadline.pk,
        problem=deadline.problem,
        data={"kind": deadline.kind},
    )


def _append_plan(verb: str, about: Iterable[tuple[uuid.UUID, uuid.UUID | None]]) -> None:
    """Put an act on many deadlines on the ledger, once for each problem, so that each line has its own readers."""
    for (municipality, problem), count in Counter(about).items():
        ledger.append(
            municipality=municipality,
            action=f"deadlines:plan:{verb}",
            subject=problem or municipality,
            problem=problem,
            data={"count": count},
        )
