"""Interrupted series: agreement with R and statsmodels, and the test-bed with known effects."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from driehoek.statistics.interrupted_design import CHANGE, SLOPE, TREND, days_in, month_number, segments
from driehoek.statistics.interrupted_fit import SeparationError, fit
from driehoek.statistics.interrupted_trial import FIRST, SCENARIOS, Scenario, measure, simulate
from tests.statistics.reference import shared_reference


def test_national_series_give_the_coefficients_of_r() -> None:
    path = shared_reference() / "its_covid_2020_03.csv"
    if not path.exists():
        pytest.skip("the shared reference outputs are not here")
    with path.open() as file:
        rows = list(csv.DictReader(file))
    counts: dict[str, list[tuple[str, float]]] = defaultdict(list)
    with (shared_reference().parent / "nl_crime" / "47022NED_NL_monthly_2012_2022.csv").open() as file:
        for row in csv.DictReader(file):
            # The counts of this file stand under the heading "frequency".
            counts[row["crime_type_code"].strip()].append((row["date"][:7], float(row["frequency"])))
    table = np.array([[count for _month, count in sorted(counts[row["kind"]])[:110]] for row in rows])
    months = np.arange(110) + month_number(2012, 1)
    design = segments(months, month_number(2020, 3), harmonics=2, centred=False)
    found = fit(table, design, offset=np.log(days_in(months)))
    for column, name in ((CHANGE, "step"), (SLOPE, "slope"), (TREND, "trend")):
        expected = [float(row[name]) for row in rows]
        assert found.beta[:, column] == pytest.approx(expected, abs=1e-6)
    assert found.dispersion == pytest.approx([float(row["phi"]) for row in rows], rel=1e-5)
    errors = np.sqrt(found.plain[:, CHANGE, CHANGE])
    assert errors == pytest.approx([float(row["step_se"]) for row in rows], rel=1e-5)
    # What the reference calls a Durbin-Watson far under 2 has to come out as wider intervals.
    wrong = np.array([float(row["dw"]) < 1.0 for row in rows])
    assert np.all(found.error(CHANGE)[wrong] > errors[wrong])


@pytest.mark.parametrize("compared", [False, True])
def test_estimates_are_those_of_statsmodels_also_with_months_left_out(compared: bool) -> None:
    scenario = Scenario("oracle", season=0.3, trend=-0.1, spread=0.2, areas=1 if compared else 0)
    counts, areas = simulate(scenario, 3, seed=11)
    others = areas[:, 0] if areas is not None else None
    months = FIRST + np.arange(counts.shape[1])
    counted = np.ones(counts.shape, bool)
    counted[1, [5, 6, 61]] = False
    design = segments(months, scenario.start, harmonics=2)
    found = fit(counts, design, others=others, counted=counted)
    for one in range(3):
        here = counted[one]
        if others is None:
            oracle = sm.GLM(counts[one][here], design[here], family=sm.families.Poisson()).fit(
                scale="X2", tol=1e-12
            )
        else:
            both = np.column_stack([counts[one], others[one]])[here]
            oracle = sm.GLM(both, design[here], family=sm.families.Binomial()).fit(scale="X2", tol=1e-12)
        assert found.beta[one] == pytest.approx(oracle.params, abs=1e-7)
        shape = found.plain[one] / found.dispersion[one]
        assert shape == pytest.approx(oracle.normalized_cov_params, rel=1e-5, abs=1e-12)
        if others is None:
            assert found.dispersion[one] == pytest.approx(oracle.scale, rel=1e-6)


def test_variance_is_that_of_the_matrices_written_out() -> None:
    scenario = Scenario("written out", spread=0.3, rho=0.6)
    counts, _areas = simulate(scenario, 1, seed=5)
    months = FIRST + np.arange(counts.shape[1])
    design = segments(months, scenario.start, harmonics=1)
    found = fit(counts, design)
    root = np.sqrt(found.mean[0])[:, None] * design
    bread = np.linalg.inv(root.T @ root)
    lags = np.abs(np.subtract.outer(months, months))
    true = np.eye(len(months)) + found.excess[0] * found.rho[0] ** lags
    assert found.covariance[0] == pytest.approx(bread @ root.T @ true @ root @ bread, rel=1e-9)
    # The moments that rho and the excess were solved from: what these residuals are expected to show, they show.
    maker = np.eye(len(months)) - root @ bread @ root.T
    shown = maker @ true @ maker
    residual = found.pearson[0]
    assert np.trace(shown) == pytest.approx(residual @ residual, rel=1e-6)
    assert np.trace(shown, offset=1) == pytest.approx(residual[1:] @ residual[:-1], rel=0.03)


def test_test_bed_intervals_hold_the_truth_and_words_seldom_claim_what_is_not() -> None:
    results = {
        scenario.name: measure(scenario, 300, seed=400 + place) for place, scenario in enumerate(SCENARIOS)
    }
    coverage = np.array([one.coverage for one in results.values()])
    assert 0.92 <= coverage.mean() <= 0.97
    # Three standard errors of 300 series around the range that the bench holds with many.
    assert np.all((coverage > 0.92 - 0.03) & (coverage < 0.97 + 0.03)), results
    nothing = [results[one.name] for one in SCENARIOS if one.ratio == 1]
    assert np.mean([one.claims for one in nothing]) <= 0.05
    assert max(one.claims for one in nothing) <= 0.08
    assert all(abs(one.bias) < 0.04 for one in results.values())
    real = [results[one.name] for one in SCENARIOS if one.ratio != 1]
    assert min(one.claims for one in real) > 0.3


def test_ordinary_errors_would_not_do() -> None:
    scenario = next(one for one in SCENARIOS if one.name == "strongly autocorrelated")
    counts, _areas = simulate(scenario, 300, seed=77)
    months = FIRST + np.arange(counts.shape[1])
    found = fit(counts, segments(months, scenario.start, harmonics=2), offset=np.log(days_in(months)))
    ordinary = np.abs(found.beta[:, CHANGE]) > 1.96 * np.sqrt(found.plain[:, CHANGE, CHANGE])
    low, high = found.interval(CHANGE)
    ours = (low > 0) | (high < 0)
    assert ordinary.mean() > 0.12
    assert ours.mean() < 0.6 * ordinary.mean()


def test_what_cannot_be_fitted_is_refused_not_guessed() -> None:
    months = FIRST + np.arange(10)
    with pytest.raises(SeparationError):
        fit(np.ones((1, 10)), segments(months, FIRST + 5, harmonics=2))


def test_a_known_ratio_comes_back() -> None:
    scenario = replace(SCENARIOS[0], level=4000.0, ratio=0.8)
    counts, _areas = simulate(scenario, 5, seed=1)
    months = FIRST + np.arange(counts.shape[1])
    found = fit(counts, segments(months, scenario.start, harmonics=2), offset=np.log(days_in(months)))
    assert np.exp(found.beta[:, CHANGE]) == pytest.approx(0.8, abs=0.03)
