"""The walls around signals: the sender, who judges, then the compartment; nobody else, by no way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function as F
from driehoek.signals import queries, services
from driehoek.signals.models import HandOver, Judgement, Milestone, Signal, SignalState
from driehoek.signals.services import Verdict
from tests.signals.conftest import WORDS, World, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _undone(world: World) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def seen_by(world: World, function: F) -> set[object]:
    """Return which signals a function sees, asked of the database without any filter of ours."""
    with acting_as(person=world.cast.people[function].pk, municipality=world.cast.home.pk) as identity:
        raw = set(Signal.objects.values_list("pk", flat=True))
        assert set(queries.visible_to(identity).values_list("pk", flat=True)) == raw
        return raw


def hung(world: World, part: str) -> None:
    """Let the case director take the signal of the police up in a part of the case."""
    with acting_as(person=world.cast.people[F.CASE_DIRECTOR].pk, municipality=world.cast.home.pk) as who:
        compartment = world.made.own.get(part, world.made.shared)
        signal = Signal.objects.get(pk=world.police.pk)
        services.judge(
            identity=who,
            signal=signal,
            version=signal.version,
            verdict=Verdict(
                SignalState.ACCEPTED, "Wij kijken ernaar.", note="Intern", compartment=compartment
            ),
        )


def test_before_it_is_judged_the_sender_and_who_judges_see_it_and_nobody_else(world: World) -> None:
    both = {world.police.pk, world.housing.pk}
    assert seen_by(world, F.CASE_DIRECTOR) == seen_by(world, F.SAFETY_ADVISER) == both
    assert seen_by(world, F.TEAM_CHIEF) == {world.police.pk}
    assert seen_by(world, F.PARTNER) == {world.housing.pk}
    for function in (F.MAYOR, F.DEPUTY, F.ANALYST, F.DPO, F.ADMIN, F.PROSECUTOR, F.COUNCIL, F.GUEST):
        assert seen_by(world, function) == set(), function
    with acting_as(person=world.cast.stranger.pk, municipality=world.cast.away.pk):
        assert not Signal.objects.exists()
        assert not Milestone.objects.exists()


def test_once_accepted_only_who_sees_the_compartment_reads_it(world: World) -> None:
    hung(world, "Zorg")
    # The adviser judges, but has no grant on this closed part.
    assert world.police.pk not in seen_by(world, F.SAFETY_ADVISER)
    assert world.police.pk in seen_by(world, F.PARTNER)
    assert world.police.pk in seen_by(world, F.TEAM_CHIEF)
    assert seen_by(world, F.GUEST) == set()
    hidden = (Judgement, HandOver)
    for function in (F.TEAM_CHIEF, F.PARTNER, F.MAYOR, F.SAFETY_ADVISER):
        with acting_as(person=world.cast.people[function].pk, municipality=world.cast.home.pk):
            assert not any(kind.objects.exists() for kind in hidden), function


def test_the_texts_lie_under_lock_and_never_in_the_ledger(world: World) -> None:
    with acting_as(person=world.cast.people[F.CASE_DIRECTOR].pk, municipality=world.cast.home.pk):
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(s)::text FROM signals_signal s")
            stored = " ".join(row[0] for row in cursor.fetchall())
            cursor.execute("SELECT data::text FROM ledger_event")
            stored += " ".join(row[0] for row in cursor.fetchall())
        for word in ("Proefman", "speeltuin", "Speeltuin"):
            assert word not in stored
        assert Signal.objects.get(pk=world.police.pk).about == "Jan Proefman"


@pytest.mark.parametrize(
    ("function", "statement"),
    [
        (F.CASE_DIRECTOR, "UPDATE signals_signal SET what_locked = ''"),
        (F.CASE_DIRECTOR, "UPDATE signals_signal SET reporter_id = reporter_id, number = 'S-AAA-AAA'"),
        (F.CASE_DIRECTOR, "DELETE FROM signals_signal"),
        (F.CASE_DIRECTOR, "UPDATE signals_judgement SET outcome = 'rejected'"),
        (F.CASE_DIRECTOR, "DELETE FROM signals_judgement"),
        (F.TEAM_CHIEF, "UPDATE signals_milestone SET text_locked = '', seen_at = now()"),
        (
            F.CASE_DIRECTOR,
            "UPDATE signals_signal SET state = 'rejected', compartment_id = NULL, keep_until = now()",
        ),
    ],
)
def test_what_was_reported_judged_and_told_stands_still(world: World, function: F, statement: str) -> None:
    hung(world, "Gedeeld")
    with (
        acting_as(person=world.cast.people[function].pk, municipality=world.cast.home.pk),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_nobody_reports_in_the_name_of_another_or_tells_themselves(world: World) -> None:
    cast = world.cast
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        forged = Signal(
            municipality=cast.home, number="S-ZZZ-ZZZ", reporter=cast.people[F.TEAM_CHIEF],
            organisation=world.police.organisation, happened_on=timezone.localdate(), grade="A", credibility="1",
            sent_at=timezone.now(),
        )  # fmt: skip
        forged.what = "Verzonnen"
        with pytest.raises(DatabaseError), transaction.atomic():
            forged.save(force_insert=True)
    with acting_as(person=cast.people[F.TEAM_CHIEF].pk, municipality=cast.home.pk):
        line = Milestone(municipality=cast.home, signal=world.police, kind="accepted", made_at=timezone.now())
        with pytest.raises(DatabaseError), transaction.atomic():
            line.save(force_insert=True)


def test_a_hint_tells_the_sender_nothing_of_others(world: World) -> None:
    """With the same report of the police and a case of the same words, housing gets what it would get without."""
    cast = world.cast

    def hints(text: str, function: F) -> tuple[list[queries.Alike], int]:
        with acting_as(person=cast.people[function].pk, municipality=cast.home.pk) as identity:
            with connection.execute_wrapper(counter := Counted()):
                found = queries.alike_for_sender(identity, text=text, area=None, day=timezone.localdate())
            return found, counter.number

    nothing, fewest = hints("Iets heel anders over een kapotte lantaarn", F.PROSECUTOR)
    same, number = hints(WORDS, F.PROSECUTOR)
    assert nothing == same == []
    assert number == fewest
    title, _count = hints(world.made.case.problem.title, F.PARTNER)
    assert title == []
    own, _count = hints(WORDS, F.PARTNER)
    assert [one.title for one in own] == [f"Signaal {world.housing.number}"]
    # A director who does not see the closed part is told of nothing in it.
    hung(world, "Zorg")
    again = sent(cast, F.PROSECUTOR, WORDS)
    with acting_as(person=cast.people[F.SAFETY_ADVISER].pk, municipality=cast.home.pk) as identity:
        said = " ".join(one.title for one in queries.alike_for_judge(identity, again))
        assert world.police.number not in said
        assert world.housing.number in said


class Counted:
    """Counts statements."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        """Count one and let it pass."""
        self.number += 1
        return execute(sql, params, many, context)


def test_a_list_asks_as_much_of_the_database_for_twenty_as_for_two(world: World) -> None:
    client = world.cast.client(F.CASE_DIRECTOR)

    def asked() -> int:
        with connection.execute_wrapper(counter := Counted()):
            assert client.get("/signalen/").status_code == 200
        return counter.number

    asked()
    before = asked()
    for _at in range(8):
        sent(world.cast, F.TEAM_CHIEF, f"Nog iets {_at}")
    assert asked() == before


def test_what_was_not_taken_up_is_destroyed_on_its_day_with_a_certificate(world: World) -> None:
    from driehoek.access.identity import acting_as_system
    from driehoek.ledger.models import Event

    with acting_as(person=world.cast.people[F.CASE_DIRECTOR].pk, municipality=world.cast.home.pk) as who:
        services.judge(
            identity=who,
            signal=Signal.objects.get(pk=world.police.pk),
            version=1,
            verdict=Verdict(SignalState.REJECTED, "Hoort bij de wijkagent."),
        )
    today = timezone.localdate()
    with acting_as_system(municipality=world.cast.home.pk):
        assert services.destroy_due(municipality=world.cast.home.pk, today=today) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            services.destroy_due(municipality=world.cast.home.pk, today=today + timedelta(days=366))
    with acting_as(person=world.cast.people[F.CASE_DIRECTOR].pk, municipality=world.cast.home.pk):
        with pytest.raises(DatabaseError), transaction.atomic():
            Signal.objects.filter(pk=world.police.pk).update(keep_until=today)
        # As if it was judged a year ago.
        Signal.objects.filter(pk=world.housing.pk).update(state=SignalState.REJECTED, keep_until=today)
    with acting_as_system(municipality=world.cast.home.pk):
        assert services.destroy_due(municipality=world.cast.home.pk) == 1
        assert list(Signal.objects.values_list("pk", flat=True)) == [world.police.pk]
    with acting_as(person=world.cast.people[F.DPO].pk, municipality=world.cast.home.pk):
        line = Event.objects.get(action="signals:signals:destroyed")
        assert '"count":1' in line.data
        assert str(world.housing.pk) not in line.data
