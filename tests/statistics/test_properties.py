"""What must hold for every series."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from driehoek.statistics import (
    EarsParameters,
    FarringtonParameters,
    Status,
    ears,
    farrington_flexible,
    kernel,
)
from driehoek.statistics.compiled import SOURCES, fingerprint

N_TIME = 68
COUNTS = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 4), st.just(N_TIME)),
    elements=st.one_of(
        st.integers(0, 6).map(float), st.integers(0, 6).map(float), st.integers(0, 400).map(float),
        st.just(float("nan")),
    ),
)  # fmt: skip
SETTINGS = st.builds(
    FarringtonParameters,
    years=st.integers(1, 5),
    half_window=st.integers(0, 2),
    periods=st.integers(1, 6),
    reweight=st.booleans(),
    weights_threshold=st.sampled_from([1.0, 2.58]),
    trend=st.booleans(),
    trend_p_threshold=st.sampled_from([0.05, 1.0]),
    limit54=st.sampled_from([(0, 4), (5, 4)]),
    power=st.sampled_from(["2/3", "1/2", "none"]),
    recent_excluded=st.sampled_from([None, 0, 6]),
    threshold_method=st.sampled_from(["delta", "nbPlugin", "muan"]),
    alpha=st.sampled_from([0.001, 0.01, 0.05]),
)
examples = settings(max_examples=30, deadline=None)


def _judge(counts: np.ndarray, parameters: FarringtonParameters, points: int = 4) -> dict[str, np.ndarray]:
    answer = farrington_flexible(counts, frequency=12, parameters=parameters, points=points)
    names = ("expected", "lower_bound", "upper_bound", "alarm", "p_value", "dispersion", "trend", "status")
    return {name: getattr(answer, name) for name in names}


def _same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> None:
    for name, values in one.items():
        np.testing.assert_array_equal(values, other[name], err_msg=name)


@examples
@given(COUNTS, SETTINGS, st.randoms())
def test_order_and_company_do_not_matter(counts, parameters, random) -> None:
    order = list(range(len(counts))) * 2
    random.shuffle(order)
    alone = _judge(counts, parameters)
    together = _judge(counts[order], parameters)
    _same({name: values[order] for name, values in alone.items()}, together)


@examples
@given(COUNTS, SETTINGS, st.integers(1, 40))
def test_what_lies_before_the_baseline_does_not_matter(counts, parameters, more) -> None:
    older = np.full((len(counts), more), 99.0)
    before = _judge(counts, parameters)
    after = _judge(np.hstack([older, counts]), parameters)
    judged = before["status"] != Status.NO_HISTORY
    for name, values in before.items():
        np.testing.assert_array_equal(values[judged], after[name][judged], err_msg=name)


@examples
@given(COUNTS, SETTINGS)
def test_answers_are_in_order(counts, parameters) -> None:
    answer = farrington_flexible(counts, frequency=12, parameters=parameters, points=4)
    judged = answer.status == Status.JUDGED
    assert (answer.lower_bound[judged] <= answer.upper_bound[judged]).all()
    assert np.isfinite(answer.upper_bound[judged]).all()
    if parameters.threshold_method == "delta":
        assert (answer.lower_bound[judged] <= answer.expected[judged]).all()
        assert (answer.upper_bound[judged] >= answer.expected[judged]).all()
        np.testing.assert_array_equal(answer.alarm[judged], answer.p_value[judged] < parameters.alpha)
    assert ((answer.p_value[judged] >= 0) & (answer.p_value[judged] <= 1)).all()
    assert (answer.dispersion[judged] >= 1).all()
    np.testing.assert_array_equal(answer.alarm[judged], (answer.observed > answer.upper_bound)[judged])
    assert not answer.alarm[~judged].any()


@examples
@given(COUNTS, SETTINGS)
def test_a_larger_alpha_never_alarms_less(counts, parameters) -> None:
    wider = FarringtonParameters.from_r({**parameters.to_r(), "alpha": 2 * parameters.alpha})
    few, more = _judge(counts, parameters), _judge(counts, wider)
    assert (more["alarm"] >= few["alarm"]).all()
    known = ~np.isnan(few["upper_bound"]) & ~np.isnan(more["upper_bound"])
    assert (more["upper_bound"][known] <= few["upper_bound"][known]).all()


@examples
@given(COUNTS, SETTINGS, st.floats(0.01, 1e5))
def test_population_counts_only_relative_to_itself(counts, parameters, size) -> None:
    offset = FarringtonParameters.from_r({**parameters.to_r(), "populationOffset": True})
    plain = _judge(counts, parameters)
    answer = farrington_flexible(
        counts, frequency=12, parameters=offset, points=4, population=np.full(N_TIME, size)
    )
    np.testing.assert_array_equal(answer.status, plain["status"])
    sure = plain["expected"] > 1e-3
    np.testing.assert_allclose(answer.expected[sure], plain["expected"][sure], rtol=1e-5)


@examples
@given(COUNTS, st.sampled_from(["C1", "C2", "C3"]), st.integers(3, 10))
def test_ears_holds_too(counts, method, baseline) -> None:
    strict = ears(counts, parameters=EarsParameters(method, baseline, alpha=0.001))
    loose = ears(counts, parameters=EarsParameters(method, baseline, alpha=0.05))
    assert (loose.alarm >= strict.alarm).all()
    longer = np.hstack([np.full((len(counts), 5), 7.0), counts])
    shifted = ears(longer, parameters=EarsParameters(method, baseline, alpha=0.05), points=4)
    np.testing.assert_array_equal(shifted.upper_bound, loose.upper_bound[:, -4:])
    early = baseline + {"C1": 0, "C2": 2, "C3": 4}[method]
    assert np.isnan(loose.upper_bound[:, :early]).all()
    assert not loose.alarm[:, :early].any()


def test_ears_by_hand() -> None:
    counts = np.array([4.0, 6, 5, 5, 4, 6, 5, 9])
    answer = ears(counts, parameters=EarsParameters(alpha=0.025), points=1)
    deviation = float(np.std(counts[:7], ddof=1))
    assert answer.upper_bound[0, 0] == pytest.approx(5 + 1.959963984540054 * deviation, rel=1e-14)
    assert answer.alarm[0, 0]
    floor = ears(counts, parameters=EarsParameters(alpha=0.025, minimum_deviation=3.0), points=1)
    assert floor.upper_bound[0, 0] == pytest.approx(5 + 1.959963984540054 * 3, rel=1e-14)
    assert not floor.alarm[0, 0]


def test_ears_with_half_the_baseline_missing() -> None:
    counts = np.array([4.0, np.nan, 5, np.nan, np.nan, 6, 5, 9])
    answer = ears(counts, parameters=EarsParameters(), points=1)
    assert answer.status[0, 0] == Status.JUDGED
    assert answer.expected[0, 0] == 5
    counts[5] = np.nan
    assert ears(counts, parameters=EarsParameters(), points=1).status[0, 0] == Status.NO_HISTORY


def test_one_compiled_form_serves_every_kind_of_array() -> None:
    counts = np.random.default_rng(1).poisson(4, (6, 70))
    wanted = farrington_flexible(counts, frequency=12, points=3).upper_bound
    offset = FarringtonParameters(population_offset=True)
    locked = counts.astype(float)
    locked.setflags(write=False)
    compiled = len(kernel.judge.signatures)
    for form in (locked, np.asfortranarray(locked), counts.tolist(), counts.astype(np.float32), locked[::1]):
        answer = farrington_flexible(form, frequency=12, points=3)
        np.testing.assert_array_equal(answer.upper_bound, wanted)
    farrington_flexible(locked, frequency=12, parameters=offset, points=3, population=np.ones(70))
    assert len(kernel.judge.signatures) == compiled


def test_a_changed_kernel_is_compiled_again(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("A = 1", encoding="utf-8")
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    (tmp_path / "one.py").write_text("A = 2", encoding="utf-8")
    assert fingerprint(tmp_path) != before
    farrington_flexible(np.ones((1, 300)), frequency=52, points=1)
    kept = Path(kernel.judge.stats.cache_path)
    assert list(kept.glob(f"kernel.judge_{SOURCES}*.nbi"))


def test_a_second_process_does_not_compile_again() -> None:
    script = (
        "import numpy as np; from driehoek.statistics import farrington_flexible, kernel;"
        "farrington_flexible(np.ones((1, 300)), frequency=52, points=1);"
        "hits, misses = kernel.judge.stats.cache_hits, kernel.judge.stats.cache_misses;"
        "print(sum(hits.values()), sum(misses.values()))"
    )
    farrington_flexible(np.ones((1, 300)), frequency=52, points=1)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    assert told.stdout.split() == ["1", "0"]
