"""The pages of what came in: titles without content, texts that open on purpose, receipt, use, and what is gone."""

from __future__ import annotations

import html
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.brief.queries import today
from driehoek.exchange.models import PartReading, Provision, ProvisionState, Use
from driehoek.exchange.services import expiring, provisions
from driehoek.exchange.services.parts import NewPart
from driehoek.parties.models import Function, OrganisationKind
from driehoek.problems.models import Kind, Theme
from tests.support.asking_objects import (
    ESSENTIALS,
    HEADLINE,
    TITLE,
    embargoed,
    given,
    opened_problem,
    party,
    recalled,
    refused,
    submitted,
)
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
ADVISER, MAYOR = Function.SAFETY_ADVISER, Function.MAYOR
OUTSIDERS = (
    Function.ANALYST,
    Function.TEAM_CHIEF,
    Function.CASE_DIRECTOR,
    Function.PARTNER,
    Function.DPO,
    Function.ADMIN,
    Function.COUNCIL,
)
LISTS = ("exchange:front", "exchange:received_list", "brief:today", "position:items", "deadlines:coming")


def body(answer: Any) -> str:
    """The words of a page, as they are read."""
    return html.unescape(answer.content.decode())


def address(name: str, provision: Provision) -> str:
    return reverse(f"exchange:{name}", args=[provision.pk])


def part_of(cast: Cast, provision: Provision, detail: str) -> uuid.UUID:
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        return provision.parts.get(detail=detail).pk


def opened(client: Client, cast: Cast, provision: Provision, detail: str = "essentials") -> Any:
    part = part_of(cast, provision, detail)
    return client.post(reverse("exchange:received_read", args=[provision.pk, part]))


def test_a_text_opens_on_purpose_leaves_a_trace_and_no_copy(cast: Cast, theme: Theme) -> None:
    provision, client = given(cast, theme), cast.client(MAYOR)
    page = client.get(address("received", provision))
    said = body(page)
    for words in (TITLE, "Vertrouwelijk", provision.number, "Lees de kern", "Lees de kop", "Wjsg", "nog 60 dagen",
                  "Alleen voor het toezicht rond de zitting."):  # fmt: skip
        assert words in said, words
    assert ESSENTIALS not in said
    assert "Gelezen door" not in said
    assert "Nog niemand opende de tekst." in said
    answer = opened(client, cast, provision)
    assert "no-store" in answer["Cache-Control"]
    said = body(answer)
    assert ESSENTIALS in said
    assert HEADLINE not in said
    # The mark goes along on paper, with who read it and when; and the list of readers has grown.
    assert "exchange-mark-head" in said
    assert "Gelezen door Burgemeester, vandaag" in said
    assert "Nog niemand opende de tekst." not in said
    with acting_as(person=cast.people[MAYOR].pk):
        [reading] = PartReading.objects.filter(provision=provision)
        assert reading.person_id == cast.people[MAYOR].pk
    # Reading is not confirming, and the address of a text gives nothing by itself.
    assert client.get(answer.wsgi_request.path).status_code == 405
    assert ESSENTIALS not in body(client.get(address("received", provision)))


def test_receipt_is_confirmed_once_and_the_line_goes(cast: Cast, theme: Theme) -> None:
    provision, client = given(cast, theme), cast.client(ADVISER)
    assert "Bevestig dat u dit kreeg" in body(client.get(reverse("exchange:front")))
    assert TITLE in body(client.get(f"{reverse('exchange:received_list')}?stand=nieuw"))
    client.post(address("received_confirm", provision))
    again = client.post(address("received_confirm", provision), follow=True)
    assert "De ontvangst was al bevestigd." in body(again)
    assert "Bevestig dat u dit kreeg" not in body(client.get(reverse("exchange:front")))
    assert "Niets met deze keuze" in body(client.get(f"{reverse('exchange:received_list')}?stand=nieuw"))


def test_use_is_told_back_once_without_a_service_number(cast: Cast, theme: Theme) -> None:
    provision, client = given(cast, theme), cast.client(ADVISER)
    data = {
        "decision_taken": "Extra toezicht op het plein",
        "decided_on": str(timezone.localdate()),
        "helped": "yes",
        "feedback": "Op tijd. De tijd van de zitting ontbrak.",
        "key": str(uuid.uuid4()),
    }
    to_come = data | {"decided_on": str(timezone.localdate() + timedelta(days=1))}
    assert "Kies vandaag of een dag die voorbij is." in body(
        client.post(address("received_use", provision), to_come)
    )
    number = data | {"feedback": "Dit ging over 123456782."}
    assert "burgerservicenummer" in body(client.post(address("received_use", provision), number))
    for _time in range(2):
        assert client.post(address("received_use", provision), data).status_code == 302
    page = body(client.get(address("received", provision)))
    assert "Extra toezicht op het plein" in page
    assert "heeft geholpen" in page
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert Use.objects.get(provision=provision).feedback.startswith("Op tijd.")


