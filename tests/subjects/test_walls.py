"""The walls around records and links: no other case, no other compartment, no other municipality (CX04)."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function
from driehoek.subjects import queries, services
from driehoek.subjects.models import Link, Subject
from tests.support.cases import make_case
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
PERSON = {"given_names": "Sam", "surname": "Voorbeeld", "birth_date": "2004-02-01"}
HOUSE = {"street": "Voorbeeldstraat", "number": "12", "postcode": "1234 AB", "place": "Voorbeeldstad"}


def test_a_first_record(cast: Cast) -> None:
    made = make_case(cast, own=("Zorg",), partners=[(Function.PARTNER, ("Zorg",)), (Function.TEAM_CHIEF, ())])
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk) as identity:
        one = services.add_subject(
            identity=identity, new=services.NewSubject(made.own["Zorg"], "person", PERSON)
        )
        other = services.add_subject(
            identity=identity, new=services.NewSubject(made.shared, "address", HOUSE)
        )
        services.add_link(
            identity=identity, one=one, other=other, values=services.LinkValues("lives_at", "likely")
        )
        assert [r.label for r in queries.records_of(identity, made.case)] == [
            "Sam Voorbeeld",
            "Voorbeeldstraat 12, Voorbeeldstad",
        ]
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk, municipality=cast.home.pk) as identity:
        assert list(Subject.objects.values_list("kind", flat=True)) == ["address"]
        assert not Link.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Subject.objects.update(case=other.case_id, compartment=made.own["Zorg"])
