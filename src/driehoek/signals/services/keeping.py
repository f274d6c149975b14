"""How long a signal that was not taken up is kept, and its end (domain.md, section 4.10)."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import acting_as_system
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import end_of_working_day
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.ledger import services as ledger
from driehoek.signals.models import Judgement, Milestone, Signal, SignalState
from driehoek.signals.services.sending import JUDGING

RETENTION: Final = "signals.retention"
LIMIT: Final = 200


def year_after(day: date) -> date:
    """Return the same day next year; 28 February for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def set_end(signal: Signal, day: date) -> None:
    """Plan the end of a signal that was not taken up."""
    with acting_as_system(municipality=signal.municipality_id):
        before = Deadline.objects.filter(kind=RETENTION, subject=signal.pk).first()
        due = end_of_working_day(day)
        if before is None:
            deadlines.set_deadline(
                new=deadlines.NewDeadline(
                    municipality=signal.municipality_id,
                    kind=RETENTION,
                    subject=signal.pk,
                    due_at=due,
                    remind=False,
                )
            )
            return
        deadlines.reopen(deadline=before)
        deadlines.move(deadline=before, due_at=due)


def close(signal: Signal, kind: str) -> None:
    """Let a due date of a signal end: judged, or no more to be destroyed."""
    with acting_as_system(municipality=signal.municipality_id):
        running = Deadline.objects.filter(kind=kind, subject=signal.pk, state=DeadlineState.OPEN).first()
        if running is not None:
            (deadlines.meet if kind == JUDGING else deadlines.withdraw)(deadline=running)


@transaction.atomic
def destroy_due(*, municipality: uuid.UUID, today: date | None = None) -> int:
    """Destroy the signals whose day has come, at most `LIMIT`; return how many. Runs as the system.

    The certificate on the ledger has their number and a hash over their ids: no name, no word of theirs.
    """
    day = today or timezone.localdate()
    ended = Signal.objects.filter(
        municipality=municipality,
        keep_until__lte=day,
        state__in=(SignalState.REJECTED, SignalState.REFERRED),
    )
    found = list(ended.order_by("keep_until", "pk").select_for_update().values_list("pk", flat=True)[:LIMIT])
    if not found:
        return 0
    Judgement.objects.filter(signal__in=found).delete()
    Milestone.objects.filter(signal__in=found).delete()
    Signal.objects.filter(pk__in=found).delete()
    for deadline in Deadline.objects.filter(kind=RETENTION, subject__in=found):
        deadlines.meet(deadline=deadline)
    digest = hashlib.sha256("\n".join(sorted(map(str, found))).encode()).hexdigest()
    ledger.append(
        municipality=municipality,
        action="signals:signals:destroyed",
        subject=municipality,
        data={"count": len(found), "ids": digest, "before": day.isoformat()},
    )
    return len(found)
