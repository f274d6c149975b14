"""Whoever tampers with the forms of the giving side: nothing leaves, nothing of others is seen or written."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Detail, Part, Provision, ProvisionState, Request, RequestState
from driehoek.exchange.services import provisions
from driehoek.exchange.services import requests as services
from driehoek.exchange.services.parts import NewPart
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.giving import ANSWERS, POSTED, TEXT, drafted, fields_of, posted, released, submitted

pytestmark = pytest.mark.django_db
TICKS = {"record_written": "on", "secrecy_notice": "on"}


def now_of(cast: Cast, provision: Provision, function: Function = Function.PROSECUTOR) -> Provision:
    with acting_as(person=cast.people[function].pk):
        return Provision.objects.get(pk=provision.pk)


def judged(cast: Cast, asked: Request, **changes: Any) -> str:
    """Fill in the judging page and go on; return the address of the last page."""
    client = cast.client(Function.PROSECUTOR)
    address = reverse("exchange:judge", args=[asked.pk])
    typed = fields_of(client.get(address).content.decode()) | POSTED
    typed |= {"ruling": "grant", "part-headline_text": TEXT, "decide": "1"} | changes
    answer = client.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_release_without_a_tick_or_with_a_forged_version_sends_nothing(cast: Cast, theme: Theme) -> None:
    draft = drafted(cast, theme)
    client = cast.client(Function.PROSECUTOR)
    address = reverse("exchange:provision_release", args=[draft.pk])
    for sent in (
        {"version": str(draft.version)},
        {"version": str(draft.version), "record_written": "on"},
        {"version": str(draft.version + 5), **TICKS},
        {"version": "", **TICKS},
        {"version": "9" * 30, **TICKS},
    ):
        assert client.post(address, sent).status_code in {200, 302}
        assert now_of(cast, draft).state == ProvisionState.DRAFT


def test_what_the_law_stops_has_no_button_and_posting_all_the_same_sends_nothing(
    cast: Cast, theme: Theme
) -> None:
    draft = drafted(cast, theme, facts=ANSWERS | {"whole_file": True})
    client = cast.client(Function.PROSECUTOR)
    address = reverse("exchange:provision_release", args=[draft.pk])
    page = client.get(address).content.decode()
    assert "Geen heel dossier" in page
    assert 'name="release"' not in page
    reason = "Ik vind dat het hier wel moet kunnen, echt waar."
    better = {f"fact-{key}": value for key, value in {"whole_file": "no", "asked": "whole_file"}.items()}
    sent = {"version": str(draft.version), "confirmation": reason, "release": "1", **TICKS, **better}
    assert client.post(address, sent).status_code == 200
    assert now_of(cast, draft).state == ProvisionState.DRAFT


def test_a_warning_leaves_only_with_a_reason_that_says_something(cast: Cast, theme: Theme) -> None:
    draft = drafted(cast, theme, facts={key: value for key, value in ANSWERS.items() if key != "minimised"})
    client = cast.client(Function.PROSECUTOR)
    address = reverse("exchange:provision_release", args=[draft.pk])
    assert "Dit mag alleen met een reden" in client.get(address).content.decode()
    assert "minstens 20 tekens" in posted(client, address, confirmation="Moet.", **TICKS).content.decode()
    assert now_of(cast, draft).state == ProvisionState.DRAFT
    reason = "De datum is het minste dat de burgemeester nodig heeft."
    assert posted(client, address, confirmation=reason, **TICKS).status_code == 302
    assert now_of(cast, draft).state == ProvisionState.RELEASED


def test_facts_that_only_ask_to_be_known_cannot_be_reasoned_away(cast: Cast, theme: Theme) -> None:
    known = {key: value for key, value in ANSWERS.items() if key != "final_decision"}
    draft = drafted(cast, theme, facts=known)
    client = cast.client(Function.PROSECUTOR)
    address = reverse("exchange:provision_release", args=[draft.pk])
    page = client.get(address).content.decode()
    assert "Beantwoord eerst de vragen die nog open zijn" in page
    assert 'name="release"' not in page
    reason = "Dit kan niet wachten en ik weet het nog niet."
    client.post(address, {"version": str(draft.version), "confirmation": reason, **TICKS})
    assert now_of(cast, draft).state == ProvisionState.DRAFT


def test_facts_changed_between_the_last_look_and_the_button_are_a_conflict(cast: Cast, theme: Theme) -> None:
    draft = drafted(cast, theme)
    client = cast.client(Function.PROSECUTOR)
    address = reverse("exchange:provision_release", args=[draft.pk])
    look = fields_of(client.get(address).content.decode(), "dh-form")
    write = reverse("exchange:provision_write", args=[draft.pk])
    typed = fields_of(client.get(write).content.decode()) | {"fact-others_traceable": "yes", "save": "1"}
    assert client.post(write, typed).status_code == 302
    assert (
        "Iemand anders heeft dit net gewijzigd"
        in client.post(address, look | TICKS, follow=True).content.decode()
    )
    assert now_of(cast, draft).state == ProvisionState.DRAFT
    # Also who reads the newest version finds the law in the way.
    client.post(address, {"version": str(now_of(cast, draft).version), **TICKS})
    assert now_of(cast, draft).state == ProvisionState.DRAFT


def test_released_twice_leaves_once(cast: Cast, theme: Theme) -> None:
    asked = submitted(cast, theme)
    decide = judged(cast, asked)
    client = cast.client(Function.PROSECUTOR)
    sent = fields_of(client.get(decide).content.decode(), "dh-form") | TICKS
    first = client.post(decide, sent)
    second = client.post(decide, sent, follow=True)
    assert first.status_code == 302
    assert "niets dubbel" in second.content.decode()
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert Provision.objects.filter(request=asked).count() == 1


def test_a_ruling_without_something_that_belongs_to_it_is_no_answer(cast: Cast, theme: Theme) -> None:
    asked = submitted(cast, theme)
    client = cast.client(Function.PROSECUTOR)
    decide = reverse("exchange:judge_decide", args=[asked.pk])
    for sent in ({}, {"version": "1", "asked": "2", "paper": "1", "ruling": "grant", **TICKS}):
        assert client.post(decide, sent).status_code == 302
    typed = fields_of(client.get(reverse("exchange:judge", args=[asked.pk])).content.decode())
    typed |= {"ruling": "grant", "save": "1"}
    client.post(reverse("exchange:judge", args=[asked.pk]), typed)
    sent = {"version": "1", "asked": str(asked.version + 1), "paper": "2", **TICKS}
    client.post(decide, sent)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert Request.objects.get(pk=asked.pk).state == RequestState.JUDGING
        assert not Provision.objects.filter(request=asked).exclude(state=ProvisionState.DRAFT).exists()


def test_a_withdrawn_request_gets_nothing_any_more(cast: Cast, theme: Theme) -> None:
    asked = submitted(cast, theme)
    decide = judged(cast, asked)
    client = cast.client(Function.PROSECUTOR)
    sent = fields_of(client.get(decide).content.decode(), "dh-form") | TICKS
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        there = Request.objects.get(pk=asked.pk)
        services.withdraw_request(identity=identity, request=there, version=there.version)
    assert client.post(decide, sent).status_code == 302
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert Provision.objects.get(request=asked).state == ProvisionState.DRAFT


def test_ids_of_others_and_values_that_are_not_offered_are_refused(cast: Cast, theme: Theme) -> None:
    client = cast.client(Function.PROSECUTOR)
    with acting_as(person=cast.stranger.pk):
        foreign = Organisation.objects.filter(municipality=cast.away).first()
    assert foreign is not None
    new = reverse("exchange:provision_new")
    typed = fields_of(client.get(new).content.decode(), "dh-form") | {
        "title": "Zitting", "theme": str(theme.pk), "purpose": "openbare_orde", "subject": "verdachte",
        "data_categories": ["strafvorderlijke_gegevens"],
    }  # fmt: skip
    for wrong in (
        {"theme": str(uuid.uuid4())},
        {"problem": str(uuid.uuid4())},
        {"purpose": "statistiek_verzonnen"},
        {"data_categories": ["medische_gegevens"]},
        {"title": "Bel 111222333"},
    ):
        assert client.post(new, typed | wrong).status_code == 200
    # An organisation elsewhere is nobody to give to: the usual one is meant.
    begun = client.post(
        f"{new}?aan={foreign.pk}", typed | {"recipient": str(foreign.pk), "giver": str(foreign.pk)}
    )
    write = begun.headers["Location"]
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        made = Provision.objects.get()
        assert (made.giver.kind, made.recipient.kind) == (
            OrganisationKind.PROSECUTION,
            OrganisationKind.MUNICIPALITY,
        )
    page = (
        fields_of(client.get(write).content.decode()) | POSTED | {"part-headline_text": TEXT, "decide": "1"}
    )
    past = timezone.localdate() - timedelta(days=1)
    refused: tuple[dict[str, Any], ...] = (
        {"along-readers": ["analyst"]},
        {"along-readers": []},
        {"along-mark": "openbaar"},
        {"along-keep_until": past.isoformat()},
        {"along-keep_until": "0026-01-01"},
        {"part-headline_when": "at", "part-headline_date": past.isoformat(), "part-headline_time": "10:00"},
        {"part-headline_when": "hold"},
        {"part-headline_text": "Nummer 111222333"},
        {"part-headline_text": "x" * 301},
        {"fact-asked": page["fact-asked"], "fact-final_decision": "vrijgesproken"},
    )
    for each in refused:
        assert client.post(write, page | each).status_code == 200, each
    assert now_of(cast, made).state == ProvisionState.DRAFT


def test_of_the_other_side_and_of_third_parties_nothing_exists(cast: Cast, theme: Theme) -> None:
    asked = submitted(cast, theme)
    judged(cast, asked)
    draft, given = (
        drafted(cast, theme),
        released(
            cast, theme, parts=[NewPart(Detail.HEADLINE, TEXT), NewPart(Detail.EXTRACT, TEXT, let_go=False)]
        ),
    )
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        held = Part.objects.get(provision=given, detail=Detail.EXTRACT)
        waiting = Provision.objects.get(request=asked)
    drafts = ("provision", "provision_write", "provision_release", "provision_drop")
    addresses: list[tuple[str, list[Any]]] = [
        ("judge", [asked.pk]), ("judge_decide", [asked.pk]),
        *((name, [one.pk]) for one in (draft, waiting) for name in drafts),
        ("provision", [given.pk]), ("provision_recall", [given.pk]), ("provision_end", [given.pk]),
        ("part_let_go", [given.pk, held.pk]), ("part_embargo", [given.pk, held.pk]),
        ("approval", [draft.pk, "helpdesk_consent"]),
    ]  # fmt: skip
    # The table of rights asks for the pages; here the acts are posted by who receives it, and by a third party.
    for function in (Function.SAFETY_ADVISER, Function.TEAM_CHIEF):
        client = cast.client(function)
        for name, about in addresses:
            address = reverse(f"exchange:{name}", args=about)
            sent = client.post(address, {"version": "1", "words": "Weg ermee, nu.", **TICKS})
            assert sent.status_code == (405 if name == "provision" else 404), (function, name)
        for name in ("inbox", "given", "desk"):
            page = client.get(reverse(f"exchange:{name}")).content.decode()
            assert "Antwoord op" not in page
            assert str(draft.pk) not in page
    stranger = cast.client(person=cast.stranger)
    assert stranger.get(reverse("exchange:provision", args=[given.pk])).status_code == 404
    assert now_of(cast, given).state == ProvisionState.RELEASED
    # A part of one provision does not open under another's address.
    mine = cast.client(Function.PROSECUTOR)
    assert mine.get(reverse("exchange:part_let_go", args=[draft.pk, held.pk])).status_code == 404


def test_an_agreement_cannot_be_filled_in_on_a_form(cast: Cast, theme: Theme) -> None:
    facts = ANSWERS | {"recipient_task_named": True, "helpdesk_consent": "given"}
    draft = drafted(cast, theme, purpose="voorkomen_strafbare_feiten", facts=facts)
    client = cast.client(Function.PROSECUTOR)
    address = reverse("exchange:provision_release", args=[draft.pk])
    assert "Dit wacht op toestemming" in client.get(address).content.decode()
    client.post(address, {"version": str(draft.version), "fact-asked": "helpdesk_consent",
                          "fact-helpdesk_consent": "given", **TICKS})  # fmt: skip
    assert now_of(cast, draft).state == ProvisionState.DRAFT
    assert client.get(reverse("exchange:approval", args=[draft.pk, "whole_file"])).status_code == 404


def test_two_who_judge_one_request_get_a_conflict_and_keep_their_text(cast: Cast, theme: Theme) -> None:
    asked = submitted(cast, theme)
    one, other = cast.client(Function.PROSECUTOR), cast.client(Function.PROSECUTOR)
    address = reverse("exchange:judge", args=[asked.pk])
    read = [fields_of(client.get(address).content.decode()) for client in (one, other)]
    first = read[0] | {"ruling": "grant", "part-headline_text": "Van de een", "notes": "Eerst", "save": "1"}
    assert one.post(address, first).status_code == 302
    late = other.post(
        address, read[1] | {"ruling": "grant", "part-headline_text": "Van de ander", "save": "1"}
    )
    assert late.status_code == 409
    said = late.content.decode()
    for words in ("Iemand anders was u voor", "Van de een", "Van de ander", "Eerst"):
        assert words in said
    again = fields_of(said) | {"save": "1"}
    assert other.post(address, again).status_code == 302
    assert fields_of(one.get(address).content.decode())["part-headline_text"] == "Van de ander"


def test_what_was_let_go_or_taken_back_is_not_acted_on_twice(cast: Cast, theme: Theme) -> None:
    given = released(cast, theme)
    client: Client = cast.client(Function.PROSECUTOR)
    recall = reverse("exchange:provision_recall", args=[given.pk])
    sent = fields_of(client.get(recall).content.decode(), "dh-form") | {"words": "Dit klopt niet meer."}
    assert client.post(recall, sent | {"words": "Kort"}).status_code == 200
    assert client.post(recall, sent).status_code == 302
    assert "Dit kan niet meer" in client.post(recall, sent, follow=True).content.decode()
    destroy = reverse("exchange:provision_destroy", args=[given.pk])
    assert posted(client, destroy).status_code == 302
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        assert not Part.objects.filter(provision=given, body__isnull=False).exists()
        with pytest.raises(provisions.ReleaseError):
            provisions.judge_provision(identity=identity, provision=Provision.objects.get(pk=given.pk))
    assert TEXT not in client.get(reverse("exchange:provision", args=[given.pk])).content.decode()
