"""Starting and stopping the terms of a measure (Awb and Algemene termijnenwet)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import end_of_working_day
from driehoek.measures.models import AdministrativeMeasure, ClockState, MeasureClock
from driehoek.measures.tables import ClockKind, procedure
from driehoek.measures.terms import last_day
from driehoek.parties.models import Appointment, Function

CLOCK = "measures.clock"


def start_clock(measure: AdministrativeMeasure, key: str, on: date) -> MeasureClock | None:
    """Start a term; one of its kind that still runs lapses. None when the measure has no end to watch.

    Args:
        measure: as it stands after the step.
        key: kind of the clock in data/steps.yaml.
        on: the day of the event from which it is counted.
    """
    kind = procedure().clocks[key]
    span = _span(measure, kind, on)
    if span is None:
        return None
    stop_clock(measure, key, ClockState.LAPSED)
    begins, due = span
    made = MeasureClock.objects.create(
        municipality_id=measure.municipality_id,
        case_id=measure.case_id,
        measure=measure,
        kind=key,
        begins_on=begins,
        due_on=due,
    )
    if kind.on_board:
        made.deadline = deadlines.set_deadline(new=_deadline(measure, made, kind))
        made.save(update_fields=["deadline"])
    return made


def stop_clock(
    measure: AdministrativeMeasure, key: str, state: ClockState = ClockState.STOPPED
) -> MeasureClock | None:
    """Stop a running term: done, or lapsed."""
    running = (
        MeasureClock.objects.filter(measure=measure, kind=key, state=ClockState.RUNNING)
        .select_related("deadline")
        .first()
    )
    if running is None:
        return None
    MeasureClock.objects.filter(pk=running.pk).update(state=state)
    if running.deadline is not None:
        (deadlines.meet if state == ClockState.STOPPED else deadlines.withdraw)(deadline=running.deadline)
    return running


def _span(measure: AdministrativeMeasure, kind: ClockKind, on: date) -> tuple[date, date] | None:
    """Return from which day a term is counted and its last day."""
    if kind.key == "end":
        return (measure.begins_on or on, measure.ends_on) if measure.ends_on else None
    begins = on
    # Awb 7:10: counted from the day after the one on which the term to object ended, whenever the objection came.
    before = kind.after or kind.adds_to
    if before:
        earlier = (
            MeasureClock.objects.filter(measure=measure, kind=before)
            .order_by("-begins_on", "-due_on")
            .first()
        )
        begins = earlier.due_on if earlier else on
    length = kind.committee if kind.committee and measure.committee else kind.length
    return begins, last_day(begins, length, extends=kind.extends)


def _deadline(measure: AdministrativeMeasure, clock: MeasureClock, kind: ClockKind) -> deadlines.NewDeadline:
    due = max(clock.due_on - timedelta(days=kind.warn), min(timezone.localdate(), clock.due_on))
    asked = kind.key == "asked"
    return deadlines.NewDeadline(
        municipality=measure.municipality_id,
        kind=CLOCK,
        subject=clock.pk,
        due_at=end_of_working_day(due),
        responsible=mayor_of(measure.municipality_id) if asked else measure.made_by_id,
        problem=measure.case_id,
        remind=clock.due_on >= timezone.localdate(),
    )


def mayor_of(municipality: uuid.UUID) -> uuid.UUID | None:
    """Return who is mayor now."""
    running = Q(valid_until=None) | Q(valid_until__gt=Now())
    return (
        Appointment.objects.filter(
            running, municipality=municipality, function=Function.MAYOR, valid_from__lte=Now()
        )
        .order_by("-valid_from")
        .values_list("person", flat=True)
        .first()
    )
