"""Adding, changing, cancelling and taking back; two people at once; what a keeper may not do."""

from __future__ import annotations

import json
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.moments import queries, services
from driehoek.moments.models import Moment, MomentState
from driehoek.moments.national import NATIONAL
from driehoek.moments.recurrence import UnusableSchedule
from driehoek.parties.models import Function
from driehoek.problems.models import Kind
from tests.moments.conftest import ADVISER, Put, problem_of
from tests.support.cast import Cast
from tests.support.moment_objects import moment_values

TODAY = timezone.localdate()


def coming(cast: Cast, function: Function = Function.MAYOR, *, days: int = 42) -> list[tuple[str, date]]:
    with acting_as(person=cast.people[function].pk) as identity:
        return [(one.moment.title, one.day) for one in queries.coming(identity, days=days, limit=50)]


def test_every_act_is_one_line_on_the_ledger_without_words(cast: Cast, put: Put) -> None:
    moment = put("Kermis in Noord", what="Ruzie bij de botsauto's")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        services.change_moment(
            identity=identity, moment=moment, version=1, values=moment_values("Kermis in Zuid"), areas=()
        )
        services.cancel(identity=identity, moment=moment, version=2)
        services.restore(identity=identity, moment=moment, version=3)
        events = list(Event.objects.filter(subject=moment.pk).order_by("sequence"))
    acts = [event.action.rpartition(":")[2] for event in events]
    assert acts == ["added", "changed", "cancelled", "restored"]
    assert [event.version for event in events] == [1, 2, 3, 4]
    said = " ".join(event.data for event in events)
    assert "Kermis" not in said
    assert "botsauto" not in said
    assert json.loads(events[1].data)["changed"] == ["title", "what"]


def test_the_second_of_two_editors_is_told(cast: Cast, put: Put) -> None:
    moment = put("Kermis")
    stale = Moment(pk=moment.pk)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        stale = Moment.objects.get(pk=moment.pk)
        services.change_moment(
            identity=identity, moment=moment, version=1, values=moment_values("Kermis in Zuid"), areas=()
        )
        with pytest.raises(VersionConflict):
            services.change_moment(
                identity=identity, moment=stale, version=1, values=moment_values("Kermis in Noord"), areas=()
            )
        with pytest.raises(VersionConflict):
            services.cancel(identity=identity, moment=stale, version=1)
        assert Moment.objects.get(pk=moment.pk).title == "Kermis in Zuid"


def test_saving_the_same_changes_nothing(cast: Cast, put: Put) -> None:
    moment = put("Kermis")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        changed = services.change_moment(
            identity=identity, moment=moment, version=1, values=moment_values("Kermis"), areas=()
        )
        assert changed == []
        assert Moment.objects.get(pk=moment.pk).version == 1


def test_one_time_of_a_series_is_cancelled_and_the_others_stay(cast: Cast, put: Put) -> None:
    first = TODAY + timedelta(days=3)
    moment = put("Weekmarkt", day=first, rule="FREQ=WEEKLY")
    second = first + timedelta(days=7)
    assert [day for _title, day in coming(cast)][:3] == [first, second, second + timedelta(days=7)]
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        services.cancel(identity=identity, moment=moment, version=1, day=second)
        shown = queries.on_days(identity, first, first + timedelta(days=14))
        assert [one.cancelled for one in shown] == [False, True, False]
        with pytest.raises(services.NotThatDay):
            services.cancel(identity=identity, moment=moment, version=2, day=first + timedelta(days=1))
        with pytest.raises(VersionConflict):
            services.cancel(identity=identity, moment=moment, version=2, day=second)
    assert second not in [day for _title, day in coming(cast)]
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        services.restore(identity=identity, moment=moment, version=2, day=second)
    assert second in [day for _title, day in coming(cast)]


def test_what_is_cancelled_as_a_whole_is_not_coming_and_comes_back(cast: Cast, put: Put) -> None:
    moment = put("Demonstratie", kind="demonstration")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        services.cancel(identity=identity, moment=moment, version=1)
    assert coming(cast) == []
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        with pytest.raises(VersionConflict):
            services.cancel(identity=identity, moment=moment, version=2)
        services.restore(identity=identity, moment=moment, version=2)
    assert [title for title, _day in coming(cast)] == ["Demonstratie"]


def test_coming_is_soonest_first_one_query_and_limited(
    cast: Cast, put: Put, django_assert_num_queries: object
) -> None:
    for days, title in ((9, "Later"), (2, "Eerst"), (60, "Te ver"), (-3, "Voorbij")):
        put(title, day=TODAY + timedelta(days=days))
    put("Loopt nu", day=TODAY - timedelta(days=1), ends_on=TODAY + timedelta(days=1))
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        with django_assert_num_queries(1):  # type: ignore[operator]
            found = queries.coming(identity, days=42, limit=5)
        assert [one.moment.title for one in found] == ["Loopt nu", "Eerst", "Later"]
        assert len(queries.coming(identity, days=42, limit=2)) == 2


def test_an_exercise_never_comes_in_the_real_calendar(cast: Cast) -> None:
    training = problem_of(cast, Kind.STANDARD, training=True)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        with pytest.raises(PermissionDenied, match="oefening"):
            services.add_moment(identity=identity, values=moment_values(problem=training))
        assert not Moment.objects.exists()


def test_who_does_not_see_a_case_puts_nothing_under_it(cast: Cast, secret: object) -> None:
    chief = cast.people[Function.TEAM_CHIEF].pk
    with acting_as(person=chief) as identity, pytest.raises(PermissionDenied, match="niet zien"):
        services.add_moment(identity=identity, values=moment_values(problem=secret))


def test_an_analyst_cannot_make_what_an_analyst_cannot_see(cast: Cast) -> None:
    analyst = cast.people[Function.ANALYST].pk
    with acting_as(person=analyst) as identity, pytest.raises(PermissionDenied, match="vertrouwelijk"):
        services.add_moment(identity=identity, values=moment_values(confidential=True))


@pytest.mark.parametrize(
    "function", [Function.PROSECUTOR, Function.CASE_DIRECTOR, Function.PARTNER, Function.ADMIN, Function.DPO]
)
def test_who_reads_only_writes_nothing(cast: Cast, function: Function) -> None:
    with acting_as(person=cast.people[function].pk) as identity, pytest.raises(PermissionDenied):
        services.add_moment(identity=identity, values=moment_values())


def test_times_that_cannot_be_are_refused(cast: Cast) -> None:
    wrong = (
        moment_values(starts_time=time(20, 0), ends_time=time(19, 0)),
        moment_values(starts_time=time(20, 0), ends_time=time(20, 0)),
        moment_values(ends_on=TODAY + timedelta(days=100)),
    )
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        for values in wrong:
            with pytest.raises(UnusableSchedule):
                services.add_moment(identity=identity, values=values)


def test_national_moments_are_taken_over_once(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        taken = [services.take_over(identity=identity, key=one.key) for one in NATIONAL]
        again = [services.take_over(identity=identity, key=one.key) for one in NATIONAL]
        assert [one.pk for one in taken] == [one.pk for one in again]
        assert Moment.objects.count() == len(NATIONAL)
        assert {one.state for one in taken} == {MomentState.CONFIRMED}
        assert Event.objects.filter(action="moments:moment:added").count() == len(NATIONAL)
        found = queries.on_days(identity, TODAY, TODAY + timedelta(days=366))
        assert {one.moment.title for one in found} == {str(one.title) for one in NATIONAL}
        with pytest.raises(KeyError):
            services.take_over(identity=identity, key="onbekend")
