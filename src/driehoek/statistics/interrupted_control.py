"""What a series is compared with: weights over several areas, and what moves to the neighbours.

Weights: Abadie, Diamond and Hainmueller (2010): nonnegative, sum one, fitted on the months before the start alone, on
indexed series, because the model has a level of its own. Displacement: the weighted displacement quotient of Bowers
and Johnson (2003), Measuring the geographical displacement and diffusion of benefit effects, J. Quant. Criminol. 19.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Over so many months the indexed series are averaged before weights are fitted: noise is not what is to be matched.
SMOOTH: Final = 3
# The sum of the weights counts this much heavier than a month.
_FIRM: Final = 1e4
LEAST_AREAS: Final = 3


def indexed(areas: Floats, before: Flags) -> tuple[Floats, Floats]:
    """Return each area's counts over its mean before the start, and those means."""
    means = areas[:, before].mean(axis=1)
    return areas / means[:, None], means


def weights(target: Floats, areas: Floats, before: Flags) -> Floats:
    """Return the weights of `areas` (A × n) that are most like `target` (n) in the months `before`.

    Every area needs cases before the start. With fewer than three areas their sum is used: each weighs its counts.
    """
    shapes, means = indexed(areas, before)
    if len(areas) < LEAST_AREAS:
        return np.asarray(means / means.sum())
    own = _smooth(target[before] / target[before].mean())
    theirs = np.array([_smooth(one) for one in shapes[:, before]])
    # A little of the sum of all keeps one area that happens to look alike from being the whole comparison.
    ridge = np.sqrt(len(own) * 0.002) * np.eye(len(areas))
    equal = np.sqrt(len(own) * 0.002) * np.full(len(areas), 1 / len(areas))
    left = np.vstack([theirs.T, ridge, _FIRM * np.ones(len(areas))])
    right = np.concatenate([own, equal, [_FIRM]])
    found, _rest = nnls(left, right)
    return np.asarray(found / found.sum())


def together(areas: Floats, before: Flags, shares: Floats) -> Floats:
    """Return the weighted areas as one series of counts, as large as its own counting noise says.

    A weighted mean of indexed Poisson counts has variance sum(w² / m); a Poisson count with that relative variance
    has the mean 1 / sum(w² / m). With weights in proportion to the means this is the plain sum.
    """
    shapes, means = indexed(areas, before)
    size = 1.0 / float((shares**2 / means).sum())
    return np.asarray(size * (shares @ shapes))


def displacement_quotient(
    target: tuple[float, float], buffer: tuple[float, float], control: tuple[float, float]
) -> float | None:
    """Return the weighted displacement quotient from monthly means (before, after), or None where it says nothing.

    Below 0: displacement to the buffer; below -1 more than was gained; above 0: the buffer gained as well. It only
    means something when the target fell against the control.
    """
    if control[0] <= 0 or control[1] <= 0:
        return None
    gained = target[1] / control[1] - target[0] / control[0]
    if gained >= 0:
        return None
    return float((buffer[1] / control[1] - buffer[0] / control[0]) / gained)


def _smooth(series: Floats) -> Floats:
    if len(series) < SMOOTH:
        return series
    return np.convolve(series, np.full(SMOOTH, 1 / SMOOTH), mode="valid")
