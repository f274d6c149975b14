"""One tap from a tip to a need, an agreement, a point on the agenda or a standing case (HR04)."""

from __future__ import annotations

import uuid
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.recurrence import Rhythm
from driehoek.guide.defaults import defaults
from driehoek.guide.services import acts
from driehoek.guide.shapes import ActionKind, Section, Tip
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.models import AgendaPoint, PointState
from driehoek.meetings.services import change_point
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.position.models import Agreement, Need
from driehoek.problems import services as problems
from driehoek.problems.models import Kind, Problem, SafetyField, Theme
from tests.support.cast import Cast

ADVISER, PROSECUTOR, MAYOR, CHIEF = (
    Function.SAFETY_ADVISER,
    Function.PROSECUTOR,
    Function.MAYOR,
    Function.TEAM_CHIEF,
)


def act(client: Client, key: str, **data: str) -> str:
    answer = client.post(reverse("guide:act", args=["tip", key]), data)
    assert answer.status_code == 302, answer.status_code
    return answer["Location"]


def theme_of(cast: Cast) -> Theme:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        return problems.ensure_theme(
            municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",)
        )


def problem_of(cast: Cast, kind: Kind = Kind.COMPLEX, *, training: bool = False) -> Problem:
    theme = theme_of(cast)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        return problems.open_problem(
            identity=identity,
            new=problems.NewProblem(
                title="Zaak Nachtvlinder",
                kind=kind,
                theme=theme,
                owner=cast.people[ADVISER].pk,
                training=training,
            ),
        )


def organisation(cast: Cast, kind: OrganisationKind) -> Organisation:
    with acting_as(person=cast.people[ADVISER].pk):
        return Organisation.objects.get(municipality=cast.home, kind=kind)


@pytest.mark.story("HR04")
def test_a_tip_becomes_a_point_on_the_agenda_with_one_tap_and_can_be_taken_back(cast: Cast) -> None:
    client = cast.client(PROSECUTOR)
    where = act(client, "om-role-line", next="/gids/?alle=ja")
    page = unescape(client.get(where).content.decode())
    assert "Op de agenda gezet" in page
    assert "Vaste officier en nummer voor de nacht" in page
    assert 'href="/gids/?alle=ja"' in page
    agenda = client.get(reverse("meetings:agenda")).content.decode()
    assert "Vaste officier en nummer voor de nacht" in unescape(agenda)
    assert act(client, "om-role-line").startswith(urlsplit(where).path), "a second tap gives the same point"
    with acting_as(person=cast.people[PROSECUTOR].pk):
        point = AgendaPoint.objects.get()
    answer = client.post(reverse("guide:take_back", args=[point.pk]), {"next": "/gids/?alle=ja"})
    assert answer["Location"] == "/gids/?alle=ja"
    with acting_as(person=cast.people[PROSECUTOR].pk):
        assert AgendaPoint.objects.get().state == PointState.DROPPED


@pytest.mark.story("HR04")
def test_a_tip_becomes_a_need_in_a_form_that_is_filled_in(cast: Cast) -> None:
    client = cast.client(ADVISER)
    problem = problem_of(cast)
    where = act(client, "complex-role-breakthrough", problem=str(problem.pk))
    address = urlsplit(where)
    assert address.path == reverse("position:need_new")
    given = {name: values[0] for name, values in parse_qs(address.query).items()}
    safety_house = organisation(cast, OrganisationKind.SAFETY_HOUSE)
    assert given["zin"].startswith("Ik wil elke maand weten welk knelpunt")
    assert given["partner"] == str(safety_house.pk)
    assert given["probleem"] == str(problem.pk)
    assert (given["soort"], given["ritme"]) == ("operational", "monthly")
    assert (given["herkomst"], given["herkomst_id"]) == ("tip", "complex-role-breakthrough")
    form = unescape(client.get(where).content.decode())
    assert given["zin"] in form
    data = {
        "sentence": given["zin"],
        "theme": str(problem.theme_id),
        "partner": given["partner"],
        "info_kind": "operational",
        "rhythm": "monthly",
        "wanted_mark": "4",
        "problem": given["probleem"],
        "origin": "tip",
        "origin_id": given["herkomst_id"],
    }
    answer = client.post(where, data)
    assert answer.status_code == 302, unescape(answer.content.decode())
    with acting_as(person=cast.people[ADVISER].pk):
        need = Need.objects.get(origin="tip")
    assert (need.origin, need.origin_id) == ("tip", "complex-role-breakthrough")
    assert need.problem_id == problem.pk


@pytest.mark.story("HR04")
def test_a_tip_becomes_an_agreement_with_what_is_expected(cast: Cast) -> None:
    client = cast.client(MAYOR)
    problem = problem_of(cast)
    where = act(client, "complex-information-overview", problem=str(problem.pk), next="/positie/")
    form = unescape(client.get(where).content.decode())
    safety_house = organisation(cast, OrganisationKind.SAFETY_HOUSE)
    assert f'<option value="{safety_house.pk}" selected>' in form
    assert f'<option value="{problem.theme_id}" selected>' in form
    assert '<option value="quarterly" selected>' in form
    assert "een zaak dreigt tot onrust te leiden" in form
    answer = client.post(
        where,
        {
            "sentence": "Ik wil elk kwartaal het overzicht van de aanpak.",
            "theme": str(problem.theme_id),
            "supplier": str(safety_house.pk),
            "what": "Overzicht van de aanpak",
            "info_kind": "analytical",
            "rhythm": "quarterly",
            "starts_on": timezone.localdate().isoformat(),
            "threshold": "een zaak dreigt tot onrust te leiden",
        },
    )
    with acting_as(person=cast.people[MAYOR].pk):
        agreement = Agreement.objects.select_related("need").get(need__origin="tip")
        assert agreement.deliveries.count() >= 1, "what is expected is planned at once"
    assert answer["Location"] == reverse("position:agreement", args=[agreement.pk])
    assert agreement.problem_id == problem.pk
    assert agreement.need.origin == "tip"
    assert agreement.rhythm == Rhythm.QUARTERLY


