"""Holding a scan: open a round, take a seat, answer, hand in, close."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import end_of_working_day, next_working_day
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.guide.models import SEATS, Scan, ScanAnswer, ScanSeat
from driehoek.guide.queries.scans import Beside, answers_in, holder_of, questions_of, seat_of
from driehoek.guide.queries.texts import questions
from driehoek.guide.reading import plain
from driehoek.ledger import services as ledger
from driehoek.meetings.models import AgendaPoint
from driehoek.meetings.services import put_forward
from driehoek.parties.models import Appointment, Function, Person

ORIGIN: Final = "guide.scan"
ANSWER_WITHIN: Final = timedelta(days=14)
NOTE_LENGTH: Final = 300


class RoundOpen(Exception):
    """A round is open already; there is one at a time."""


class RoundClosed(Exception):
    """The round has been closed; nothing changes any more."""


class HandedIn(Exception):
    """The seat has handed in; its answers stand."""


class Unanswered(Exception):
    """Not every statement has an answer.

    Attributes:
        left: how many are left.
    """

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


@dataclass(frozen=True)
class Given:
    """An answer: a number from 1 to 5, or None for "I do not know", with a remark."""

    value: int | None
    note: str = ""


@transaction.atomic
def open_scan(*, identity: Identity, year: int, label: str, opened_at: datetime | None = None) -> Scan:
    """Open a round for the whole table, with the statements as they are now.

    `opened_at` is for a round that was held earlier, on paper, and is taken over.

    Raises:
        RoundOpen: one is open already.
    """
    asked = [{"key": one.key} | plain(one) for one in questions(identity)]
    try:
        with transaction.atomic():
            scan = Scan.objects.create(
                municipality_id=identity.municipality,
                year=year,
                label=label.strip(),
                questions=asked,
                opened_by_id=identity.person,
                opened_at=opened_at or timezone.now(),
            )
    except IntegrityError as error:
        raise RoundOpen from error
    _ask_everyone(scan)
    _record(scan, "opened", {"year": year, "questions": len(asked)})
    return scan


@transaction.atomic
def close_scan(
    *,
    identity: Identity,
    scan: Scan,
    closed_at: datetime | None = None,
) -> None:
    """Close a round: nobody answers any more, and the whole table sees what was handed in.

    `closed_at` is for a round that was held earlier and is taken over.

    Raises:
        RoundClosed: it was closed already.
    """
    if not Scan.objects.filter(pk=scan.pk, closed_at=None).update(closed_at=closed_at or Now()):
        raise RoundClosed
    running = Deadline.objects.filter(
        municipality=scan.municipality_id, kind=ORIGIN, state=DeadlineState.OPEN
    ).values_list("pk", flat=True)
    deadlines.withdraw_many(ids=list(running))
    _record(scan, "closed")


@transaction.atomic
def take_seat(*, identity: Identity, scan: Scan) -> ScanSeat:
    """Return this person's seat in a round, taking it when it is free.

    A seat whose holder no longer holds the function is free again; that person's answers stay theirs.

    Raises:
        PermissionDenied: this person has no seat at the table, or another person holds it.
        RoundClosed: the round has been closed.
    """
    function = seat_of(identity)
    holder = holder_of(identity, function) if function else None
    if function is None or holder is None:
        raise PermissionDenied(_("Alleen wie aan de driehoek zit, of nu vervangt, beantwoordt de scan."))
    _require_open(scan)
    seat = _seat(identity, scan, function, holder)
    if seat.holder_id == holder.pk:
        return seat
    if seat.submitted_at is None and not _holds(seat.holder, function, scan):
        ScanSeat.objects.filter(pk=seat.pk, submitted_at=None).update(holder=holder)
        seat.holder = holder
        _record(scan, "seat", {"function": str(function)})
        return seat
    raise PermissionDenied(_("Iemand anders met uw functie beantwoordt deze scan al. Stem het samen af."))


@transaction.atomic
def answer(*, identity: Identity, scan: Scan, given: Mapping[str, Given]) -> ScanSeat:
    """Keep answers of this person's seat; earlier answers to the same statements are replaced.

    Raises:
        PermissionDenied: this person has no seat.
        RoundClosed: the round has been closed.
        HandedIn: the seat has handed in.
    """
    seat = take_seat(identity=identity, scan=scan)
    if seat.submitted_at is not None:
        raise HandedIn
    asked = {one.key for one in questions_of(scan)}
    rows = [
        ScanAnswer(
            municipality_id=identity.municipality,
            scan=scan,
            seat=seat,
            person_id=seat.holder_id,
            given_by_id=identity.person,
            question=key,
            value=one.value,
            note=one.note.strip(),
        )
        for key, one in given.items()
        if key in asked
    ]
    if rows:
        ScanAnswer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["seat", "person", "question"],
            update_fields=["value", "note", "given_by", "given_at"],
        )
        _record(scan, "answered", {"function": seat.function, "answers": len(rows)})
    return seat


@transaction.atomic
def submit(*, identity: Identity, scan: Scan) -> None:
    """Hand in this person's seat: its answers stand, and it may see those of the others.

    Raises:
        PermissionDenied: this person has no seat.
        RoundClosed: the round has been closed.
        HandedIn: it was handed in already.
        Unanswered: statements are left.
    """
    seat = take_seat(identity=identity, scan=scan)
    if seat.submitted_at is not None:
        raise HandedIn
    known = answers_in(seat)
    left = sum(1 for one in questions_of(scan) if one.key not in known)
    if left:
        raise Unanswered(left)
    if not ScanSeat.objects.filter(pk=seat.pk, submitted_at=None).update(submitted_at=Now()):
        raise HandedIn
    asked_of = Deadline.objects.filter(kind=ORIGIN, subject=_asked_of(scan, seat.holder_id)).first()
    if asked_of is not None:
        deadlines.meet(deadline=asked_of)
    _record(scan, "submitted", {"function": seat.function})


def _ask_everyone(scan: Scan) -> None:
    """Let the scan stand on the first page of everyone with a seat, for two weeks, without reminding."""
    if scan.opened_at < timezone.now() - ANSWER_WITHIN:
        return
    now = timezone.now()
    held = Appointment.objects.filter(municipality=scan.municipality_id, function__in=SEATS).exclude(
        valid_until__lte=now
    )
    people = set(held.filter(valid_from__lte=now).values_list("person", flat=True))
    due_at = end_of_working_day(next_working_day(timezone.localdate(scan.opened_at + ANSWER_WITHIN)))
    deadlines.set_deadlines(
        new=[
            deadlines.NewDeadline(
                municipality=scan.municipality_id,
                kind=ORIGIN,
                subject=_asked_of(scan, person),
                due_at=due_at,
                responsible=person,
                remind=False,
            )
            for person in sorted(people)
        ]
    )


def _asked_of(scan: Scan, person: uuid.UUID) -> uuid.UUID:
    """Return the id of what a round asks of one person."""
    return uuid.uuid5(scan.pk, str(person))


@transaction.atomic
def put_on_agenda(*, identity: Identity, scan: Scan, rows: Iterable[Beside], url: str) -> list[AgendaPoint]:
    """Put differences on the agenda of the driehoek, one point for each.

    The numbers stay out of the text: someone who has not handed in yet reads the agenda too.
    """
    return [
        put_forward(
            identity=identity,
            title=_("Wij kijken verschillend naar: %(topic)s") % {"topic": row.question.topic},
            text=_("In de scan liggen onze antwoorden ver uit elkaar. De stelling was: %(statement)s")
            % {"statement": row.question.statement},
            origin=ORIGIN,
            origin_id=f"{scan.pk}:{row.question.key}"[:80],
            origin_url=url,
        )
        for row in rows
    ]


def _seat(identity: Identity, scan: Scan, function: Function, holder: Person) -> ScanSeat:
    seats = ScanSeat.objects.filter(scan=scan, function=function).select_related("holder")
    if (found := seats.first()) is not None:
        return found
    seat = ScanSeat(municipality_id=identity.municipality, scan=scan, function=function, holder_id=holder.pk)
    # Two people of one function may begin at the same moment: one of them gets the seat.
    ScanSeat.objects.bulk_create([seat], ignore_conflicts=True)
    taken = seats.get()
    if taken.pk == seat.pk:
        _record(scan, "seat", {"function": str(function)})
    return taken


def _holds(person: Person, function: Function, scan: Scan) -> bool:
    running = Appointment.objects.filter(
        municipality=scan.municipality_id, person=person, function=function, valid_from__lte=Now()
    )
    return running.exclude(valid_until__lte=Now()).exists()


def _require_open(scan: Scan) -> None:
    if not Scan.objects.filter(pk=scan.pk, closed_at=None).exists():
        raise RoundClosed


def _record(scan: Scan, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(municipality=scan.municipality_id, action=f"guide:scan:{verb}", subject=scan.pk, data=data)
