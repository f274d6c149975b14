"""Setting, meeting and reminding: one reminder, a route that goes on by itself, nobody told twice."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines import services
from driehoek.deadlines.calendar import at_local, end_of_working_day, working_days_after
from driehoek.deadlines.ladder import route_of
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.ledger.models import Event
from driehoek.parties.models import Appointment, Function
from tests.deadlines.support import (
    KIND,
    away,
    colleague,
    days_ago,
    due,
    long_here,
    noon,
    on_route,
    police,
    reread,
    swept,
    told,
)
from tests.support.cast import Cast

# A Monday without a holiday near it.
MONDAY = date(2026, 9, 7)
DUE = end_of_working_day(MONDAY)


def day(n: int, hour: int = 18) -> datetime:
    """A moment `n` days after that Monday."""
    return end_of_working_day(MONDAY + timedelta(days=n)) + timedelta(hours=hour - 17)


def test_late_after_is_due_and_grace_in_working_days(cast: Cast) -> None:
    friday = end_of_working_day(date(2026, 10, 23))
    made = due(cast, friday, grace_days=2)
    # Over the weekend in which the clock goes back.
    assert made.late_after == end_of_working_day(date(2026, 10, 27))
    assert made.remind_at == made.late_after
    assert made.escalate_at == end_of_working_day(date(2026, 10, 28))


def test_without_reminding_nothing_goes_out_by_itself(cast: Cast) -> None:
    long_here(cast)
    made = due(cast, DUE, remind=False)
    assert (made.remind_at, made.escalate_at) == (None, None)
    assert swept(cast, day(30)) == 0
    assert told(cast, made) == []


def test_a_subject_is_due_once_per_kind(cast: Cast) -> None:
    made = due(cast, DUE)
    again = services.NewDeadline(cast.home.pk, KIND, made.subject, DUE)
    with (
        acting_as(person=cast.people[Function.SAFETY_ADVISER].pk),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        services.set_deadline(new=again)


def test_many_at_once_keep_their_order_and_leave_one_line(cast: Cast) -> None:
    new = [services.NewDeadline(cast.home.pk, KIND, uuid.uuid4(), day(n), grace_days=n) for n in range(30)]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        made = services.set_deadlines(new=new)
        lines = Event.objects.filter(action="deadlines:plan:made")
        assert [line.data for line in lines] == ['{"count":30}']
        assert {one.set_by_id for one in made} == {identity.person}
    assert [one.subject for one in made] == [one.subject for one in new]
    assert [one.grace_days for one in made] == list(range(30))


def test_met_and_reopened_it_stands_as_it_stood(cast: Cast) -> None:
    made = due(cast, DUE, grace_days=2)
    before = {name: getattr(made, name) for name in ("due_at", "late_after", "remind_at", "escalate_at")}
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert services.meet(deadline=made, at=day(1))
        assert not services.meet(deadline=made)
    met = reread(cast, made)
    assert (met.state, met.met_at) == (DeadlineState.MET, day(1))
    assert swept(cast, day(40)) == 0
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert services.reopen(deadline=made)
        assert not services.reopen(deadline=made)
    again = reread(cast, made)
    assert (again.state, again.met_at) == (DeadlineState.OPEN, None)
    assert {name: getattr(again, name) for name in before} == before


def test_each_act_leaves_one_line_without_a_name(cast: Cast) -> None:
    made = due(cast, DUE)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        services.meet(deadline=made)
        services.reopen(deadline=made)
        services.move(deadline=made, due_at=day(7))
        services.withdraw(deadline=made)
        rows = list(Event.objects.filter(subject=made.pk).order_by("sequence"))
    assert [row.action.rpartition(":")[2] for row in rows] == ["set", "met", "reopened", "moved", "withdrawn"]
    assert {row.data for row in rows} == {f'{{"kind":"{KIND}"}}'}


def test_moved_its_late_moment_and_reminder_move_along(cast: Cast) -> None:
    made = due(cast, DUE, grace_days=1)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert services.move(deadline=made, due_at=day(4))
    moved = reread(cast, made)
    assert moved.due_at == day(4)
    # Friday and a working day of grace: Monday; the first step a working day later.
    assert moved.late_after == moved.remind_at == day(7)
    assert moved.escalate_at == day(8)


def test_a_plan_is_taken_back_only_where_nothing_happened(cast: Cast) -> None:
    ahead = due(cast, timezone.now() + timedelta(days=9))
    past = due(cast, days_ago(3))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert services.delete_unreached(ids=[ahead.pk, past.pk, None]) == 1
        assert services.withdraw_many(ids=[ahead.pk, past.pk, None]) == 1
        assert list(Deadline.objects.values_list("pk", "state")) == [(past.pk, "withdrawn")]


def test_a_reminder_by_hand_goes_out_once(cast: Cast) -> None:
    made = due(cast, days_ago(2))
    adviser, mayor = cast.people[Function.SAFETY_ADVISER], cast.people[Function.MAYOR]
    with acting_as(person=adviser.pk) as identity:
        assert services.remind(identity=identity, deadline=made) == [cast.people[Function.TEAM_CHIEF].pk]
    with acting_as(person=mayor.pk) as identity, pytest.raises(services.AlreadyRemindedError) as refused:
        services.remind(identity=identity, deadline=reread(cast, made))
    assert refused.value.by == adviser.name
    found = reread(cast, made)
    assert refused.value.at == found.reminded_at
    assert found.escalate_at is not None
    assert found.escalate_at == working_days_after(refused.value.at, 1)
    assert [one[0] for one in told(cast, made)] == ["reminder"]
    with acting_as(person=adviser.pk):
        line = Event.objects.get(action="deadlines:deadline:reminded")
    assert str(cast.people[Function.TEAM_CHIEF].pk) in line.data
    assert adviser.name not in line.data


def test_a_reminder_by_hand_is_the_only_one(cast: Cast) -> None:
    made = due(cast, days_ago(2))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.remind(identity=identity, deadline=made)
    assert swept(cast, timezone.now()) == 0
    assert len(told(cast, made)) == 1


def test_there_is_nothing_to_remind_of_when_it_has_come(cast: Cast) -> None:
    made = due(cast, days_ago(2))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.meet(deadline=reread(cast, made))
        with pytest.raises(services.NotDueError):
            services.remind(identity=identity, deadline=made)


def test_nobody_is_reminded_of_what_is_not_due_yet(cast: Cast) -> None:
    made = due(cast, timezone.now() + timedelta(hours=1))
    with (
        acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity,
        pytest.raises(services.NotDueError),
    ):
        services.remind(identity=identity, deadline=made)
    assert told(cast, made) == []


def test_a_reminder_within_the_grace_is_the_only_one_and_the_route_waits_until_it_is_late(cast: Cast) -> None:
    made = due(cast, days_ago(1) - timedelta(hours=12), grace_days=4)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.remind(identity=identity, deadline=made)
    found = reread(cast, made)
    assert found.escalate_at == working_days_after(found.late_after, 1)
    assert swept(cast, found.late_after) == 0
    assert swept(cast, working_days_after(found.late_after, 1)) == 1
    assert [one[0] for one in told(cast, made)] == ["reminder", "escalation"]


def test_nobody_to_remind_is_said_and_changes_nothing(cast: Cast) -> None:
    made = due(cast, days_ago(2), organisation=None, responsible=None)
    with (
        acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity,
        pytest.raises(services.NobodyToRemindError),
    ):
        services.remind(identity=identity, deadline=made)
    assert reread(cast, made).reminded_at is None


def test_without_a_contact_those_who_supply_are_reminded(cast: Cast) -> None:
    made = due(cast, days_ago(2), responsible=None)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert services.remind(identity=identity, deadline=made) == [cast.people[Function.TEAM_CHIEF].pk]


def test_the_whole_ladder_day_by_day(cast: Cast) -> None:
    long_here(cast)
    deputy_chief, duty = colleague(cast, "Waarnemend chef"), colleague(cast, "Piket")
    on_route(cast, duty, 1, wait_days=2)
    made = due(cast, DUE, grace_days=1, substitute=deputy_chief.pk)
    chief, adviser = cast.people[Function.TEAM_CHIEF].name, cast.people[Function.SAFETY_ADVISER].name
    # Monday due, Tuesday late: until then nothing.
    assert swept(cast, day(1, hour=16)) == 0
    expected: list[tuple[str, int, str]] = []
    for number, reason, step, name in (
        (1, "reminder", 0, chief),
        (2, "escalation", 1, deputy_chief.name),
        (3, "escalation", 2, duty.name),
        # The duty officer gets two working days, over the weekend.
        (4, "", 0, ""),
        (7, "escalation", 3, adviser),
        (60, "", 0, ""),
    ):
        touched = swept(cast, day(number))
        assert touched == (1 if reason else 0), number
        if reason:
            expected.append((reason, step, name))
        assert told(cast, made) == expected
        # Again at the same moment does nothing.
        assert swept(cast, day(number)) == 0
    found = reread(cast, made)
    assert (found.step, found.escalate_at) == (3, None)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert [(step.kind, step.state, step.who) for step in route_of(identity, found)] == [
            ("reminder", "done", chief),
            ("substitute", "done", deputy_chief.name),
            ("contact", "done", duty.name),
            ("advisers", "done", adviser),
        ]


def test_after_a_long_standstill_the_reminder_comes_first_and_the_steps_one_by_one(cast: Cast) -> None:
    long_here(cast)
    second = colleague(cast, "Waarnemend chef")
    made = due(cast, DUE, substitute=second.pk)
    assert swept(cast, day(42)) == 1
    assert [one[0] for one in told(cast, made)] == ["reminder"]
    assert swept(cast, day(42, hour=19)) == 0
    assert swept(cast, day(43)) == 1
    assert len(told(cast, made)) == 2


def test_who_stands_in_is_told_instead_and_nobody_hears_twice(cast: Cast) -> None:
    long_here(cast)
    chief, second = cast.people[Function.TEAM_CHIEF], colleague(cast, "Waarnemend chef")
    third = colleague(cast, "Derde")
    away(cast, chief, second, MONDAY, MONDAY + timedelta(days=30))
    on_route(cast, third, 1)
    made = due(cast, DUE, substitute=second.pk)
    swept(cast, day(0))
    # The stand-in is the substitute as well and knows already, so the route goes on with the next.
    swept(cast, day(1))
    assert [one[2] for one in told(cast, made)] == [second.name, third.name]


def test_who_left_is_passed_over(cast: Cast) -> None:
    long_here(cast)
    left, stays = colleague(cast, "Vertrokken"), colleague(cast, "Blijft")
    on_route(cast, left, 1)
    on_route(cast, stays, 2)
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=left).update(valid_until=noon(2026, 9, 1))
    made = due(cast, DUE)
    swept(cast, day(0))
    swept(cast, day(1))
    assert [one[2] for one in told(cast, made)] == [cast.people[Function.TEAM_CHIEF].name, stays.name]


def test_with_nobody_to_remind_the_first_step_that_reaches_someone_is_taken(cast: Cast) -> None:
    long_here(cast)
    made = due(cast, DUE, organisation=None, responsible=None)
    assert swept(cast, day(0)) == 1
    assert told(cast, made) == [("escalation", 1, cast.people[Function.SAFETY_ADVISER].name)]
    found = reread(cast, made)
    assert (found.reminded_at, found.escalate_at) == (None, None)
    assert swept(cast, day(30)) == 0


def test_a_route_without_anybody_ends(cast: Cast) -> None:
    long_here(cast)
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(function=Function.SAFETY_ADVISER).update(valid_until=noon(2026, 9, 1))
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        made = services.set_deadline(new=services.NewDeadline(identity.municipality, KIND, uuid.uuid4(), DUE))
    assert swept(cast, day(0)) == 1
    assert reread(cast, made).escalate_at is None
    assert swept(cast, day(30)) == 0
    assert told(cast, made) == []


def test_a_step_that_is_moved_or_removed_meanwhile_is_not_taken_twice_nor_missed(cast: Cast) -> None:
    long_here(cast)
    first, second, third = (colleague(cast, name) for name in ("Eerste", "Tweede", "Derde"))
    steps = [on_route(cast, person, place) for place, person in enumerate((first, second, third), 1)]
    made = due(cast, DUE)
    swept(cast, day(0))
    swept(cast, day(1))
    with acting_as_system(municipality=cast.home.pk):
        # The first step goes, so that the second now stands where the first stood.
        steps[0].delete()
    swept(cast, day(2))
    swept(cast, day(3))
    names = [one[2] for one in told(cast, made)]
    assert names == [cast.people[Function.TEAM_CHIEF].name, first.name, second.name, third.name]


def test_a_sweep_leaves_other_municipalities_alone(cast: Cast) -> None:
    long_here(cast)
    made = due(cast, DUE)
    with acting_as_system(municipality=cast.away.pk):
        assert services.sweep(municipality=cast.away.pk, now=day(9)) == 0
        assert services.sweep(municipality=cast.home.pk, now=day(9)) == 0
    assert told(cast, made) == []


def test_a_sweep_takes_no_more_than_its_limit(cast: Cast) -> None:
    long_here(cast)
    for _number in range(5):
        due(cast, DUE)
    with acting_as_system(municipality=cast.home.pk):
        taken = [services.sweep(municipality=cast.home.pk, now=day(0), limit=2) for _round in range(4)]
    assert taken == [2, 2, 1, 0]


def test_forty_late_deliveries_are_one_mail(cast: Cast) -> None:
    long_here(cast)
    for _number in range(40):
        due(cast, DUE)
    assert swept(cast, day(0)) == 40
    jobs = ProcrastinateJob.objects.filter(task_name="driehoek.deadlines.tasks.send_mail_to")
    assert [job.args["person"] for job in jobs] == [str(cast.people[Function.TEAM_CHIEF].pk)]


def test_a_notice_is_seen_by_its_own_person_only(cast: Cast) -> None:
    made = due(cast, days_ago(2))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.remind(identity=identity, deadline=made)
        assert services.see_notices(identity=identity, deadlines=[made.pk]) == 0
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        assert services.see_notices(identity=identity, deadlines=[made.pk]) == 1
        assert services.see_notices(identity=identity, deadlines=[made.pk]) == 0
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert route_of(identity, reread(cast, made))[0].seen


def test_a_deadline_in_the_double_hour_is_kept_to_the_minute(cast: Cast) -> None:
    from datetime import time

    made = due(cast, at_local(date(2026, 10, 25), time(2, 30)), organisation=police(cast))
    assert reread(cast, made).due_at == datetime.fromisoformat("2026-10-25T01:30:00+00:00")
