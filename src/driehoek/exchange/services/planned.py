"""What the mayor means to do, told to the prosecution service with a term to object (OM05)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import add_working_days, at_local
from driehoek.exchange.models import Objection, ObjectionState, PlannedPower, PlannedState, Power
from driehoek.exchange.services.numbers import next_number
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation
from driehoek.problems.models import Problem, Theme

OBJECTION: Final = "exchange.objection"
TERM_DAYS: Final = 5
URGENT_HOURS: Final = 2
TERM_ENDS: Final = time(17, 0)
SHORTEST_REASON: Final = 20
WRITTEN: Final = (
    "power",
    "title",
    "place",
    "reason",
    "planned_for",
    "told_to",
    "theme",
    "problem",
    "urgent_words",
)


class NotNowError(ValueError):
    """A step that cannot be taken now; the message is a code, the views have the words.

    Codes: `answer_first` (the term runs, nobody answered and no urgency was given), `weigh` (an objection or a
    request to wait was not weighed), `over` (it was decided or dropped), `reason` (too few words).
    """


@dataclass(frozen=True)
class NewPlanned:
    """A power that the mayor means to use; see the model for the fields.

    Attributes:
        urgent_words: why it is urgent; then the term is two hours instead of five working days.
    """

    power: Power
    title: str
    place: str
    reason: str
    planned_for: date
    told_to: Organisation
    theme: Theme
    problem: Problem | None = None
    urgent_words: str = ""


def term_from(moment: datetime, *, urgent: bool) -> datetime:
    """Return the end of the term to object: two hours when it is urgent, else five working days at five o'clock."""
    if urgent:
        return moment + timedelta(hours=URGENT_HOURS)
    return at_local(add_working_days(timezone.localdate(moment), TERM_DAYS), TERM_ENDS)


@transaction.atomic
def plan_power(
    *, identity: Identity, organisation: uuid.UUID, new: NewPlanned, key: uuid.UUID
) -> PlannedPower:
    """Write down a power that the mayor means to use; nobody outside sees it until it is announced.

    Args:
        identity: who writes it.
        organisation: the municipality's organisation.
        new: what is planned.
        key: of the form it came with, so that sending it twice makes one.
    """
    there = PlannedPower.objects.filter(key=key).first()
    if there is not None:
        return there
    now = timezone.now()
    planned = PlannedPower.objects.create(
        municipality_id=identity.municipality,
        organisation_id=organisation,
        made_by_id=identity.person,
        made_at=now,
        object_until=term_from(now, urgent=bool(new.urgent_words)),
        key=key,
        **_trimmed(vars(new)),
    )
    _record(planned, "drafted")
    return planned


@transaction.atomic
def change_planned(*, identity: Identity, planned: PlannedPower, version: int, new: NewPlanned) -> None:
    """Change what was not announced yet.

    Raises:
        VersionConflict: it was changed or announced meanwhile.
    """
    values = _trimmed({name: getattr(new, name) for name in WRITTEN})
    update_once(_own(identity).filter(state=PlannedState.DRAFT), planned, version, **values)
    for name, value in values.items():
        setattr(planned, name, value)
    _record(planned, "changed")


@transaction.atomic
def announce(*, identity: Identity, planned: PlannedPower, version: int) -> None:
    """Put it to the prosecution service; the term begins now and is watched.

    Raises:
        VersionConflict: it was changed, announced or dropped meanwhile.
    """
    now = timezone.now()
    until = term_from(now, urgent=bool(planned.urgent_words))
    deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=identity.municipality,
            kind=OBJECTION,
            subject=planned.pk,
            due_at=until,
            organisation=planned.told_to_id,
            step_minutes=30 if planned.urgent_words else None,
        )
    )
    update_once(
        _own(identity).filter(state=PlannedState.DRAFT),
        planned,
        version,
        state=PlannedState.ANNOUNCED,
        number=next_number("B", now),
        announced_at=now,
        object_until=until,
        deadline=deadline,
    )
    planned.refresh_from_db()
    _record(planned, "announced", {"power": planned.power})


