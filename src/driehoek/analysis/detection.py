"""Which values deviate, by which rule, and how much it matters. Nothing is written here."""

from __future__ import annotations

import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from driehoek.analysis import surveillance
from driehoek.analysis.models import Judgement, Rule, Sense, SignalValue
from driehoek.analysis.periods import PER_YEAR, start_of
from driehoek.analysis.reading import FigureTable, SeriesKey
from driehoek.analysis.surveillance import Bounds, run_lengths
from driehoek.figures.models import Direction, Frequency

# How many periods keep their expected range, for the charts.
SHOWN_PERIODS: Final = 24
DEFAULT_MINIMUM: Final = 5
# A rule that people set is taken as seriously as one chance in a hundred when there is no probability.
SURPRISE_OF_A_RULE: Final = 2.0
MOST_SURPRISE: Final = 8.0
MOST_EXCESS: Final = 1000.0
# A change for the better ranks half.
FAVOURABLE: Final = 0.5
RULE_VERSION: Final = "1"


@dataclass(frozen=True)
class Finding:
    """A value outside its bound.

    Attributes:
        confirmed: whether it is flagged. A statistical value beyond its own bound that does not pass the
            false-discovery bound over all series is not confirmed; it only keeps what was flagged before.
    """

    series: int
    period: date
    rule: Rule
    sense: Sense
    observed: float
    expected: float | None
    lower: float | None
    upper: float | None
    p_value: float | None
    rank: float
    run_length: int
    provisional: bool
    signal_value: uuid.UUID | None
    method: dict[str, Any]
    confirmed: bool = True


@dataclass(frozen=True)
class Judged:
    """A table of figures with the bounds of its last periods.

    Attributes:
        table: the figures.
        bounds: bounds of the last `points` periods; rows that are no counts hold NaN.
        points: how many periods have a bound.
        is_count: (n_series,) whether the series holds counts.
    """

    table: FigureTable
    bounds: Bounds
    points: int
    is_count: NDArray[np.bool_]

    @property
    def first(self) -> int:
        """Running number of the first judged period."""
        return int(self.table.first + self.table.values.shape[1] - self.points)

    @property
    def observed(self) -> NDArray[np.float64]:
        """(n_series, points) the values of the judged periods."""
        return self.table.values[:, -self.points :]

    def judgement(self, row: int) -> Judgement:
        """Say whether the newest figure of a series has a bound, and if not why."""
        known = np.flatnonzero(~np.isnan(self.observed[row]))
        if not known.size:
            return Judgement.NO_FIGURES
        if not self.is_count[row]:
            return Judgement.NOT_COUNTS
        if not math.isnan(self.bounds.upper[row, known[-1]]):
            return Judgement.JUDGED
        return Judgement.TOO_FEW if self.bounds.few[row, known[-1]] else Judgement.TOO_SHORT

    def current(self) -> NDArray[np.bool_]:
        """Tell for each series whether it has a figure in the newest period of its source."""
        return ~np.isnan(self.table.values[:, self.table.latest - self.table.first])

    def judged_now(self) -> int:
        """Count the series whose figure in the newest period of their source has a statistical bound."""
        place = self.table.latest - self.first
        return int((self.current() & ~np.isnan(self.bounds.upper[:, place])).sum())


def judge_table(table: FigureTable, *, periods: int) -> Judged:
    """Judge the last periods of every series of counts; yearly figures and rates get no statistical bound."""
    points = min(max(periods, SHOWN_PERIODS), table.values.shape[1])
    is_count = table.counts()
    counts = np.where(is_count[:, None], table.values, np.nan)
    if table.frequency not in surveillance.TAILS:
        counts = np.full_like(counts, np.nan)
        bounds = surveillance.judge(counts[:, -points:], frequency=Frequency.MONTH, points=points)
    else:
        bounds = surveillance.judge(counts, frequency=table.frequency, points=points)
    return Judged(table, bounds, points, is_count)


class SignalValues:
    """The signal values in force, by indicator and area; one for an area goes before one for all."""

    def __init__(self, values: Iterable[SignalValue]) -> None:
        self._found = {(value.indicator_id, value.area_id, Rule(value.rule)): value for value in values}

    def of(self, key: SeriesKey, rule: Rule) -> SignalValue | None:
        """Return the signal value of `rule` for a series, or None."""
        return self._found.get((key.indicator, key.area, rule)) or self._found.get(
            (key.indicator, None, rule)
        )


