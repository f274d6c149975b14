"""What is in the way of a step: the conditions of data/steps.yaml, checked before the database checks them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.grounds.queries.decisions import newest_about
from driehoek.measures.models import AdministrativeMeasure, MeasureStep
from driehoek.measures.tables import Step, kinds, procedure
from driehoek.measures.terms import longest_end
from driehoek.parties.models import Function

SUBJECT: Final = "measures.measure"
SHORTEST_REASON: Final = 20
# A provisional ruling is asked beside an objection or an appeal (Awb 8:81).
CONTESTED: Final = ("objected", "objection_decided", "appealed")


@dataclass(frozen=True)
class Asked:
    """A step that someone wants to take."""

    identity: Identity
    measure: AdministrativeMeasure
    step: Step
    on: date
    ends_on: date | None


def in_the_way(
    identity: Identity,
    measure: AdministrativeMeasure,
    step: Step,
    *,
    on: date,
    reason: str = "",
    ends_on: date | None = None,
) -> list[str]:
    """Return codes of what is in the way, in order (`words.WAYS` says them); empty when it can be taken.

    Codes: `mayor` (only the mayor), `reason` (too few words), `future`, `before` (the day lies before an earlier
    step), and the names of the conditions in data/steps.yaml; `too_long` when the law allows no such duration.
    """
    asked = Asked(identity, measure, step, on, ends_on)
    found = []
    if step.who == "mayor" and not identity.holds(Function.MAYOR, Function.DEPUTY):
        found.append("mayor")
    if step.reason and len(reason.strip()) < SHORTEST_REASON:
        found.append("reason")
    if step.past and on > timezone.localdate():
        found.append("future")
    if on < _not_before(measure, step):
        found.append("before")
    found += [code for need in step.needs if (code := _NEEDS[need](asked))]
    return found


def possible_steps(measure: AdministrativeMeasure, *, mayor: bool) -> list[Step]:
    """Return the steps that begin where the measure stands, for the mayor or for who works on the case."""
    stands = {"main": measure.state, "objection": measure.objection, "relief": measure.relief}
    who = "mayor" if mayor else "work"
    return [
        step
        for step in procedure().steps.values()
        if step.who == who and stands[step.track] in step.before and _fits(measure, step)
    ]


def _fits(measure: AdministrativeMeasure, step: Step) -> bool:
    """Leave out what makes no sense here: hurry without a reason for it, contesting before the announcement."""
    if "urgent" in step.needs and not measure.urgent_words:
        return False
    if "unannounced" in step.needs and measure.announced_on:
        return False
    if "contested" in step.needs and measure.objection not in CONTESTED:
        return False
    if "ended_day" in step.needs and measure.ends_on and measure.ends_on > timezone.localdate():
        return False
    if "may_prolong" in step.needs and kinds()[measure.kind].prolong is None:
        return False
    return not (step.track == "objection" and measure.announced_on is None)


def _not_before(measure: AdministrativeMeasure, step: Step) -> date:
    """Return the first day on which a step can have been."""
    if step.track == "objection" and step.key == "object":
        return measure.announced_on or date.min
    if step.key in ("execute", "announce", "announce_after", "execute_urgent", "withdraw", "end"):
        days = (measure.decided_on, measure.announced_on if step.key == "execute" else None)
        return max((day for day in days if day), default=date.min)
    return date.min


def _judgement(asked: Asked) -> str:
    if not asked.measure.uses_police_data:
        return ""
    newest = newest_about(asked.identity, SUBJECT, asked.measure.pk)
    fine = newest is not None and newest.pk == asked.measure.decision and newest.releasable
    return "" if fine and newest is not None and newest.on == timezone.localdate() else "judgement"


def _begin(asked: Asked) -> str:
    return "" if asked.measure.begins_on else "begin"


def _end(asked: Asked) -> str:
    measure, kind = asked.measure, kinds()[asked.measure.kind]
    if measure.ends_on is None or measure.begins_on is None:
        return "end" if kind.needs_end and measure.ends_on is None else ""
    if kind.longest and measure.ends_on > longest_end(measure.begins_on, kind.longest):
        return "too_long"
    return ""


def _urgent(asked: Asked) -> str:
    return "" if len(asked.measure.urgent_words.strip()) >= SHORTEST_REASON else "urgent"


def _heard(asked: Asked) -> str:
    if asked.measure.urgent_words:
        return ""
    return "" if MeasureStep.objects.filter(measure=asked.measure, step="hear").exists() else "heard"


def _announced(asked: Asked) -> str:
    return "" if asked.measure.announced_on else "announced"


def _unannounced(asked: Asked) -> str:
    return "" if asked.measure.announced_on is None else "unannounced"


def _may_prolong(asked: Asked) -> str:
    measure, rule = asked.measure, kinds()[asked.measure.kind].prolong
    if rule is None or measure.prolonged >= rule.times:
        return "may_prolong"
    if measure.ends_on is None or measure.begins_on is None or asked.ends_on is None:
        return "new_end"
    if asked.ends_on <= measure.ends_on:
        return "new_end"
    latest = longest_end(date.fromordinal(measure.ends_on.toordinal() + 1), rule.each)
    if rule.total:
        latest = min(latest, longest_end(measure.begins_on, rule.total))
    return "too_long" if asked.ends_on > latest else ""


def _ended_day(asked: Asked) -> str:
    end = asked.measure.ends_on
    return "ended_day" if end is not None and asked.on < end else ""


def _once(asked: Asked) -> str:
    done = MeasureStep.objects.filter(measure=asked.measure, step=asked.step.key).exists()
    return "once" if done else ""


def _contested(asked: Asked) -> str:
    return "" if asked.measure.objection in CONTESTED else "contested"


_NEEDS: Final[dict[str, Callable[[Asked], str]]] = {
    "judgement": _judgement,
    "begin": _begin,
    "end": _end,
    "urgent": _urgent,
    "heard": _heard,
    "announced": _announced,
    "unannounced": _unannounced,
    "may_prolong": _may_prolong,
    "ended_day": _ended_day,
    "once": _once,
    "contested": _contested,
}
