"""Checking of input tables and assembling of answers, shared by all methods."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from driehoek.statistics.detection import Detection, Status

Floats = NDArray[np.float64]


def _for_kernels(table: Floats) -> Floats:
    """The table in the one form for which the kernels are compiled: contiguous and writable."""
    return np.require(table, requirements=["C", "W"])


def checked_counts(counts: ArrayLike) -> Floats:
    """The counts as a contiguous (n_series, n_time) table of floats.

    Raises:
        ValueError: another shape, or a count that is negative, infinite or not whole; the message
            names series and time.
    """
    table = _for_kernels(np.atleast_2d(np.asarray(counts, dtype=np.float64)))
    if table.ndim != 2:
        raise ValueError(f"counts must be (n_series, n_time), not of shape {table.shape}")
    with np.errstate(invalid="ignore"):
        wrong = (table < 0) | np.isinf(table) | (table != np.floor(table)) & ~np.isnan(table)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ValueError(
            f"series {row}, time {column}: {table[row, column]} is not a count "
            "(a whole number from 0, or NaN)"
        )
    return table


def checked_population(population: ArrayLike, counts: Floats) -> Floats:
    """The population as a table of the shape of `counts`.

    Raises:
        ValueError: it does not fit the counts, or is not positive where there is a count.
    """
    given = np.asarray(population, dtype=np.float64)
    try:
        table = _for_kernels(np.broadcast_to(given, counts.shape))
    except ValueError as error:
        raise ValueError(f"population of shape {given.shape} does not fit counts {counts.shape}") from error
    wrong = ~(np.isfinite(table) & (table > 0)) & ~np.isnan(counts)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ValueError(f"series {row}, time {column}: population {table[row, column]} is not above zero")
    return table


def checked_points(points: int | ArrayLike | None, n_time: int) -> NDArray[np.int64]:
    """The time indices to judge.

    Raises:
        ValueError: an index lies outside the series, or a number of points is not positive.
    """
    if points is None:
        return np.arange(n_time, dtype=np.int64)
    if isinstance(points, int | np.integer):
        if points < 1:
            raise ValueError(f"the number of points to judge must be at least 1, not {points}")
        return np.arange(max(n_time - int(points), 0), n_time, dtype=np.int64)
    where = np.asarray(points, dtype=np.int64)
    if where.ndim != 1 or (where.size and (where.min() < 0 or where.max() >= n_time)):
        raise ValueError(f"points must be indices from 0 to {n_time - 1}")
    return np.ascontiguousarray(where)


def detection(
    *,
    points: NDArray[np.int64],
    observed: Floats,
    expected: Floats,
    lower: Floats,
    upper: Floats,
    score: Floats,
    p_value: Floats,
    dispersion: Floats,
    trend: Floats,
    status: NDArray[np.int8],
) -> Detection:
    """Hold the observations against the bounds."""
    status[(status == Status.JUDGED) & np.isnan(observed)] = Status.MISSING
    with np.errstate(invalid="ignore"):
        alarm = observed > upper
    return Detection(
        points=points,
        observed=observed,
        expected=expected,
        lower_bound=lower,
        upper_bound=upper,
        alarm=alarm,
        score=score,
        p_value=p_value,
        dispersion=dispersion,
        trend=trend,
        status=status,
    )
