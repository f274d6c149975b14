"""From the first score to the lessons of a closed case, as the people who do it (CX17, CX19, CX20)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.cases.models import Case, Participation
from driehoek.cases.requirements import check
from driehoek.cases.services.moving import move
from driehoek.course.domains import SCALE
from driehoek.course.models import RestAction, ScaleDown, Scoring
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.ledger.models import Event
from driehoek.parties.models import Function, Organisation, OrganisationKind
from tests.support.cases import MadeCase
from tests.support.cast import Cast
from tests.support.course_objects import course_objects, person_of

pytestmark = pytest.mark.django_db
F = Function


def scores(value: int, **others: int) -> dict[str, str]:
    return {domain.key: str(others.get(domain.key, value)) for domain in SCALE.domains}


@pytest.mark.story("CX17")
def test_life_domains_are_scored_at_fixed_moments_and_show_the_course(cast: Cast, made: MadeCase) -> None:
    subject = person_of(cast, made, part="Zorg")
    partner = cast.client(F.PARTNER)
    today = timezone.localdate()
    partner.post(
        reverse("course:scoring_new", args=[made.id, subject.pk]),
        {"moment": "start", "planned_on": today.isoformat(), "yearly": "on"},
    )
    with acting_as(person=cast.people[F.PARTNER].pk, municipality=cast.home.pk):
        moments = list(Scoring.objects.order_by("planned_on"))
        assert [one.moment for one in moments] == ["start", "between", "between", "between", "end"]
        assert Deadline.objects.filter(kind="course.scoring", state=DeadlineState.OPEN).count() == 5
    first, second = moments[0], moments[1]
    for scoring, value in ((first, scores(2, addiction=4)), (second, scores(3, addiction=2, justice=0))):
        answer = partner.post(
            reverse("course:score", args=[made.id, scoring.pk]),
            value | {"remark": "Terugval na de zomer", "version": str(scoring.version)},
        )
        assert answer.status_code == 302
    page = partner.get(reverse("course:person", args=[made.id, subject.pk])).content.decode()
    assert "Vooruit op 10, gelijk op 0, achteruit op 1 leefgebieden." in page
    assert "Terugval hoort erbij." in page
    assert "Terugval na de zomer" in page
    with acting_as(person=cast.people[F.PARTNER].pk, municipality=cast.home.pk):
        stored = Scoring.objects.get(pk=second.pk)
        assert "Terugval" not in stored.remark_locked
    # The police see the case and not the care compartment: no name, no count, no page.
    police = cast.client(F.TEAM_CHIEF)
    assert subject.label not in police.get(reverse("course:page", args=[made.id])).content.decode()
    assert police.get(reverse("course:person", args=[made.id, subject.pk])).status_code == 404
    assert police.get(reverse("course:score", args=[made.id, first.pk])).status_code == 404


def test_a_score_stays_and_is_corrected_beside_it(cast: Cast, made: MadeCase) -> None:
    subject = person_of(cast, made)
    client = cast.client(F.CASE_DIRECTOR)
    client.post(
        reverse("course:scoring_new", args=[made.id, subject.pk]),
        {"moment": "start", "planned_on": timezone.localdate().isoformat()},
    )
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        first = Scoring.objects.get()
    address = reverse("course:score", args=[made.id, first.pk])
    assert client.post(address, scores(2) | {"version": "1"}).status_code == 302
    # Who read it before someone scored comes too late on the old version; what was scored is corrected.
    assert client.post(address, scores(4) | {"version": "1"}).status_code == 302
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        rows = list(Scoring.objects.order_by("made_at"))
        assert [row.scores["housing"] for row in rows] == [2, 4]
        assert rows[1].corrects_id == first.pk
    page = client.get(reverse("course:person", args=[made.id, subject.pk])).content.decode()
    assert "4 – Voldoende zelfredzaam" in page
    assert "2 – Niet zelfredzaam" not in page


@pytest.mark.story("CX19")
def test_a_case_is_scaled_down_with_an_owner_for_what_comes_after(cast: Cast, made: MadeCase) -> None:
    director, day = cast.client(F.CASE_DIRECTOR), timezone.localdate() + timedelta(days=60)
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        housing = Organisation.objects.get(kind=OrganisationKind.HOUSING)
        assert not check(made.case, "course.scale_down").met
        assert not check(made.case, "course.aftercare").met
    page = reverse("course:page", args=[made.id])
    form = {
        "criterion": "Drie maanden minder dan vijf meldingen",
        "reopen_when": "Meer dan tien meldingen in een maand",
        "aftercare": str(housing.pk),
        "aftercare_contact": "het wijkkantoor",
        "aftercare_until": day.isoformat(),
        "message": "Wij schalen af. Meld het als het weer onrustig wordt.",
        "version": "0",
    }
    assert director.post(reverse("course:scale_down", args=[made.id]), form).status_code == 302
    director.post(
        reverse("course:rest_action_new", args=[made.id]),
        {"what": "Lantaarns nalopen", "organisation": str(housing.pk), "due_on": day.isoformat()},
    )
    assert (
        "5 stellingen"
        not in cast.client(F.PARTNER).get(reverse("cases:page", args=[made.id])).content.decode()
    )
    asked = director.get(reverse("course:announce", args=[made.id])).content.decode()
    assert "3 partners lezen dit" in asked
    director.post(reverse("course:announce", args=[made.id]), {"version": "1"})
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        assert check(made.case, "course.scale_down").met
        assert check(made.case, "course.aftercare").met
        assert Deadline.objects.filter(kind="course.aftercare", organisation=housing).exists()
    # What was told stays: the form sends back, and the database refuses.
    assert director.get(reverse("course:scale_down", args=[made.id])).status_code == 302
    partner = cast.client(F.PARTNER)
    shown = partner.get(reverse("cases:page", args=[made.id])).content.decode()
    assert "Meld het als het weer onrustig wordt" in shown
    assert "Hoe ging de samenwerking?" in shown
    with acting_as(person=cast.people[F.PARTNER].pk, municipality=cast.home.pk):
        action = RestAction.objects.get()
    assert (
        partner.post(reverse("course:rest_action_mark", args=[made.id, action.pk]), {"done": "1"}).status_code
        == 302
    )
    assert "gedaan" in partner.get(page).content.decode()
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        assert Deadline.objects.get(subject=action.pk).state == DeadlineState.MET


@pytest.mark.story("CX20")
def test_result_and_cooperation_are_evaluated_and_the_lessons_found_later(cast: Cast, made: MadeCase) -> None:

    course_objects(cast, made)
    director, partner = cast.client(F.CASE_DIRECTOR), cast.client(F.PARTNER)
    answers = {
        "goal": "4",
        "agreed": "3",
        "informed": "2",
        "directed": "4",
        "helped": "4",
        "remark": "Eerder bellen",
    }
    address = reverse("course:cooperation", args=[made.id])
    assert partner.post(address, answers).status_code == 302
    # Answered once; sent again it stands there once.
    assert partner.post(address, answers).status_code == 302
    guest = cast.client(F.GUEST)
    assert guest.post(address, answers | {"goal": ""}).status_code == 200
    page = director.get(reverse("course:page", args=[made.id])).content.decode()
    assert "Eerder bellen" in page
    assert "Een beetje oneens" in page
    assert director.post(reverse("course:settle", args=[made.id]), {"version": "1"}).status_code == 302
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        assert check(made.case, "course.evaluation").met
    lessons = director.get(reverse("course:lessons")).content.decode()
    assert "Eerder beginnen" in lessons
    pdf = director.get(reverse("course:pdf", args=[made.id]))
    assert pdf.content.startswith(b"%PDF")
    assert director.get(reverse("course:evaluation", args=[made.id])).status_code == 302
    assert "Eerder beginnen" not in cast.client(F.DEPUTY).get(reverse("course:lessons")).content.decode()


def test_closing_ends_what_every_partner_sees(cast: Cast, made: MadeCase) -> None:
    director = cast.client(F.CASE_DIRECTOR)
    address = reverse("course:end_participations", args=[made.id])
    assert "Sluit de casus eerst af" in director.get(address, follow=True).content.decode()
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk) as identity:
        case = Case.objects.get(pk=made.case.pk)
        move(identity=identity, case=case, version=case.version, step="rejected", reason="Geen groep meer")
    assert director.post(address, {"version": "1"}).status_code == 302
    assert cast.client(F.PARTNER).get(reverse("cases:page", args=[made.id])).status_code == 404
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        assert not Participation.objects.filter(case=made.case, ended_at=None).exists()


def test_the_page_asks_the_same_of_the_database_for_one_person_and_for_ten(
    cast: Cast, made: MadeCase
) -> None:

    director, address = cast.client(F.CASE_DIRECTOR), reverse("course:page", args=[made.id])
    person_of(cast, made)
    director.get(address)
    with CaptureQueriesContext(connection) as few:
        director.get(address)
    for number in range(9):
        person_of(cast, made, family=f"Proef{number}")
    with CaptureQueriesContext(connection) as many:
        director.get(address)
    assert len(many) == len(few)


def test_no_line_of_the_ledger_tells_who_it_was_about(cast: Cast, made: MadeCase) -> None:
    subject = person_of(cast, made, family="Nachtegaalsma")
    cast.client(F.CASE_DIRECTOR).post(
        reverse("course:scoring_new", args=[made.id, subject.pk]),
        {"moment": "start", "planned_on": timezone.localdate().isoformat()},
    )
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        lines = Event.objects.filter(action__startswith="course:")
        assert lines.exists()
        assert not any("Nachtegaalsma" in line.data for line in lines)
        assert {line.problem for line in lines} == {made.shared.pk}


def test_what_was_told_or_scored_does_not_change_by_sql(cast: Cast, made: MadeCase) -> None:

    course_objects(cast, made)
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        with pytest.raises(ProgrammingError), transaction.atomic():
            ScaleDown.objects.update(criterion="Iets anders")
        with pytest.raises(ProgrammingError), transaction.atomic():
            ScaleDown.objects.all().delete()