def test_a_moment_without_an_event_is_refused_with_what_to_do(cast: Cast) -> None:
    client = cast.client(ADVISER)
    theme, om = theme_of(cast), organisation(cast, OrganisationKind.PROSECUTION)
    values = {
        "sentence": "Ik wil het weten.",
        "theme": str(theme.pk),
        "supplier": str(om.pk),
        "what": "Bericht",
        "info_kind": "operational",
        "rhythm": "weekly",
        "moment": "arrest",
        "starts_on": "2026-01-05",
    }
    answer = client.post(reverse("guide:standing", args=["tip", "om-process-arrest"]), values)
    assert answer.status_code == 200
    assert "Kies “Bij een gebeurtenis”" in unescape(answer.content.decode())
    with acting_as(person=cast.people[ADVISER].pk):
        assert not Need.objects.exists(), "nothing half"


def test_a_standing_case_is_taken_to_be_about_people(cast: Cast) -> None:
    page = cast.client(ADVISER).get(reverse("guide:standing", args=["tip", "om-process-arrest"]))
    assert 'name="personal_data"' in page.content.decode()
    assert "checked" in page.content.decode().split('name="personal_data"')[1][:200]


@pytest.mark.parametrize("function", [PROSECUTOR, CHIEF])
def test_who_does_not_keep_the_position_makes_no_agreement(cast: Cast, function: Function) -> None:
    client = cast.client(function)
    assert client.post(reverse("guide:act", args=["tip", "om-process-arrest"])).status_code == 403
    assert client.post(reverse("guide:act", args=["tip", "standard-role-meaning"])).status_code == 403
    assert client.get(reverse("guide:standing", args=["tip", "om-process-arrest"])).status_code == 403


def test_a_tip_that_asks_for_nothing_does_nothing(cast: Cast) -> None:
    client = cast.client(ADVISER)
    assert client.post(reverse("guide:act", args=["tip", "crisis-role-four"])).status_code == 404
    assert client.get(reverse("guide:standing", args=["tip", "om-role-line"])).status_code == 404
    assert client.post(reverse("guide:act", args=["case", "burglary-wave"])).status_code == 404


def test_a_problem_that_is_not_visible_does_not_exist_here_either(cast: Cast) -> None:
    problem = problem_of(cast)
    client = cast.client(PROSECUTOR)
    for given in (str(problem.pk), str(uuid.uuid4()), "geen-id"):
        answer = client.post(reverse("guide:act", args=["tip", "om-role-line"]), {"problem": given})
        assert answer.status_code == 404
    with acting_as(person=cast.people[PROSECUTOR].pk):
        assert not AgendaPoint.objects.exists()


def test_a_point_about_a_problem_stands_apart_from_one_about_none(cast: Cast) -> None:
    problem = problem_of(cast)
    client = cast.client(ADVISER)
    act(client, "complex-process-success", problem=str(problem.pk))
    act(client, "complex-process-success")
    with acting_as(person=cast.people[ADVISER].pk):
        assert {point.problem for point in AgendaPoint.objects.all()} == {problem.pk, None}
    with acting_as(person=cast.people[PROSECUTOR].pk):
        assert {point.problem for point in AgendaPoint.objects.all()} == {None}


def test_an_exercise_never_comes_on_the_real_agenda(cast: Cast) -> None:
    problem = problem_of(cast, Kind.CRISIS, training=True)
    answer = cast.client(ADVISER).post(
        reverse("guide:act", args=["tip", "crisis-role-prosecutor"]), {"problem": str(problem.pk)}
    )
    assert answer.status_code == 403
    with acting_as(person=cast.people[ADVISER].pk):
        assert not AgendaPoint.objects.exists()


def test_only_ones_own_fresh_point_can_be_taken_back(cast: Cast) -> None:
    client = cast.client(ADVISER)
    act(client, "om-role-line")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        point = AgendaPoint.objects.get()
    assert cast.client(MAYOR).post(reverse("guide:take_back", args=[point.pk])).status_code == 404
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        change_point(
            identity=identity, point=point, version=1, title="Anders", text=point.text, confidential=False
        )
    assert "Draai terug" not in client.get(reverse("guide:acted", args=[point.pk])).content.decode()
    answer = client.post(reverse("guide:take_back", args=[point.pk]), follow=True)
    assert "Iemand heeft dit punt net gewijzigd" in answer.content.decode()
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        point.refresh_from_db()
        assert point.state == PointState.PROPOSED
        with pytest.raises(VersionConflict):
            acts.take_off_agenda(identity=identity, point=point)


def test_every_tip_that_promises_something_keeps_it(cast: Cast) -> None:
    client = cast.client(ADVISER)
    theme_of(cast)
    for tip in defaults(Section.TIP).values():
        if not isinstance(tip, Tip) or tip.action.kind == ActionKind.NONE:
            continue
        where = act(client, tip.key)
        page = client.get(where)
        assert page.status_code == 200, tip.key
        expected = tip.action.title if tip.action.kind == ActionKind.AGENDA else tip.action.sentence
        assert expected in unescape(page.content.decode()), tip.key
