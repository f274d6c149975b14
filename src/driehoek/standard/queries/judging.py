"""Norms with their judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.analysis.models import Deviation, Sense
from driehoek.analysis.periods import PER_YEAR, number_of, start_of
from driehoek.analysis.sentences import certainty_of
from driehoek.figures.models import Direction, Frequency, Indicator
from driehoek.standard import checks
from driehoek.standard.checks import Figures, Flag, Reading
from driehoek.standard.models import Norm, NormType, Span
from driehoek.standard.norms import Check, Judgement, State, Sureness, Way, judge
from driehoek.standard.queries.material import PERIODS, Due, Material, newest_due, read
from driehoek.standard.sets import is_measured

BAD: Final[dict[str, frozenset[str]]] = {
    Direction.LOWER: frozenset({Sense.MORE}),
    Direction.HIGHER: frozenset({Sense.LESS}),
    Direction.NEUTRAL: frozenset(Sense.values),
}
RANK: Final = (State.BROKEN, State.UNKNOWN, State.NOT_YET_KNOWN, State.NOT_MEASURED, State.MET)
SPARK: Final = 24


@dataclass(frozen=True)
class Judged:
    """A norm with how it stands.

    Attributes:
        norm: the norm, with its indicator or agreement.
        judgement: how it stands.
        rhythm: how long a period is; None for deliveries.
        period: first day of the newest period that could be judged, or the day that a delivery was due.
        since: first day of the run.
        newest: first day of the newest period that can be known; None when there is none.
        base: what the base year of a trend came to.
        points: the last figures, oldest first, for a small drawing.
    """

    norm: Norm
    judgement: Judgement
    rhythm: Frequency | None
    period: date | None = None
    since: date | None = None
    newest: date | None = None
    base: float | None = None
    points: tuple[tuple[date, Reading], ...] = ()

    @property
    def order(self) -> tuple[bool, int, int]:
        """What sorts the worst first."""
        return (
            not self.judgement.exception,
            RANK.index(self.judgement.state),
            -self.judgement.broken_run,
        )


def judged(identity: Identity, norms: Sequence[Norm]) -> list[Judged]:
    """Judge norms, the worst first; as many queries for one as for a thousand."""
    found = read(identity, norms)
    return sorted((judge_one(norm, found) for norm in norms), key=lambda one: one.order)


def judge_one(norm: Norm, found: Material) -> Judged:
    """Judge a norm from what was read for it."""
    if norm.indicator is None:
        return _of_deliveries(norm, found.due.get(norm.agreement_id, []) if norm.agreement_id else [])
    indicator, rhythm = norm.indicator, Frequency(norm.indicator.frequency)
    series = found.series_of(indicator.pk, norm.area_id)
    figures = found.figures.get(series) if series is not None else None
    newest = newest_due(found, indicator, figures)
    base = _base(norm, series, found)
    rows = _checks(norm, indicator, series, found, newest, base) if newest is not None else []
    judgement = judge(rows, counts=indicator.decimals == 0)
    return Judged(
        norm=norm,
        judgement=judgement,
        rhythm=rhythm,
        period=start_of(judgement.check.number, rhythm) if judgement.check else None,
        since=start_of(judgement.since, rhythm) if judgement.since is not None else None,
        newest=start_of(rows[-1].number, rhythm) if rows else None,
        base=base,
        points=_points(figures, rhythm),
    )


def _checks(
    norm: Norm,
    indicator: Indicator,
    series: int | None,
    found: Material,
    newest: int,
    base: float | None,
) -> list[Check]:
    rhythm = Frequency(indicator.frequency)
    empty = Figures({}, PER_YEAR[rhythm], indicator.decimals == 0)
    figures = found.figures.get(series, empty) if series is not None else empty
    periods = _window(norm, rhythm, newest)
    way = cast("Way", indicator.direction)

    def planned(number: int) -> bool:
        return not indicator.hidden and is_measured(indicator.source.key, start_of(number, rhythm).year)

    if norm.type == NormType.ABSOLUTE:
        year, target = norm.span == Span.YEAR, norm.target or 0.0
        return checks.fixed(figures, periods, way, target=target, year=year, planned=planned)
    if norm.type == NormType.TREND:
        part = norm.percentage or 0.0
        return checks.trend(figures, periods, way, base=base, percentage=part, planned=planned)
    if norm.type == NormType.REFERENCE:
        there = found.series_of(indicator.pk, norm.reference_area_id)
        other = found.figures.get(there) if there is not None else None
        margin = norm.percentage or 0.0
        return checks.reference(figures, periods, way, other=other, margin=margin, planned=planned)
    flags = _flags(found.flags.get(series, []) if series is not None else [], indicator)
    known = series in found.judged
    return checks.signal(figures, periods, flags=flags, judged=known, planned=planned)


def _window(norm: Norm, rhythm: Frequency, newest: int) -> range:
    """Return the periods to judge: those that begin while the norm holds, not too many of them."""
    first = number_of(norm.valid_from, rhythm)
    if start_of(first, rhythm) < norm.valid_from:
        first += 1
    last = newest
    if norm.valid_until is not None:
        last = min(last, number_of(norm.valid_until, rhythm))
    return range(max(first, last - PERIODS[rhythm] + 1), last + 1)


def _base(norm: Norm, series: int | None, found: Material) -> float | None:
    """Return what the base year came to, or None when it is not whole; a year of 53 weeks counts as 52."""
    if norm.type != NormType.TREND or series is None or norm.base_year is None:
        return None
    total, periods = found.bases.get((series, norm.base_year), (None, 0))
    figures = found.figures[series]
    if total is None or periods < figures.per_year:
        return None
    return total / periods * (figures.per_year if figures.counts else 1)


def _flags(deviations: Sequence[Deviation], indicator: Indicator) -> dict[int, Flag]:
    """Keep of each period the bound that was crossed on the bad side; the surest rule speaks."""
    rhythm, bad = Frequency(indicator.frequency), BAD[indicator.direction]
    flags: dict[int, Flag] = {}
    order = list(Sureness)
    for deviation in deviations:
        if deviation.sense not in bad:
            continue
        number = number_of(deviation.period, rhythm)
        bound = deviation.upper if deviation.sense == Sense.MORE else deviation.lower
        flag = Flag(bound, Sureness(certainty_of(deviation).value))
        if number not in flags or order.index(flag.sureness) < order.index(flags[number].sureness):
            flags[number] = flag
    return flags


def _points(figures: Figures | None, rhythm: Frequency) -> tuple[tuple[date, Reading], ...]:
    if figures is None:
        return ()
    last = sorted(figures.readings)[-SPARK:]
    return tuple((start_of(number, rhythm), figures.readings[number]) for number in last)


def _of_deliveries(norm: Norm, due: Sequence[Due]) -> Judged:
    """Judge an agreement by what was due while the norm holds: each delivery counts as a period."""
    now = timezone.now()
    held = [one for one in due if _holds(norm, timezone.localdate(one.due_at))]
    rows = [
        Check(number, one.days_late(now) > 0, float(one.days_late(now)), 0.0, sureness=Sureness.HIGH)
        for number, one in enumerate(held)
    ]
    judgement = judge(rows)
    days = [timezone.localdate(one.due_at) for one in held]
    return Judged(
        norm=norm,
        judgement=judgement,
        rhythm=None,
        period=days[-1] if days else None,
        since=days[judgement.since] if judgement.since is not None else None,
        newest=days[-1] if days else None,
    )


def _holds(norm: Norm, day: date) -> bool:
    return norm.valid_from <= day and (norm.valid_until is None or day <= norm.valid_until)
