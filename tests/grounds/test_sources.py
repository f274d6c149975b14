"""A partner's data enrich a problem only with covenant, purpose, DPIA and basis; else the step is blocked (CX03)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.grounds.models import Covenant, Decision, Source
from driehoek.grounds.services import covenants, judge
from driehoek.grounds.services.covenants import CovenantValues
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems import services
from driehoek.problems.models import Kind, Problem, Role, SafetyField
from driehoek.problems.roles import NewRole
from tests.support.cast import Cast
from tests.support.ground_objects import ALLOWED

TODAY = timezone.localdate()
PROPOSAL = {
    "provider": "politie",
    "recipient": "burgemeester",
    "purpose": "openbare_orde",
    "data_categories": ["politiegegevens"],
    "subject": "overlastgever",
    "frequency": "incidental",
    "trigger": "on_request",
}


def made(cast: Cast) -> tuple[Problem, Organisation]:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Overlast", "Jeugd")
        )
        new = services.NewProblem(
            title="Dossier nachtvlinder", kind=Kind.COMPLEX, theme=theme, owner=adviser.pk
        )
        problem = services.open_problem(identity=identity, new=new)
        police = Organisation.objects.get(kind=OrganisationKind.POLICE, municipality=cast.home)
        services.add_role(identity=identity, problem=problem, new=NewRole(Role.SUPPLIES, organisation=police))
    return problem, police


def covenant(cast: Cast, partner: Organisation, **other: Any) -> Covenant:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        own = Organisation.objects.get(kind=OrganisationKind.MUNICIPALITY, municipality=cast.home)
        said: dict[str, Any] = {
            "title": "Convenant Proefplein",
            "parties": (own, partner),
            "purposes": ("openbare_orde",),
            "categories": ("politiegegevens",),
            "valid_from": TODAY - timedelta(days=9),
            "valid_until": TODAY + timedelta(days=99),
            "location": "Z-1",
            "keeper": adviser,
            "dpia_on": TODAY - timedelta(days=9),
            "dpia_reference": "D-1",
        }
        return covenants.make_covenant(identity=identity, values=CovenantValues(**said | other))


def answered(client: Client, address: str, partner: Organisation, **more: str) -> dict[str, Any]:
    data: dict[str, Any] = PROPOSAL | {"partner": str(partner.pk)}
    for _round in range(5):
        conversation = client.post(address, data).context["conversation"]
        data[conversation.asked_name] = conversation.asked
        if not conversation.open_keys:
            return data
        for key in conversation.open_keys:
            data[f"fact-{key}"] = more.get(key, "8" if key == "wpg_processing" else "yes")
    raise AssertionError("still open")


@pytest.mark.story("CX03")
def test_without_covenant_purpose_dpia_or_basis_the_step_is_blocked(cast: Cast) -> None:
    problem, police = made(cast)
    client = cast.client(Function.SAFETY_ADVISER)
    home, address = (
        reverse("problems:page", args=[problem.pk]),
        reverse("grounds:source_new", args=[problem.pk]),
    )
    page = client.get(home).content.decode()
    assert "Mag dit?" in page
    assert "geen convenant" in page
    form = answered(client, address, police)

    def blocked() -> str:
        shown = client.post(address, form | {"act": "add"})
        assert shown.status_code == 200
        with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
            assert not Source.objects.exists()
            assert not Decision.objects.filter(subject_kind="grounds.source").exists()
        return str(shown.content.decode())

    for words in ("Dit kan nog niet", "Er is geen convenant met", "Er is geen DPIA gedaan", "houdt tegen"):
        assert words in blocked(), words
    first = covenant(cast, police, purposes=("woonoverlast",), dpia_on=None, dpia_reference="")
    assert "Het convenant noemt dit doel of deze gegevens niet." in blocked()
    _change(first, purposes=["openbare_orde"], valid_until=TODAY - timedelta(days=1))
    assert "geldt nu niet" in blocked()
    _change(first, valid_until=TODAY + timedelta(days=9))
    assert "Er is geen DPIA gedaan." in blocked()
    _change(first, dpia_on=TODAY - timedelta(days=9), dpia_review_by=TODAY - timedelta(days=1))
    assert "De DPIA moet eerst opnieuw bekeken worden." in blocked()
    _change(first, dpia_review_by=None)
    refused = form | {"fact-necessary": "no", "fact-recipient_task_named": "no", "act": "add"}
    assert client.post(address, refused).status_code == 200
    taken = client.post(address, form | {"act": "add"}, follow=True).content.decode()
    assert "De bron mag." in taken
    assert "Politiegegevens van" in taken
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        source = Source.objects.get()
        assert Decision.objects.get(pk=source.decision).releasable
    officer = cast.client(Function.DPO)
    logged = officer.get(reverse("grounds:decisions")).content.decode()
    assert "Wet politiegegevens 16" in logged
    shown = officer.get(reverse("grounds:decision", args=[source.decision])).content.decode()
    assert "Dit mag" in shown
    assert "nachtvlinder" not in logged + shown
    again = client.post(address, form | {"act": "add"}).content.decode()
    assert "al een bron" in again
    _change(first, valid_until=TODAY - timedelta(days=1))
    assert "het convenant geldt niet meer" in client.get(home).content.decode()
    client.post(reverse("grounds:source_end", args=[source.pk]))
    assert "gestopt" in client.get(home).content.decode()


def _change(found: Covenant, **values: Any) -> None:
    with acting_as(person=found.made_by_id):
        assert Covenant.objects.filter(pk=found.pk).update(**values) == 1


def test_no_source_comes_in_past_the_check_and_none_is_altered(cast: Cast) -> None:
    problem, police = made(cast)
    found = covenant(cast, police)
    client = cast.client(Function.SAFETY_ADVISER)
    address = reverse("grounds:source_new", args=[problem.pk])
    client.post(address, answered(client, address, police) | {"act": "add"})
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        real = Source.objects.get()
        forged = Source(
            municipality=cast.home,
            problem=problem,
            organisation=police,
            purpose="woonoverlast",
            categories=["politiegegevens"],
            subject="overlastgever",
            covenant=found,
            decision=real.decision,
            made_by_id=identity.person,
            made_at=timezone.now(),
        )
        with pytest.raises(ProgrammingError, match="needs a decision"), transaction.atomic():
            forged.save(force_insert=True)
        other = uuid.uuid4()
        milder = judge(
            identity=identity,
            subject_kind="grounds.source",
            subject=other,
            organisation=min(identity.organisations),
            proposal=ALLOWED,
        )
        assert milder.releasable
        forged.id, forged.decision = other, milder.pk
        with pytest.raises(ProgrammingError, match="about something else"), transaction.atomic():
            forged.save(force_insert=True)
        for statement in (
            "UPDATE grounds_source SET purpose = 'schuldhulp'",
            "UPDATE grounds_source SET categories = '{justitiele_gegevens}'",
            "DELETE FROM grounds_source",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_sources_are_for_who_may_see_the_problem_and_work_on_it(cast: Cast) -> None:
    problem, police = made(cast)
    covenant(cast, police)
    adviser = cast.client(Function.SAFETY_ADVISER)
    address = reverse("grounds:source_new", args=[problem.pk])
    adviser.post(address, answered(adviser, address, police) | {"act": "add"})
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        end = reverse("grounds:source_end", args=[Source.objects.get().pk])
    mayor = cast.client(Function.MAYOR)
    page = mayor.get(reverse("problems:page", args=[problem.pk])).content.decode()
    assert "Politiegegevens van" in page
    assert "Toets een nieuwe bron" not in page
    assert [mayor.get(one).status_code for one in (address, end)] == [403, 403]
    chief = cast.client(Function.TEAM_CHIEF)
    assert [chief.get(one).status_code for one in (address, end)] == [404, 404]
    for person in (cast.people[Function.TEAM_CHIEF], cast.people[Function.DPO], cast.stranger):
        with acting_as(person=person.pk):
            assert not Source.objects.exists()
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert not Source.objects.filter(pk=uuid.uuid4()).exists()
        assert Source.objects.count() == 1


def test_the_part_asks_as_often_for_many_partners_as_for_one(cast: Cast) -> None:
    problem, police = made(cast)
    covenant(cast, police)
    client, home = cast.client(Function.SAFETY_ADVISER), reverse("problems:page", args=[problem.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(home).status_code == 200
        return len(caught)

    first = asked()
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        others = Organisation.objects.filter(municipality=cast.home).exclude(
            kind__in=[OrganisationKind.POLICE, OrganisationKind.MUNICIPALITY]
        )
        for one in others:
            services.add_role(
                identity=identity, problem=problem, new=NewRole(Role.SUPPLIES, organisation=one)
            )
    for one in others:
        covenant(cast, one)
    assert asked() == first
