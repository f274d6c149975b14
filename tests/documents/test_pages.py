"""The pages, from placing a document to finding it, as the people of a case use them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.documents import queries, services
from driehoek.meetings.proposals import propose_all
from driehoek.parties.models import Function
from tests.documents.conftest import World
from tests.support.document_objects import docx


def upload(content: bytes, name: str = "stuk.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.story("CX04")
@pytest.mark.story("OV05")
def test_a_partner_places_a_document_that_only_their_compartment_finds(world: World) -> None:
    partner, chief = world.cast.client(Function.PARTNER), world.cast.client(Function.TEAM_CHIEF)
    new = reverse("documents:new", args=[world.made.id])
    page = partner.get(new).content.decode()
    assert "Zorg" in page
    assert "Politie" not in page
    given = {
        "title": "Intake Zandloper",
        "kind": "report",
        "compartment": str(world.made.own["Zorg"].pk),
        "classification": "vertrouwelijk",
    }
    # The legal check is not there yet: then only what holds no personal data.
    refused = partner.post(new, {**given, "file": upload(docx("Afspraken over begeleiding"))})
    assert "juridische toets" in refused.content.decode()
    content = docx("Afspraken over begeleiding")
    sent = partner.post(new, {**given, "no_personal": "on", "file": upload(content)}, follow=True)
    assert "Het document is geplaatst." in sent.content.decode()
    partner.post(new, {**given, "no_personal": "on", "file": upload(content)})
    with world.acting(Function.PARTNER) as identity:
        (made,) = [one for one in queries.visible_to(identity) if one.title == "Intake Zandloper"]
        services.take_text(version=queries.newest_version(made).pk)
    search = reverse("documents:search")
    found = partner.post(search, {"text": "begeleiding afspraak"}).content.decode()
    assert "Intake Zandloper" in found
    assert "<mark>begeleiding</mark>" in found
    other = chief.post(search, {"text": "begeleiding afspraak"}).content.decode()
    assert "Intake Zandloper" not in other
    assert "Niets gevonden dat u mag zien" in other
    for function in (Function.TEAM_CHIEF, Function.GUEST, Function.MAYOR):
        client = world.cast.client(function)
        here = reverse("documents:document", args=[world.made.id, made.pk])
        assert client.get(here).status_code == 404
        assert "Zandloper" not in client.get(reverse("documents:list", args=[world.made.id])).content.decode()
        assert "Zandloper" not in client.get(reverse("cases:page", args=[world.made.id])).content.decode()


def test_a_file_leaves_as_it_came_and_is_never_shown_as_a_page(world: World) -> None:
    client = world.cast.client(Function.PARTNER)
    with world.acting(Function.PARTNER):
        version = queries.newest_version(world.care)
    where = [world.made.id, world.care.pk, version.pk]
    answer = client.get(reverse("documents:download", args=where))
    assert answer.content.startswith(b"PK")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(reverse("documents:picture", args=where)).status_code == 404
    assert "gezin Zilverberg" in client.get(reverse("documents:look", args=where)).content.decode()
    # A version of another document does not open through this one.
    assert (
        client.get(reverse("documents:look", args=[world.made.id, world.shared.pk, version.pk])).status_code
        == 404
    )


def test_two_people_one_document_and_the_second_is_told(world: World) -> None:
    address = reverse("documents:new_version", args=[world.made.id, world.shared.pk])
    stale = {"version": "1", "note": "Mijn aanvulling", "no_personal": "on"}
    first = world.cast.client(Function.TEAM_CHIEF).post(address, {**stale, "file": upload(b"Eerst", "a.txt")})
    assert first.status_code == 302
    second = world.cast.client(Function.PARTNER).post(address, {**stale, "file": upload(b"Tweede", "b.txt")})
    assert second.status_code == 409
    page = second.content.decode()
    assert "Iemand anders was u voor" in page
    assert "Mijn aanvulling" in page


def test_a_lock_is_set_seen_and_broken_with_a_reason(world: World) -> None:
    where = [world.made.id, world.shared.pk]
    world.cast.client(Function.PARTNER).post(reverse("documents:lock", args=where), {"hours": "4"})
    chief, director = world.cast.client(Function.TEAM_CHIEF), world.cast.client(Function.CASE_DIRECTOR)
    page = chief.get(reverse("documents:document", args=where)).content.decode()
    assert "U kunt wel lezen." in page
    assert reverse("documents:new_version", args=where) not in page
    breaking = reverse("documents:break_lock", args=where)
    assert chief.post(breaking, {"reason": "Ik wil"}).status_code == 403
    assert "Vul dit in." in director.post(breaking, {"reason": ""}).content.decode()
    after = director.post(breaking, {"reason": "Ziek thuis"}, follow=True).content.decode()
    assert "Ziek thuis" in after


def test_passages_are_chosen_on_the_page_and_confirmed_by_someone_else(world: World) -> None:
    director, partner = world.cast.client(Function.CASE_DIRECTOR), world.cast.client(Function.PARTNER)
    with world.acting(Function.PARTNER):
        version = queries.newest_version(world.care)
    address = reverse("documents:redact", args=[world.made.id, world.care.pk, version.pk])
    none = partner.post(address, {"terms": "staat er niet", "terms_ground": "5.1.2e"})
    assert "Kies ten minste één plek" in none.content.decode()
    made = partner.post(address, {"terms": "Zilverberg\nmoeder", "terms_ground": "5.1.2e"}, follow=True)
    page = made.content.decode()
    assert "Laat iemand anders" in page
    here = made.redirect_chain[-1][0]
    judged = director.post(f"{here}oordeel/", {"act": "confirm", "version": "1"}, follow=True)
    assert "Geschikt voor publicatie" in judged.content.decode()
    late = director.post(f"{here}oordeel/", {"act": "reject", "version": "1"}, follow=True)
    assert "Iemand anders heeft dit al beoordeeld." in late.content.decode()


def test_a_document_goes_to_the_driehoek_by_a_title_without_names_only(world: World) -> None:
    address = reverse("documents:agenda", args=[world.made.id, world.care.pk])
    client = world.cast.client(Function.PARTNER)
    doubt = client.post(address, {"title": "Bel 06-12345678", "version": "1"})
    assert "telefoonnummer" in doubt.content.decode()
    assert client.post(address, {"title": "Verslag begeleiding", "version": "1"}).status_code == 302
    for function, seen in (
        (Function.CASE_DIRECTOR, True),
        (Function.TEAM_CHIEF, False),
        (Function.MAYOR, False),
    ):
        with world.acting(function) as identity:
            offered = propose_all(identity, world.made.case.opened_at, leaving_out=frozenset())
            titles = [one.title for group in offered for one in group.proposals]
            assert ("Verslag begeleiding" in titles) is seen, function
            assert not any("wijkteam" in title for title in titles)


def test_the_list_asks_no_more_for_more_documents(world: World) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.support.document_objects import place

    client = world.cast.client(Function.CASE_DIRECTOR)
    address = reverse("documents:list", args=[world.made.id])
    counts = []
    for more in (0, 5):
        director = world.cast.people[Function.CASE_DIRECTOR]
        with acting_as(person=director.pk, municipality=world.cast.home.pk) as identity:
            for number in range(more):
                place(
                    identity,
                    world.made.case,
                    world.made.shared,
                    title=f"Stuk {number}",
                    content=f"Stuk {number}".encode(),
                    read=False,
                )
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            page = client.get(address).content.decode()
        counts.append(len(caught))
    assert "Stuk 4" in page
    assert counts[0] == counts[1]
