"""From a report by a partner to what they hear of it, and handing over, as people do it (CX01, CX02, CX16, CX21)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.cases import services as cases
from driehoek.cases.models import Admission, Case
from driehoek.cases.services.moving import step_to
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.parties.models import Function as F
from driehoek.parties.models import Organisation
from driehoek.problems.models import Theme
from driehoek.signals.models import HandOver, HandOverState, Milestone, Signal, SignalState
from tests.signals.conftest import WORDS, World

pytestmark = pytest.mark.django_db
WHO = "Proefman senior"
# Facts that stand in the way when they are so.
AGAINST = ("secret", "objects", "terror", "radicalisation", "weighty")


@pytest.fixture(autouse=True)
def _undone(world: World) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def page(client: Client, address: str) -> str:
    """Return a page that opens."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def hidden(text: str, name: str) -> str:
    """Return what a hidden field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found.group(1)


def reported(world: World, **more: str) -> tuple[Client, dict[str, str]]:
    """Open the form as the prosecutor and fill what is needed."""
    client = world.cast.client(F.PROSECUTOR)
    text = page(client, reverse("signals:new"))
    posted = {
        "id": hidden(text, "id"),
        "what": "Bij de oude loods wordt elke nacht geladen door onbekende busjes",
        "happened_on": timezone.localdate().isoformat(),
        "about": WHO,
        "grade": "B",
        "credibility": "2",
    }
    return client, posted | more


def as_director(world: World) -> AbstractContextManager[Identity]:
    """Act as the case director."""
    return acting_as(person=world.cast.people[F.CASE_DIRECTOR].pk, municipality=world.cast.home.pk)


@pytest.mark.story("CX01")
def test_a_partner_reports_in_one_form_twice_sent_is_once_and_gets_a_number(world: World) -> None:
    client, posted = reported(world)
    future = client.post(reverse("signals:new"), posted | {"happened_on": "2199-01-01"})
    assert "Deze dag komt nog" in future.content.decode()
    service_number = client.post(reverse("signals:new"), posted | {"about": "BSN 111222333"})
    assert "burgerservicenummer" in service_number.content.decode()
    first = client.post(reverse("signals:new"), posted)
    again = client.post(reverse("signals:new"), posted)
    assert first.status_code == 302
    assert again["Location"] == first["Location"]
    receipt = page(client, first["Location"])
    assert re.search(r"S-[A-Z2-9]{3}-[A-Z2-9]{3}", receipt)
    assert WHO in receipt
    assert "Meestal betrouwbaar" in receipt
    with as_director(world):
        signal = Signal.objects.get(organisation__kind="prosecution")
        due = Deadline.objects.filter(kind="signals.judge", subject=signal.pk)
        assert not due or due[0].state == DeadlineState.OPEN
    # The same words once more: the sender's own organisation reported it, so it asks first.
    other = posted | {"id": "9f2c1e6e-1111-4222-8333-444455556666"}
    asked = client.post(reverse("signals:new"), other)
    assert signal.number in asked.content.decode()
    assert client.post(reverse("signals:new"), other | {"sent_all_the_same": "on"}).status_code == 302
    assert page(client, reverse("signals:mine")).count("S-") >= 2
    for function in (F.MAYOR, F.GUEST, F.ANALYST):
        assert world.cast.client(function).get(reverse("signals:new")).status_code == 403


@pytest.mark.story("CX02")
@pytest.mark.story("CX16")
def test_a_signal_is_judged_opens_a_case_and_the_sender_hears_how_far_it_is_without_the_file(
    world: World,
) -> None:
    client, director = world.cast.client(F.TEAM_CHIEF), world.cast.client(F.CASE_DIRECTOR)
    address = reverse("signals:signal", args=[world.police.pk])
    assert world.police.number in page(director, reverse("signals:intake"))
    form = page(director, reverse("signals:judge", args=[world.police.pk]) + "?model=youth_group")
    assert "Is het gedrag geduid" in form
    with as_director(world):
        theme = Theme.objects.filter(municipality=world.cast.home)[0]
    opened = {
        "version": "1",
        "model": "youth_group",
        "outcome": "accepted",
        "reason": "Wij maken hier een casus van.",
        "note": "Twijfel over de rol van de oudste.",
        "place": "new_closed",
        "title": "Groep bij de speeltuin",
        "theme": str(theme.pk),
        "answer_shared_signals": "yes",
        "answer_behaviour": "yes",
    }
    judge = reverse("signals:judge", args=[world.police.pk])
    refused = director.post(judge, opened)
    assert "laten geen casus toe" in refused.content.decode()
    assert director.post(judge, opened | {"answer_cross_chain": "yes"}).status_code == 302
    stale = director.post(judge, opened)
    assert stale.status_code == 302
    with as_director(world):
        signal = Signal.objects.get(pk=world.police.pk)
        case = Case.objects.get(compartments=signal.compartment_id)
        assert case.problem.title == "Groep bij de speeltuin"
        assert signal.compartment is not None
        assert signal.compartment.kind == "own"
        assert Admission.objects.get(case=case).admitted
    mine = page(client, reverse("signals:mine"))
    assert "1 nieuw bericht" in mine
    read_by_sender = page(client, address)
    assert "Wij maken hier een casus van." in read_by_sender
    assert "Twijfel over de rol" not in read_by_sender
    assert "Groep bij de speeltuin" not in read_by_sender
    assert "nieuw bericht" not in page(client, reverse("signals:mine"))
    told = director.post(
        reverse("signals:tell", args=[signal.pk]), {"text": "Twee acties lopen, de eerste is klaar."}
    )
    assert told.status_code == 302
    moved_to(world, case, "gather", "picture", "priority", "plan", "execution")
    after = page(client, address)
    assert "De aanpak wordt uitgevoerd" in after
    assert after.count("De aanpak heeft prioriteit gekregen") == 1
    assert "Twee acties lopen" in after
    assert world.police.number in page(director, reverse("cases:page", args=[case.pk]))
    assert world.cast.client(F.MAYOR).get(address).status_code == 404


def moved_to(world: World, case: Case, *states: str) -> None:
    """Take a case along its table, passing over what is not met."""
    with as_director(world) as identity:
        for state in states:
            case.refresh_from_db()
            step = step_to(case, state)
            cases.move(
                identity=identity, case=case, version=case.version, step=state, reason="Voor de proef",
                overrule=step.requires,
            )  # fmt: skip


@pytest.mark.story("CX02")
def test_two_judges_at_once_and_a_rejection_that_is_taken_up_again(world: World) -> None:
    director, adviser = world.cast.client(F.CASE_DIRECTOR), world.cast.client(F.SAFETY_ADVISER)
    judge = reverse("signals:judge", args=[world.housing.pk])
    with as_director(world):
        to = Organisation.objects.get(municipality=world.cast.home, kind="police")
    no = {"version": "1", "outcome": "rejected", "reason": "Dit hoort bij de wijkagent.", "note": "Te dun."}
    referral = no | {"outcome": "referred"}
    assert "Kies naar wie" in director.post(judge, referral).content.decode()
    assert director.post(judge, no).status_code == 302
    with as_director(world):
        signal = Signal.objects.get(pk=world.housing.pk)
        assert signal.state == SignalState.REJECTED
        assert signal.keep_until is not None
    anew = reverse("signals:reconsider", args=[world.housing.pk])
    assert adviser.post(anew, {"version": "2", "reason": "Er is meer gemeld."}).status_code == 302
    late = director.post(judge, referral | {"referred_to": str(to.pk), "basis": "Wpg artikel 16"})
    assert late.status_code == 409
    assert "Dit hoort bij de wijkagent." in late.content.decode()
    done = director.post(judge, referral | {"version": "3", "referred_to": str(to.pk), "basis": "Wpg 16"})
    assert done.status_code == 302
    with as_director(world):
        kinds = list(
            Milestone.objects.filter(signal=signal).order_by("made_at").values_list("kind", flat=True)
        )
        assert kinds == ["rejected", "anew", "referred"]
    assert "Te dun" not in page(world.cast.client(F.PARTNER), reverse("signals:signal", args=[signal.pk]))


@pytest.mark.story("CX21")
def test_a_hand_over_asks_the_law_goes_once_stands_still_and_is_counted(world: World) -> None:
    adviser = world.cast.client(F.SAFETY_ADVISER)
    with acting_as_system(municipality=world.cast.home.pk):
        house = Organisation.objects.get(municipality=world.cast.home, kind="safety_house")
    start = reverse("signals:hand_over_signal", args=[world.police.pk])
    form = page(adviser, start)
    item = f"item_{world.police.pk.hex}-what"
    assert item in form
    posted = {
        "giver": hidden(form, "giver"), "recipient": str(house.pk), "purpose": "complexe_casus_zvh",
        "subject": "casuspersoon",
    }  # fmt: skip
    assert "Kies wat meegaat" in adviser.post(start, posted).content.decode()
    made = adviser.post(start, posted | {item: "persoonsgegevens"})
    assert made.status_code == 302
    address = made["Location"]
    text = page(adviser, address)
    answers: dict[str, str] = {}
    for _round in range(6):
        # What is open stands before what was answered and the special cases, which are folded away.
        open_now = text[text.index("Wat de wet wil weten") :].split("<details")[0]
        answers |= {name: choice_of(name) for name in re.findall(r'name="(fact-[a-z_0-9]+)"', open_now)}
        sent = {"fact-asked": hidden(text, "fact-asked"), "version": hidden(text, "version")}
        text = adviser.post(address, answers | sent).content.decode()
        if 'name="give"' in text:
            break
    assert 'name="give"' in text, answers
    give = {"give": "1", "version": hidden(text, "version"), "record_written": "on", "secrecy_notice": "on"}
    confirmed = give | {"confirmation": "De partners hebben dit samen zorgvuldig afgewogen."}
    unticked = adviser.post(address, {"give": "1", "version": give["version"]}).content.decode()
    assert "Fout:" in unticked
    assert adviser.post(address, confirmed).status_code == 302
    shown = page(adviser, address)
    assert "Overgedragen" in shown
    letter = adviser.get(reverse("signals:hand_over_letter", args=[address.split("/")[-2]]))
    assert letter.content.startswith(b"%PDF")
    standing(world)
    counted = page(world.cast.client(F.DPO), reverse("signals:register"))
    assert house.name in counted
    assert WORDS not in counted
    version = {"version": str(int(give["version"]) + 1)}
    received = adviser.post(f"{address}ontvangen/", version | {"words": "Mevrouw Proef, per brief"})
    assert received.status_code == 302
    back = adviser.post(
        f"{address}terugnemen/", {"version": str(int(version["version"]) + 1), "words": "Verkeerde persoon"}
    )
    assert back.status_code == 302
    assert "Teruggenomen" in page(adviser, address)
    assert world.cast.client(F.CASE_DIRECTOR).get(address).status_code == 404


def choice_of(name: str) -> str:
    """Answer a question in favour: yes, unless it asks for an obstacle."""
    return "no" if any(one in name for one in AGAINST) else "yes"


def standing(world: World) -> None:
    """What went cannot be changed, and nothing goes by SQL without a decision."""
    with acting_as(person=world.cast.people[F.SAFETY_ADVISER].pk, municipality=world.cast.home.pk):
        went = HandOver.objects.get(state=HandOverState.GIVEN)
        for values in ({"purpose": "openbare_orde"}, {"items_locked": ""}, {"state": HandOverState.DRAFT}):
            with pytest.raises(DatabaseError), transaction.atomic():
                HandOver.objects.filter(pk=went.pk).update(**values)
        with pytest.raises(DatabaseError), transaction.atomic():
            went.delete()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO signals_handover SELECT (jsonb_populate_record(h, jsonb_build_object('id',"
                " gen_random_uuid()))).* FROM signals_handover h WHERE h.id = %s",
                [went.pk],
            )
