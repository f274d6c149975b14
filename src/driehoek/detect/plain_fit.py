"""The dispersion and plain standard errors of a regression as R's `glm` and `summary` give them.

The method itself (`statistics.interrupted_fit`) iterates until nothing moves and uses the weights it ends with. R stops
when the deviance changes by less than 1e-8 of itself and reports with the weights of its last step, which differs in
the sixth digit. Published segmented regressions are R's, so what stands beside them is made in R's way.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from driehoek.statistics.glm import SMALLEST_MEAN

Floats = NDArray[np.float64]

_ITERATIONS: Final = 25
_TOLERANCE: Final = 1e-8


@dataclass(frozen=True)
class PlainFit:
    """The dispersion (Pearson), and a standard error for each unknown that takes months as independent.

    `degrees` of freedom are left; a month in which both sides counted nothing says nothing of a share and is not one.
    """

    dispersion: float
    degrees: int
    errors: Floats


def plain_fit(counts: Floats, design: Floats, *, others: Floats | None, offset: Floats | None) -> PlainFit:
    """Fit a quasi-Poisson model, or with `others` a quasi-binomial one of the share in the sum of both.

    Args:
        counts: n counts of the months that take part.
        design: n × p.
        others: n counts of the comparison.
        offset: n, added on the log scale of a series by itself; a share has none.
    """
    total = None if others is None else counts + others
    if total is not None:
        said = total > 0
        counts, design, total = counts[said], design[said], total[said]
    shift = np.zeros(len(counts)) if offset is None or total is not None else offset
    mean = counts + 0.1 if total is None else total * (counts + 0.5) / (total + 1.0)
    eta = np.log(mean) if total is None else np.log(mean / (total - mean))
    last = _deviance(counts, mean, total)
    for _step in range(_ITERATIONS):
        weight = mean if total is None else mean * (1.0 - mean / total)
        working = eta - shift + (counts - mean) / weight
        bread = np.linalg.inv(design.T @ (weight[:, None] * design))
        eta = design @ (bread @ (design.T @ (weight * working))) + shift
        mean = np.exp(eta) if total is None else total / (1.0 + np.exp(-eta))
        mean = np.maximum(mean, SMALLEST_MEAN)
        deviance = _deviance(counts, mean, total)
        if abs(deviance - last) / (abs(deviance) + 0.1) < _TOLERANCE:
            break
        last = deviance
    slope = mean if total is None else mean * (1.0 - mean / total)
    pearson = float((weight * ((counts - mean) / slope) ** 2).sum())
    degrees = len(counts) - design.shape[1]
    dispersion = pearson / degrees
    return PlainFit(dispersion, degrees, np.sqrt(dispersion * np.diag(bread)))


def _deviance(counts: Floats, mean: Floats, total: Floats | None) -> float:
    if total is None:
        return float(2.0 * (_part(counts, mean) - (counts - mean)).sum())
    return float(2.0 * (_part(counts, mean) + _part(total - counts, total - mean)).sum())


def _part(seen: Floats, fitted: Floats) -> Floats:
    ratio = np.where(seen > 0, seen, 1.0) / np.where(seen > 0, fitted, 1.0)
    return np.asarray(seen * np.log(ratio))
