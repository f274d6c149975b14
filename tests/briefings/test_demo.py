"""The demo's analyses and briefings stand whatever figures there are, and are sealed like any other."""

from __future__ import annotations

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.briefings import paper, queries
from driehoek.briefings.demo import make_briefings
from driehoek.briefings.models import Briefing, Receipt
from driehoek.parties.models import Function
from driehoek.publications.contents import seal
from driehoek.publications.demo import make_publications
from driehoek.publications.models import Edition, State
from tests.support.cast import Cast


def test_two_analyses_one_in_a_second_version_and_four_briefings_one_in_the_making(cast: Cast) -> None:
    published = make_publications(cast.home.pk, cast.people)
    make_briefings(cast.home.pk, cast.people)
    assert sorted(one.number for one in published) == [1, 2]
    assert {one.state for one in published} == {State.PUBLISHED}
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity, connection.cursor() as cursor:
        editions = list(Edition.objects.all())
        assert all(seal(one.content) == one.sha256 for one in editions)
        sent = list(Briefing.objects.filter(sent_at__isnull=False))
        assert len(sent) == 3
        assert all(one.week < Briefing.week_of(timezone.localdate()) for one in sent)
        for one in sent:
            cursor.execute("SELECT briefings_seal(%s)", [one.pk])
            assert cursor.fetchone() == (one.sha256,)
        making = queries.in_the_making(identity)
        assert making is not None
        lines = queries.lines_of(identity, making)
        assert paper.fit(identity, making, lines).fits
        assert {line.kind for line in lines} >= {"publications.publication"}
        assert Receipt.objects.count() == 2
    # Both analyses were new this week, but the mayor has read the first versions.
    page = cast.client(Function.MAYOR).get(reverse("brief:today")).content.decode()
    assert "(versie 2)" in page
