"""A session about a worked case: prepared, run in the room, kept (HR05)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.guide.models import Workshop, WorkshopOutcome, WorkshopState
from driehoek.guide.queries.workshops import case_of
from driehoek.ledger.models import Event
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.position.models import Agreement, Need
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme
from tests.support.cast import Cast
from tests.support.guide_objects import session

ADVISER, MAYOR = Function.SAFETY_ADVISER, Function.MAYOR


@pytest.fixture
def theme(cast: Cast) -> Theme:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        return ensure_theme(municipality=identity.municipality, field=SafetyField.LIVING, path=("Wonen",))


@pytest.fixture
def running(cast: Cast) -> Workshop:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        return session(identity, running=True)


def step_of(workshop: Workshop, number: int) -> str:
    return reverse("guide:workshop_step", args=[workshop.pk, number])


def version_on(client: Client, address: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(address).content.decode())
    assert found
    return found.group(1)


def note(client: Client, workshop: Workshop, number: int, text: str, go: str) -> str:
    address = step_of(workshop, number)
    answer = client.post(address, {"version": version_on(client, address), "text": text, "go": go})
    assert answer.status_code == 302, unescape(answer.content.decode())
    return answer["Location"]


@pytest.mark.story("HR05")
def test_a_session_is_prepared_run_and_its_agreements_are_kept(cast: Cast, theme: Theme) -> None:
    client = cast.client(ADVISER)
    page = unescape(client.get(reverse("guide:workshops")).content.decode())
    assert "Een golf van inbraken en een onrustig dorp" in page
    answer = client.post(
        reverse("guide:workshop_new"),
        {
            "case": "burglary-wave",
            "title": "Driehoek oefent inbraken",
            "planned_on": "2026-12-01",
            "situation": "In ons eigen dorp zijn in vijf weken veel woninginbraken gepleegd.",
        },
    )
    with acting_as(person=cast.people[ADVISER].pk):
        workshop = Workshop.objects.get()
    assert answer["Location"] == reverse("guide:workshop", args=[workshop.pk])
    page = unescape(client.get(answer["Location"]).content.decode())
    assert "In ons eigen dorp" in page
    assert "90 minuten" in page
    begin = client.post(reverse("guide:workshop_start", args=[workshop.pk]), {"version": "1"})
    assert begin["Location"] == step_of(workshop, 1)
    page = unescape(client.get(step_of(workshop, 1)).content.decode())
    assert "Stap 1 van 5 · 20 minuten" in page
    assert "Wat hoort u nu voor het eerst?" in page

    assert note(client, workshop, 1, "Politie zag het in week twee.", "next") == step_of(workshop, 2)
    assert note(client, workshop, 2, "Een piek, geen crisis.", "back") == step_of(workshop, 1)
    assert "Politie zag het in week twee." in client.get(step_of(workshop, 1)).content.decode()

    # Two proposals taken over at the last step, a need and an agreement, and one point for the agenda.
    need_form = note(client, workshop, 5, "Drie afspraken.", "proposal-1")
    assert "Ik wil weten wat bewoners elkaar vertellen" in unescape(client.get(need_form).content.decode())
    client.post(need_form, {"sentence": "Ik wil weten wat bewoners vertellen.", "theme": str(theme.pk)})
    agreement_form = note(client, workshop, 5, "Drie afspraken.", "proposal-2")
    page = client.get(agreement_form).content.decode()
    assert '<option value="arrest" selected>' in page
    with acting_as(person=cast.people[ADVISER].pk):
        om = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.PROSECUTION)
    client.post(
        agreement_form,
        {
            "sentence": "Ik wil vooraf weten van een aanhouding.",
            "theme": str(theme.pk),
            "supplier": str(om.pk),
            "what": "Bericht vooraf bij een aanhouding",
            "info_kind": "operational",
            "rhythm": "event",
            "moment": "arrest",
            "starts_on": timezone.localdate().isoformat(),
        },
    )
    for title in ("Wie belt wie?", "Wie spreekt de pers?"):
        agenda_form = note(client, workshop, 5, "Drie afspraken.", "agenda")
        client.post(agenda_form, {"title": title, "text": ""})
    ended = note(client, workshop, 5, "Over een half jaar kijken wij terug.", "end")
    assert ended == reverse("guide:workshop", args=[workshop.pk])

    with acting_as(person=cast.people[ADVISER].pk):
        kinds = list(WorkshopOutcome.objects.order_by("made_at").values_list("kind", flat=True))
        assert kinds == ["need", "standing_case", "agenda", "agenda"]
        assert {one.origin for one in Need.objects.all()} == {"workshop"}
        assert {one.origin_id for one in Need.objects.all()} == {str(workshop.pk)}
        assert Agreement.objects.get().moment == "arrest"
        assert AgendaPoint.objects.filter(origin="guide.workshop").count() == 2
    report = unescape(
        cast.client(Function.PROSECUTOR)
        .get(reverse("guide:workshop_report", args=[workshop.pk]))
        .content.decode()
    )
    for words in (
        "Ik wil weten wat bewoners vertellen.",
        "Bericht vooraf bij een aanhouding",
        "Wie spreekt de pers?",
        "Een piek, geen crisis.",
        "Over een half jaar kijken wij terug.",
        "De casus is verzonnen.",
    ):
        assert words in report
    rows = unescape(client.get(reverse("guide:workshops")).content.decode())
    assert "4 uitkomsten" in rows


def test_a_member_reads_without_links_to_what_is_not_theirs(
    cast: Cast, running: Workshop, theme: Theme
) -> None:
    client = cast.client(ADVISER)
    form = note(client, running, 1, "", "need")
    client.post(form, {"sentence": "Ik wil weten wat speelt.", "theme": str(theme.pk)})
    with acting_as(person=cast.people[ADVISER].pk):
        need = Need.objects.get()
    link = reverse("position:need", args=[need.pk])
    page = reverse("guide:workshop", args=[running.pk])
    assert link in cast.client(MAYOR).get(page).content.decode()
    chief = cast.client(Function.TEAM_CHIEF).get(page).content.decode()
    assert link not in chief
    assert "Ik wil weten wat speelt." in chief
    assert "Ga verder" not in chief


def test_the_second_of_two_note_takers_is_told_and_keeps_the_text(cast: Cast, running: Workshop) -> None:
    client = cast.client(ADVISER)
    address = step_of(running, 1)
    version = version_on(client, address)
    client.post(address, {"version": version, "text": "Van de eerste.", "go": "stay"})
    answer = client.post(address, {"version": version, "text": "Van de tweede.", "go": "next"})
    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Van de eerste." in page
    assert "Van de tweede." in page
    newer = re.search(r'name="version" value="(\d+)"', page)
    assert newer
    again = client.post(address, {"version": newer.group(1), "text": "Van beiden.", "go": "next"})
    assert again.status_code == 302
    assert "Van beiden." in client.get(address).content.decode()


def test_what_is_typed_after_the_session_was_ended_elsewhere_is_not_lost(
    cast: Cast, running: Workshop
) -> None:
    client = cast.client(ADVISER)
    version = version_on(client, step_of(running, 1))
    client.post(reverse("guide:workshop_end", args=[running.pk]), {"version": version})
    answer = client.post(step_of(running, 1), {"version": version, "text": "Nog dit.", "go": "next"})
    assert answer.status_code == 409
    assert "Nog dit." in answer.content.decode()
    assert client.get(step_of(running, 1))["Location"] == reverse("guide:workshop", args=[running.pk])


def test_an_ended_session_can_be_taken_up_again(cast: Cast, running: Workshop) -> None:
    client = cast.client(ADVISER)
    page = reverse("guide:workshop", args=[running.pk])
    note(client, running, 1, "Bewaard.", "next")
    client.post(reverse("guide:workshop_end", args=[running.pk]), {"version": version_on(client, page)})
    assert "Neem weer op" in client.get(page).content.decode()
    answer = client.post(
        reverse("guide:workshop_start", args=[running.pk]), {"version": version_on(client, page)}
    )
    assert answer["Location"] == step_of(running, 2)
    assert "Bewaard." in client.get(page).content.decode()
    with acting_as(person=cast.people[ADVISER].pk):
        found = Workshop.objects.get()
    assert (found.state, found.ended_at) == (WorkshopState.RUNNING, None)


def test_changing_a_prepared_session_tells_the_second_editor(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        workshop = session(identity)
    client = cast.client(ADVISER)
    address = reverse("guide:workshop_change", args=[workshop.pk])
    values = {
        "title": "Nieuwe titel",
        "planned_on": "2026-05-01",
        "situation": "Eén.\n\nTwee.",
        "version": "1",
    }
    assert client.post(address, values).status_code == 302
    late = client.post(address, values | {"title": "Andere titel"})
    assert late.status_code == 409
    page = unescape(late.content.decode())
    assert "Nieuwe titel" in page
    assert "Andere titel" in page
    with acting_as(person=cast.people[ADVISER].pk):
        found = Workshop.objects.get()
        case = case_of(found)
    assert (found.title, found.planned_on.isoformat()) == ("Nieuwe titel", "2026-05-01")
    assert case is not None
    assert case.situation == "Eén.\n\nTwee."


def test_a_step_or_a_proposal_that_is_not_there_does_not_exist(cast: Cast, running: Workshop) -> None:
    client = cast.client(ADVISER)
    assert client.get(step_of(running, 6)).status_code == 404
    assert client.get(step_of(running, 0)).status_code == 404
    for kind, query in (
        ("dans", ""),
        ("need", "?voorstel=99"),
        ("need", "?voorstel=0"),
        ("need", "?voorstel=x"),
    ):
        address = reverse("guide:workshop_keep", args=[running.pk, 1, kind]) + query
        assert client.get(address).status_code == 404, address


def test_nothing_is_kept_from_a_session_that_does_not_run(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        workshop = session(identity)
    client = cast.client(ADVISER)
    answer = client.post(reverse("guide:workshop_keep", args=[workshop.pk, 1, "agenda"]), {"title": "Punt"})
    assert answer["Location"] == reverse("guide:workshop", args=[workshop.pk])
    with acting_as(person=cast.people[ADVISER].pk):
        assert not AgendaPoint.objects.exists()


def test_the_ledger_holds_no_notes(cast: Cast, running: Workshop) -> None:
    note(cast.client(ADVISER), running, 1, "Vertrouwelijke notitie", "next")
    with acting_as(person=cast.people[ADVISER].pk):
        found = {one.action: one.data for one in Event.objects.filter(action__startswith="guide:workshop:")}
    assert set(found) == {"guide:workshop:prepared", "guide:workshop:started", "guide:workshop:noted"}
    assert found["guide:workshop:noted"] == '{"step":1}'


def test_sessions_are_for_the_table_of_this_municipality(cast: Cast, running: Workshop) -> None:
    page = reverse("guide:workshop", args=[running.pk])
    assert cast.client(person=cast.stranger).get(page).status_code == 404
    with acting_as(person=cast.people[Function.ANALYST].pk):
        assert not Workshop.objects.exists()
    with acting_as(person=cast.people[MAYOR].pk):
        assert Workshop.objects.count() == 1
        assert Workshop.objects.update(title="Gekaapt") == 0, "the mayor reads, the adviser leads"
