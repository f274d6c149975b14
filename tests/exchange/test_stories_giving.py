"""The giving side from request to feedback: judging, staged release, at night, and the municipality that gives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines import services as deadlines
from driehoek.exchange.models import Detail, Part, Provision, ProvisionState, RequestState
from driehoek.exchange.proposals import PROVISION
from driehoek.exchange.queries import requests as queries
from driehoek.exchange.services import receiving
from driehoek.grounds.models import Decision
from driehoek.parties.models import ContactStep, Function, OrganisationKind
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.giving import (
    POSTED,
    TEXT,
    fields_of,
    organisation,
    posted,
    released,
    submitted,
)

pytestmark = pytest.mark.django_db
TICKS = {"record_written": "on", "secrecy_notice": "on"}


def shown(client: Client, name: str, *about: object) -> str:
    answer = client.get(reverse(f"exchange:{name}", args=about))
    assert answer.status_code == 200
    return answer.content.decode()


def sees(cast: Cast, function: Function, provision: Provision) -> list[str]:
    """The texts that a function of the receiver can read now."""
    found = []
    with acting_as(person=cast.people[function].pk) as identity:
        rows = Part.objects.filter(provision=provision).select_related("provision__recipient")
        for part in sorted(rows, key=lambda one: list(Detail).index(Detail(one.detail))):
            try:
                found.append(receiving.read_part(identity=identity, part=part))
            except receiving.NotReadableError:
                continue
    return found


@pytest.mark.story("OM02")
def test_the_prosecutor_judges_on_two_devices_gives_a_part_with_a_ground_and_reads_what_was_done_with_it(
    cast: Cast, theme: Theme
) -> None:
    before = released(cast, theme, title="Aanhouding van vorige maand")
    asked = submitted(cast, theme)
    desk, phone = cast.client(Function.PROSECUTOR), cast.client(Function.PROSECUTOR)
    judge = reverse("exchange:judge", args=[asked.pk])
    page = desk.get(judge).content.decode()
    for words in (
        asked.what,
        asked.necessity,
        before.title,
        "gebruik niet vastgelegd",
        "Wordt het hele dossier",
    ):
        assert words in page
    assert TEXT not in page

    # Begun at the desk; the asker sees that someone is on it and nothing else.
    typed = fields_of(page) | {"ruling": "part", "notes": "Eerst bellen", "part-headline_text": TEXT}
    assert desk.post(judge, typed | {"save": "1"}).status_code == 302
    adviser = cast.client(Function.SAFETY_ADVISER)
    theirs = shown(adviser, "request", asked.pk)
    assert "in beoordeling" in theirs
    assert "Eerst bellen" not in theirs
    assert TEXT not in theirs
    assert adviser.get(judge).status_code == 404

    # On the phone it goes on where it was; without a ground a part is not given.
    kept = fields_of(phone.get(judge).content.decode())
    assert (kept["part-headline_text"], kept["notes"], kept["ruling"]) == (TEXT, "Eerst bellen", "part")
    wrong = phone.post(judge, kept | POSTED | {"decide": "1"})
    assert "Kies ten minste één reden" in wrong.content.decode()
    words = "De namen van getuigen geef ik niet; de datum wel."
    typed = kept | POSTED | {"grounds": ["lighter"], "words": words, "along-title": "Zitting rond het plein"}
    typed |= {"along-about": "16-123456-26"}
    decide = phone.post(judge, typed | {"decide": "1"}).headers["Location"]

    last_look = phone.get(decide).content.decode()
    for said in (
        "Dit mag",
        TEXT,
        "meteen te lezen",
        "burgemeester, locoburgemeester",
        words,
        "VERTROUWELIJK",
    ):
        assert said in last_look
    ticked = posted(phone, decide, **TICKS)
    assert ticked.status_code == 302
    given = ticked.headers["Location"]

    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        answered = queries.requests(identity).get(pk=asked.pk)
        assert (answered.state, answered.ruling_words) == (RequestState.PART, words)
        provision = Provision.objects.get(request=asked)
        # Whom it is about stays as a pseudonym, for the processing log.
        assert len(provision.subject_ref) == 64
        # Decisions are for the giver; the receiver has the terms that go along.
        assert not Decision.objects.filter(subject=provision.pk).exists()
        assert provision.terms["bases"] == ["wjsg-39f-1b-orde-veiligheid"]
    assert sees(cast, Function.MAYOR, provision) == [TEXT]
    assert sees(cast, Function.SAFETY_ADVISER, provision) == []
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        receiving.confirm_provision(identity=identity, provision=provision)
        receiving.record_use(
            identity=identity,
            provision=provision,
            new=receiving.NewUse("Extra toezicht", timezone.localdate(), feedback="Dank, op tijd."),
        )
    told = desk.get(given).content.decode()
    for said in (
        "Gelezen door",
        "Burgemeester",
        "Ontvangst bevestigd",
        "Extra toezicht",
        "Dank, op tijd.",
        "hielp",
    ):
        assert said in told
    assert "Hierover is al besloten" in desk.post(judge, typed | {"save": "1"}, follow=True).content.decode()


@pytest.mark.story("OM02")
def test_a_refusal_says_why_in_the_words_of_the_rule_and_leaves_no_text_behind(
    cast: Cast, theme: Theme
) -> None:
    asked = submitted(cast, theme)
    client = cast.client(Function.PROSECUTOR)
    judge = reverse("exchange:judge", args=[asked.pk])
    whole = POSTED | {"fact-whole_file": "yes"}
    page = client.get(judge).content.decode()
    typed = fields_of(page) | whole | {"ruling": "grant", "part-headline_text": TEXT}
    checked = client.post(judge, typed | {"check": "1"}).content.decode()
    assert "Dit mag niet" in checked
    assert "Geen heel dossier" in checked
    client.post(judge, typed | {"save": "1"})
    typed = fields_of(client.get(judge).content.decode()) | whole
    refusal = {
        "ruling": "refuse",
        "grounds": ["not_needed", "investigation"],
        "words": "Vraag het na de zitting.",
    }
    decide = client.post(judge, typed | refusal | {"decide": "1"}).headers["Location"]
    assert "Het belang van het onderzoek" in client.get(decide).content.decode()
    assert posted(client, decide).status_code == 302
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        draft = Provision.objects.get(request=asked)
        assert draft.state == ProvisionState.DROPPED
        assert not Part.objects.filter(provision=draft, body__isnull=False).exists()
    theirs = shown(cast.client(Function.SAFETY_ADVISER), "request", asked.pk)
    for said in ("Vraag het na de zitting.", "Niet nodig voor dit doel"):
        assert said in theirs


@pytest.mark.story("OM02")
def test_what_waits_for_an_agreement_cannot_leave_until_it_is_on_record(cast: Cast, theme: Theme) -> None:
    asked = submitted(cast, theme, purpose="voorkomen_strafbare_feiten")
    client = cast.client(Function.PROSECUTOR)
    judge = reverse("exchange:judge", args=[asked.pk])
    facts = POSTED | {"fact-recipient_task_named": "yes", "fact-helpdesk_consent": "given"}
    held = {"part-extract_text": "Uit het dossier.", "part-extract_when": "hold"}
    typed = (
        fields_of(client.get(judge).content.decode()) | {"ruling": "grant", "part-headline_text": TEXT} | held
    )
    for _further_questions in range(3):
        page = client.post(judge, typed | facts | {"check": "1"}).content.decode()
        typed = fields_of(page) | facts
    decide = client.post(judge, typed | {"decide": "1"}).headers["Location"]
    waiting = client.get(decide).content.decode()
    assert "Dit wacht op toestemming" in waiting
    assert 'name="release"' not in waiting
    draft = client.post(decide, {"version": "1", "asked": "2", "paper": "2", **TICKS}).status_code
    assert draft == 200
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        provision = Provision.objects.get(request=asked)
    assert provision.state == ProvisionState.DRAFT

    ask = reverse("exchange:approval", args=[provision.pk, "helpdesk_consent"])
    assert "Helpdesk Privacy" in client.get(ask).content.decode()
    assert client.post(ask, {}).status_code == 302
    answer = fields_of(client.get(ask).content.decode(), "dh-form") | {"answer": "given"}
    assert "Vul dit in" in client.post(ask, answer).content.decode()
    assert client.post(ask, answer | {"reference": "HP-2026-118"}).status_code == 302
    assert "HP-2026-118" in client.get(judge).content.decode()
    assert "Verstrek nu" in client.get(decide).content.decode()
    given = posted(client, decide, **TICKS)
    assert given.status_code == 302
    assert "HP-2026-118" not in shown(cast.client(Function.MAYOR), "received", provision.pk)


@pytest.mark.story("OM10")
def test_the_headline_now_the_essentials_under_embargo_and_the_extract_when_the_prosecutor_says_so(
    cast: Cast, theme: Theme
) -> None:
    asked = submitted(cast, theme)
    client, mayor = cast.client(Function.PROSECUTOR), cast.client(Function.MAYOR)
    judge = reverse("exchange:judge", args=[asked.pk])
    tomorrow = timezone.localtime() + timedelta(days=1)
    typed = (
        fields_of(client.get(judge).content.decode())
        | POSTED
        | {
            "ruling": "grant",
            "along-title": "Uitspraak in een zaak",
            "part-headline_text": TEXT,
            "part-essentials_text": "De uitspraak is morgen om tien uur.",
            "part-essentials_when": "at",
            "part-essentials_date": tomorrow.strftime("%Y-%m-%d"),
            "part-essentials_time": "10:00",
            "part-extract_text": "Uit het vonnis: tien maanden.",
            "part-extract_when": "hold",
        }
    )
    decide = client.post(judge, typed | {"decide": "1"}).headers["Location"]
    look = client.get(decide).content.decode()
    assert "te lezen vanaf morgen" in look
    assert "blijft achter tot u het loslaat" in look
    page = posted(client, decide, **TICKS).headers["Location"]
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        provision = Provision.objects.get(request=asked)
        parts = {part.detail: part for part in Part.objects.filter(provision=provision)}
    assert sees(cast, Function.MAYOR, provision) == [TEXT]
    assert "tien maanden" not in shown(mayor, "received", provision.pk)

    mine = client.get(page).content.decode()
    assert "embargo tot morgen" in mine
    assert "achtergehouden" in mine
    assert "nog niet alles" in shown(client, "inbox").lower()
    sooner = timezone.localtime() + timedelta(hours=1)
    embargo = reverse("exchange:part_embargo", args=[provision.pk, parts[Detail.ESSENTIALS].pk])
    early = posted(client, embargo, day=sooner.strftime("%Y-%m-%d"), clock=sooner.strftime("%H:%M"))
    assert "later dan het stond" in early.content.decode()
    later = tomorrow + timedelta(days=1)
    assert posted(client, embargo, day=later.strftime("%Y-%m-%d"), clock="10:00").status_code == 302

    go = reverse("exchange:part_let_go", args=[provision.pk, parts[Detail.EXTRACT].pk])
    assert posted(client, go, when="now").status_code == 302
    assert sees(cast, Function.MAYOR, provision) == [TEXT, "Uit het vonnis: tien maanden."]

    recall = reverse("exchange:provision_recall", args=[provision.pk])
    assert "4 keer" not in client.get(recall).content.decode()
    assert posted(client, recall, words="Dit klopt niet, een nieuwe volgt.").status_code == 302
    assert sees(cast, Function.MAYOR, provision) == []
    proof = client.get(page).content.decode()
    assert "Gelezen door" in proof
    assert "Teruggetrokken" in proof
    assert client.get(go, follow=True).redirect_chain[-1][0].endswith(f"{provision.pk}/")


@pytest.mark.story("OM08")
def test_at_night_the_headline_goes_in_three_taps_and_rings_on_until_the_mayor_confirms(
    cast: Cast, theme: Theme
) -> None:
    with acting_as_system(municipality=cast.home.pk):
        town = organisation(OrganisationKind.MUNICIPALITY, cast)
        ContactStep.objects.create(
            municipality=cast.home, organisation=town, place=1, person=cast.people[Function.SAFETY_ADVISER],
            phone="06-123 45 678", note="piket",
        )  # fmt: skip
    phone = cast.client(Function.PROSECUTOR)
    # One: the button on the inbox.
    assert reverse("exchange:urgent_new") in shown(phone, "inbox")
    page = shown(phone, "urgent_new")
    for said in ("Klopt dit?", "Wordt het hele dossier gegeven?", "Hoe staat het met de strafzaak?"):
        assert said in page
    text = "Vannacht is iemand aangehouden na schoten in het centrum; wij verwachten onrust."
    typed = fields_of(page, "dh-form") | {"text": text}
    assert "Vink dit aan" in phone.post(reverse("exchange:urgent_new"), typed).content.decode()
    # Two and three: the tick, and the button; sent twice it goes once.
    sent = [phone.post(reverse("exchange:urgent_new"), typed | {"agreed": "on"}) for _twice in range(2)]
    assert [one.status_code for one in sent] == [302, 302]
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    with acting_as(person=cast.people[Function.MAYOR].pk):
        provision = Provision.objects.get(urgent=True)
    mine = phone.get(sent[0].headers["Location"]).content.decode()
    for said in (
        "Nog niemand heeft bevestigd.",
        "Burgemeester kreeg meteen bericht",
        'href="tel:0612345678"',
        "piket",
    ):
        assert said in mine

    with acting_as_system(municipality=cast.home.pk):
        for minutes in (16, 32, 48):
            deadlines.sweep(municipality=cast.home.pk, now=timezone.now() + timedelta(minutes=minutes))
    rung = phone.get(sent[0].headers["Location"]).content.decode()
    assert "Herinnering" in rung
    assert "Adviseur openbare orde en veiligheid" in rung
    with acting_as(person=cast.people[Function.DEPUTY].pk) as identity:
        receiving.confirm_provision(identity=identity, provision=provision)
    done = phone.get(sent[0].headers["Location"]).content.decode()
    assert "Locoburgemeester bevestigde" in done
    assert "Bel ook zelf" not in done
    assert cast.client(Function.SAFETY_ADVISER).get(reverse("exchange:urgent_new")).status_code == 403


@pytest.mark.story("OM08")
def test_the_police_ring_too_and_an_answer_that_the_law_stops_sends_nothing(cast: Cast, theme: Theme) -> None:
    chief = cast.client(Function.TEAM_CHIEF)
    typed = fields_of(shown(chief, "urgent_new"), "dh-form") | {"text": TEXT, "agreed": "on"}
    stopped = chief.post(reverse("exchange:urgent_new"), typed | {"fact-minimised": "no"})
    assert "Geen wet staat dit zo toe" in stopped.content.decode()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert not Provision.objects.exists()
        # Nothing was sent, and what the law said of it stays in the log of judgements.
        assert Decision.objects.filter(subject_kind=PROVISION, outcome="not_allowed").count() == 1
    assert chief.post(reverse("exchange:urgent_new"), typed).status_code == 302
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert Provision.objects.get().terms["bases"][0] == "wpg-16-1b-burgemeester"


@pytest.mark.story("OM11")
def test_the_municipality_gives_the_prosecutor_the_picture_of_order_around_a_case(
    cast: Cast, theme: Theme
) -> None:
    adviser, prosecutor = cast.client(Function.SAFETY_ADVISER), cast.client(Function.PROSECUTOR)
    new = f"{reverse('exchange:provision_new')}?soort=ordebeeld"
    assert f'href="{new}"' in shown(adviser, "inbox")
    begun = adviser.post(
        new,
        fields_of(adviser.get(new).content.decode(), "dh-form")
        | {"title": "Ordebeeld rond het Proefplein", "theme": str(theme.pk)},
    )
    write = begun.headers["Location"]
    page = adviser.get(write).content.decode()
    assert "ordebeeld en omgeving" in page
    answers = {"fact-result_has_persons": "no", "fact-small_cells_suppressed": "yes"}
    picture = "Bewoners zijn onrustig; op vrijdag is het plein vol. Winkeliers sluiten eerder."
    named = fields_of(page) | answers | {"part-headline_text": picture}
    # Without persons a phone number is beyond what was named, and is pointed out once.
    doubted = adviser.post(write, named | {"part-essentials_text": "Bel 06-12345678.", "decide": "1"})
    assert "een telefoonnummer" in doubted.content.decode()
    decide = adviser.post(write, named | {"decide": "1"}).headers["Location"]
    look = adviser.get(decide).content.decode()
    assert "officier van justitie" in look
    assert "Dit mag" in look
    assert posted(adviser, decide, **TICKS).status_code == 302
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        provision = Provision.objects.get(kind="picture")
    assert sees(cast, Function.PROSECUTOR, provision) == [picture]
    assert provision.title in shown(prosecutor, "received_list")
