"""The scan: who sits where, what was answered, where views differ.

What a reader gets is decided twice: by row-level security, and here by asking through the seat that is theirs.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.guide.models import SEATS, Scan, ScanAnswer, ScanSeat
from driehoek.guide.queries.texts import readable
from driehoek.guide.shapes import GuideKind, Part, Question, Section
from driehoek.parties.models import Appointment, Function, Person

APART = 2
STRONG, WEAK = 4.0, 2.5


@dataclass(frozen=True)
class Cell:
    """The view of one part of one chapter.

    Attributes:
        mean: mean of the answers with a number, None when there is none.
        unknown: how many were answered with "I do not know".
        known: how many with a number.
    """

    kind: GuideKind
    part: Part
    mean: float | None
    unknown: int
    known: int = 1

    @property
    def level(self) -> str:
        """Say strong, middling or weak, or unknown when nobody could say.

        What is half unknown is not strong, however good the other half is.
        """
        if self.mean is None:
            return "unknown"
        if self.mean >= STRONG and self.unknown >= self.known:
            return "middling"
        return "strong" if self.mean >= STRONG else "weak" if self.mean <= WEAK else "middling"


@dataclass(frozen=True)
class Beside:
    """One statement with the answers of every seat that has handed in.

    Attributes:
        values: per seat a number from 1 to 5, or None for "I do not know"; seats that gave none are not in it.
        notes: what a seat added in words.
    """

    question: Question
    values: Mapping[Function, int | None]
    notes: Mapping[Function, str] = field(default_factory=dict)

    @property
    def spread(self) -> int:
        """How far the highest and the lowest number lie apart."""
        numbers = [value for value in self.values.values() if value is not None]
        return max(numbers) - min(numbers) if numbers else 0

    @property
    def differs(self) -> bool:
        """Whether the views lie so far apart that they are worth talking about."""
        return self.spread >= APART

    @property
    def unknown(self) -> list[Function]:
        """The seats that do not know."""
        return [seat for seat, value in self.values.items() if value is None]


def seat_of(identity: Identity) -> Function | None:
    """Return the seat this person answers in: that of their own function, else of whom they stand in for.

    A deputy who does not stand in for the mayor now has none.
    """
    own = [seat for seat in SEATS if seat in identity.own_functions]
    return next(iter(own or [seat for seat in SEATS if seat in identity.functions]), None)


def looks_from(identity: Identity) -> Function | None:
    """Return the seat from which this person looks at the others' answers; a deputy's is the mayor's."""
    return seat_of(identity) or (Function.MAYOR if identity.holds(Function.DEPUTY) else None)


def holder_of(identity: Identity, seat: Function) -> Person | None:
    """Return who holds the function of a seat: this person, or the one they stand in for."""
    now = timezone.now()
    held = Appointment.objects.filter(
        municipality=identity.municipality, function=seat, person__in=identity.persons, valid_from__lte=now
    ).exclude(valid_until__lte=now)
    people = {one.person_id: one.person for one in held.select_related("person")}
    return people.get(identity.person) or next(iter(people.values()), None)


def rounds(identity: Identity) -> list[Scan]:
    """Return the rounds of this municipality, newest first, with their seats."""
    return list(
        Scan.objects.filter(municipality=identity.municipality)
        .prefetch_related("seats__holder")
        .order_by("-opened_at")
    )


def scan_of(identity: Identity, scan: uuid.UUID) -> Scan | None:
    """Return a round, or None."""
    return Scan.objects.filter(municipality=identity.municipality, pk=scan).first()


def questions_of(scan: Scan) -> list[Question]:
    """Return the statements of a round as they were when it was opened."""
    found = []
    for row in scan.questions:
        content = {name: value for name, value in row.items() if name != "key"}
        text = readable(Section.QUESTION, row["key"], content)
        if isinstance(text, Question):
            found.append(text)
    return found


def seat_in(identity: Identity, scan: Scan) -> ScanSeat | None:
    """Return this person's seat in a round if it has been taken, by them or by whom they stand in for."""
    seat = seat_of(identity)
    return (
        ScanSeat.objects.filter(scan=scan, function=seat).select_related("holder").first() if seat else None
    )


def answers_in(seat: ScanSeat) -> dict[str, ScanAnswer]:
    """Return the answers that count for a seat: those of its present holder."""
    return {one.question: one for one in ScanAnswer.objects.filter(seat=seat, person=seat.holder_id)}


def may_compare(identity: Identity, scan: Scan) -> bool:
    """Tell whether this person may see the others' answers: after handing in their own, or after the round."""
    if scan.closed_at is not None:
        return True
    seat = looks_from(identity)
    done = ScanSeat.objects.filter(scan=scan, function=seat, submitted_at__isnull=False)
    return seat is not None and done.exists()


def together(scan: Scan) -> list[Beside]:
    """Lay the answers of the seats that have handed in beside each other; the greatest difference first."""
    seats = {seat.pk: seat for seat in ScanSeat.objects.filter(scan=scan, submitted_at__isnull=False)}
    values: dict[str, dict[Function, int | None]] = {}
    notes: dict[str, dict[Function, str]] = {}
    for answer in ScanAnswer.objects.filter(scan=scan, seat__in=seats):
        seat = seats[answer.seat_id]
        if answer.person_id != seat.holder_id:
            continue
        values.setdefault(answer.question, {})[Function(seat.function)] = answer.value
        if answer.note:
            notes.setdefault(answer.question, {})[Function(seat.function)] = answer.note
    rows = [
        Beside(one, _in_order(values.get(one.key, {})), notes.get(one.key, {})) for one in questions_of(scan)
    ]
    return sorted(rows, key=lambda row: (not row.differs, -row.spread if row.differs else 0))


def cells(questions: Iterable[Question], values: Mapping[str, Iterable[int | None]]) -> list[Cell]:
    """Summarise answers per chapter and part.

    Args:
        questions: the statements.
        values: per statement the answers given; None for "I do not know".
    """
    numbers: dict[tuple[GuideKind, Part], list[int]] = {}
    unknown: dict[tuple[GuideKind, Part], int] = {}
    for one in questions:
        given = list(values.get(one.key, ()))
        place = (one.kind, one.part)
        numbers.setdefault(place, []).extend(value for value in given if value is not None)
        unknown[place] = unknown.get(place, 0) + given.count(None)
    return [
        Cell(kind, part, sum(found) / len(found) if found else None, unknown[kind, part], len(found))
        for kind in GuideKind
        for part in Part
        if (found := numbers.get((kind, part))) is not None
    ]


def cells_together(rows: Iterable[Beside]) -> list[Cell]:
    """Summarise what the whole table thinks, per chapter and part."""
    kept = list(rows)
    return cells([row.question for row in kept], {row.question.key: row.values.values() for row in kept})


def _in_order(values: Mapping[Function, int | None]) -> dict[Function, int | None]:
    return {seat: values[seat] for seat in SEATS if seat in values}
