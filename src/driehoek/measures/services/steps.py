"""Taking a step in the life of a measure: allowed by the table, by the law's terms, and by who acts (CX15)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.services.common import record
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.measures.models import AdministrativeMeasure, MeasureStep
from driehoek.measures.services.clocks import start_clock, stop_clock
from driehoek.measures.tables import Step, procedure
from driehoek.measures.ways import in_the_way
from driehoek.parties.models import Function

MAYORS: Final = (Function.MAYOR, Function.DEPUTY)
# The day of a step that is kept with the measure itself.
DAYS: Final = {
    "decide": "decided_on",
    "announce": "announced_on",
    "announce_after": "announced_on",
    "execute": "executed_on",
    "execute_urgent": "executed_on",
    "end": "over_on",
    "withdraw": "over_on",
    "drop": "over_on",
    "refuse": "over_on",
}


class StepNotNowError(ValueError):
    """A step that cannot be taken; `codes` say what is in the way (`ways.in_the_way`)."""

    def __init__(self, codes: list[str]) -> None:
        """Tell what is in the way."""
        super().__init__(", ".join(codes))
        self.codes = codes


@transaction.atomic
def take_step(
    *,
    identity: Identity,
    measure: AdministrativeMeasure,
    version: int,
    step: str,
    on: date | None = None,
    reason: str = "",
    ends_on: date | None = None,
) -> MeasureStep:
    """Take a step: write it down, move the measure, start and stop its terms.

    Args:
        identity: who acts.
        measure: the measure.
        version: as it was read.
        step: key in data/steps.yaml.
        on: the day that counts for the law; today when none is given. No page gives one for what the mayor decides.
        reason: without names; kept where the step asks one.
        ends_on: the new last day, when it is prolonged.

    Raises:
        StepNotNowError: something is in the way.
        VersionConflict: the measure was changed meanwhile, or does not stand where the step begins.
    """
    taken = procedure().steps[step]
    found = (
        AdministrativeMeasure.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(pk=measure.pk)
        .first()
    )
    if found is None or found.version != version or getattr(found, _column(taken)) not in taken.before:
        raise VersionConflict
    day = on or timezone.localdate()
    codes = in_the_way(identity, found, taken, on=day, reason=reason, ends_on=ends_on)
    if codes:
        raise StepNotNowError(codes)
    made = _write(identity, found, taken, day, reason, ends_on)
    _move(found, taken, version, day, ends_on)
    for clock in taken.stops:
        stop_clock(found, clock)
    if taken.starts:
        start_clock(found, taken.starts, day)
    record(found.case, "measures:measure:stepped", {"step": step}, subject=found.pk)
    for name in ("version", "state", "objection", "relief", "ends_on", *DAYS.values()):
        setattr(measure, name, getattr(found, name))
    return made


def _column(step: Step) -> str:
    return "state" if step.track == "main" else step.track


def _write(
    identity: Identity,
    measure: AdministrativeMeasure,
    step: Step,
    day: date,
    reason: str,
    ends_on: date | None,
) -> MeasureStep:
    return MeasureStep.objects.create(
        municipality_id=measure.municipality_id,
        case_id=measure.case_id,
        measure=measure,
        step=step.key,
        track=step.track,
        before=getattr(measure, _column(step)),
        after=step.after,
        on=day,
        reason=reason.strip() if step.reason else "",
        ends_on=ends_on if step.key == "prolong" else None,
        taken_by_id=identity.person,
        taken_at=timezone.now(),
    )


def _move(measure: AdministrativeMeasure, step: Step, version: int, day: date, ends_on: date | None) -> None:
    values: dict[str, Any] = {_column(step): step.after}
    if step.key in DAYS:
        values[DAYS[step.key]] = day
    if step.starts == "asked":
        values["asked_at"] = timezone.now()
    if step.key == "prolong":
        values |= {"ends_on": ends_on, "prolonged": measure.prolonged + 1}
    update_once(AdministrativeMeasure.objects.all(), measure, version, **values)
    for name, value in values.items():
        setattr(measure, name, value)
