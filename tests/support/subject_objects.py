"""Records and links of a case, for tests of this room and for the table of rights."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from driehoek.access.identity import acting_as
from driehoek.cases.models import Compartment
from driehoek.parties.models import Function
from driehoek.subjects import services
from driehoek.subjects.models import Link, Subject
from driehoek.subjects.services.linking import add_phenomenon
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast

PERSON = {"given_names": "Sam", "surname": "Verzonnen", "birth_date": "2004-02-01"}
HOUSE = {"street": "Proefstraat", "number": "12", "postcode": "1234 AB", "place": "Voorbeeldstad"}
CAR = {"plate": "XX-99-XX", "make": "Proefauto"}


def add(
    cast: Cast, compartment: Compartment, kind: str, details: Mapping[str, str], *, note: str = ""
) -> Subject:
    """Let the case director write a record down."""
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        return services.add_subject(
            identity=identity, new=services.NewSubject(compartment, kind, details, note=note)
        )


def tie(cast: Cast, one: Subject, other: Subject, kind: str, certainty: str = "confirmed") -> Link:
    """Let the case director tie two records."""
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        return services.add_link(
            identity=identity, one=one, other=other, values=services.LinkValues(kind, certainty)
        )


def subject_objects(cast: Cast, made: MadeCase) -> dict[str, uuid.UUID]:
    """Return the ids that stand in addresses of this room: a record and a link in the shared part, and in care."""
    person = add(cast, made.shared, "person", PERSON)
    house = add(cast, made.shared, "address", HOUSE)
    cared = add(cast, made.own["Zorg"], "person", {"given_names": "Kim", "surname": "Bedacht"})
    away = make_case(cast, title="Pand in een andere casus")
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        tag = add_phenomenon(identity=identity, case=made.case, name="Drugspand")
    return {
        "house": house.pk,
        "same_house": add(cast, away.shared, "address", HOUSE).pk,
        "phenomenon_tag": tag.pk,
        "subject": person.pk,
        "care_subject": cared.pk,
        "subject_link": tie(cast, person, house, "lives_at").pk,
        "care_link": tie(cast, cared, house, "lives_at", "likely").pk,
    }
