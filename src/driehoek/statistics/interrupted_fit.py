"""Quasi-likelihood regression of many count series at once, with errors that allow for autocorrelation.

Two models share one iteration (McCullagh and Nelder 1989, chapters 2, 4 and 9). A series by itself is quasi-Poisson:
log(mu) = X b + offset. A series beside a comparison is quasi-binomial in their sum, logit(share) = X b, which is the
Poisson model of both with an effect for every single month: what hits both alike, falls out.

Errors: months resemble their neighbours, so ordinary errors are too small. The estimate stays that of the model; its
variance is that of Zeger (1988): counting noise, which no month shares with the next, and on top of it a rate that
wanders with correlation rho ** lag. In Pearson residuals that is V = I + excess R(rho). Residuals of a fitted model
resemble each other less than the true ones, the more so the more is fitted: rho and the excess are solved from what
the fitted residuals are expected to show, E[e e'] = M V M.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ITERATIONS: Final = 40
TOLERANCE: Final = 1e-11
# Beyond these neither the sums over lags nor the solution can be trusted; short series cannot tell 0.9 from 1.
RHO_LEAST: Final = 0.0
RHO_MOST: Final = 0.9
RHO_STEPS: Final = 46
LEAST_DEGREES: Final = 3.0
_FAR: Final = 30.0


class SeparationError(ValueError):
    """The model cannot be fitted: it has as many unknowns as months, or a part of it has no cases at all."""


@dataclass(frozen=True)
class Fit:
    """Models of S series of n months with p unknowns.

    Attributes:
        beta: S × p estimates on the log scale.
        covariance: S × p × p, with autocorrelation and dispersion in it.
        plain: S × p × p, with the dispersion alone, as R's `glm` reports it for the quasi families.
        dispersion: S Pearson dispersions (R's `summary(glm)$dispersion`).
        excess: S variances of what wanders, in units of the counting noise.
        rho: S correlations, from month to month, of what wanders beyond counting noise.
        degrees: S degrees of freedom for intervals, fewer where months resemble each other.
        mean: S × n fitted counts.
        pearson: S × n Pearson residuals; nought where a month does not count.
    """

    beta: Floats
    covariance: Floats
    plain: Floats
    dispersion: Floats
    excess: Floats
    rho: Floats
    degrees: Floats
    mean: Floats
    pearson: Floats

    def error(self, column: int) -> Floats:
        """Return the standard errors of one unknown."""
        found: Floats = np.sqrt(self.covariance[:, column, column])
        return found

    def p_value(self, column: int) -> Floats:
        """Return two-sided p values of one unknown against nought."""
        tail = student.sf(np.abs(self.beta[:, column]) / self.error(column), self.degrees)
        return np.asarray(2 * tail, dtype=np.float64)

    def interval(self, column: int, level: float = 0.95) -> tuple[Floats, Floats]:
        """Return the ends of the interval of one unknown."""
        reach = student.ppf(0.5 + level / 2, self.degrees) * self.error(column)
        return self.beta[:, column] - reach, self.beta[:, column] + reach


def fit(
    counts: Floats,
    design: Floats,
    *,
    others: Floats | None = None,
    offset: Floats | None = None,
    counted: Flags | None = None,
) -> Fit:
    """Fit a model to each series.

    Args:
        counts: S × n counts.
        design: n × p, the same for all.
        others: S × n counts of the comparison; with it the model is of the share in the sum of both.
        offset: n or S × n, added on the log scale (days of a month, inhabitants).
        counted: S × n, which months take part; all by default.

    Raises:
        SeparationError: too few months for the unknowns, or nothing was counted in a part of the model.
    """
    within = np.ones(counts.shape, bool) if counted is None else counted
    if within.sum(axis=1).min() <= design.shape[1] + 2:
        raise SeparationError("too few months")
    y = np.where(within, counts, 0.0)
    total = None if others is None else np.where(within, counts + others, 0.0)
    shift = np.zeros(counts.shape) if offset is None else np.broadcast_to(offset, counts.shape)
    beta, mean, weight = _iterate(y, total, design, shift, within)
    root = np.sqrt(weight)
    scaled = root[:, :, None] * design[None]
    try:
        bread = np.asarray(np.linalg.inv(scaled.transpose(0, 2, 1) @ scaled), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise SeparationError("a part of the model has no cases") from error
    pearson = np.where(within & (root > 0), (y - mean) / np.where(root > 0, root, 1.0), 0.0)
    left = within.sum(axis=1) - design.shape[1]
    dispersion = (pearson**2).sum(axis=1) / left
    rho, excess, degrees = _correlation(pearson, scaled, bread, within)
    covariance = bread + _sandwich(scaled, bread, rho) * excess[:, None, None]
    return Fit(
        beta, covariance, bread * dispersion[:, None, None], dispersion, excess, rho, degrees, mean, pearson
    )


def _iterate(
    y: Floats, total: Floats | None, design: Floats, shift: Floats, within: Flags
) -> tuple[Floats, Floats, Floats]:
    """Iterate weighted least squares until no deviance moves; returns estimates, means and weights."""
    mean = y + 0.1 if total is None else total * (y + 0.5) / (total + 1.0)
    eta = _link(mean, total)
    last = np.full(len(y), np.inf)
    beta = np.zeros((len(y), design.shape[1]))
    weight = _weights(mean, total, within)
    for _step in range(ITERATIONS):
        working = np.where(weight > 0, eta - shift + (y - mean) / np.where(weight > 0, weight, 1.0), 0.0)
        left = np.einsum("np,sn,nq->spq", design, weight, design, optimize=True)
        right = (weight * working) @ design
        try:
            beta = np.linalg.solve(left, right[:, :, None])[:, :, 0]
        except np.linalg.LinAlgError as error:
            raise SeparationError("a part of the model has no cases") from error
        eta = np.clip(beta @ design.T + shift, -_FAR, _FAR)
        mean = np.exp(eta) if total is None else total / (1.0 + np.exp(-eta))
        weight = _weights(mean, total, within)
        deviance = _deviance(y, mean, total, within)
        if np.all(np.abs(deviance - last) <= TOLERANCE * (np.abs(deviance) + 0.1)):
            break
        last = deviance
    if not np.all(np.isfinite(beta)):
        raise SeparationError("a part of the model has no cases")
    return beta, mean, weight


def _link(mean: Floats, total: Floats | None) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(mean) if total is None else np.log(mean / (total - mean))
    return np.nan_to_num(found, nan=0.0, posinf=_FAR, neginf=-_FAR)


def _weights(mean: Floats, total: Floats | None, within: Flags) -> Floats:
    if total is None:
        return np.where(within, mean, 0.0)
    return np.where(within & (total > 0), mean * (1.0 - mean / np.where(total > 0, total, 1.0)), 0.0)


def _deviance(y: Floats, mean: Floats, total: Floats | None, within: Flags) -> Floats:
    def part(seen: Floats, fitted: Floats) -> Floats:
        ratio = np.where((seen > 0) & (fitted > 0), seen, 1.0) / np.where(
            (seen > 0) & (fitted > 0), fitted, 1.0
        )
        return seen * np.log(ratio)

    parts = part(y, mean) - (y - mean) if total is None else part(y, mean) + part(total - y, total - mean)
    found: Floats = 2.0 * np.where(within, parts, 0.0).sum(axis=1)
    return found


def _powers(rho: Floats, length: int) -> Floats:
    """Return rho ** lag for each lag from nought, with 0 ** 0 = 1."""
    return np.power(rho[:, None], np.arange(length)[None, :])


def _correlation(
    residual: Floats, scaled: Floats, bread: Floats, within: Flags
) -> tuple[Floats, Floats, Floats]:
    """Solve rho and the excess from the fitted residuals; returns them with the degrees of freedom.

    With M the residual maker, D the shift by a month and V = I + excess R(rho): the expected lag-one product is
    tr(D M V M) and the expected sum of squares tr(M V). Both are sums over lags k of rho ** k times the sum along the
    k-th diagonals, so that each rho costs one product of vectors.
    """
    series, months = residual.shape
    maker = -(scaled @ bread @ scaled.transpose(0, 2, 1))
    here = np.arange(months)
    maker[:, here, here] += within
    shifted = np.zeros_like(maker)
    shifted[:, :, 1:] = maker[:, :, :-1]
    lagged = shifted @ maker
    squares = np.empty((series, months))
    products = np.empty((series, months))
    for lag in range(months):
        both = 1.0 if lag == 0 else 2.0
        squares[:, lag] = both * np.trace(maker, offset=lag, axis1=1, axis2=2)
        upper = np.trace(lagged, offset=lag, axis1=1, axis2=2)
        lower = np.trace(lagged, offset=-lag, axis1=1, axis2=2) if lag else 0.0
        products[:, lag] = upper + lower
    grid = np.linspace(RHO_LEAST, RHO_MOST, RHO_STEPS)
    table = _powers(grid, months).T
    seen_squares = (residual**2).sum(axis=1)
    seen_products = (residual[:, 1:] * residual[:, :-1]).sum(axis=1)
    excess = np.maximum(seen_squares - squares[:, 0], 0.0)[:, None] / (squares @ table)
    expected = products[:, :1] + excess * (products @ table)
    # The expected product grows with rho until the series is too short to tell; the last grid point is the most.
    rising = np.maximum.accumulate(expected, axis=1)
    rho = np.array([np.interp(seen_products[one], rising[one], grid) for one in range(series)])
    extra = _excess_of(rho, squares, seen_squares)
    inflation = 1.0 + 2.0 * extra / (1.0 + extra) * rho / (1.0 - rho)
    left = within.sum(axis=1) - scaled.shape[2]
    # Squared, because rho and the excess were estimated themselves, the worse the more months resemble each other.
    return rho, extra, np.maximum(left / inflation**2, LEAST_DEGREES)


def _excess_of(rho: Floats, squares: Floats, seen: Floats) -> Floats:
    """Return the variance that wanders, in units of the counting noise; never less than nought."""
    own = (squares * _powers(rho, squares.shape[1])).sum(axis=1)
    found: Floats = np.maximum(seen - squares[:, 0], 0.0) / own
    return found


def _sandwich(scaled: Floats, bread: Floats, rho: Floats) -> Floats:
    """Return bread × (scaled' R scaled) × bread; R is applied by its recursion, in one pass forth and one back."""
    forth = np.zeros_like(scaled)
    back = np.zeros_like(scaled)
    months = scaled.shape[1]
    decay = rho[:, None]
    for month in range(1, months):
        forth[:, month] = decay * (forth[:, month - 1] + scaled[:, month - 1])
        other = months - 1 - month
        back[:, other] = decay * (back[:, other + 1] + scaled[:, other + 1])
    meat = scaled.transpose(0, 2, 1) @ (scaled + forth + back)
    found: Floats = bread @ meat @ bread
    return found
