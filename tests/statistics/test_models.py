"""Against a plain dense regression: population, missing periods, quarters, reweighting."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import special, stats

from driehoek.statistics import Detection, FarringtonParameters, Status, farrington_flexible
from driehoek.statistics.baseline import baseline_for


def _simulated(seed: int, frequency: int, n: int, level: float = 3.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    t = np.arange(n)
    mean = np.exp(level + 0.4 * np.sin(2 * np.pi * t / frequency) + 0.004 * t)
    return rng.negative_binomial(mean, 0.5).astype(float)


class Oracle:
    """One point the slow way: a dense design matrix, one regression after the other."""

    def __init__(
        self, counts: np.ndarray, at: int, frequency: int, settings: FarringtonParameters, sizes: np.ndarray
    ) -> None:
        baseline = baseline_for(settings, frequency)
        group = np.repeat(np.arange(len(baseline.starts) - 1), np.diff(baseline.starts))
        known = ~np.isnan(counts[at - baseline.lags])
        lags, group = baseline.lags[known], group[known]
        dummies = (group[:, None] == np.unique(group)[None, :]).astype(float)
        self.design = np.column_stack([dummies, -lags]) if settings.trend else dummies
        self.counts = counts[at - lags]
        self.offset = np.log(sizes[at - lags])
        new = np.zeros(self.design.shape[1])
        new[0] = 1.0
        self.new, self.new_offset = new, math.log(sizes[at])
        self.weights = np.ones(len(lags))
        self.fit()
        variance = self.scale
        if settings.reweight:
            self.reweight(settings.weights_threshold)
            variance = float((self.weights * (self.counts / self.mean - 1) ** 2).sum() / self.degrees)
        self.dispersion = max(self.scale, 1.0)
        self.expected = math.exp(self.parameters @ new + self.new_offset)
        self.error = math.sqrt(variance * (new @ self.inverse @ new)) * self.expected

    def fit(self) -> None:
        """Iterated weighted least squares by a dense solver, with the stopping rule of R's glm."""
        y = self.counts
        mean, last = y + 0.1, math.inf
        linear = np.log(mean)
        for _ in range(25):
            weights = self.weights * mean
            root = np.sqrt(weights)
            working = linear - self.offset + (y - mean) / mean
            self.parameters = np.linalg.lstsq(self.design * root[:, None], working * root, rcond=None)[0]
            linear = self.design @ self.parameters + self.offset
            mean = np.exp(linear)
            deviance = float(2 * (self.weights * (special.xlogy(y, y / mean) - (y - mean))).sum())
            if abs(deviance - last) / (abs(deviance) + 0.1) < 1e-8:
                break
            last = deviance
        scaled = self.design * root[:, None]
        self.inverse = np.linalg.inv(scaled.T @ scaled)
        self.hat = np.einsum("ij,jk,ik->i", scaled, self.inverse, scaled)
        self.mean = mean
        self.degrees = len(y) - self.design.shape[1]
        self.scale = float((weights * (y / mean - 1) ** 2).sum() / self.degrees)

    def reweight(self, threshold: float) -> None:
        residual = 1.5 * (self.counts ** (2 / 3) * self.mean ** (-1 / 6) - np.sqrt(self.mean))
        residual /= np.sqrt(max(self.scale, 1.0) * (1 - self.hat))
        weights = np.where(residual > threshold, residual**-2.0, 1.0)
        self.weights = weights * len(weights) / weights.sum()
        self.fit()

    def upper(self, quantile: float) -> float:
        """The bound by the power 1/2, section 3.5 of the paper of 1996."""
        ratio = self.dispersion + self.error**2 / self.expected
        return (math.sqrt(self.expected) + quantile * math.sqrt(0.25 * ratio)) ** 2


def _assert_same(answer: Detection, oracle: Oracle, quantile: float) -> None:
    assert answer.expected[0, 0] == pytest.approx(oracle.expected, rel=1e-8)
    assert answer.dispersion[0, 0] == pytest.approx(oracle.dispersion, rel=1e-8)
    assert answer.upper_bound[0, 0] == pytest.approx(oracle.upper(quantile), rel=1e-8)


