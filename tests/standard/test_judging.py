"""Judging a norm: properties over any row of checks, and the states that are no figure."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.figures.models import Frequency
from driehoek.problems.content import ContentError, Entry
from driehoek.problems.models import SafetyField
from driehoek.standard import checks, retyping
from driehoek.standard.checks import Figures, Flag, Reading, always
from driehoek.standard.experience import Course, contradict, course_of, newest_pair
from driehoek.standard.models import NormType
from driehoek.standard.norms import Absent, Check, Judgement, State, Sureness, hold, judge

VALUES = st.floats(0, 1000, allow_nan=False)
WAYS: st.SearchStrategy[Literal["lower", "higher"]] = st.sampled_from(["lower", "higher"])


@st.composite
def rows(draw: st.DrawFn) -> list[Check]:
    """Any row of checks: judged, or not for one of the reasons."""
    kinds = draw(st.lists(st.sampled_from([True, False, *Absent]), min_size=1, max_size=30))
    return [
        Check(number, None, absent=kind) if isinstance(kind, Absent) else Check(number, kind, 2.0, 1.0)
        for number, kind in enumerate(kinds)
    ]


@given(rows())
def test_the_run_is_the_longest_tail_of_equal_judgements(found: list[Check]) -> None:
    judgement = judge(found)
    known = [check for check in found if check.broken is not None]
    if not known:
        assert (judgement.check, judgement.run, judgement.exception) == (None, 0, False)
        return
    tail = [check for check in found[: known[-1].number + 1] if check.absent != Absent.PLANNED]
    run = 0
    while run < len(tail) and tail[-1 - run].broken == known[-1].broken:
        run += 1
    assert judgement.check == known[-1]
    assert judgement.run == run >= 1
    assert judgement.since == tail[-run].number
    assert judgement.exception == bool(known[-1].broken)


@given(rows())
def test_a_period_without_a_figure_is_never_met_or_broken(found: list[Check]) -> None:
    judgement, newest = judge(found), found[-1]
    if newest.absent is None:
        assert judgement.state == (State.BROKEN if newest.broken else State.MET)
    else:
        assert judgement.why == newest.absent
        assert judgement.state == {
            Absent.GAP: State.NOT_YET_KNOWN,
            Absent.PLANNED: State.NOT_MEASURED,
        }.get(newest.absent, State.UNKNOWN)


@given(rows())
def test_what_happened_before_a_break_does_not_matter(found: list[Check]) -> None:
    longer = [Check(-1, None, absent=Absent.GAP), *found]
    assert judge(longer) == judge(found)


@given(VALUES, VALUES, WAYS)
def test_a_bound_is_crossed_on_one_side_only(
    value: float, bound: float, way: Literal["lower", "higher"]
) -> None:
    broken = hold(1, value, bound, way).broken
    other = hold(1, value, bound, "higher" if way == "lower" else "lower").broken
    assert (broken, other) == ((False, False) if value == bound else (broken, not broken))
    assert hold(1, value, bound, "neutral").broken is None
    assert hold(1, value, None, way).absent == Absent.NO_BOUND


@given(VALUES, VALUES, WAYS, st.booleans(), st.booleans())
def test_provisional_and_small_figures_are_never_surer(
    value: float, bound: float, way: Literal["lower", "higher"], provisional: bool, counts: bool
) -> None:
    order = [Sureness.LOW, Sureness.FAIR, Sureness.HIGH]
    plain = judge([hold(1, value, bound, way)])
    doubtful = judge([hold(1, value, bound, way, provisional=provisional)], counts=counts)
    assert order.index(doubtful.sureness) <= order.index(plain.sureness)
    assert doubtful.distance == abs(value - bound)


def test_nothing_at_all_is_not_yet_known() -> None:
    assert judge([]) == Judgement(State.NOT_YET_KNOWN, Absent.GAP)


def figures(
    values: list[float | None], *, per_year: int = 12, counts: bool = True, people: int = 1000
) -> Figures:
    return Figures({n: Reading(value) for n, value in enumerate(values)}, per_year, counts, people)


@given(st.lists(st.integers(0, 50), min_size=12, max_size=36))
def test_a_year_of_counts_is_their_sum_and_of_marks_their_mean(values: list[int]) -> None:
    last = len(values) - 1
    given_values: list[float | None] = [float(value) for value in values]
    whole, mean = figures(given_values), figures(given_values, counts=False)
    assert whole.year_up_to(last) == Reading(float(sum(values[-12:])))
    assert mean.year_up_to(last) == Reading(sum(values[-12:]) / 12)
    assert whole.year_up_to(10) is None
    assert whole.rate_up_to(last) == Reading(sum(values[-12:]) * 1000 / 1000)


def test_a_secret_figure_a_missing_year_and_a_missing_area_are_told_apart() -> None:
    secret = checks.fixed(figures([1.0, None]), range(2), "lower", target=3, year=False, planned=always)
    assert [check.absent for check in secret] == [None, Absent.SECRET]
    short = checks.fixed(figures([1.0]), range(1), "lower", target=3, year=True, planned=always)
    assert short[0].absent == Absent.SHORT
    alone = checks.reference(
        figures([1.0] * 12), range(11, 12), "lower", other=None, margin=0, planned=always
    )
    assert alone[0].absent == Absent.NO_BOUND
    nobody = figures([1.0] * 12, people=0)
    there = figures([1.0] * 12)
    assert (
        checks.reference(nobody, range(11, 12), "lower", other=there, margin=0, planned=always)[0].absent
        == Absent.SHORT
    )


def test_a_trend_is_held_against_the_base_year_in_the_good_direction() -> None:
    own = figures([10.0] * 12)
    lower = checks.trend(own, range(11, 12), "lower", base=130, percentage=10, planned=always)[0]
    higher = checks.trend(own, range(11, 12), "higher", base=100, percentage=25, planned=always)[0]
    assert (lower.value, lower.bound, lower.broken) == (120, pytest.approx(117), True)
    assert (higher.value, higher.bound, higher.broken) == (120, pytest.approx(125), True)
    unknown = checks.trend(own, range(11, 12), "lower", base=None, percentage=10, planned=always)[0]
    assert unknown.absent == Absent.NO_BOUND


def test_a_reference_is_held_per_thousand_inhabitants() -> None:
    own, there = figures([2.0] * 12, people=1000), figures([30.0] * 12, people=20_000)
    check = checks.reference(own, range(11, 12), "lower", other=there, margin=20, planned=always)[0]
    assert (check.value, check.bound) == (24.0, pytest.approx(21.6))
    assert check.broken


def test_surveillance_is_taken_over_and_says_nothing_where_it_could_not_judge() -> None:
    flags = {2: Flag(9.0, Sureness.HIGH)}
    seen = checks.signal(figures([1, 1, 12]), range(4), flags=flags, judged=True, planned=always)
    assert [check.broken for check in seen] == [False, False, True, None]
    assert judge(seen[:3]).sureness == Sureness.HIGH
    blind = checks.signal(figures([1, 1]), range(2), flags={}, judged=False, planned=always)
    assert judge(blind).state == State.UNKNOWN


def test_every_other_year_is_not_measured_and_does_not_break_a_run() -> None:
    survey = Figures({2021: Reading(6.0), 2023: Reading(6.1)}, 1, False)
    found = checks.fixed(
        survey, range(2021, 2025), "higher", target=7, year=False, planned=lambda year: year % 2 == 1
    )
    judgement = judge(found)
    assert (judgement.state, judgement.run, judgement.since) == (State.NOT_MEASURED, 2, 2021)
    assert judgement.exception


@pytest.mark.story("ST22")
def test_the_rules_for_typing_anew_are_data() -> None:
    def after(
        run: int, norm: NormType = NormType.ABSOLUTE, rhythm: Frequency = Frequency.MONTH
    ) -> str | None:
        judgement = judge([Check(number, True, 2, 1) for number in range(run)])
        found = retyping.rule_for(norm, SafetyField.LIVING, rhythm, judgement)
        return found.propose if found else None

    assert [after(run) for run in (2, 3, 9)] == [None, "complex", "complex"]
    assert after(9, NormType.PROCESS) is None
    assert (after(7, rhythm=Frequency.WEEK), after(8, rhythm=Frequency.WEEK)) == (None, "complex")
    met = judge([Check(0, False, 1, 2)])
    assert retyping.rule_for(NormType.ABSOLUTE, SafetyField.LIVING, Frequency.YEAR, met) is None


def test_a_rule_that_is_not_right_says_where() -> None:
    right = {
        "key": "a",
        "propose": "complex",
        "norms": ["trend"],
        "fields": ["youth"],
        "periods": {"year": 2},
    }
    assert retyping.parse(Entry("rules", dict(right))).periods == {Frequency.YEAR: 2}
    for wrong in ({"norms": ["gone"]}, {"fields": []}, {"periods": {"day": 1}}, {"extra": 1}):
        with pytest.raises(ContentError, match="rules"):
            retyping.parse(Entry("rules", right | wrong))


@pytest.mark.story("ST13")
def test_registered_and_experienced_may_contradict_and_are_never_averaged() -> None:
    better = course_of(Reading(5), Reading(9), "lower")
    worse = course_of(Reading(5), Reading(9), "higher")
    assert (better, worse) == (Course.BETTER, Course.WORSE)
    assert (
        course_of(Reading(5), None, "lower") == course_of(Reading(5), Reading(9), "neutral") == Course.UNKNOWN
    )
    assert contradict([better, Course.SAME], [worse])
    assert not contradict([better, worse], [worse])
    assert not contradict([better], [Course.SAME])


def test_the_measurement_before_is_the_last_one_whichever_year() -> None:
    survey = Figures({2021: Reading(6.0), 2023: Reading(7.0)}, 1, False)
    assert newest_pair(survey) == (2023, Reading(7.0), Reading(6.0))
    assert newest_pair(Figures({}, 1, False)) == (None, None, None)
