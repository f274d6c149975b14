"""Life domains: what is compared, and what is not told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.course.domains import LEAST_PERSONS, SCALE, movement, together

KEYS = [domain.key for domain in SCALE.domains]
STEPS = st.lists(st.integers(0, 5), min_size=len(KEYS), max_size=len(KEYS))


@given(STEPS, STEPS)
def test_every_domain_goes_one_way(before: list[int], after: list[int]) -> None:
    first, last = dict(zip(KEYS, before, strict=True)), dict(zip(KEYS, after, strict=True))
    found = movement(first, last)
    assert found.forward + found.same + found.back + found.unknown == len(SCALE.domains)
    back = movement(last, first)
    assert (back.forward, back.back, back.same) == (found.back, found.forward, found.same)


def test_what_is_not_known_is_never_a_step_forward() -> None:
    first = {domain.key: 0 for domain in SCALE.domains}
    last = {domain.key: 5 for domain in SCALE.domains}
    assert movement(first, last).forward == 0


def test_fewer_than_five_persons_give_no_total() -> None:
    course = ({domain.key: 1 for domain in SCALE.domains}, {domain.key: 3 for domain in SCALE.domains})
    assert together([course] * (LEAST_PERSONS - 1)) is None
    found = together([course] * LEAST_PERSONS)
    assert found is not None
    assert found["housing"].forward == LEAST_PERSONS


@pytest.mark.parametrize("wrong", [{}, {domain.key: 6 for domain in SCALE.domains}])
def test_scores_that_are_no_steps_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"life domains|no step"):
        SCALE.refuse_wrong(wrong)
