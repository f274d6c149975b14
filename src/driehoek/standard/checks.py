"""From figures to checks: what is held against what, for each type of norm; no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from driehoek.standard.norms import Absent, Check, Sureness, Way, hold


@dataclass(frozen=True)
class Reading:
    """The figure of one period; None when the source keeps it secret or does not know it."""

    value: float | None
    provisional: bool = False


@dataclass(frozen=True)
class Figures:
    """A series as a norm needs it.

    Attributes:
        readings: figure by running number of the period.
        per_year: how many periods make a year.
        counts: whether a year is the sum of its periods; else it is their mean.
        inhabitants: of the area, for a rate per 1,000.
    """

    readings: Mapping[int, Reading]
    per_year: int
    counts: bool
    inhabitants: int | None = None

    def year_up_to(self, number: int) -> Reading | None:
        """Return the year that ends with period `number`, or None when one of its periods is missing."""
        found = [self.readings.get(number - back) for back in range(self.per_year)]
        values = [one.value for one in found if one is not None and one.value is not None]
        if len(values) < self.per_year:
            return None
        total = sum(values) if self.counts else sum(values) / len(values)
        return Reading(total, any(one is not None and one.provisional for one in found))

    def rate_up_to(self, number: int) -> Reading | None:
        """Return the year that ends with `number`: a count per 1,000 inhabitants, anything else as it is."""
        year = self.year_up_to(number)
        if year is None or year.value is None or not self.counts:
            return year
        return replace(year, value=year.value * 1000 / self.inhabitants) if self.inhabitants else None


Planned = Callable[[int], bool]
Pick = Callable[[int], Reading | None]


def always(_number: int) -> bool:
    """Tell that every period is measured."""
    return True


def fixed(
    figures: Figures, periods: range, way: Way, *, target: float, year: bool, planned: Planned
) -> list[Check]:
    """Hold each period, or the year that ends with it, against a fixed number."""
    pick = figures.year_up_to if year else figures.readings.get
    return [_check(figures, number, pick, target, way, planned) for number in periods]


def trend(
    figures: Figures, periods: range, way: Way, *, base: float | None, percentage: float, planned: Planned
) -> list[Check]:
    """Hold the year that ends with each period against a base year less (or more) a percentage.

    Args:
        figures: the series.
        periods: the periods to judge.
        way: which way is good, so in which direction it should move.
        base: the value of the base year; None when that year is not whole.
        percentage: how much better than the base year.
        planned: whether a period is measured at all.
    """
    part = percentage / 100
    bound = None if base is None else base * (1 - part if way == "lower" else 1 + part)
    return [_check(figures, number, figures.year_up_to, bound, way, planned) for number in periods]


def reference(
    figures: Figures, periods: range, way: Way, *, other: Figures | None, margin: float, planned: Planned
) -> list[Check]:
    """Hold the year that ends with each period against the same year of another area, per 1,000 inhabitants.

    Args:
        figures: the own series.
        periods: the periods to judge.
        way: which way is good.
        other: the series of the other area; None when there is none.
        margin: how many per cent worse than there still meets the norm.
        planned: whether a period is measured at all.
    """
    allowed = 1 + margin / 100 if way == "lower" else 1 - margin / 100
    checks = []
    for number in periods:
        there = other.rate_up_to(number) if other else None
        bound = None if there is None or there.value is None else there.value * allowed
        checks.append(_check(figures, number, figures.rate_up_to, bound, way, planned))
    return checks


@dataclass(frozen=True)
class Flag:
    """What surveillance found in a period: on the bad side of which bound, and how sure."""

    bound: float | None
    sureness: Sureness


def signal(
    figures: Figures, periods: range, *, flags: Mapping[int, Flag], judged: bool, planned: Planned
) -> list[Check]:
    """Take over what surveillance found; where it could not judge, this does not either."""
    checks = []
    for number in periods:
        plain = _check(figures, number, figures.readings.get, 0.0, "lower", planned)
        flag = flags.get(number)
        if plain.broken is None:
            checks.append(plain)
        elif flag is not None:
            checks.append(replace(plain, broken=True, bound=flag.bound, sureness=flag.sureness))
        elif judged:
            checks.append(replace(plain, broken=False, bound=None))
        else:
            checks.append(replace(plain, broken=None, bound=None, absent=Absent.SHORT))
    return checks


def _check(
    figures: Figures, number: int, pick: Pick, bound: float | None, way: Way, planned: Planned
) -> Check:
    own = figures.readings.get(number)
    if own is None:
        return Check(number, None, absent=Absent.GAP if planned(number) else Absent.PLANNED)
    if own.value is None:
        return Check(number, None, provisional=own.provisional, absent=Absent.SECRET)
    found = pick(number)
    if found is None or found.value is None:
        return Check(number, None, provisional=own.provisional, absent=Absent.SHORT)
    return hold(number, found.value, bound, way, provisional=found.provisional)