def find(tables: list[Judged], signals: SignalValues, *, periods: int) -> Iterator[Finding]:
    """Yield every finding in the last `periods` periods of each table, by every rule."""
    cuts = _cuts(tables)
    for judged in tables:
        window = range(max(judged.points - periods, 0), judged.points)
        yield from _statistical(judged, signals, cuts, window)
        yield from _fixed(judged, signals, window)
        yield from _change(judged, signals, window)


# Over (rhythm, period number, sense): the largest p-value that counts, and the number of series tested.
_Cuts = dict[tuple[Frequency, int, Sense], tuple[float, int]]


def _cuts(tables: list[Judged]) -> _Cuts:
    """Take the false-discovery bound over all series of one rhythm and period together, for each side."""
    families: dict[tuple[Frequency, int, Sense], list[NDArray[np.float64]]] = defaultdict(list)
    for judged in tables:
        for place in range(judged.points):
            number = judged.first + place
            families[judged.table.frequency, number, Sense.MORE].append(judged.bounds.p_more[:, place])
            families[judged.table.frequency, number, Sense.LESS].append(judged.bounds.p_less[:, place])
    joined = {family: np.concatenate(parts) for family, parts in families.items()}
    return {
        family: (surveillance.false_discovery_cut(values), int((~np.isnan(values)).sum()))
        for family, values in joined.items()
    }


def _statistical(judged: Judged, signals: SignalValues, cuts: _Cuts, window: range) -> Iterator[Finding]:
    observed, bounds = judged.observed, judged.bounds
    with np.errstate(invalid="ignore"):
        sides = {
            Sense.MORE: (observed > bounds.upper, bounds.p_more),
            Sense.LESS: (observed < bounds.lower, bounds.p_less),
        }
    for sense, (outside, p_values) in sides.items():
        runs = run_lengths(outside)
        for row, place in _places(outside, window):
            key = judged.table.keys[row]
            signal = signals.of(key, Rule.STATISTICAL)
            minimum = signal.minimum_count if signal else DEFAULT_MINIMUM
            expected = float(bounds.expected[row, place])
            # A fall is judged by what was expected: the count itself is small because it fell.
            if (float(observed[row, place]) if sense == Sense.MORE else expected) < minimum:
                continue
            cut, tested = cuts[judged.table.frequency, judged.first + place, sense]
            p_value = float(p_values[row, place])
            years = int(bounds.years[row, place])
            yield _finding(
                judged,
                (row, place),
                rule=Rule.STATISTICAL,
                sense=sense,
                run=int(runs[row, place]),
                surprise=-math.log10(max(p_value, 1e-300)),
                excess=abs(float(observed[row, place]) - expected),
                signal=signal,
                method=_statistical_method(judged.table.frequency, years, minimum, cut, tested),
                confirmed=p_value <= cut,
            )


def _statistical_method(
    frequency: Frequency, years: int, minimum: int, cut: float, tested: int
) -> dict[str, Any]:
    return {
        "name": surveillance.METHOD,
        "version": surveillance.VERSION,
        "parameters": surveillance.parameters_for(frequency, years).to_r(),
        "years": years,
        "tails": surveillance.TAILS[frequency][years],
        "minimum_count": minimum,
        "false_discovery_rate": surveillance.FALSE_DISCOVERY_RATE,
        "cut": cut,
        "tested": tested,
    }


def _fixed(judged: Judged, signals: SignalValues, window: range) -> Iterator[Finding]:
    """Values beyond a fixed signal value, on the side that the indicator's direction calls worse."""
    for row, key in enumerate(judged.table.keys):
        signal = signals.of(key, Rule.FIXED)
        if signal is None or signal.threshold is None:
            continue
        sense = _worse(key)
        observed = judged.observed[row]
        with np.errstate(invalid="ignore"):
            crossed = observed > signal.threshold if sense == Sense.MORE else observed < signal.threshold
            if sense == Sense.MORE:
                crossed &= observed >= signal.minimum_count
        runs = run_lengths(crossed[None, :])[0]
        for _, place in _places(crossed[None, :], window):
            yield _finding(
                judged,
                (row, place),
                rule=Rule.FIXED,
                sense=sense,
                run=int(runs[place]),
                excess=abs(float(observed[place]) - signal.threshold),
                signal=signal,
                method=_rule_method("fixed", signal, {}),
            )


