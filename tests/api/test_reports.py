"""A week report by a machine: find what is due, keep a draft, send it once, read what came of it (ST10, ST11)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from driehoek.access.identity import acting_as
from driehoek.deadlines.recurrence import Rhythm
from driehoek.figures.models import Observation, Source
from driehoek.ledger.models import Event
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position.models import Delivery, DeliveryState, Item
from driehoek.reports import services
from driehoek.reports.models import Report, ReportState
from driehoek.reports.services import NewQuestion
from tests.api.conftest import World
from tests.support.api_keys import caller
from tests.support.position_objects import make_agreement, make_need, organisation_of

CONCEPT: dict[str, Any] = {
    "kern": "Rustige week",
    "rubrieken": [
        {"sleutel": "incidents", "tekst": "Twee vechtpartijen op de Testmarkt."},
        {"sleutel": "nuisance", "tekst": "Drie avonden overlast."},
        {"sleutel": "expected", "tekst": "Koopavond."},
    ],
    "cijfers": [{"sleutel": "1.1.1", "betekenis": "Eén dader, die nu vastzit."}],
    "vandaagWeten": [{"titel": "Schietpartij bij het Proefplein", "tekst": "Geen gewonden."}],
}
SERVICE_NUMBER = "999990019"


def where(world: World) -> str:
    return f"/leveringen/{world.delivery.pk}/voortgangsrapportage"


def kept(world: World, **changes: Any) -> tuple[dict[str, Any], str]:
    """A draft, and its ETag."""
    answer = world.police.put(where(world), CONCEPT | changes)
    assert answer.status_code == 201, answer.content.decode()
    return answer.json(), answer["ETag"]


def sending(report: dict[str, Any]) -> str:
    return f"/voortgangsrapportages/{report['id']}/_verzenden"


@pytest.mark.story("ST10")
def test_a_machine_files_the_week_report(world: World) -> None:
    police = world.police
    awaited = police.get("/leveringen", {"status": "verwacht", "afspraakId": str(world.agreement.pk)}).json()
    delivery = next(one for one in awaited["resultaten"] if one["id"] == str(world.delivery.pk))
    assert delivery["voortgangsrapportageId"] is None
    assert delivery["vervaltOp"].endswith("Z")
    agreement = police.get(f"/afspraken/{delivery['afspraakId']}").json()
    form = police.get(f"/formulieren/{agreement['formulierId']}").json()
    assert [one["sleutel"] for one in form["rubrieken"] if one["verplicht"]] == [
        "incidents",
        "nuisance",
        "expected",
    ]

    report, tag = kept(world)
    assert report["status"] == "concept"
    assert {one["sleutel"]: one["tekst"] for one in report["rubrieken"]}["incidents"].startswith("Twee")
    assert report["cijfers"][0]["betekenis"] == "Eén dader, die nu vastzit."
    with acting_as(person=world.cast.people[Function.SAFETY_ADVISER].pk):
        assert not Report.objects.filter(pk=report["id"]).exists()

    answer = police.post(sending(report), {}, If_Match=tag)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["status"] == "verstuurd"
    assert answer.json()["vandaagWeten"] == [
        {"titel": "Schietpartij bij het Proefplein", "tekst": "Geen gewonden.", "gemeld": True}
    ]
    assert police.get(f"/leveringen/{world.delivery.pk}").json()["status"] == "binnen"
    with acting_as(person=world.cast.people[Function.MAYOR].pk):
        assert Delivery.objects.get(pk=world.delivery.pk).state == DeliveryState.RECEIVED
        assert Item.objects.filter(must_know=True, title="Schietpartij bij het Proefplein").count() == 1


def test_the_same_draft_again_is_no_change_and_another_needs_the_version_that_was_read(world: World) -> None:
    report, tag = kept(world)
    again = world.police.put(where(world), CONCEPT)
    assert again.status_code == 200
    assert again["ETag"] == tag
    blind = world.police.put(where(world), CONCEPT | {"kern": "Anders"})
    assert blind.status_code == 428
    changed = world.police.put(where(world), CONCEPT | {"kern": "Anders"}, If_Match=tag)
    assert changed.status_code == 200
    assert changed["ETag"] != tag
    stale = world.police.put(where(world), CONCEPT | {"kern": "Te laat"}, If_Match=tag)
    assert stale.status_code == 412
    assert world.police.get(f"/voortgangsrapportages/{report['id']}").json()["kern"] == "Anders"


@pytest.mark.parametrize(
    "tag", ['"999"', '"onzin"', "*", '"1", "2"', '"-1"', "W/", '"١"'.encode().decode("latin-1")]
)
def test_a_forged_version_changes_nothing(world: World, tag: str) -> None:
    report, _tag = kept(world)
    assert world.police.put(where(world), CONCEPT | {"kern": "Vals"}, If_Match=tag).status_code == 412
    assert world.police.post(sending(report), {}, If_Match=tag).status_code == 412
    assert world.police.post(sending(report), {}).status_code == 428
    with acting_as(person=world.cast.people[Function.TEAM_CHIEF].pk):
        stored = Report.objects.get(pk=report["id"])
        assert (stored.gist, stored.state) == ("Rustige week", ReportState.DRAFT)


def test_reading_again_what_one_has_costs_no_body(world: World) -> None:
    report, tag = kept(world)
    answer = world.police.get(f"/voortgangsrapportages/{report['id']}", If_None_Match=tag)
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer["ETag"] == tag


def test_sending_twice_with_a_mark_sends_once_and_answers_twice(world: World) -> None:
    report, tag = kept(world)
    first = world.police.post(sending(report), {}, If_Match=tag, Idempotency_Key="week-47")
    second = world.police.post(sending(report), {}, If_Match=tag, Idempotency_Key="week-47")
    assert (first.status_code, second.status_code) == (200, 200)
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert first.json() == second.json()
    with acting_as(person=world.cast.people[Function.TEAM_CHIEF].pk):
        assert Event.objects.filter(action="reports:report:sent", subject=report["id"]).count() == 1
    other = world.police.post(
        sending(report), {"persoonsgegevensBevestigd": True}, If_Match=tag, Idempotency_Key="week-47"
    )
    assert other.status_code == 409
    unmarked = world.police.post(sending(report), {}, If_Match=second["ETag"])
    assert unmarked.status_code == 409


def test_a_mark_of_a_failed_act_can_be_used_again(world: World) -> None:
    report, tag = kept(world, rubrieken=[])
    failed = world.police.post(sending(report), {}, If_Match=tag, Idempotency_Key="week-47")
    assert failed.status_code == 400
    assert {one["code"] for one in failed.json()["errors"]} == {"verplicht"}
    better = world.police.put(where(world), CONCEPT, If_Match=tag)
    sent = world.police.post(sending(report), {}, If_Match=better["ETag"], Idempotency_Key="week-48")
    assert sent.status_code == 200


def test_a_service_number_is_refused_and_never_repeated(world: World) -> None:
    rows = [{"sleutel": "incidents", "tekst": f"De man ({SERVICE_NUMBER}) is gezien."}]
    answer = world.police.put(where(world), CONCEPT | {"rubrieken": rows})
    assert answer.status_code == 400
    [fault] = answer.json()["errors"]
    assert fault["location"] == {"pointer": "#/rubrieken/0/tekst"}
    assert fault["code"] == "persoonsgegeven-bsn"
    assert SERVICE_NUMBER not in answer.content.decode()
    with acting_as(person=world.cast.people[Function.TEAM_CHIEF].pk):
        assert not Report.objects.filter(delivery=world.delivery).exists()


def test_what_seems_personal_is_pointed_out_at_sending_until_it_is_confirmed(world: World) -> None:
    flags = [{"titel": "Bel dhr. Pietersen", "tekst": "06-12345678"}]
    report, tag = kept(world, vandaagWeten=flags)
    answer = world.police.post(sending(report), {}, If_Match=tag)
    assert answer.status_code == 400
    assert {one["code"] for one in answer.json()["errors"]} == {
        "persoonsgegeven-name",
        "persoonsgegeven-phone",
    }
    assert {one["location"]["pointer"] for one in answer.json()["errors"]} == {"#/vandaagWeten"}
    sure = world.police.post(sending(report), {"persoonsgegevensBevestigd": True}, If_Match=tag)
    assert sure.status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"kern": "x" * 141}, "#/kern", "max_length"),
        ({"onbekend": 1}, "#/onbekend", "onbekend"),
        ({"rubrieken": [{"sleutel": "bestaat-niet", "tekst": "x"}]}, "#/rubrieken/0/tekst", "onbekend"),
        ({"rubrieken": [{"sleutel": "incidents"}]}, "#/rubrieken/0/tekst", "required"),
        (
            {"rubrieken": [{"sleutel": "incidents", "tekst": "a", "extra": 1}]},
            "#/rubrieken/0/extra",
            "onbekend",
        ),
        ({"stand": "prima"}, "#/stand", "invalid_choice"),
        ({"cijfers": [{"sleutel": "9.9.9", "betekenis": "x"}]}, "#/cijfers/0/betekenis", "onbekend"),
        ({"vandaagWeten": [{"titel": ""}]}, "#/vandaagWeten/0/titel", "blank"),
        ({"kern": "a\u0000b"}, "#/kern", "null_characters_not_allowed"),
    ],
)
def test_a_fault_names_its_place(world: World, body: dict[str, Any], pointer: str, code: str) -> None:
    answer = world.police.put(where(world), CONCEPT | body)
    assert answer.status_code == 400, answer.content.decode()
    assert {"in": "body", "location": {"pointer": pointer}, "code": code} in [
        {key: one[key] for key in ("in", "location", "code")} for one in answer.json()["errors"]
    ]


def test_all_faults_come_together(world: World) -> None:
    answer = world.police.put(where(world), {"kern": "x" * 141, "stand": "prima", "rubrieken": "geen lijst"})
    assert {one["location"]["pointer"] for one in answer.json()["errors"]} == {
        "#/kern",
        "#/stand",
        "#/rubrieken",
    }


def test_a_returned_report_shows_the_questions_and_takes_the_answers(world: World) -> None:
    report, tag = kept(world)
    world.police.post(sending(report), {}, If_Match=tag)
    with acting_as(person=world.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        sent = Report.objects.get(pk=report["id"])
        services.return_with_questions(
            identity=identity, report=sent, version=sent.version,
            questions=[NewQuestion(text="Waar precies?", heading="incidents", label="Incidenten")],
        )  # fmt: skip
    answer = world.police.get(f"/voortgangsrapportages/{report['id']}")
    assert answer.json()["status"] == "terug"
    [question] = answer.json()["vragen"]
    assert (question["rubriek"], question["vraag"], question["antwoord"]) == (
        "incidents",
        "Waar precies?",
        "",
    )
    body = CONCEPT | {"antwoorden": [{"vraagId": question["id"], "antwoord": "Bij de fontein."}]}
    saved = world.police.put(where(world), body, If_Match=answer["ETag"])
    assert saved.status_code == 200, saved.content.decode()
    again = world.police.post(sending(report), {}, If_Match=saved["ETag"])
    assert again.status_code == 200
    assert again.json()["vragen"][0]["antwoord"] == "Bij de fontein."


def test_a_fixed_report_is_read_and_taken_as_an_accessible_pdf(world: World) -> None:
    analyst = world.systems[Function.ANALYST]
    body = analyst.get(f"/voortgangsrapportages/{world.fixed.pk}").json()
    assert (body["status"], body["nummer"]) == ("vastgesteld", world.fixed.number)
    paper = analyst.get(f"/voortgangsrapportages/{world.fixed.pk}/pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert paper["API-Version"]
    unready = world.police.get(f"/voortgangsrapportages/{world.draft.pk}/pdf")
    assert unready.status_code == 409
    assert unready["Content-Type"] == "application/problem+json"


def test_an_agreement_without_a_form_takes_no_reports(world: World) -> None:
    with acting_as(person=world.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.drop_form(identity=identity, agreement=world.agreement, version=1)
    answer = world.police.put(where(world), CONCEPT)
    assert answer.status_code == 409


def test_lists_go_by_pages_without_gaps_and_with_a_constant_number_of_queries(world: World) -> None:
    police = world.police
    seen: list[str] = []
    following: str | None = "/leveringen?aantal=2"
    while following:
        body = police.get(following).json()
        seen += [one["id"] for one in body["resultaten"]]
        following = body["volgende"]
    every = police.get("/leveringen", {"aantal": 100}).json()["resultaten"]
    assert len(seen) == len(set(seen)) == len(every) > 3
    for address in ("/leveringen", "/afspraken", "/voortgangsrapportages", "/problemen", "/formulieren"):
        few = _queries(world, address)
        if address == "/leveringen":
            _more_agreements(world)
        assert _queries(world, address) <= few, address


def _queries(world: World, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert world.police.get(address, {"aantal": 100}).status_code == 200
    return len(found)


def _more_agreements(world: World) -> None:
    with acting_as(person=world.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        need = make_need(
            identity, world.agreement.need.theme, partner=organisation_of(identity, OrganisationKind.POLICE)
        )
        for number in range(8):
            make_agreement(identity, need, what=f"Afspraak {number}", rhythm=Rhythm.MONTHLY)


def observations(*rows: dict[str, Any], **given: Any) -> dict[str, Any]:
    return {"bron": "proef", "waarnemingen": list(rows)} | given


def test_figures_come_in_through_the_importer_and_again_change_nothing(world: World) -> None:
    analyst = world.systems[Function.ANALYST]
    good = {"indicator": "1.1.1", "gebied": "GM0599", "periode": "2024-02", "waarde": 12}
    bad = {"indicator": "1.1.1", "gebied": "GM9999", "periode": "2024-02", "waarde": 3}
    answer = analyst.post("/waarnemingen", observations(bad, good), Idempotency_Key="feb")
    assert answer.status_code == 200, answer.content.decode()
    body = answer.json()
    assert (body["uitkomst"], body["nieuw"], body["afgewezen"]) == ("ingelezen", 1, 1)
    assert body["afgewezenRijen"][0]["plaats"] == "#/waarnemingen/0/gebied"
    again = analyst.post("/waarnemingen", observations(bad, good), Idempotency_Key="feb")
    assert again.json() == body
    assert again["Idempotency-Replayed"] == "true"
    unmarked = analyst.post("/waarnemingen", observations(good))
    assert (unmarked.json()["uitkomst"], unmarked.json()["gelijk"]) == ("ongewijzigd", 1)
    read = analyst.get(f"/indicatoren/{world.indicator.pk}/waarnemingen", {"vanafDatum": "2024-02-01"}).json()
    assert [(one["gebied"], one["periodeBeginDatum"], one["waarde"]) for one in read["resultaten"]] == [
        ("GM0599", "2024-02-01", 12.0)
    ]


def test_figures_of_which_none_can_be_used_are_a_problem_that_names_the_rows(world: World) -> None:
    analyst = world.systems[Function.ANALYST]
    row = {"indicator": "bestaat niet", "gebied": "GM0599", "periode": "2024-02", "waarde": 1}
    answer = analyst.post("/waarnemingen", observations(row))
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["location"] == {"pointer": "#/waarnemingen/0/indicator"}
    broken = analyst.post("/waarnemingen", observations({**row, "indicator": "a\nb"}))
    assert broken.json()["errors"][0]["location"] == {"pointer": "#/waarnemingen/0/indicator"}
    unknown = analyst.post("/waarnemingen", observations(row, bron="weg"))
    assert unknown.json()["errors"][0]["location"] == {"pointer": "#/bron"}


@pytest.mark.parametrize("function", [Function.TEAM_CHIEF, Function.PARTNER, Function.PROSECUTOR])
def test_only_keepers_of_figures_load_them(world: World, function: Function) -> None:
    row = {"indicator": "1.1.1", "gebied": "GM0599", "periode": "2024-03", "waarde": 1}
    assert world.systems[function].post("/waarnemingen", observations(row)).status_code == 403
    stranger = caller(world.cast.stranger)
    assert stranger.post("/waarnemingen", observations(row)).status_code == 400
    with acting_as(person=world.cast.stranger.pk):
        assert not Source.objects.exists()
        assert not Observation.objects.exists()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=2_000)
def test_a_body_that_is_too_large_is_refused_before_it_is_read(world: World) -> None:
    assert world.police.put(where(world), {"kern": "x" * 100}).status_code == 201
    answer = world.police.put(where(world), {"kern": "x" * 3_000}, If_Match='"1"')
    assert answer.status_code == 413
    assert answer.json()["status"] == 413
