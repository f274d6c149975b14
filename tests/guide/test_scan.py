"""The scan: each seat for itself, a secret until handed in, then side by side (HR01, HR02)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.guide.models import Scan, ScanAnswer, ScanSeat
from driehoek.guide.queries import scans as queries
from driehoek.guide.services import scans, texts
from driehoek.guide.services.scans import Given
from driehoek.guide.shapes import GuideKind, Part, Section
from driehoek.ledger.models import Event
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Appointment, Function, Person, Substitution
from tests.support.cast import Cast
from tests.support.guide_objects import answer_all, hand_in, open_round

MAYOR, PROSECUTOR, CHIEF = Function.MAYOR, Function.PROSECUTOR, Function.TEAM_CHIEF
ADVISER, DEPUTY = Function.SAFETY_ADVISER, Function.DEPUTY


@pytest.fixture
def scan(cast: Cast) -> Scan:
    return open_round(cast)


def stand_in(cast: Cast, substitute: Person, principal: Person) -> None:
    with acting_as_system(municipality=cast.home.pk):
        Substitution.objects.create(
            municipality=cast.home,
            principal=principal,
            substitute=substitute,
            valid_from=timezone.now() - timedelta(hours=1),
            valid_until=timezone.now() + timedelta(hours=1),
        )


def rows_for(person: Person) -> int:
    """Count the answers that the database itself lets someone read."""
    with acting_as(person=person.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM guide_scananswer")
        found: int = cursor.fetchone()[0]
    return found


def test_a_round_asks_all_the_same_and_there_is_one_at_a_time(cast: Cast, scan: Scan) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        assert len(queries.questions_of(scan)) == 24
        with pytest.raises(scans.RoundOpen):
            scans.open_scan(identity=identity, year=2027, label="Nog een")
        texts.end_text(
            identity=identity,
            section=Section.QUESTION,
            text=queries.questions_of(scan)[0],
            version=0,
            today=timezone.localdate(),
        )
        again = Scan.objects.get(pk=scan.pk)
        assert len(queries.questions_of(again)) == 24, "a running round keeps its statements"
        scans.close_scan(identity=identity, scan=scan)
        following = scans.open_scan(identity=identity, year=2027, label="Nog een")
        assert len(queries.questions_of(following)) == 23


def test_answers_can_be_changed_until_handed_in(cast: Cast, scan: Scan) -> None:
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        scans.answer(identity=identity, scan=scan, given={"om-list": Given(2, "te laat")})
        scans.answer(identity=identity, scan=scan, given={"om-list": Given(4), "bestaat-niet": Given(1)})
        seat = queries.seat_in(identity, scan)
        assert seat is not None
        known = queries.answers_in(seat)
        assert [(key, one.value, one.note) for key, one in known.items()] == [("om-list", 4, "")]
        with pytest.raises(scans.Unanswered) as caught:
            scans.submit(identity=identity, scan=scan)
        assert caught.value.left == 23
        answer_all(identity, scan)
        scans.submit(identity=identity, scan=scan)
        with pytest.raises(scans.HandedIn):
            scans.answer(identity=identity, scan=scan, given={"om-list": Given(1)})
        with pytest.raises(scans.HandedIn):
            scans.submit(identity=identity, scan=scan)


def test_the_ledger_says_that_someone_answered_and_never_what(cast: Cast, scan: Scan) -> None:
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        scans.answer(identity=identity, scan=scan, given={"om-list": Given(1, "De pers was eerder")})
    with acting_as(person=cast.people[ADVISER].pk):
        found = Event.objects.get(action="guide:scan:answered")
    assert found.data == '{"answers":1,"function":"mayor"}'


@pytest.mark.parametrize("reader", [ADVISER, PROSECUTOR, CHIEF, DEPUTY, Function.ADMIN, Function.DPO])
def test_the_database_hides_answers_until_they_are_handed_in(
    cast: Cast, scan: Scan, reader: Function
) -> None:
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        answer_all(identity, scan)
    assert rows_for(cast.people[MAYOR]) == 24
    assert rows_for(cast.people[reader]) == 0


def test_who_has_not_handed_in_sees_nothing_of_who_has(cast: Cast, scan: Scan) -> None:
    hand_in(cast, scan, MAYOR, 5)
    assert rows_for(cast.people[CHIEF]) == 0, "not before beginning"
    with acting_as(person=cast.people[CHIEF].pk) as identity:
        answer_all(identity, scan, 1)
        assert queries.may_compare(identity, scan) is False
    assert rows_for(cast.people[CHIEF]) == 24, "only their own while they answer"
    with acting_as(person=cast.people[CHIEF].pk) as identity:
        scans.submit(identity=identity, scan=scan)
        assert queries.may_compare(identity, scan) is True
    assert rows_for(cast.people[CHIEF]) == 48
    assert rows_for(cast.people[MAYOR]) == 48
    assert rows_for(cast.people[PROSECUTOR]) == 0
    assert rows_for(cast.people[Function.ADMIN]) == 0
    assert rows_for(cast.people[Function.PARTNER]) == 0
    assert rows_for(cast.stranger) == 0


def test_a_deputy_looks_on_from_the_mayors_seat(cast: Cast, scan: Scan) -> None:
    hand_in(cast, scan, CHIEF)
    assert rows_for(cast.people[DEPUTY]) == 0
    with acting_as(person=cast.people[DEPUTY].pk) as identity, pytest.raises(PermissionDenied):
        scans.take_seat(identity=identity, scan=scan)
    hand_in(cast, scan, MAYOR)
    assert rows_for(cast.people[DEPUTY]) == 48


def test_a_closed_round_is_open_to_the_table_alone(cast: Cast, scan: Scan) -> None:
    hand_in(cast, scan, MAYOR)
    with acting_as(person=cast.people[CHIEF].pk) as identity:
        scans.answer(identity=identity, scan=scan, given={"om-list": Given(1)})
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        scans.close_scan(identity=identity, scan=scan)
        with pytest.raises(scans.RoundClosed):
            scans.close_scan(identity=identity, scan=scan)
    assert rows_for(cast.people[PROSECUTOR]) == 24, "what was handed in; what was not stays a secret"
    assert rows_for(cast.people[Function.ANALYST]) == 0
    with acting_as(person=cast.people[CHIEF].pk) as identity, pytest.raises(scans.RoundClosed):
        scans.answer(identity=identity, scan=scan, given={"om-list": Given(5)})


def refused(person: Person, statement: str, values: list[object]) -> bool:
    """Tell whether the database refuses a statement of someone, or lets it change nothing."""
    with acting_as(person=person.pk):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.rowcount == 0
        except DatabaseError:
            return True


def test_the_database_refuses_what_an_enemy_would_write(cast: Cast, scan: Scan) -> None:
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        answer_all(identity, scan)
        seat = queries.seat_in(identity, scan)
        assert seat is not None
    chief, mayor = cast.people[CHIEF], cast.people[MAYOR]
    # Hand in for the mayor, so that the answers come into sight.
    assert refused(chief, "UPDATE guide_scanseat SET submitted_at = now() WHERE id = %s", [seat.pk])
    # Take the mayor's seat.
    assert refused(chief, "UPDATE guide_scanseat SET holder_id = %s WHERE id = %s", [chief.pk, seat.pk])
    # Hand in an empty seat of a function that is not one's own.
    assert refused(
        chief,
        "INSERT INTO guide_scanseat (id, municipality_id, scan_id, function, holder_id, taken_at, submitted_at)"
        " VALUES (gen_random_uuid(), %s, %s, 'prosecutor', %s, now(), now())",
        [cast.home.pk, scan.pk, chief.pk],
    )
    # Answer in the mayor's seat, or change what the mayor answered.
    assert refused(
        chief,
        "INSERT INTO guide_scananswer (id, municipality_id, scan_id, seat_id, person_id, given_by_id, question,"
        " value, note, given_at) VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, 'om-list', 1, '', now())",
        [cast.home.pk, scan.pk, seat.pk, chief.pk, chief.pk],
    )
    assert refused(chief, "UPDATE guide_scananswer SET value = 1 WHERE seat_id = %s", [seat.pk])
    assert refused(chief, "UPDATE guide_scan SET closed_at = now() WHERE id = %s", [scan.pk])
    # What was handed in stands, for its own holder too.
    with acting_as(person=mayor.pk) as identity:
        scans.submit(identity=identity, scan=scan)
    assert refused(mayor, "UPDATE guide_scananswer SET value = 1 WHERE seat_id = %s", [seat.pk])
    assert refused(mayor, "UPDATE guide_scanseat SET submitted_at = NULL WHERE id = %s", [seat.pk])
    assert refused(mayor, "DELETE FROM guide_scananswer WHERE seat_id = %s", [seat.pk])


def test_who_stands_in_for_the_mayor_goes_on_in_the_mayors_seat(cast: Cast, scan: Scan) -> None:
    mayor, deputy = cast.people[MAYOR], cast.people[DEPUTY]
    stand_in(cast, deputy, mayor)
    with acting_as(person=deputy.pk) as identity:
        scans.answer(identity=identity, scan=scan, given={"om-list": Given(2)})
    with acting_as(person=mayor.pk) as identity:
        seat = queries.seat_in(identity, scan)
        assert seat is not None
        assert seat.holder_id == mayor.pk
        known = queries.answers_in(seat)
        assert known["om-list"].value == 2
        assert known["om-list"].given_by_id == deputy.pk
        answer_all(identity, scan)
        scans.submit(identity=identity, scan=scan)
    assert ScanSeat.objects.count() == 0, "outside an identity nothing is there"


def test_two_of_one_function_share_no_seat_and_a_successor_starts_anew(cast: Cast, scan: Scan) -> None:
    first = cast.people[CHIEF]
    with acting_as(person=first.pk) as identity:
        answer_all(identity, scan, 5)
    with acting_as_system(municipality=cast.home.pk):
        appointment = Appointment.objects.get(person=first)
        second = Person(email=f"tweede.{scan.pk}@voorbeeld.invalid", name="Tweede teamchef")
        second.set_unusable_password()
        second.save(force_insert=True)
        Appointment.objects.create(
            municipality=cast.home,
            person=second,
            organisation=appointment.organisation,
            function=CHIEF,
            valid_from=timezone.now() - timedelta(hours=1),
        )
    with acting_as(person=second.pk) as identity, pytest.raises(PermissionDenied):
        scans.take_seat(identity=identity, scan=scan)
    assert rows_for(second) == 0
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(pk=appointment.pk).update(valid_until=timezone.now())
    with acting_as(person=second.pk) as identity:
        seat = scans.take_seat(identity=identity, scan=scan)
        assert seat.holder_id == second.pk
        assert queries.answers_in(seat) == {}
        answer_all(identity, scan, 1)
        scans.submit(identity=identity, scan=scan)
        values = {tuple(row.values.items()) for row in queries.together(scan)}
        assert values == {((CHIEF, 1),)}, "the predecessor's answers do not count"


def test_differences_stand_first_and_unknowns_are_named(cast: Cast, scan: Scan) -> None:
    hand_in(cast, scan, MAYOR, 3, om_list=1, crisis_calls=4, standard_felt=None)
    hand_in(cast, scan, CHIEF, 3, om_list=5, crisis_calls=5)
    hand_in(cast, scan, PROSECUTOR, 3, om_list=4, complex_plan=5)
    with acting_as(person=cast.people[MAYOR].pk):
        rows = queries.together(scan)
    assert [row.question.key for row in rows if row.differs] == ["om-list", "complex-plan", "crisis-calls"]
    assert [row.question.key for row in rows[:3]] == ["om-list", "complex-plan", "crisis-calls"]
    assert rows[0].spread == 4
    found = {row.question.key: row for row in rows}
    assert found["om-list"].values == {MAYOR: 1, PROSECUTOR: 4, CHIEF: 5}
    assert found["crisis-calls"].spread == 2
    assert found["standard-felt"].unknown == [MAYOR]
    assert found["standard-felt"].spread == 0


def test_a_summary_leaves_unknowns_out_of_the_mean_and_counts_them(cast: Cast, scan: Scan) -> None:
    asked = queries.questions_of(scan)
    keys = [one.key for one in asked if one.kind == GuideKind.OM and one.part == Part.PROCESS]
    given = {one.key: [3] for one in asked} | {keys[0]: [5], keys[1]: [None]}
    by_place = {(cell.kind, cell.part): cell for cell in queries.cells(asked, given)}
    cell = by_place[GuideKind.OM, Part.PROCESS]
    assert (cell.mean, cell.unknown, cell.level) == (5, 1, "middling"), "half unknown is not strong"
    assert queries.Cell(GuideKind.OM, Part.ROLE, 4.5, unknown=1, known=7).level == "strong"
    assert by_place[GuideKind.CRISIS, Part.ROLE].level == "middling"
    levels = {
        value: queries.Cell(GuideKind.OM, Part.ROLE, value, 0).level for value in (1.0, 2.5, 2.6, 3.9, 4.0)
    }
    assert levels == {1.0: "weak", 2.5: "weak", 2.6: "middling", 3.9: "middling", 4.0: "strong"}
    assert queries.Cell(GuideKind.OM, Part.ROLE, None, 2).level == "unknown"
    assert len(by_place) == 12


def test_a_difference_on_the_agenda_tells_no_numbers_and_stands_there_once(cast: Cast, scan: Scan) -> None:
    hand_in(cast, scan, MAYOR, 3, om_list=1)
    hand_in(cast, scan, CHIEF, 3, om_list=5)
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        rows = [row for row in queries.together(scan) if row.differs]
        first = scans.put_on_agenda(identity=identity, scan=scan, rows=rows, url="/gids/scan/")
        second = scans.put_on_agenda(identity=identity, scan=scan, rows=rows, url="/gids/scan/")
        assert [one.pk for one in first] == [one.pk for one in second]
        point = AgendaPoint.objects.get(origin="guide.scan")
    assert point.title == "Wij kijken verschillend naar: Vaste lijst van zaken"
    assert not any(sign in point.title + point.text for sign in ("1", "5", "Burgemeester", "Teamchef"))


def test_nothing_of_a_scan_is_there_for_another_municipality(cast: Cast, scan: Scan) -> None:
    hand_in(cast, scan, MAYOR)
    with acting_as(person=cast.stranger.pk) as identity:
        assert queries.rounds(identity) == []
        assert queries.scan_of(identity, scan.pk) is None
        assert not ScanSeat.objects.exists()
        assert not ScanAnswer.objects.exists()
