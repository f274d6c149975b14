"""Reporting: a signal comes in, and the term for judging it begins (CX01)."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as_system
from driehoek.areas.models import Area
from driehoek.deadlines import services as deadlines
from driehoek.deadlines import tasks
from driehoek.deadlines.calendar import add_working_days, end_of_working_day
from driehoek.parties.models import Appointment, Function, Person
from driehoek.signals.models import Credibility, Signal, SourceGrade
from driehoek.signals.rights import REPORTERS
from driehoek.signals.services.common import record

# A signal is judged within five working days; what is urgent within one.
JUDGING: Final = "signals.judge"
WORKING_DAYS: Final = 5
URGENT_DAYS: Final = 1
# No letters and figures that are taken for each other.
LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"


@dataclass(frozen=True)
class NewSignal:
    """What a partner reports; see the model for the fields.

    Attributes:
        id: made with the form, so that the same form sent twice is one signal.
    """

    what: str
    happened_on: date
    grade: SourceGrade = SourceGrade.UNKNOWN
    credibility: Credibility = Credibility.UNKNOWN
    place: str = ""
    about: str = ""
    area: Area | None = None
    urgent: bool = False
    id: uuid.UUID | None = None
    sent_at: datetime | None = None


@transaction.atomic
def send(*, identity: Identity, new: NewSignal) -> Signal:
    """Store a signal in the name of who acts and their organisation, and let the term for judging begin.

    Sent again with the same id it is stored once.

    Raises:
        PermissionError: who acts reports for no organisation.
    """
    before = Signal.objects.filter(pk=new.id, reporter=identity.person).first() if new.id else None
    if before is not None:
        return before
    at = new.sent_at or timezone.now()
    made = Signal(
        id=new.id or uuid.uuid4(),
        municipality_id=identity.municipality,
        number=_number(),
        reporter_id=identity.person,
        organisation_id=_organisation(identity),
        area=new.area,
        happened_on=new.happened_on,
        grade=new.grade,
        credibility=new.credibility,
        urgent=new.urgent,
        sent_at=at,
    )
    made.what, made.place, made.about = new.what, new.place, new.about
    made.save(force_insert=True)
    record(made, "sent", {"urgent": new.urgent, "grade": f"{made.grade}{made.credibility}"})
    begin_term(made, at)
    return made


def begin_term(signal: Signal, at: datetime) -> None:
    """Let the term for judging begin, and tell those who judge what is urgent."""
    days = URGENT_DAYS if signal.urgent else WORKING_DAYS
    with acting_as_system(municipality=signal.municipality_id):
        judges = list(_judges(signal.municipality_id))
        deadlines.set_deadline(
            new=deadlines.NewDeadline(
                municipality=signal.municipality_id,
                kind=JUDGING,
                subject=signal.pk,
                due_at=end_of_working_day(add_working_days(timezone.localdate(at), days)),
                responsible=judges[0] if judges else None,
            )
        )
        if signal.urgent:
            tasks.tell(municipality=signal.municipality_id, persons=judges)


def _judges(municipality: uuid.UUID) -> list[uuid.UUID]:
    """Return who judges here now: case directors first, then safety advisers."""
    now = timezone.now()
    rows = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now),
        municipality=municipality,
        function__in=(Function.CASE_DIRECTOR, Function.SAFETY_ADVISER),
        valid_from__lte=now,
        person__is_active=True,
    ).order_by("function", "valid_from", "pk")
    return list(dict.fromkeys(rows.values_list("person", flat=True)))


def _organisation(identity: Identity) -> uuid.UUID:
    """Return for which organisation someone reports: where they hold a function that reports."""
    now = timezone.now()
    found = (
        Appointment.objects.filter(
            Q(valid_until=None) | Q(valid_until__gt=now),
            person__in=Person.objects.filter(pk__in=identity.persons).values("pk"),
            municipality=identity.municipality,
            function__in=REPORTERS,
            valid_from__lte=now,
        )
        .order_by("valid_from", "pk")
        .values_list("organisation", flat=True)
        .first()
    )
    if found is None:
        raise PermissionError("reports for no organisation")
    return found


def _number() -> str:
    """Draw a number by lot: 887 million of them, so that one tells nothing of how many there are."""
    drawn = "".join(secrets.choice(LETTERS) for _at in range(6))
    return f"S-{drawn[:3]}-{drawn[3:]}"
