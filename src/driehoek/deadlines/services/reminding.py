"""One reminder, and the steps of the route after it: by hand and by the sweep, never twice."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines import tasks
from driehoek.deadlines.models import Deadline, DeadlineState, Notice
from driehoek.deadlines.routes import REMINDER_WAITS, Directory, wait_from
from driehoek.ledger import services as ledger

SWEEP_LIMIT: Final = 200


class AlreadyRemindedError(Exception):
    """The one reminder went out before.

    Attributes:
        at: when.
        by: the name of who sent it; empty when it went out by itself.
    """

    def __init__(self, at: datetime, by: str) -> None:
        super().__init__(f"reminded at {at.isoformat()}")
        self.at = at
        self.by = by


class NotDueError(Exception):
    """What was due has come or lapsed, or its day has not passed: there is nothing to remind of."""


class NobodyToRemindError(Exception):
    """Nobody who owes this is reached now: no contact, no route, nobody with a function there."""


@transaction.atomic
def remind(*, identity: Identity, deadline: Deadline) -> list[uuid.UUID]:
    """Send the one reminder by hand, from the day it was due; return who got it.

    Within the grace it takes the place of the reminder that would go out when it is late. The first step of the
    route waits until a working day after it, and after the moment that it is late.

    Two people who press at once send one: the second finds it sent.

    Raises:
        AlreadyRemindedError: it went out before, by itself or by someone's hand.
        NotDueError: nothing is due any more, or not yet.
        NobodyToRemindError: nobody who owes this can be reached.
    """
    now = timezone.now()
    directory = Directory(municipality=identity.municipality, deadlines=[deadline], now=now)
    persons = directory.first_in_line(deadline)
    if not persons:
        _refuse_if_past(deadline)
        raise NobodyToRemindError
    values = {
        "reminded_at": now,
        "reminded_by": identity.person,
        "escalate_at": _after_reminder(deadline, now),
    }
    waiting = Deadline.objects.filter(
        pk=deadline.pk,
        municipality=identity.municipality,
        state=DeadlineState.OPEN,
        due_at__lte=now,
        reminded_at=None,
    )
    if not waiting.update(**values):
        _refuse_if_past(deadline)
        raise NotDueError
    deadline.reminded_at, deadline.reminded_by_id = now, identity.person
    deadline.escalate_at = _after_reminder(deadline, now)
    _notify(deadline, Notice.Reason.REMINDER, persons, now)
    tasks.tell(municipality=identity.municipality, persons=persons)
    return persons


def _refuse_if_past(deadline: Deadline) -> None:
    """Say why a reminder cannot go out, by what the database holds now."""
    found = Deadline.objects.filter(pk=deadline.pk).select_related("reminded_by").first()
    if found is None or found.state != DeadlineState.OPEN:
        raise NotDueError
    if found.reminded_at is not None:
        raise AlreadyRemindedError(found.reminded_at, found.reminded_by.name if found.reminded_by else "")


def _after_reminder(deadline: Deadline, now: datetime) -> datetime | None:
    """Return when the first step follows; None when none follows by itself."""
    if deadline.escalate_at is None:
        return None
    return wait_from(deadline, max(now, deadline.late_after), REMINDER_WAITS)


@transaction.atomic
def sweep(*, municipality: uuid.UUID, now: datetime, limit: int = SWEEP_LIMIT) -> int:
    """Send the reminders and take the steps that are due at `now`; return how many deadlines that touched.

    Each deadline moves by one: after a time in which the system was down the reminder goes out first, and the
    steps follow with their own waits. Sweeps that run at once take different deadlines. Runs as the system.

    Args:
        municipality: whose deadlines.
        now: the moment to judge by.
        limit: at most so many deadlines in this transaction; call again while it returns `limit`.
    """
    due = Q(remind_at__lte=now, reminded_at=None) | Q(escalate_at__lte=now)
    rows = (
        Deadline.objects.filter(due, municipality=municipality, state=DeadlineState.OPEN)
        .order_by("late_after", "id")
        .select_for_update(skip_locked=True)
    )
    found = list(rows[:limit])
    if not found:
        return 0
    directory = Directory(municipality=municipality, deadlines=found, now=now)
    told: set[uuid.UUID] = set()
    for deadline in found:
        told.update(_advance(deadline, directory, now))
    tasks.tell(municipality=municipality, persons=told)
    return len(found)


def _advance(deadline: Deadline, directory: Directory, now: datetime) -> Sequence[uuid.UUID]:
    """Send the reminder if it is due and reaches someone, else take the next step; return who was told."""
    if deadline.remind_at is not None and deadline.reminded_at is None:
        persons = directory.first_in_line(deadline)
        if persons:
            deadline.reminded_at = now
            deadline.escalate_at = _after_reminder(deadline, now)
            _save(deadline)
            _notify(deadline, Notice.Reason.REMINDER, persons, now)
            return persons
        # Nobody to remind: the first step that reaches someone is taken at once.
        deadline.remind_at = None
    step = directory.next_rung(deadline)
    if step is None:
        deadline.escalate_at = None
        _save(deadline)
        return ()
    rung, persons = step
    deadline.step += 1
    is_last = directory.route(deadline)[-1].key == rung.key
    deadline.escalate_at = None if is_last else wait_from(deadline, now, rung.wait_days)
    _save(deadline)
    _notify(deadline, Notice.Reason.ESCALATION, persons, now, rung=rung.key)
    return persons


def _save(deadline: Deadline) -> None:
    deadline.save(update_fields=["remind_at", "reminded_at", "escalate_at", "step"])


def _notify(
    deadline: Deadline, reason: Notice.Reason, persons: Sequence[uuid.UUID], now: datetime, *, rung: str = ""
) -> None:
    """Write down who is told, once per step, and put it on the ledger."""
    Notice.objects.bulk_create(
        Notice(
            municipality_id=deadline.municipality_id,
            deadline=deadline,
            problem=deadline.problem,
            person_id=person,
            reason=reason,
            step=deadline.step if rung else 0,
            rung=rung,
            sent_at=now,
        )
        for person in persons
    )
    ledger.append(
        municipality=deadline.municipality_id,
        action=f"deadlines:deadline:{'escalated' if rung else 'reminded'}",
        subject=deadline.pk,
        problem=deadline.problem,
        data={"kind": deadline.kind, "step": deadline.step, "to": [str(person) for person in persons]},
    )


@transaction.atomic
def see_notices(*, identity: Identity, deadlines: Collection[uuid.UUID]) -> int:
    """Note that the reader saw what they were told about these deadlines, the first time only; return how many.

    A stand-in was told in person; nobody sees a notice for somebody else.
    """
    if not deadlines:
        return 0
    unseen = Notice.objects.filter(person=identity.person, seen_at=None, deadline__in=deadlines)
    found = list(unseen.values_list("pk", "deadline", "problem"))
    if not found:
        return 0
    Notice.objects.filter(pk__in=[row[0] for row in found], seen_at=None).update(seen_at=timezone.now())
    for notice, deadline, problem in found:
        ledger.append(
            municipality=identity.municipality,
            action="deadlines:notice:seen",
            subject=notice,
            problem=problem,
            data={"deadline": str(deadline)},
        )
    return len(found)
