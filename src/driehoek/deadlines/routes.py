"""Along whom a deadline that stays late goes: the route, and who is reached on it at a moment.

After the reminder to the responsible person come, in this order: the substitute named with the deadline, the
contact route of the organisation, the municipality's safety advisers. Then the route ends.

Three rules hold on every step. Who is away is not told; who stands in for them now is told instead, and the one
who is away sees it on their own page when they are back. Who no longer holds a function here, or may not see the
problem that the deadline belongs to, is passed over. Nobody is told twice about one deadline, so a step on which
everybody knows already is passed over too.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Q

from driehoek.access.models import Grant
from driehoek.deadlines.calendar import working_days_after
from driehoek.deadlines.models import Deadline, Notice
from driehoek.parties.models import Appointment, ContactStep, Function, Substitution

# Whom a reminder reaches at an organisation that named no contact and has no route: those who supply.
SUPPLIERS: Final = (Function.TEAM_CHIEF, Function.PROSECUTOR, Function.CASE_DIRECTOR, Function.PARTNER)
# How many working days the reminder, and the substitute after it, get before the next step is taken.
REMINDER_WAITS: Final = 1
SUBSTITUTE_WAITS: Final = 1


class RungKind(StrEnum):
    """What a step of the route is."""

    REMINDER = "reminder"
    SUBSTITUTE = "substitute"
    CONTACT = "contact"
    ADVISERS = "advisers"


@dataclass(frozen=True)
class Rung:
    """One step of the route as it is arranged, whoever is there today.

    Attributes:
        kind: what it is.
        key: its name in Notice.rung, which survives that others are moved or removed.
        persons: who is meant.
        wait_days: working days before the next step is taken; 0 for the last one.
    """

    kind: RungKind
    key: str
    persons: tuple[uuid.UUID, ...]
    wait_days: int


def wait_from(deadline: Deadline, moment: datetime, working_days: int) -> datetime:
    """Return when the step after `moment` is taken: after its working days, or after minutes for what is urgent."""
    if deadline.step_minutes is not None:
        return moment + timedelta(minutes=deadline.step_minutes)
    return working_days_after(moment, working_days)


def running(now: datetime) -> Q:
    """Return the condition that an appointment or a grant holds at `now`."""
    return Q(valid_from__lte=now) & (Q(valid_until=None) | Q(valid_until__gt=now))


class Directory:
    """Everything that decides who is reached about some deadlines, read at once: five queries, however many."""

    def __init__(self, *, municipality: uuid.UUID, deadlines: Sequence[Deadline], now: datetime) -> None:
        """Read what holds at `now` for `deadlines`, all of one municipality."""
        self.now = now
        self._read_functions(municipality)
        self._read_routes(municipality, {one.organisation_id for one in deadlines if one.organisation_id})
        self._read_problems({one.problem for one in deadlines if one.problem})
        self.notices: dict[uuid.UUID, list[Notice]] = defaultdict(list)
        if deadlines:
            told = Notice.objects.filter(
                municipality=municipality, deadline__in=[one.pk for one in deadlines]
            )
            for notice in told.select_related("person").order_by("sent_at", "step", "person__name"):
                self.notices[notice.deadline_id].append(notice)

    def _read_functions(self, municipality: uuid.UUID) -> None:
        self.names: dict[uuid.UUID, str] = {}
        self.advisers: list[uuid.UUID] = []
        self.suppliers: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
        rows = Appointment.objects.filter(
            running(self.now), municipality=municipality, person__is_active=True
        )
        for person, name, organisation, function in rows.order_by("person__name", "person").values_list(
            "person", "person__name", "organisation", "function"
        ):
            self.names[person] = name
            if function == Function.SAFETY_ADVISER:
                self.advisers.append(person)
            if function in SUPPLIERS:
                self.suppliers[organisation].append(person)
        standing_in = Substitution.objects.filter(
            municipality=municipality, valid_from__lte=self.now, valid_until__gt=self.now
        )
        # The latest arrangement holds.
        self.stand_ins = dict(standing_in.order_by("valid_from").values_list("principal", "substitute"))

    def _read_routes(self, municipality: uuid.UUID, organisations: set[uuid.UUID]) -> None:
        self.routes: dict[uuid.UUID, list[ContactStep]] = defaultdict(list)
        if organisations:
            steps = ContactStep.objects.filter(municipality=municipality, organisation__in=organisations)
            for step in steps.order_by("place"):
                self.routes[step.organisation_id].append(step)

    def _read_problems(self, problems: set[uuid.UUID]) -> None:
        self.granted: set[tuple[uuid.UUID, uuid.UUID]] = set()
        if problems:
            grants = Grant.objects.filter(running(self.now), problem__in=problems)
            self.granted = set(grants.values_list("person", "problem"))

    def reached(self, person: uuid.UUID | None, *, problem: uuid.UUID | None = None) -> uuid.UUID | None:
        """Return who is told when it is `person`'s turn: themselves, who stands in now, or nobody.

        Standing in reaches one step far, as it does for rights (access_begin). A stand-in may see what the
        other may see.
        """
        if person is None:
            return None
        stand_in = self.stand_ins.get(person)
        if stand_in is not None and stand_in in self.names and person in self.names:
            return stand_in if self._may_see((person, stand_in), problem) else None
        return person if person in self.names and self._may_see((person,), problem) else None

    def _may_see(self, persons: Iterable[uuid.UUID], problem: uuid.UUID | None) -> bool:
        return problem is None or any((person, problem) in self.granted for person in persons)

    def first_in_line(self, deadline: Deadline) -> list[uuid.UUID]:
        """Return who gets the reminder: the responsible person, else who comes next, else who supplies.

        Never the municipality's own advisers: they are not who owes.
        """
        groups: list[list[uuid.UUID]] = [
            [one] for one in (deadline.responsible_id, deadline.substitute_id) if one
        ]
        if deadline.organisation_id:
            groups += [[step.person_id] for step in self.routes[deadline.organisation_id]]
            groups.append(self.suppliers[deadline.organisation_id])
        for group in groups:
            found = self.told(group, deadline)
            if found:
                return found
        return []

    def route(self, deadline: Deadline) -> list[Rung]:
        """Return the steps after the reminder as they are arranged now."""
        rungs = []
        if deadline.substitute_id:
            rungs.append(Rung(RungKind.SUBSTITUTE, "substitute", (deadline.substitute_id,), SUBSTITUTE_WAITS))
        rungs += [
            Rung(RungKind.CONTACT, str(step.pk), (step.person_id,), step.wait_days)
            for step in (self.routes[deadline.organisation_id] if deadline.organisation_id else ())
        ]
        rungs.append(Rung(RungKind.ADVISERS, "advisers", tuple(dict.fromkeys(self.advisers)), 0))
        return rungs

    def remaining(self, deadline: Deadline) -> list[Rung]:
        """Return the steps after the last one that was taken."""
        rungs = self.route(deadline)
        taken = {notice.rung for notice in self.notices[deadline.pk] if notice.rung}
        last = max((number for number, rung in enumerate(rungs, 1) if rung.key in taken), default=0)
        return rungs[last:]

    def next_rung(self, deadline: Deadline) -> tuple[Rung, list[uuid.UUID]] | None:
        """Return the next step on which somebody is reached who does not know yet, with who; None at the end."""
        knows = {notice.person_id for notice in self.notices[deadline.pk]}
        for rung in self.remaining(deadline):
            found = [person for person in self.told(rung.persons, deadline) if person not in knows]
            if found:
                return rung, found
        return None

    def told(self, persons: Iterable[uuid.UUID], deadline: Deadline) -> list[uuid.UUID]:
        """Return who is told about `deadline` when it is the turn of `persons`, each once."""
        found = (self.reached(person, problem=deadline.problem) for person in persons)
        return list(dict.fromkeys(person for person in found if person is not None))