def test_what_was_recalled_says_who_saw_what_and_nothing_of_it(cast: Cast, theme: Theme) -> None:
    provision, client = given(cast, theme), cast.client(MAYOR)
    part = part_of(cast, provision, "essentials")
    opened(client, cast, provision)
    recalled(cast, provision)
    page = body(client.get(address("received", provision)))
    for words in ("heeft dit teruggetrokken", "De gegevens klopten niet.", "Kern", "Burgemeester"):
        assert words in page
    assert ESSENTIALS not in page
    assert "Lees de kern" not in page
    assert client.post(reverse("exchange:received_read", args=[provision.pk, part])).status_code == 404
    for name in ("received_use", "pass_on"):
        assert client.get(address(name, provision)).status_code == 404
    assert "Teruggetrokken" in body(client.get(reverse("brief:today")))


def test_what_has_expired_is_gone_and_that_it_was_there_stays(cast: Cast, theme: Theme) -> None:
    provision = given(cast, theme, keep_until=timezone.localdate() + timedelta(days=1))
    client = cast.client(MAYOR)
    assert "verloopt morgen" in body(client.get(address("received", provision)))
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        now = Provision.objects.get(pk=provision.pk)
        provisions.shorten(
            identity=identity, provision=now, version=now.version, keep_until=timezone.localdate()
        )
    with acting_as_system(municipality=cast.home.pk):
        assert expiring.expire_due(municipality=cast.home.pk) == 1
    page = body(client.get(address("received", provision)))
    assert "De inhoud is vernietigd" in page
    assert TITLE in page
    assert "Lees de kern" not in page
    with acting_as(person=cast.people[MAYOR].pk):
        assert Provision.objects.get(pk=provision.pk).state == ProvisionState.EXPIRED


def test_before_the_embargo_ends_there_is_nothing_at_all(cast: Cast, theme: Theme) -> None:
    request = submitted(cast, theme)
    until = timezone.now() + timedelta(hours=5)
    provision = given(cast, theme, request=request, parts=embargoed(until))
    client = cast.client(MAYOR)
    assert client.get(address("received", provision)).status_code == 404
    assert client.post(address("received_confirm", provision)).status_code == 404
    for name in LISTS:
        assert TITLE not in body(client.get(reverse(name))), name
    # The answer itself comes with the first text, so the request still waits.
    assert "Verstrekt" not in body(client.get(reverse("exchange:request", args=[request.pk])))


def test_a_part_that_is_kept_back_is_not_announced(cast: Cast, theme: Theme) -> None:
    parts = (NewPart("headline", HEADLINE), NewPart("extract", "Uittreksel Zwaluw", let_go=False))
    provision, client = given(cast, theme, parts=parts), cast.client(MAYOR)
    page = body(client.get(address("received", provision)))
    assert "Lees de kop" in page
    assert "Uittreksel" not in page
    assert opened(client, cast, provision, "extract").status_code == 404


def test_a_text_of_another_provision_does_not_open_here(cast: Cast, theme: Theme) -> None:
    one, other = given(cast, theme), given(cast, theme, readers=(Function.DEPUTY,))
    strange = part_of(cast, other, "essentials")
    client = cast.client(MAYOR)
    assert client.post(reverse("exchange:received_read", args=[one.pk, strange])).status_code == 404
    refused_text = client.post(reverse("exchange:received_read", args=[other.pk, strange]), follow=True)
    assert ESSENTIALS not in body(refused_text)
    with acting_as(person=cast.people[MAYOR].pk):
        assert not PartReading.objects.exists()


def test_a_file_that_is_seen_from_outside_asks_a_purpose_first_and_leads_back(
    cast: Cast, theme: Theme
) -> None:
    problem = opened_problem(cast, theme, kind=Kind.COMPLEX, title="Zaak achter een deur")
    provision, client = given(cast, theme, problem=problem), cast.client(MAYOR)
    page = body(client.get(address("received", provision)))
    assert "Noem eerst een doel" in page
    assert "Lees de kern" not in page
    door = opened(client, cast, provision)["Location"]
    assert door.startswith(reverse("problems:open", args=[problem.pk]))
    back = client.post(door, {"power": "openbare_orde", "reason": "Toezicht rond de zitting regelen"})
    assert back["Location"] == address("received", provision)
    assert ESSENTIALS in body(opened(client, cast, provision))


def test_a_function_that_was_not_chosen_sees_that_it_is_there_and_reads_nothing(
    cast: Cast, theme: Theme
) -> None:
    provision, client = given(cast, theme), cast.client(Function.DEPUTY)
    assert "gaf dit aan anderen binnen uw organisatie" in body(client.get(address("received", provision)))
    answer = opened(client, cast, provision)
    assert ESSENTIALS not in body(client.get(answer["Location"]) if answer.status_code == 302 else answer)
    assert client.get(address("pass_on", provision)).status_code == 403


