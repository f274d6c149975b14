"""Requests and provisions by a key: asked and submitted, judged, and never read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.exchange.models import Part, PartReading, Provision, Request, RequestState
from driehoek.parties.models import Appointment, Function, Organisation, OrganisationKind
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme
from tests.support.api_keys import caller
from tests.support.cast import Cast
from tests.support.giving import TEXT, drafted, organisation, released, submitted

pytestmark = pytest.mark.django_db
F = Function


@pytest.fixture
def theme(cast: Cast) -> Theme:
    with acting_as(person=cast.people[F.SAFETY_ADVISER].pk) as identity:
        return ensure_theme(municipality=identity.municipality, field=SafetyField.LIVING, path=("Drugs",))


@pytest.fixture
def body(cast: Cast, theme: Theme) -> dict[str, Any]:
    with acting_as(person=cast.people[F.SAFETY_ADVISER].pk):
        to = organisation(OrganisationKind.PROSECUTION, cast).pk
    return {
        "aanId": str(to),
        "themaId": str(theme.pk),
        "doel": "openbare_orde",
        "over": "verdachte",
        "gegevens": ["strafvorderlijke_gegevens"],
        "voorBesluit": "Toezicht op het plein",
        "noodzaak": "Bewoners kondigen een actie aan.",
        "vraag": "Is er deze maand een zitting?",
        "uitgebreidheid": "kern",
        "antwoordNodigOp": (timezone.now() + timedelta(days=3)).isoformat(),
    }


def test_a_request_is_written_once_submitted_once_and_stands_still(cast: Cast, body: dict[str, Any]) -> None:
    system = caller(cast.people[F.SAFETY_ADVISER])
    made = system.post("/verzoeken", body, Idempotency_Key="een")
    assert (made.status_code, made.json()["status"]) == (201, "concept"), made.content
    again = system.post("/verzoeken", body, Idempotency_Key="een")
    assert again.json()["id"] == made.json()["id"]
    where = made["Location"].removeprefix("http://testserver/api/v1")
    assert caller(cast.people[F.PROSECUTOR]).get(where).status_code == 404
    assert system.post(f"{where}/_indienen", {}).status_code == 428
    sent = system.post(f"{where}/_indienen", {}, If_Match=made["ETag"], Idempotency_Key="twee")
    assert (sent.status_code, sent.json()["status"]) == (200, "ingediend"), sent.content
    assert sent.json()["nummer"].startswith("V-")
    replay = system.post(f"{where}/_indienen", {}, If_Match=made["ETag"], Idempotency_Key="twee")
    assert replay["Idempotency-Replayed"] == "true"
    assert system.post(f"{where}/_indienen", {}, If_Match=sent["ETag"]).status_code == 409
    with acting_as(person=cast.people[F.PROSECUTOR].pk):
        assert Request.objects.get().state == RequestState.SUBMITTED


def test_what_is_wrong_with_a_request_is_said_at_its_place(cast: Cast, body: dict[str, Any]) -> None:
    system = caller(cast.people[F.SAFETY_ADVISER])
    for change, place in (
        ({"doel": "zomaar"}, "#/doel"),
        ({"gegevens": ["alles"]}, "#/gegevens"),
        ({"aanId": str(cast.home.pk)}, "#/aanId"),
        ({"vraag": "Hoe zit het met 123456782?"}, "#/vraag"),
        ({"noodzaak": "Bel 06-12345678."}, "#/noodzaak"),
        ({"mijnveld": 1}, "#/mijnveld"),
    ):
        answer = system.post("/verzoeken", body | change)
        assert answer.status_code == 400, change
        assert place in [one["location"]["pointer"] for one in answer.json()["errors"]]
    looked = {"noodzaak": "Bel 06-12345678.", "persoonsgegevensBevestigd": True}
    assert system.post("/verzoeken", body | looked).status_code == 201


def test_contents_never_leave_by_a_key(cast: Cast, theme: Theme) -> None:
    given = released(cast, theme, readers=["safety_adviser"], conditions="Bel eerst.")
    for function, richting in ((F.SAFETY_ADVISER, "ontvangen"), (F.PROSECUTOR, "gegeven")):
        system = caller(cast.people[function])
        answers = [
            system.get(f"/verstrekkingen?richting={richting}"),
            system.get(f"/verstrekkingen/{given.pk}"),
        ]
        assert [one.status_code for one in answers] == [200, 200]
        for answer in answers:
            assert TEXT not in answer.content.decode()
            assert given.title in answer.content.decode()
        assert answers[1].json()["delen"][0]["uitgebreidheid"] == "kop"
    with acting_as(person=cast.people[F.PROSECUTOR].pk):
        assert not PartReading.objects.exists()
        digest = Part.objects.get().digest
    assert digest not in answers[1].content.decode()


def test_a_draft_is_judged_by_its_own_side_and_released_by_nobody(cast: Cast, theme: Theme) -> None:
    draft = drafted(cast, theme)
    system = caller(cast.people[F.PROSECUTOR])
    judged = system.post(f"/verstrekkingen/{draft.pk}/_toets", {"feiten": {"record_written": True}})
    assert judged.status_code == 200, judged.content
    assert judged.json()["uitkomst"] == "toegestaan"
    assert judged.json()["grondslagen"]
    refused = system.post(f"/verstrekkingen/{draft.pk}/_toets", {"feiten": {"final_decision": "zomaar"}})
    assert (refused.status_code, refused.json()["errors"][0]["location"]["pointer"]) == (400, "#/feiten")
    for function in (F.SAFETY_ADVISER, F.TEAM_CHIEF):
        other = caller(cast.people[function])
        assert other.get(f"/verstrekkingen/{draft.pk}").status_code == 404
        assert other.post(f"/verstrekkingen/{draft.pk}/_toets", {}).status_code == 404
    assert system.post(f"/verstrekkingen/{draft.pk}", {}).status_code == 405
    with acting_as(person=cast.people[F.PROSECUTOR].pk):
        assert Provision.objects.get().state == "draft"


def test_a_key_of_who_became_mayor_too_sees_nothing_of_the_municipality(cast: Cast, theme: Theme) -> None:
    partner = cast.people[F.PARTNER]
    submitted(cast, theme)
    released(cast, theme)
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.create(
            municipality=cast.home,
            person=partner,
            organisation=Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.MUNICIPALITY),
            function=F.MAYOR,
            valid_from=timezone.now() - timedelta(days=1),
        )
    system = caller(partner)
    assert system.get("/verzoeken").json()["resultaten"] == []
    assert system.get("/verstrekkingen").json()["resultaten"] == []


def test_before_an_embargo_there_is_nothing_in_a_list(cast: Cast, theme: Theme) -> None:
    from driehoek.exchange.services.parts import NewPart

    later = timezone.now() + timedelta(hours=1)
    given = released(cast, theme, parts=[NewPart("headline", TEXT, embargo_until=later)])
    system = caller(cast.people[F.SAFETY_ADVISER])
    assert system.get("/verstrekkingen").json()["resultaten"] == []
    assert system.get(f"/verstrekkingen/{given.pk}").status_code == 404
