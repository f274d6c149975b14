"""The walls around records and links: no other case, no other compartment, no other municipality (CX04)."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from driehoek.access.identity import acting_as
from driehoek.access.models import Level
from driehoek.access.services import grant
from driehoek.cases.models import Case
from driehoek.parties.models import Function
from driehoek.subjects import queries, services
from driehoek.subjects.models import Link, Subject
from driehoek.subjects.services import LinkValues, NewSubject
from driehoek.vault import LockedError
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast
from tests.support.subject_objects import CAR, HOUSE, PERSON, add, tie

pytestmark = pytest.mark.django_db


def two_parts(cast: Cast) -> tuple[MadeCase, Subject, Subject, Link]:
    """A case with a person in care, an address that is shared, and the link between both."""
    made = make_case(cast, own=("Zorg",), partners=[(Function.PARTNER, ("Zorg",)), (Function.TEAM_CHIEF, ())])
    person = add(cast, made.own["Zorg"], "person", PERSON, note="Geheim")
    house = add(cast, made.shared, "address", HOUSE)
    return made, person, house, tie(cast, person, house, "lives_at", "likely")


def test_a_link_to_a_closed_compartment_does_not_exist(cast: Cast) -> None:
    made, person, house, link = two_parts(cast)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk, municipality=cast.home.pk) as identity:
        assert list(Subject.objects.values_list("pk", flat=True)) == [house.pk]
        assert not Link.objects.exists()
        assert queries.one(identity, made.case, person.pk) is None
        assert [one.label for one in queries.records_of(identity, made.case)] == [house.label]
        raw = Subject(
            municipality=cast.home,
            case=made.case,
            compartment=made.own["Zorg"],
            kind="group",
            made_at=made.case.opened_at,
        )
        raw.label = "Bij de zorg naar binnen"
        with pytest.raises(ProgrammingError), transaction.atomic():
            raw.save(force_insert=True)
    for who, place in ((cast.people[Function.MAYOR], cast.home), (cast.stranger, cast.away)):
        with acting_as(person=who.pk, municipality=place.pk):
            assert not Subject.objects.exists()
            assert not Link.objects.exists()
    with acting_as(person=cast.people[Function.PARTNER].pk, municipality=cast.home.pk) as identity:
        assert [one.pk for one in queries.links_of(identity, house)] == [link.pk]


def test_when_a_record_goes_to_another_compartment_its_links_go_out_of_sight(cast: Cast) -> None:
    made, person, _house, _link = two_parts(cast)
    chief = cast.people[Function.TEAM_CHIEF]
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        services.change_subject(
            identity=identity, subject=person, version=person.version, compartment=made.shared
        )
        other = services.add_subject(identity=identity, new=NewSubject(made.shared, "vehicle", CAR))
        services.add_link(identity=identity, one=person, other=other, values=LinkValues("uses", "likely"))
    with acting_as(person=chief.pk, municipality=cast.home.pk):
        # The link to the house was made in care and stays there; the one made now is shared.
        assert list(Link.objects.values_list("to_subject", flat=True)) == [other.pk]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        services.change_subject(
            identity=identity, subject=person, version=person.version, compartment=made.own["Zorg"]
        )
    with acting_as(person=chief.pk, municipality=cast.home.pk):
        assert not Link.objects.exists()


@pytest.mark.parametrize("closed", ["compartment", "from_part", "to_part"])
def test_one_closed_compartment_of_the_three_is_enough(cast: Cast, closed: str) -> None:
    made = make_case(cast, own=("Zorg",), partners=[(Function.TEAM_CHIEF, ())])
    care = made.own["Zorg"]
    person = add(cast, care if closed == "compartment" else made.shared, "person", PERSON)
    house = add(cast, made.shared, "address", HOUSE)
    link = tie(cast, person, house, "lives_at")
    # A link stays in the compartment in which it was made, also when an end goes to another.
    moved = house if closed == "to_part" else person
    chief, director = (cast.people[one].pk for one in (Function.TEAM_CHIEF, Function.CASE_DIRECTOR))
    with acting_as(person=chief, municipality=cast.home.pk):
        assert Link.objects.count() == (0 if closed == "compartment" else 1)
    with acting_as(person=director, municipality=cast.home.pk) as identity:
        services.change_subject(
            identity=identity,
            subject=moved,
            version=moved.version,
            compartment=made.shared if closed == "compartment" else care,
        )
        link.refresh_from_db()
        assert {one for one in ("compartment", "from_part", "to_part") if getattr(link, one) == care} == {
            closed
        }
        assert queries.link(identity, made.case, link.pk) == link
    with acting_as(person=chief, municipality=cast.home.pk) as identity:
        assert not Link.objects.exists()
        assert not queries.links_in(identity, made.case).exists()
        assert Link.objects.filter(pk=link.pk).update(until="2026-01-01") == 0


def test_who_sees_the_compartment_and_not_the_case_sees_its_links(cast: Cast) -> None:
    made = make_case(cast)
    link = tie(
        cast,
        add(cast, made.shared, "person", PERSON),
        add(cast, made.shared, "address", HOUSE),
        "lives_at",
    )
    chief = cast.people[Function.TEAM_CHIEF].pk
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk) as identity:
        grant(
            identity=identity, person=chief, problem=made.shared.pk, level=Level.OVERVIEW, reason="Kijkt mee"
        )
    with acting_as(person=chief, municipality=cast.home.pk) as identity:
        assert not Case.objects.filter(pk=made.case.pk).exists()
        assert list(queries.links_in(identity, made.case)) == [link]


def test_a_record_stays_in_its_case_and_a_link_within_one(cast: Cast) -> None:
    _made, _person, house, _link = two_parts(cast)
    elsewhere = make_case(cast, title="Andere groep")
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        away = services.add_subject(identity=identity, new=NewSubject(elsewhere.shared, "address", HOUSE))
        with pytest.raises(ProgrammingError), transaction.atomic():
            Subject.objects.filter(pk=house.pk).update(case=elsewhere.case, compartment=elsewhere.shared)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Subject.objects.filter(pk=house.pk).update(compartment=elsewhere.shared)
        with pytest.raises(ProgrammingError), transaction.atomic():
            services.add_link(
                identity=identity, one=house, other=away, values=LinkValues("other", "confirmed")
            )
        with pytest.raises(ProgrammingError), transaction.atomic():
            services.set_leader(identity=identity, subject=house, version=house.version, leader=away)
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM subjects_link")


def test_what_identifies_is_not_readable_in_the_database_and_fits_only_its_own_row(cast: Cast) -> None:
    _made, person, house, _link = two_parts(cast)
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        with connection.cursor() as cursor:
            cursor.execute("SELECT s::text FROM subjects_subject s")
            stored = " ".join(row[0] for row in cursor.fetchall())
        for word in ("Verzonnen", "Sam", "2004-02-01", "Proefstraat", "1234", "Geheim"):
            assert word not in stored
        person.label_locked = house.label_locked
        with pytest.raises(LockedError):
            _read = person.label
        # Two addresses alike are found again blind; a person never is.
        assert len(house.fingerprints) == 1
        assert Subject.objects.get(pk=person.pk).fingerprints == []


def test_a_partners_data_wait_for_the_legal_gate(cast: Cast) -> None:
    made, _person, _house, _link = two_parts(cast)
    with acting_as(person=cast.people[Function.PARTNER].pk, municipality=cast.home.pk) as identity:
        with pytest.raises(services.GateClosedError) as closed:
            services.add_subject(identity=identity, new=NewSubject(made.shared, "vehicle", CAR))
        assert "convenant" in closed.value.stands.text
        own = next(iter(identity.organisations))
        blank = Subject(
            municipality=cast.home, case=made.case, compartment=made.shared, kind="vehicle", source_id=own,
            made_at=made.case.opened_at,
        )  # fmt: skip
        blank.label = "Buiten de dienst om"
        with pytest.raises(ProgrammingError, match="legal gate"), transaction.atomic():
            blank.save(force_insert=True)
