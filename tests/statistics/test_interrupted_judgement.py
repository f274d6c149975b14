"""What a study concludes: refusals with numbers, checks that lower a claim, comparison, displacement."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from driehoek.statistics import interrupted_control as control
from driehoek.statistics.interrupted import Certainty, Problem, answer, as_data
from driehoek.statistics.interrupted_checks import judge
from driehoek.statistics.interrupted_trial import FIRST, Scenario, simulate

CLEAR = Scenario(
    "clear", level=120.0, ratio=0.6, season=0.2, spread=0.05, shared=0.1, areas=5, control_level=150.0
)


def problem_of(scenario: Scenario, seed: int = 2) -> Problem:
    counts, areas = simulate(scenario, 1, seed)
    months = FIRST + np.arange(counts.shape[1])
    return Problem(months, scenario.start, counts[0], None if areas is None else areas[0])


def test_a_clear_effect_survives_every_check_and_says_with_what_it_was_compared() -> None:
    found = judge(problem_of(CLEAR))
    assert found.certainty == Certainty.VERY_LIKELY
    assert found.compared is not None
    assert found.main is found.compared
    assert found.main.estimate is not None
    assert found.main.estimate.low < 0.6 < found.main.estimate.high
    assert found.fake_places is not None
    assert found.fake_places.tried == 5
    assert found.fake_places.as_strong == 0
    assert found.fake_places.p == pytest.approx(1 / 6)
    assert found.fake_dates is not None
    assert found.fake_dates.tried >= 6
    assert [one.key for one in found.variants] == ["short", "settled", "unpeaked"]
    after = problem_of(CLEAR).post
    assert np.all(found.main.expected[after] > problem_of(CLEAR).target[after])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"before": 20}, "months_before"),
        ({"after": 4}, "months_after"),
        ({"level": 2.0, "ratio": 1.0}, "counts"),
        ({"spread": 1.1}, "wander"),
    ],
)
def test_thin_or_wild_data_are_refused_with_the_number_that_was_needed(
    change: dict[str, float], code: str
) -> None:
    found = judge(problem_of(replace(CLEAR, areas=0, **change)))
    assert found.certainty == Certainty.REFUSED
    assert found.main.estimate is None
    [reason] = found.main.reasons
    assert reason.code == code
    assert (reason.found > reason.needed) == (code == "wander")


def test_an_empty_comparison_is_refused() -> None:
    asked = problem_of(CLEAR)
    assert asked.areas is not None
    found = answer(replace(asked, areas=np.zeros_like(asked.areas)))
    assert [one.code for one in found.reasons] == ["comparison_empty"]


def test_what_hits_all_areas_alike_is_a_change_and_no_effect() -> None:
    asked = problem_of(replace(CLEAR, ratio=1.0))
    assert asked.areas is not None
    fall = np.where(asked.months >= asked.start, 0.6, 1.0)
    found = judge(replace(asked, target=np.round(asked.target * fall), areas=np.round(asked.areas * fall)))
    assert found.change.certainty == Certainty.VERY_LIKELY
    assert found.certainty == Certainty.UNCLEAR


def test_a_start_at_a_peak_is_told_and_what_rests_on_the_peak_is_not_claimed() -> None:
    asked = problem_of(replace(CLEAR, level=300.0, ratio=1.0, areas=0, shared=0.0, spread=0.03), seed=3)
    last = (asked.months >= asked.start - 6) & (asked.months < asked.start)
    found = judge(replace(asked, target=np.where(last, np.round(asked.target * 1.15), asked.target)))
    assert found.peak is not None
    assert found.peak.ratio > 1.1
    assert "peak" in found.doubts
    assert found.main.certainty == Certainty.LIKELY
    assert found.certainty == Certainty.UNCLEAR


def test_months_left_out_do_not_count() -> None:
    asked = problem_of(CLEAR)
    wild = asked.target.copy()
    wild[20:23] = 5000
    months = frozenset(int(one) for one in asked.months[20:23])
    plain, without = (
        answer(replace(asked, excluded=months)),
        answer(replace(asked, target=wild, excluded=months)),
    )
    assert plain.estimate == without.estimate
    assert np.isnan(without.expected[20:23]).all()


def test_displacement_is_seen_next_door_with_the_quotient_of_bowers_and_johnson() -> None:
    asked = problem_of(CLEAR)
    near, _areas = simulate(replace(CLEAR, ratio=1.4, areas=0), 1, seed=9)
    found = judge(asked, near).displacement
    assert found is not None
    assert found.estimate is not None
    assert found.estimate.ratio > 1.2
    assert found.quotient is not None
    assert found.quotient < -0.5


def test_quotient_by_hand() -> None:
    # Target 100 -> 60, buffer 50 -> 60, control 200 -> 200: (0.30 - 0.25) / (0.30 - 0.50) = -0.25.
    assert control.displacement_quotient((100, 60), (50, 60), (200, 200)) == pytest.approx(-0.25)
    assert control.displacement_quotient((100, 60), (50, 40), (200, 200)) == pytest.approx(0.25)
    assert control.displacement_quotient((60, 100), (50, 60), (200, 200)) is None


def test_weights_are_shares_and_find_the_areas_that_look_alike() -> None:
    random = np.random.default_rng(3)
    place = np.arange(60)
    waves = [400 * (1 + 0.5 * np.sin(2 * np.pi * place / length)) for length in (60, 12, 25, 9)]
    areas = np.array([random.poisson(wave) for wave in waves]).astype(float)
    target = random.poisson(0.7 * waves[0] + 0.3 * waves[1]).astype(float)
    found = control.weights(target, areas, place < 60)
    assert found.sum() == pytest.approx(1)
    assert np.all(found >= 0)
    assert found[:2] == pytest.approx([0.7, 0.3], abs=0.12)
    two = control.weights(target, areas[:2], place < 60)
    assert control.together(areas[:2], place < 60, two) == pytest.approx(areas[:2].sum(axis=0))


def test_an_answer_can_be_kept_as_json() -> None:
    kept = as_data(judge(problem_of(CLEAR)))
    assert kept["certainty"] == "very_likely"
    assert isinstance(kept["compared"]["expected"][0], float)
    assert kept["compared"]["weights"] == pytest.approx(kept["compared"]["weights"])
    assert kept["change"]["end"]["ratio"] < 1
