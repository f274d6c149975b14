"""The answer of a surveillance method: arrays of one shape, and why a point has no bound."""

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


class Status(IntEnum):
    """What became of one point of one series."""

    JUDGED = 0
    """There is a bound, and the observation was held against it."""
    TOO_FEW = 1
    """The recent periods hold fewer cases than limit54 asks: no bound and no alarm."""
    NO_HISTORY = 2
    """The series does not reach back far enough (or misses too much) for a baseline."""
    MISSING = 3
    """There is a bound but no observation to hold against it."""
    NOT_FITTED = 4
    """The model has no finite answer for this baseline."""


@dataclass(frozen=True, slots=True)
class Detection:
    """What was expected, what would be exceptional, and which observations are.

    Every array has the shape (n_series, n_points), except `points`. NaN means "there is none";
    `status` says why.

    Attributes:
        points: (n_points,) time indices (from 0) that were judged.
        observed: the counts at those points.
        expected: the expected count.
        lower_bound: the count below which an observation would be exceptionally low.
        upper_bound: the count above which an observation is an alarm.
        alarm: whether observed > upper_bound (False where there is no bound).
        score: (observed - expected) / (upper_bound - expected); above 1 is an alarm.
        p_value: probability of a count at least this high ("delta": of a value above it) when
            nothing is the matter.
        dispersion: variance divided by mean in the baseline, at least 1.
        trend: the slope of the logarithm per period; NaN where no trend was kept.
        status: a `Status` for every point.
    """

    points: NDArray[np.int64]
    observed: FloatArray
    expected: FloatArray
    lower_bound: FloatArray
    upper_bound: FloatArray
    alarm: NDArray[np.bool_]
    score: FloatArray
    p_value: FloatArray
    dispersion: FloatArray
    trend: FloatArray
    status: NDArray[np.int8]

    def rows(self, chosen: slice) -> Self:
        """The same answer for some of the series."""
        parts = {f.name: getattr(self, f.name)[chosen] for f in fields(self) if f.name != "points"}
        return type(self)(points=self.points, **parts)
