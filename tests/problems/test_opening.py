"""Opening a file asks a power or purpose; one's own earlier ones are offered, never somebody else's (CX11)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.access.models import Grant, Level, Origin
from driehoek.access.queries import level_on, recent_purposes
from driehoek.access.services import grant, open_with_reason
from driehoek.ledger.models import Event
from driehoek.parties.models import Function, Substitution
from driehoek.problems import services
from driehoek.problems.models import Kind, Problem, SafetyField
from tests.support.cast import Cast

REASON = "Besluit over een gebiedsverbod, artikel 172a Gemeentewet"


def made(cast: Cast, title: str) -> Problem:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Overlast", "Jeugd")
        )
        return services.open_problem(
            identity=identity,
            new=services.NewProblem(title=title, kind=Kind.COMPLEX, theme=theme, owner=adviser.pk),
        )


@pytest.mark.story("CX11")
def test_the_mayor_names_a_power_once_and_opens_the_next_file_with_one_tap(cast: Cast) -> None:
    first, second = made(cast, "Dossier nachtvlinder"), made(cast, "Dossier grutto")
    mayor = cast.client(Function.MAYOR)
    address = reverse("problems:open", args=[first.pk])
    assert "Met een doel dat u eerder noemde" not in mayor.get(address).content.decode()
    refused = mayor.post(address, {"power": "openbare_orde", "reason": "kort"})
    assert "minstens 15 tekens" in refused.content.decode()
    answer = mayor.post(address, {"power": "openbare_orde", "reason": REASON}, follow=True)
    assert "Het dossier is voor u open tot" in answer.content.decode()
    offered = mayor.get(reverse("problems:open", args=[second.pk]))
    page = offered.content.decode()
    assert "Openbare orde" in page
    assert page.count(REASON) == 1
    again = offered.context["recent"][0]["pk"]
    mayor.post(reverse("problems:open", args=[second.pk]), {"again": str(again)})
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert level_on(identity, second.pk) == Level.FILE
        taken = Grant.objects.get(problem=second.pk, origin=Origin.PURPOSE)
        lasts = taken.valid_until - taken.valid_from if taken.valid_until else None
    assert (taken.power, taken.reason) == ("openbare_orde", REASON)
    assert lasts is not None
    assert 7.9 < lasts.total_seconds() / 3600 < 8.1
    with acting_as(person=cast.people[Function.MAYOR].pk):
        told = Event.objects.get(action="access:grant:given", subject=taken.pk)
    assert '"power":"openbare_orde"' in told.data
    assert REASON not in told.data
    officer = cast.client(Function.DPO).get(reverse("oversight:openings")).content.decode()
    assert officer.count(REASON) == 2
    assert "Openbare orde" in officer
    assert "grutto" not in officer


def test_recent_purposes_are_ones_own_each_once_and_at_most_five(cast: Cast) -> None:
    problem = made(cast, "Dossier nachtvlinder")
    mayor, deputy = cast.people[Function.MAYOR], cast.people[Function.DEPUTY]
    with acting_as(person=mayor.pk) as identity:
        for number in (1, 2, 3, 4, 5, 6, 6, 2):
            opened = f"Doel nummer {number} van de burgemeester"
            open_with_reason(identity=identity, problem=problem.pk, reason=opened)
        own = [one.reason for one in recent_purposes(identity)]
    assert own == [f"Doel nummer {number} van de burgemeester" for number in (2, 6, 5, 4, 3)]
    with acting_as_system(municipality=cast.home.pk):
        Substitution.objects.create(
            municipality=cast.home,
            principal=mayor,
            substitute=deputy,
            valid_from=timezone.now() - timedelta(hours=1),
            valid_until=timezone.now() + timedelta(hours=1),
        )
    with acting_as(person=deputy.pk) as identity:
        assert mayor.pk in identity.persons
        assert recent_purposes(identity) == []


def test_someone_elses_purpose_cannot_be_taken_over_by_its_id(cast: Cast) -> None:
    problem = made(cast, "Dossier nachtvlinder")
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        others = open_with_reason(identity=identity, problem=problem.pk, reason=REASON)
    chief = cast.people[Function.TEAM_CHIEF]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        grant(identity=identity, person=chief.pk, problem=problem.pk, level=Level.OVERVIEW)
    answer = cast.client(Function.TEAM_CHIEF).post(
        reverse("problems:open", args=[problem.pk]), {"again": str(others.pk)}
    )
    assert answer.status_code == 200
    assert REASON not in answer.content.decode()
    with acting_as(person=chief.pk) as identity:
        assert level_on(identity, problem.pk) == Level.OVERVIEW
