"""The term in which the data-protection officer judges an agreement with personal data (TZ05)."""

from __future__ import annotations

import uuid
from typing import Final

from django.db.models import Q
from django.utils import timezone

from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import working_days_after
from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Appointment, Function
from driehoek.position.models import Agreement, Gate

# What an agreement is called where the law judges it and where it rests on a covenant (grounds).
AGREEMENT: Final = "position.agreement"
GATE: Final = "position.gate"
JUDGED_WITHIN: Final = 10


def await_judgement(agreement: Agreement) -> None:
    """Let the term of the data-protection officer run for an agreement that was not judged; else let it lapse."""
    running = Deadline.objects.filter(kind=GATE, subject=agreement.pk).first()
    if agreement.gate != Gate.UNTESTED:
        if running is not None:
            deadlines.withdraw(deadline=running)
        return
    now = timezone.now()
    if running is not None:
        deadlines.reopen(deadline=running)
        deadlines.move(deadline=running, due_at=working_days_after(now, JUDGED_WITHIN))
        return
    deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=agreement.municipality_id,
            kind=GATE,
            subject=agreement.pk,
            due_at=working_days_after(now, JUDGED_WITHIN),
            responsible=_officer(agreement.municipality_id),
        )
    )


def _officer(municipality: uuid.UUID) -> uuid.UUID | None:
    """Return the data-protection officer who has been that longest, or None when there is none."""
    now = timezone.now()
    here = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now),
        municipality=municipality,
        function=Function.DPO,
        valid_from__lte=now,
    )
    return here.order_by("valid_from", "pk").values_list("person", flat=True).first()
