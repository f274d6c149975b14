"""Where periods and numbers stand on their axes, and which of them are named."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from driehoek.web.formatting import SHORT_MONTHS, Frequency, Language, number

MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
WEEK_STEPS = (1, 2, 4, 8, 13, 26, 52, 104)
EPOCH = date(1970, 1, 5)


def position(start: date, frequency: Frequency) -> int:
    """Count periods since a fixed one, so that a missing period leaves its gap."""
    if frequency == "week":
        return (start - EPOCH).days // 7
    months = start.year * 12 + start.month - 1
    return months // {"month": 1, "quarter": 3, "year": 12}[frequency]


def _named(place: int, frequency: Frequency, language: Language) -> tuple[str, int]:
    """Give the name of a period without its year, and the year."""
    if frequency == "week":
        iso = date.fromordinal(EPOCH.toordinal() + place * 7).isocalendar()
        return f"{'wk' if language == 'nl' else 'W'} {iso.week}", iso.year
    if frequency == "quarter":
        return f"{'kw' if language == 'nl' else 'Q'} {place % 4 + 1}", place // 4
    if frequency == "year":
        return str(place), place
    return SHORT_MONTHS[language][place % 12], place // 12


def _steps(frequency: Frequency) -> tuple[int, ...]:
    return {"week": WEEK_STEPS, "month": MONTH_STEPS, "quarter": (1, 2, 4, 8, 20), "year": (1, 2, 5, 10)}[
        frequency
    ]


def time_labels(
    first: int, last: int, frequency: Frequency, *, most: int, language: Language
) -> dict[int, tuple[str, ...]]:
    """Choose which periods get a label: at most `most`, evenly spaced, the year under it where it is new.

    Returns:
        position to lines of text.
    """
    for step in _steps(frequency):
        # Months and quarters are named on round ones (January, April), weeks from the last one back.
        offset = last % step if frequency == "week" else 0
        places = [place for place in range(first, last + 1) if place % step == offset]
        if len(places) <= most:
            break
    labels: dict[int, tuple[str, ...]] = {}
    shown = None
    yearly = (frequency == "month" and step % 12 == 0) or (frequency == "quarter" and step % 4 == 0)
    for place in places:
        name, year = _named(place, frequency, language)
        if yearly or frequency == "year":
            labels[place] = (str(year),)
        else:
            labels[place] = (name, str(year)) if year != shown else (name,)
        shown = year
    return labels


def number_ticks(values: Iterable[float | None], *, most: int = 5) -> list[float]:
    """Choose round ticks from zero to above the largest value; whole numbers when all values are whole."""
    known = [value for value in values if value is not None]
    top = max([*known, 0.0])
    whole = all(float(value).is_integer() for value in known)
    if top <= 0:
        return [0, 1]
    rough = top / (most - 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * size for factor in (1, 2, 5, 10) if factor * size >= rough)
    step = max(1.0, step) if whole else step
    count = math.ceil(top / step - 1e-9)
    return [round(step * index, 10) for index in range(count + 1)]


def number_labels(ticks: Iterable[float], *, language: Language) -> dict[str, str]:
    """Write the ticks as the reader writes numbers."""
    return {f"{tick:g}": number(tick, language=language) for tick in ticks}
