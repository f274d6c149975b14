"""The demo holds one of everything, and says nowhere that it is real."""

from __future__ import annotations

import pytest

from driehoek.access.identity import acting_as
from driehoek.exchange.demo import make_exchange
from driehoek.exchange.models import (
    Kind,
    Measure,
    OralIncident,
    Part,
    ProvisionState,
    RequestState,
    ReturnNotice,
)
from driehoek.exchange.queries import provisions as reading
from driehoek.exchange.queries import requests as asking
from driehoek.parties.models import Function
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_demo_shows_each_side_what_it_would_want_to_see(cast: Cast) -> None:
    make_exchange(cast.home.pk, cast.people)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        states = sorted(asking.requests(identity).values_list("state", flat=True))
        assert states == sorted(
            [RequestState.GRANTED, RequestState.REFUSED, RequestState.PART, RequestState.SUBMITTED]
        )
        everything = reading.received(identity)
        got = list(everything.exclude(kind__in=[Kind.RETURN, Kind.ORAL]).order_by("number"))
        assert [one.state for one in got] == [
            ProvisionState.EXPIRED,
            ProvisionState.RELEASED,
            ProvisionState.RELEASED,
        ]
        assert [one.received_at is None for one in got] == [False, True, True]
        measures = sorted(ReturnNotice.objects.values_list("measure", flat=True))
        assert measures == [Measure.MEASURE, Measure.OPEN, Measure.OPEN]
        assert everything.filter(kind=Kind.ORAL).count() == 2
        # Of the one in stages the mayor finds the headline alone.
        assert Part.objects.filter(provision=got[1]).count() == 1
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        assert asking.inbox(identity).count() == 1
        assert Part.objects.filter(provision=got[1]).count() == 3
    with acting_as(person=cast.people[Function.DPO].pk):
        assert OralIncident.objects.filter(settled_at=None).count() == 1
