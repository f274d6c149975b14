"""The demo's calendar: full enough to see what it is for, and made as people make it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.demo.moments import MOMENTS, NATIONAL, make_moments
from driehoek.moments import queries
from driehoek.parties.models import Function
from tests.support.cast import Cast


def test_the_demo_shows_weeks_ahead_with_every_sort_of_certainty(cast: Cast) -> None:
    make_moments(cast.home.pk, cast.people)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        coming = queries.coming(identity, days=42, limit=100)
        assert queries.visible_moments(identity).count() == len(MOMENTS) + len(NATIONAL)
        today = timezone.localdate()
        shown = queries.on_days(identity, today, today + timedelta(days=60))
    assert {one.moment.state for one in coming} == {"planned", "confirmed"}
    assert len({one.moment.kind for one in coming}) >= 5
    assert sum(one.cancelled for one in shown) == 1
    with acting_as(person=cast.people[Function.ANALYST].pk) as identity:
        seen = {one.moment.title for one in queries.coming(identity, days=42, limit=100)}
    hidden = {one.title for one in MOMENTS if one.confidential}
    assert hidden
    assert not seen & hidden
