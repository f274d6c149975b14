"""The pages of a case: begin, judge, move, keep its standing; and who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.cases import parts, services
from driehoek.cases.models import Case, Compartment, Move, Participation
from driehoek.parties.models import Appointment, Function
from driehoek.problems import services as problems
from driehoek.problems.models import Kind, SafetyField
from tests.support.cases import make_case
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
NEXT_MONTH = (timezone.localdate() + timedelta(days=30)).isoformat()


@pytest.mark.story("CX02")
def test_the_lead_begins_a_case_judges_it_by_the_criteria_and_goes_on_with_a_reason(cast: Cast) -> None:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = problems.ensure_theme(municipality=cast.home.pk, field=SafetyField.YOUTH, path=("Jeugd",))
        problem = problems.open_problem(
            identity=identity,
            new=problems.NewProblem(title="Groep Zuid", kind=Kind.COMPLEX, theme=theme, owner=adviser.pk),
        )
    browser = cast.client(Function.SAFETY_ADVISER)
    start = reverse("cases:start", args=[problem.pk])
    assert start in browser.get(reverse("problems:page", args=[problem.pk])).text
    given = {"model": "zvh", "process_director": adviser.pk, "content_director": adviser.pk}
    assert browser.post(start, given).status_code == 200
    given["content_director"] = cast.people[Function.CASE_DIRECTOR].pk
    page = reverse("cases:page", args=[problem.pk])
    assert browser.post(start, given)["Location"] == browser.post(start, given)["Location"] == page
    assert "Aangemeld" in browser.get(page).text

    step = reverse("cases:move", args=[problem.pk, "triage"])
    refused = browser.post(step, {"version": 1, "reason": ""})
    assert "Nog niet alles is in orde" in refused.text
    answers = {"q_domains": "nee", "q_chains": "nee", "q_family": "nee", "q_area": "ja"}
    criteria = reverse("cases:criteria", args=[problem.pk])
    assert "persoonsgegeven" in browser.post(criteria, {**answers, "reason": "Bel 06-12345678"}).text
    assert browser.post(criteria, answers)["Location"] == page
    assert "voldoet" in browser.get(criteria).text
    passed = {"version": 1, "overrule": "on", "reason": "Convenant volgt deze week"}
    assert browser.post(step, passed)["Location"] == page
    assert browser.post(step, passed)["Location"] == page
    shown = browser.get(page).text
    assert "niet alles was in orde" in shown
    assert "Convenant volgt deze week" in shown
    with acting_as(person=adviser.pk):
        assert list(Move.objects.filter(case=problem.pk).values_list("after", flat=True)) == [
            "triage",
            "registered",
        ]
    assert browser.get(reverse("cases:move", args=[problem.pk, "closed"])).status_code == 404


def test_two_people_keep_the_standing_and_neither_loses_their_text(cast: Cast) -> None:
    made = make_case(cast)
    one, other = cast.client(Function.CASE_DIRECTOR), cast.client(Function.SAFETY_ADVISER)
    address = reverse("cases:standing", args=[made.id])
    first = {"version": 1, "stuck": "on", "stuck_reason": "Geen ruimte gevonden", "next_decision": ""}
    assert one.post(address, {**first, "stuck_reason": ""}).status_code == 200
    assert one.post(address, first).status_code == 302
    late = other.post(
        address, {"version": 1, "next_decision": "Besluit over de sporthal", "next_decision_on": ""}
    )
    assert late.status_code == 409
    assert "Besluit over de sporthal" in late.text
    assert "Geen ruimte gevonden" in late.text
    assert "zit vast" in one.get(reverse("cases:page", args=[made.id])).text
    assert cast.client(Function.MAYOR).get(address).status_code == 403
    assert other.get(reverse("cases:directors", args=[made.id])).status_code == 403


def test_who_keeps_no_models_is_told_whom_to_ask_before_the_first_case(cast: Cast) -> None:
    mayor = cast.people[Function.MAYOR]
    with acting_as(person=mayor.pk) as identity:
        theme = problems.ensure_theme(municipality=cast.home.pk, field=SafetyField.YOUTH, path=("Jeugd",))
        new = problems.NewProblem(title="Groep Oost", kind=Kind.COMPLEX, theme=theme, owner=mayor.pk)
        problem = problems.open_problem(identity=identity, new=new)
    start = reverse("cases:start", args=[problem.pk])
    given = {"model": "zvh", "process_director": cast.people[Function.CASE_DIRECTOR].pk}
    assert "Dit model is nog niet overgenomen" in cast.client(Function.MAYOR).post(start, given).text
    keeper = cast.client(Function.ADMIN)
    assert keeper.post(reverse("cases:models_take_over")).status_code == 302
    assert "Drugspand" in keeper.get(reverse("cases:models")).text
    assert cast.client(Function.MAYOR).post(start, given).status_code == 302


@pytest.mark.story("CX04")
def test_a_partner_is_invited_with_an_end_shortened_and_stopped(cast: Cast) -> None:
    made = make_case(cast, own=("Zorg", "Politie"))
    director, partner = cast.client(Function.CASE_DIRECTOR), cast.client(Function.PARTNER)
    page = reverse("cases:page", args=[made.id])
    assert partner.get(page).status_code == 404
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk):
        chosen = Appointment.objects.get(person=cast.people[Function.PARTNER])
    given = {
        "partner": chosen.pk,
        "reason": "Kent de straat",
        "until": NEXT_MONTH,
        "level": "3",
        "compartments": [made.own["Zorg"].pk],
    }
    invite = reverse("cases:invite", args=[made.id])
    assert director.post(invite, {**given, "until": "2020-01-01"}).status_code == 200
    assert director.post(invite, {**given, "until": ""}).status_code == 200
    assert director.post(invite, given).status_code == 302
    # Sent twice: already there, so no longer among the choices and nothing is stored twice.
    assert director.post(invite, given).status_code == 200
    shown = partner.get(reverse("cases:compartments", args=[made.id])).text
    assert "Zorg" in shown
    assert "Politie" not in shown
    table = director.get(reverse("cases:partners", args=[made.id])).text
    assert "leest en werkt" in table
    assert "ziet niets" in table
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk):
        took = Participation.objects.get(case=made.id)
    sooner = reverse("cases:sooner", args=[made.id, took.pk])
    later = (timezone.localdate() + timedelta(days=60)).isoformat()
    assert "Kies een dag voor de einddatum" in director.post(sooner, {"version": 1, "until": later}).text
    soon = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert director.post(sooner, {"version": 1, "until": soon}).status_code == 302
    end = reverse("cases:partner_end", args=[made.id, took.pk])
    assert director.post(end, {"version": 1}).status_code == 302
    assert partner.get(page).status_code == 200
    assert partner.post(end, {"version": 2}).status_code == 403
    assert director.post(end, {"version": 2}).status_code == 302
    assert partner.get(page).status_code == 404


@pytest.mark.story("CX11")
def test_the_mayor_sees_the_overview_and_opens_the_shared_compartment_with_a_purpose_alone(
    cast: Cast,
) -> None:
    made = make_case(cast, own=("Zorg",), partners=[(Function.PARTNER, ("Zorg",))])
    mayor = cast.client(Function.MAYOR)
    page = reverse("cases:page", args=[made.id])
    shown = mayor.get(page).text
    assert "U ziet alleen het overzicht" in shown
    assert "1 partij" in shown
    assert "Woningcorporatie" not in shown
    assert mayor.get(reverse("cases:partners", args=[made.id])).status_code == 403
    opened = mayor.post(
        reverse("problems:open", args=[made.id]) + f"?next={page}",
        {"power": "openbare_orde", "reason": "Besluit over een gebiedsverbod voorbereiden"},
    )
    assert opened["Location"] == page
    shown = mayor.get(reverse("cases:compartments", args=[made.id])).text
    assert "Gedeeld" in shown
    assert "Zorg" not in shown


def test_a_second_compartment_of_one_name_is_refused_and_a_new_director_leads_it(cast: Cast) -> None:
    made = make_case(cast)
    director = cast.client(Function.CASE_DIRECTOR)
    address = reverse("cases:compartment_new", args=[made.id])
    assert director.post(address, {"name": "Zorg", "purpose": ""}).status_code == 302
    assert "al een compartiment" in director.post(address, {"name": "Zorg", "purpose": ""}).text
    given = {
        "version": 1,
        "process_director": cast.people[Function.SAFETY_ADVISER].pk,
        "content_director": cast.people[Function.CASE_DIRECTOR].pk,
    }
    directors = reverse("cases:directors", args=[made.id])
    assert director.post(directors, given).status_code == 302
    assert director.post(directors, given).status_code == 409
    adviser = cast.client(Function.SAFETY_ADVISER)
    assert "Zorg" in adviser.get(reverse("cases:compartments", args=[made.id])).text
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        case = Case.objects.get(pk=made.id)
        assert case.process_director_id == cast.people[Function.SAFETY_ADVISER].pk
        services.add_compartment(identity=identity, case=case, name="Politie")
        assert Compartment.objects.filter(case=case).count() == 3


@pytest.mark.story("OV01")
def test_a_stuck_case_stands_on_the_first_page_with_since_when_and_why_at_no_further_query(
    cast: Cast,
) -> None:
    mayor = cast.client(Function.MAYOR)
    today = reverse("brief:today")
    mayor.get(today)
    made = make_case(cast)
    with CaptureQueriesContext(connection) as before:
        assert "zit vast" not in mayor.get(today).text
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk) as identity:
        values = {"stuck_since": timezone.now() - timedelta(days=9), "stuck_reason": "Geen ruimte gevonden"}
        services.change_case(identity=identity, case=made.case, version=1, values=values)
    with CaptureQueriesContext(connection) as after:
        shown = mayor.get(today).text
    assert "zit vast" in shown
    assert "Geen ruimte gevonden" in shown
    assert reverse("cases:page", args=[made.id]) in shown
    assert len(after) <= len(before)
    assert "Geen ruimte gevonden" not in cast.client(Function.PROSECUTOR).get(today).text


def test_a_part_of_a_room_above_finds_what_it_needs_by_name_and_under_part(cast: Cast) -> None:
    made = make_case(cast)
    request = RequestFactory().get("/")
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk) as identity:
        request.identity = identity  # type: ignore[attr-defined]
        shown = parts.parts_for(request, made.case)  # type: ignore[arg-type]
    assert any(shown.values())
    for one in (one for found in shown.values() for one in found):
        assert {key: one.context[key] for key in one.context["part"]} == one.context["part"]