@pytest.mark.parametrize("frequency", [52, 12, 4])
@pytest.mark.parametrize("periods", [1, 4])
@pytest.mark.parametrize("trend", [True, False])
@pytest.mark.parametrize("reweight", [True, False])
@pytest.mark.parametrize("missing", [0, 7])
@pytest.mark.parametrize("populated", [True, False])
def test_as_a_dense_regression(
    frequency: int, periods: int, trend: bool, reweight: bool, missing: int, populated: bool
) -> None:
    n = 6 * frequency + 10
    counts = _simulated(frequency + periods, frequency, n)
    rng = np.random.default_rng(missing)
    if missing:
        counts[rng.choice(np.arange(5, n - 5), missing if frequency > 4 else 2, replace=False)] = np.nan
    sizes = rng.uniform(500, 5000, n) if populated else np.ones(n)
    settings = FarringtonParameters(
        years=5,
        half_window=2 if frequency > 4 else 0,
        periods=periods,
        trend=trend,
        trend_p_threshold=1.0,
        reweight=reweight,
        weights_threshold=1.5,
        power="1/2",
        population_offset=populated,
        alpha=0.025,
        limit54=(0, 4),
    )
    answer = farrington_flexible(
        counts, frequency=frequency, parameters=settings, points=[n - 1], population=sizes
    )
    oracle = Oracle(counts, n - 1, frequency, settings, sizes)
    if trend and oracle.expected > np.nanmax(oracle.counts):
        # A forecast above everything seen so far is not trusted: the trend is given up.
        assert math.isnan(answer.trend[0, 0])
        settings = FarringtonParameters.from_r({**settings.to_r(), "trend": False})
        oracle = Oracle(counts, n - 1, frequency, settings, sizes)
    _assert_same(answer, oracle, 1.959963984540054)


@pytest.mark.parametrize("frequency", [52, 12, 4])
def test_the_dense_regression_is_that_of_statsmodels(frequency: int) -> None:
    counts = _simulated(frequency, frequency, 6 * frequency)
    sizes = np.linspace(900, 1100, len(counts))
    settings = FarringtonParameters(half_window=0, periods=4, reweight=False, recent_excluded=0)
    oracle = Oracle(counts, len(counts) - 1, frequency, settings, sizes)
    model = sm.GLM(oracle.counts, oracle.design, family=sm.families.Poisson(), offset=oracle.offset)
    result = model.fit(scale="X2", tol=1e-12)
    assert oracle.expected == pytest.approx(math.exp(result.params[0] + oracle.new_offset), rel=1e-5)
    assert oracle.dispersion == pytest.approx(max(result.scale, 1.0), rel=1e-4)


def test_missing_is_not_zero() -> None:
    counts = _simulated(1, 12, 84)
    holes, zeros = counts.copy(), counts.copy()
    holes[[30, 31, 47]] = np.nan
    zeros[[30, 31, 47]] = 0
    settings = FarringtonParameters(half_window=1, periods=4)
    missing, zero = (
        farrington_flexible(c, frequency=12, parameters=settings, points=1) for c in (holes, zeros)
    )
    assert missing.dispersion[0, 0] < zero.dispersion[0, 0]
    assert missing.status[0, 0] == Status.JUDGED


def test_why_there_is_no_bound() -> None:
    counts = np.full((5, 73), 6.0)
    counts[0, -1] = np.nan
    counts[1, :20] = np.nan
    counts[2, -4:] = 1.0
    windows = [72 - 12 * year + shift for year in range(1, 6) for shift in (-1, 0, 1)]
    counts[3, windows] = np.nan
    counts[3, 0] = 6.0
    answer = farrington_flexible(
        counts, frequency=12, parameters=FarringtonParameters(half_window=1, periods=10), points=1
    )
    assert answer.status[:, 0].tolist() == [
        Status.MISSING, Status.NO_HISTORY, Status.TOO_FEW, Status.NO_HISTORY, Status.JUDGED,
    ]  # fmt: skip
    assert not answer.alarm.any()
    assert np.isnan(answer.upper_bound[1:4]).all()
    assert answer.upper_bound[0, 0] > 6
    assert answer.expected[2, 0] > 4
    assert answer.expected[4, 0] == pytest.approx(6.0)