@transaction.atomic
def answer_planned(
    *,
    identity: Identity,
    planned: PlannedPower,
    answer: ObjectionState,
    words: str,
    wait_until: datetime | None,
    key: uuid.UUID,
) -> Objection:
    """Answer for the prosecution service; a later answer counts instead of an earlier one, which stays.

    Raises:
        NotNowError: `over`, or `reason` for an objection or a wait without words.
    """
    there = Objection.objects.filter(key=key).first()
    if there is not None:
        return there
    if planned.state != PlannedState.ANNOUNCED:
        raise NotNowError("over")
    if answer != ObjectionState.NONE and len(words.strip()) < SHORTEST_REASON:
        raise NotNowError("reason")
    try:
        with transaction.atomic():
            made = Objection.objects.create(
                municipality_id=planned.municipality_id,
                planned=planned,
                organisation_id=planned.told_to_id,
                answer=answer,
                words=words.strip(),
                wait_until=wait_until if answer == ObjectionState.WAIT else None,
                given_by_id=identity.person,
                given_at=timezone.now(),
                key=key,
            )
    except IntegrityError:
        return Objection.objects.get(key=key)
    if planned.deadline is not None:
        deadlines.meet(deadline=planned.deadline, at=made.given_at)
    _record(planned, "answered", {"answer": str(answer)})
    return made


def stands_in_the_way(planned: PlannedPower, answer: Objection | None) -> str:
    """Return what must be said before deciding: "answer_first", "weigh", or nothing."""
    if answer is None:
        return "answer_first" if timezone.now() < planned.object_until else ""
    if answer.answer == ObjectionState.OBJECT:
        return "weigh"
    waits = answer.answer == ObjectionState.WAIT and answer.wait_until is not None
    return "weigh" if waits and answer.wait_until and timezone.now() < answer.wait_until else ""


@transaction.atomic
def decide_planned(
    *,
    identity: Identity,
    planned: PlannedPower,
    version: int,
    outcome: str,
    weighed: str = "",
    urgent: str = "",
) -> None:
    """Write down what the mayor decided.

    Raises:
        NotNowError: `answer_first` without urgent words, `weigh` without words, or no outcome (`reason`).
        VersionConflict: it was decided or dropped meanwhile, or an answer came in between.
    """
    if not outcome.strip():
        raise NotNowError("reason")
    # The answer that counts is read under a lock on the row, so that one that comes now is not passed over.
    locked = PlannedPower.objects.select_for_update().get(pk=planned.pk)
    way = stands_in_the_way(locked, locked.objections.first())
    if way == "answer_first" and len(urgent.strip()) < SHORTEST_REASON:
        raise NotNowError(way)
    if way == "weigh" and len(weighed.strip()) < SHORTEST_REASON:
        raise NotNowError(way)
    now = timezone.now()
    values: dict[str, Any] = {
        "state": PlannedState.DECIDED,
        "outcome_words": outcome.strip(),
        "weighed_words": weighed.strip() if way == "weigh" else "",
        "decided_by_id": identity.person,
        "decided_at": now,
    }
    if way == "answer_first":
        values["urgent_words"] = urgent.strip()
    update_once(_own(identity).filter(state=PlannedState.ANNOUNCED), planned, version, **values)
    planned.refresh_from_db()
    if planned.deadline is not None:
        deadlines.withdraw(deadline=planned.deadline)
    _record(planned, "decided", {"way": way})


@transaction.atomic
def drop_planned(*, identity: Identity, planned: PlannedPower, version: int) -> None:
    """Say that it does not go on.

    Raises:
        VersionConflict: it was decided or dropped meanwhile.
    """
    running = _own(identity).filter(state__in=[PlannedState.DRAFT, PlannedState.ANNOUNCED])
    update_once(running, planned, version, state=PlannedState.DROPPED)
    planned.refresh_from_db()
    if planned.deadline is not None:
        deadlines.withdraw(deadline=planned.deadline)
    _record(planned, "dropped")


def _own(identity: Identity) -> QuerySet[PlannedPower]:
    """Return what the writer's own organisation plans: only that is theirs to change."""
    return PlannedPower.objects.filter(organisation__in=identity.organisations)


def _trimmed(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _record(planned: PlannedPower, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=planned.municipality_id,
        action=f"exchange:planned:{verb}",
        subject=planned.pk,
        version=planned.version,
        data=data,
    )