def test_nobody_else_sees_that_it_exists(cast: Cast, theme: Theme) -> None:
    problem = opened_problem(cast, theme)
    request = submitted(cast, theme, problem=problem)
    provision = given(cast, theme, request=request, problem=problem)
    for function in OUTSIDERS:
        client = cast.client(function)
        for name in ("received", "received_use", "pass_on"):
            assert client.get(address(name, provision)).status_code in (403, 404)
        for name in (*LISTS, "problems:list", "position:matrix"):
            page = body(client.get(reverse(name), follow=True))
            assert TITLE not in page, f"{name} to {function}"
            assert HEADLINE not in page
        page = body(client.get(reverse("problems:page", args=[problem.pk])))
        for words in (TITLE, "Verzoek om gegevens ingediend", "Verstrekking ontvangen", "exchange-title"):
            assert words not in page, f"{words} to {function}"


def test_another_municipality_gets_404(cast: Cast, theme: Theme) -> None:
    provision, request = given(cast, theme), submitted(cast, theme)
    client = cast.client(person=cast.stranger)
    assert client.get(address("received", provision)).status_code == 404
    assert client.get(reverse("exchange:request", args=[request.pk])).status_code == 404
    assert TITLE not in body(client.get(reverse("exchange:received_list")))


def test_the_problem_the_item_and_the_first_page_lead_to_it(cast: Cast, theme: Theme) -> None:
    problem = opened_problem(cast, theme)
    asked = submitted(cast, theme, problem=problem)
    provision = given(cast, theme, request=asked, problem=problem)
    client = cast.client(ADVISER)
    page = body(client.get(reverse("problems:page", args=[problem.pk])))
    assert address("received", provision) in page
    assert reverse("exchange:request", args=[asked.pk]) in page
    with acting_as(person=cast.people[ADVISER].pk):
        item = Provision.objects.get(pk=provision.pk).item_id
    assert item is not None
    assert address("received", provision) in body(client.get(reverse("position:item", args=[item])))
    other = submitted(cast, theme)
    refused(cast, other)
    first = body(cast.client(MAYOR).get(reverse("brief:today")))
    assert reverse("exchange:request", args=[other.pk]) in first
    assert "Bevestig" in body(cast.client(MAYOR).get(reverse("exchange:front")))


def test_the_first_page_asks_the_exchange_only_when_it_has_something(cast: Cast, theme: Theme) -> None:
    def asked() -> int:
        with acting_as(person=cast.people[MAYOR].pk) as identity, CaptureQueriesContext(connection) as found:
            today(identity)
        return sum("exchange_" in one["sql"] for one in found.captured_queries)

    # One question asks, within the one that is asked anyway, whether there is anything.
    assert asked() == 1
    refused(cast, submitted(cast, theme))
    one = asked()
    assert 1 < one <= 4
    for _number in range(3):
        refused(cast, submitted(cast, theme))
    assert asked() == one


def test_passing_on_begins_a_draft_of_the_own_side_that_goes_through_the_check(
    cast: Cast, theme: Theme
) -> None:
    provision, client = given(cast, theme), cast.client(ADVISER)
    page = body(client.get(address("pass_on", provision)))
    assert "Wat de wet zegt over doorgeven" in page
    assert "Wjsg 52" in page
    # Not back to who gave it.
    assert f'value="{party(cast, OrganisationKind.PROSECUTION).pk}"' not in page
    data = {
        "to": str(party(cast, OrganisationKind.POLICE).pk),
        "purpose": "openbare_orde",
        "title": "Zitting in een lopende zaak",
        "text": "Vrijdag is de zitting. Reken op drukte op het plein.",
        "key": str(uuid.uuid4()),
    }
    number = body(
        client.post(address("pass_on", provision), data | {"text": "Dader heeft nummer 123456782."})
    )
    assert "burgerservicenummer" in number
    client.post(address("pass_on", provision), data)
    made = client.post(address("pass_on", provision), data)
    with acting_as(person=cast.people[ADVISER].pk):
        draft = Provision.objects.select_related("recipient").get(onward_of=provision)
        assert draft.state == ProvisionState.DRAFT
        assert draft.recipient.kind == OrganisationKind.POLICE
        assert draft.keep_until <= provision.keep_until
        assert draft.facts["held_under"] == provision.terms["bases"][0]
    assert str(draft.pk) in made["Location"]
    # Nothing has left: the police do not hear of it.
    chief = cast.client(Function.TEAM_CHIEF)
    assert "Zitting in een lopende zaak" not in body(chief.get(reverse("exchange:front")))
    assert "Zitting in een lopende zaak" in body(client.get(address("received", provision)))
