"""A large municipality's calendar: a year of permits is read in and shown in a few questions to the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.moments import queries, services
from driehoek.moments.models import Moment
from tests.moments.conftest import ADVISER
from tests.support.cast import Cast

ROWS = 1500


def test_a_long_list_costs_as_many_questions_as_a_short_one(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    today = timezone.localdate()
    lines = [
        f"Z-{number};Evenement {number};{today + timedelta(days=number % 365):%d-%m-%Y};20.00\n"
        for number in range(ROWS)
    ]
    content = ("kenmerk;titel;datum;begin\n" + "".join(lines)).encode()
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        with django_assert_max_num_queries(8):
            run = services.offer(identity=identity, file_name="jaar.csv", content=content, kind="event")
        with django_assert_max_num_queries(16):
            services.confirm(identity=identity, run=run)
        assert Moment.objects.count() == ROWS
        with django_assert_max_num_queries(1):
            found = queries.on_days(identity, today, today + timedelta(days=41))
        assert len(found) == sum(number % 365 <= 41 for number in range(ROWS))
