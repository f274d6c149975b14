"""Which areas are alike before a start, and which lie next door: proposals, for the analyst to judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from driehoek.access.identity import Identity
from driehoek.areas.models import Area
from driehoek.effects.models import Study
from driehoek.effects.series import Counts, areas_with, counts_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_MONTHS: Final = 24
LEAST_MEAN: Final = 2.0
MOST: Final = 12
YEAR: Final = 12


@dataclass(frozen=True)
class Alike:
    """How an area was before the start, beside the area of the study.

    Attributes:
        size: its mean count over that of the study's areas.
        trend: by how much its yearly growth differs, as a share.
        distance: lower is more alike.
    """

    area: Area
    size: float
    trend: float
    distance: float


def neighbours_of(areas: Sequence[Area], among: Sequence[Area]) -> list[Area]:
    """Return the areas of the same level that touch one of `areas`; none where shapes are not known."""
    from shapely.geometry import shape

    shapes = dict(
        Area.objects.filter(pk__in=[one.pk for one in (*areas, *among)], geometry__isnull=False).values_list(
            "pk", "geometry"
        )
    )
    own = [shape(shapes[one.pk]).buffer(0.0005) for one in areas if one.pk in shapes]
    inside = {one.pk for one in areas}
    return [
        one
        for one in among
        if one.pk not in inside
        and one.pk in shapes
        and any(part.intersects(shape(shapes[one.pk])) for part in own)
    ]


def same_kind(identity: Identity, study: Study) -> tuple[list[Area], list[Area]]:
    """Return the study's areas, and the others of the same level that have the same indicator."""
    found = areas_with(identity, study.indicator)
    own = [one for one in found if one.pk in study.areas]
    levels = {one.level for one in own}
    return own, [one for one in found if one.level in levels and one.pk not in study.areas]


def alike(identity: Identity, study: Study, others: Sequence[Area]) -> list[Alike]:
    """Return the areas of `others` that were most like the study's before its start, the most alike first.

    Alike is: about as many, growing or shrinking as fast, and the same course over the months.
    """
    import numpy as np

    counts = counts_of(identity, study.indicator, [*study.areas, *(one.pk for one in others)])
    months = _months_before(counts, study)
    if len(months) < LEAST_MONTHS:
        return []
    own = np.array([sum(counts.get(area, {}).get(m, 0.0) for area in study.areas) for m in months])
    if own.mean() <= 0:
        return []
    found = []
    for other in others:
        values = np.array([counts.get(other.pk, {}).get(m, np.nan) for m in months])
        if np.isnan(values).any() or values.mean() < LEAST_MEAN:
            continue
        size, trend = float(values.mean() / own.mean()), _growth(values) - _growth(own)
        course = float(np.sqrt(np.mean((_smooth(values) - _smooth(own)) ** 2)))
        found.append(Alike(other, size, trend, course + 2 * abs(trend) + 0.1 * abs(float(np.log(size)))))
    return sorted(found, key=lambda one: one.distance)[:MOST]


def _months_before(counts: Counts, study: Study) -> list[date]:
    """Return the months of the window before the start in which every area of the study has a count."""
    known = [set(counts.get(area, {})) for area in study.areas]
    both = set.intersection(*known) if known else set()
    out = (study.excluded_from, study.excluded_until)
    months = sorted(one for one in both if one < study.starts_on)
    if out[0] and out[1]:
        months = [one for one in months if not out[0] <= one <= out[1]]
    return months[-study.before :]


def _growth(values: object) -> float:
    """Return the yearly growth of a series as a share, by a straight line through its index."""
    import numpy as np

    series = np.asarray(values, dtype=float)
    index = series / series.mean()
    return float(np.polyfit(np.arange(len(index)) / YEAR, index, 1)[0])


def _smooth(values: object) -> NDArray[np.float64]:
    import numpy as np

    series = np.asarray(values, dtype=float)
    return np.convolve(series / series.mean(), np.full(3, 1 / 3), mode="valid")
