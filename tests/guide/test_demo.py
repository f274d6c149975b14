"""What the demo shows of the guide."""

from __future__ import annotations

from driehoek.access.identity import acting_as
from driehoek.demo.guide import LAST_YEAR, THIS_YEAR, make_guide
from driehoek.guide.defaults import defaults
from driehoek.guide.models import Workshop
from driehoek.guide.queries import scans as queries
from driehoek.guide.shapes import Section
from driehoek.parties.models import Function
from tests.support.cast import Cast


def test_the_demo_answers_statements_that_exist() -> None:
    named = {key for seats in (LAST_YEAR, THIS_YEAR) for marks in seats.values() for key in marks}
    assert named <= set(defaults(Section.QUESTION))


def test_the_demo_has_a_round_behind_it_one_that_waits_for_the_mayor_and_a_session(cast: Cast) -> None:
    make_guide(cast.home.pk, cast.people)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        current, earlier = queries.rounds(identity)
        assert earlier.closed_at is not None
        assert earlier.closed_at < current.opened_at
        assert current.closed_at is None
        assert queries.may_compare(identity, current) is False
        apart = [row.question.key for row in queries.together(earlier) if row.differs]
        assert {"standard-meaning", "om-list"} <= set(apart)
        assert queries.together(current)[0].values == {}, "the mayor has not handed in yet"
        assert Workshop.objects.count() == 1
