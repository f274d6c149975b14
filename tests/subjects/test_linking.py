"""Cases are linked by an object or a phenomenon, by who sees both, and never by persons (CX23)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function
from driehoek.subjects.models import CaseLink, CaseTag, Subject, Together
from driehoek.subjects.queries.linking import same_objects
from driehoek.subjects.services.linking import NewDecision, decide_together
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast
from tests.support.subject_objects import CAR, HOUSE, PERSON, add

pytestmark = pytest.mark.django_db


def two_cases(cast: Cast) -> tuple[MadeCase, MadeCase, Subject, Subject]:
    """Two cases of one director that know the same house, one of them in a closed compartment; and one person."""
    first = make_case(cast, partners=[(Function.TEAM_CHIEF, ())])
    second = make_case(
        cast,
        own=("Zorg",),
        title="Verborgen pand",
        partners=[(Function.PARTNER, ("Zorg",)), (Function.TEAM_CHIEF, ())],
    )
    house = add(cast, first.shared, "address", HOUSE)
    written_otherwise = {"street": "Proefstr.", "number": "12", "postcode": "1234ab", "place": "V'stad"}
    same = add(cast, second.own["Zorg"], "address", written_otherwise)
    for made in (first, second):
        add(cast, made.shared, "person", PERSON)
    return first, second, house, same


@pytest.mark.story("CX23")
def test_who_leads_both_cases_decides_over_the_object_and_can_take_that_back(cast: Cast) -> None:
    first, second, house, same = two_cases(cast)
    client = cast.client(Function.CASE_DIRECTOR)
    page = reverse("subjects:related", args=[first.id])
    text = client.get(page).content.decode()
    assert "Verborgen pand" in text
    assert "nog niet beslist" in text
    assert "Verzonnen" not in text
    together = reverse("subjects:together", args=[first.id, house.pk, same.pk])
    assert client.post(together, {"decision": "linked", "reason": ""}).status_code == 200
    client.post(together, {"decision": "linked", "reason": "Zelfde adres in twee meldingen"})
    assert "Zelfde adres in twee meldingen" in client.get(page).content.decode()
    # From the other side it is the same decision.
    assert "hangt samen" in client.get(reverse("subjects:related", args=[second.id])).content.decode()
    client.post(together, {"decision": "apart", "reason": "Ander huisnummer bedoeld"})
    client.post(reverse("subjects:together_back", args=[first.id, house.pk, same.pk]))
    assert "nog niet beslist" in client.get(page).content.decode()
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        assert CaseLink.objects.count() == 2
        assert not CaseLink.objects.filter(ended_at=None).exists()


@pytest.mark.story("CX23")
def test_who_does_not_see_both_records_learns_nothing(cast: Cast) -> None:
    first, second, house, same = two_cases(cast)
    director, chief = cast.people[Function.CASE_DIRECTOR], cast.people[Function.TEAM_CHIEF]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        decide_together(identity=identity, new=NewDecision(house, same, Together.LINKED, "Zelfde adres"))
    # The chief sees both cases, and of the second not the compartment in which the house lies.
    with acting_as(person=chief.pk, municipality=cast.home.pk) as identity:
        assert same_objects(identity, first.case) == []
        assert not CaseLink.objects.exists()
    client = cast.client(Function.TEAM_CHIEF)
    assert "Verborgen" not in client.get(reverse("subjects:related", args=[first.id])).content.decode()
    wanted = reverse("subjects:together", args=[first.id, house.pk, same.pk])
    assert client.get(wanted).status_code == 404
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        people = list(Subject.objects.filter(kind="person").order_by("pk"))
        with pytest.raises(ProgrammingError, match="same object"), transaction.atomic():
            decide_together(
                identity=identity, new=NewDecision(people[0], people[1], Together.LINKED, "Zelfde naam")
            )
        car = add(cast, second.shared, "vehicle", CAR)
        with pytest.raises(ProgrammingError, match="same object"), transaction.atomic():
            decide_together(identity=identity, new=NewDecision(house, car, Together.LINKED, "Verzonnen"))
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            CaseLink.objects.update(decision="apart")


@pytest.mark.story("CX23")
def test_cases_are_found_by_phenomenon_among_those_one_sees(cast: Cast) -> None:
    first, second, _house, _same = two_cases(cast)
    client = cast.client(Function.CASE_DIRECTOR)
    for made, name in ((first, "Drugspand"), (second, " drugspand "), (second, "Drugspand")):
        client.post(reverse("subjects:related", args=[made.id]), {"name": name})
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        assert CaseTag.objects.count() == 2
        tag = CaseTag.objects.get(case=first.case)
    page = reverse("subjects:related", args=[first.id])
    refused = client.post(page, {"name": "Groep van Jan Jansen, 06-12345678"}).content.decode()
    assert "persoonsgegeven" in refused
    assert "Verborgen pand" in cast.client(Function.TEAM_CHIEF).get(page).content.decode()
    chief = cast.client(Function.TEAM_CHIEF)
    assert chief.post(page, {"name": "Stiekem"}).status_code == 403
    client.post(reverse("subjects:phenomenon_end", args=[first.id, tag.pk]))
    assert "Verborgen pand" not in chief.get(page).content.decode()


def test_however_many_objects_are_shared_the_page_asks_the_same(cast: Cast) -> None:
    first, second, _house, _same = two_cases(cast)
    client = cast.client(Function.CASE_DIRECTOR)
    page = reverse("subjects:related", args=[first.id])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for number in range(5):
        for made in (first, second):
            add(cast, made.shared, "organisation", {"name": "Proef", "kvk": f"1234567{number}"})
    assert asked() == few