def _change(judged: Judged, signals: SignalValues, window: range) -> Iterator[Finding]:
    """Values that changed by more than a percentage against the same period last year, for the worse."""
    back = PER_YEAR[judged.table.frequency]
    for row, key in enumerate(judged.table.keys):
        signal = signals.of(key, Rule.CHANGE)
        if signal is None or signal.threshold is None:
            continue
        sense = _worse(key)
        now, before = _against_last_year(judged.table.values[row], judged.points, back)
        with np.errstate(invalid="ignore"):
            grown = (now - before) * (1 if sense == Sense.MORE else -1)
            larger = np.maximum(now, before)
            crossed = (grown > before * signal.threshold / 100) & (larger >= signal.minimum_count)
        runs = run_lengths(crossed[None, :])[0]
        for _, place in _places(crossed[None, :], window):
            previous = float(before[place])
            change = (float(now[place]) - previous) / previous * 100 if previous else None
            yield _finding(
                judged,
                (row, place),
                rule=Rule.CHANGE,
                sense=sense,
                run=int(runs[place]),
                excess=float(abs(grown[place])),
                signal=signal,
                method=_rule_method("change", signal, {"previous": previous, "change": change}),
            )


def _against_last_year(
    values: NDArray[np.float64], points: int, back: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the last `points` values and those of one year earlier, NaN where the series does not reach."""
    padded = np.concatenate([np.full(back, np.nan), values])
    return values[-points:], padded[-points - back : len(padded) - back]


def _rule_method(name: str, signal: SignalValue, measured: dict[str, float | None]) -> dict[str, Any]:
    return {
        "name": name,
        "version": RULE_VERSION,
        "parameters": {"threshold": signal.threshold, "signal_value_version": signal.version},
        "minimum_count": signal.minimum_count,
        **measured,
    }


def _places(flags: NDArray[np.bool_], window: range) -> Iterator[tuple[int, int]]:
    for row, place in np.argwhere(flags[:, window.start : window.stop]):
        yield int(row), int(place) + window.start


def _worse(key: SeriesKey) -> Sense:
    return Sense.LESS if key.direction == Direction.HIGHER else Sense.MORE


def is_favourable(direction: Direction, sense: Sense) -> bool:
    """Tell whether a deviation to this side is a change for the better."""
    good = {Direction.LOWER: Sense.LESS, Direction.HIGHER: Sense.MORE}
    return good.get(direction) == sense


def rank_of(*, surprise: float, excess: float, favourable: bool) -> float:
    """Return how high a deviation stands in a list: surprise x size.

    Surprise is -log10 p, at most 8, so that a certainty does not drown what is merely clear. Size is log(1
    + |observed - expected|) with the excess at most 1,000, so that ten extra burglaries in a neighbourhood
    are not lost under two hundred extra thefts in the city. A change for the better counts half. What the
    reader follows is multiplied in when the list is read (queries.FOLLOWED).
    """
    size = math.log1p(min(excess, MOST_EXCESS))
    return min(surprise, MOST_SURPRISE) * size * (FAVOURABLE if favourable else 1.0)


def _finding(
    judged: Judged,
    at: tuple[int, int],
    *,
    rule: Rule,
    sense: Sense,
    run: int,
    excess: float,
    signal: SignalValue | None,
    method: dict[str, Any],
    surprise: float | None = None,
    confirmed: bool = True,
) -> Finding:
    row, place = at
    key, bounds = judged.table.keys[row], judged.bounds
    p_value = _known((bounds.p_more if sense == Sense.MORE else bounds.p_less)[row, place])
    if surprise is None:
        surprise = max(SURPRISE_OF_A_RULE, -math.log10(max(p_value, 1e-300)) if p_value is not None else 0.0)
    return Finding(
        series=key.series,
        period=start_of(judged.first + place, judged.table.frequency),
        rule=rule,
        sense=sense,
        observed=float(judged.observed[row, place]),
        expected=_known(bounds.expected[row, place]),
        lower=_known(bounds.lower[row, place]),
        upper=_known(bounds.upper[row, place]),
        p_value=p_value,
        rank=rank_of(surprise=surprise, excess=excess, favourable=is_favourable(key.direction, sense)),
        run_length=run,
        provisional=bool(judged.table.provisional[row, judged.table.values.shape[1] - judged.points + place]),
        signal_value=signal.id if signal else None,
        method=method,
        confirmed=confirmed,
    )


def _known(value: np.float64) -> float | None:
    return None if math.isnan(value) else float(value)