def test_a_baseline_of_zeros_still_gives_a_bound() -> None:
    counts = np.zeros((2, 75))
    counts[:, -1] = [0.0, 4.0]
    settings = FarringtonParameters(half_window=1, periods=10, limit54=(0, 4))
    answer = farrington_flexible(counts, frequency=12, parameters=settings, points=3)
    assert (answer.status == Status.JUDGED).all()
    assert answer.alarm[:, -1].tolist() == [False, True]
    np.testing.assert_array_equal(answer.upper_bound[0], answer.upper_bound[1])


def test_no_bound_where_the_upper_limit_of_the_mean_overflows() -> None:
    # Three busy months long ago and nothing since: the trend falls so steeply that its error at the
    # judged month is beyond all numbers.
    counts = np.zeros((1, 73))
    counts[0, [18, 21, 29]] = [32, 25, 45]
    settings = FarringtonParameters(
        half_window=1, periods=4, trend_p_threshold=1.0, threshold_method="muan", limit54=(0, 4), alpha=0.01
    )
    answer = farrington_flexible(counts, frequency=12, parameters=settings, points=[72])
    assert answer.status[0, 0] == Status.NOT_FITTED
    assert np.isnan(answer.upper_bound[0, 0])
    assert not answer.alarm[0, 0]


def test_very_large_counts() -> None:
    rng = np.random.default_rng(3)
    counts = np.floor(rng.gamma(4, 1e9, (2, 80)))
    plain = FarringtonParameters(half_window=1, threshold_method="nbPlugin", alpha=0.01)
    answer = farrington_flexible(counts, frequency=12, parameters=plain, points=2)
    assert np.isfinite(answer.upper_bound).all()
    assert (answer.upper_bound > answer.expected).all()
    assert (answer.lower_bound < answer.expected).all()
    for row, column in np.ndindex(answer.expected.shape):
        size = answer.expected[row, column] / (answer.dispersion[row, column] - 1)
        negative_binomial = stats.nbinom(size, 1 / answer.dispersion[row, column])
        assert answer.p_value[row, column] == pytest.approx(
            negative_binomial.sf(answer.observed[row, column] - 1), rel=1e-6
        )
        assert negative_binomial.cdf(answer.upper_bound[row, column]) == pytest.approx(0.99, abs=1e-6)
        assert negative_binomial.cdf(answer.lower_bound[row, column]) == pytest.approx(0.01, abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        ([[1.0, -2.0]], "series 0, time 1: -2.0 is not a count"),
        ([[1.0, 2.5]], "2.5 is not a count"),
        ([[1.0, math.inf]], "inf is not a count"),
        (np.zeros((2, 2, 2)), "must be"),
    ],
)
def test_counts_refused(counts: object, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        farrington_flexible(counts, frequency=12)  # type: ignore[arg-type]


def test_points_and_population_refused() -> None:
    counts = np.ones((2, 70))
    offset = FarringtonParameters(half_window=1, population_offset=True)
    with pytest.raises(ValueError, match="points must be indices from 0 to 69"):
        farrington_flexible(counts, frequency=12, points=[70])
    with pytest.raises(ValueError, match="at least 1"):
        farrington_flexible(counts, frequency=12, points=0)
    with pytest.raises(ValueError, match="no population is given"):
        farrington_flexible(counts, frequency=12, parameters=offset)
    with pytest.raises(ValueError, match="does not fit counts"):
        farrington_flexible(counts, frequency=12, parameters=offset, population=np.ones(3))
    with pytest.raises(ValueError, match=r"series 0, time 0: population 0\.0 is not above zero"):
        farrington_flexible(counts, frequency=12, parameters=offset, population=np.zeros(70))
