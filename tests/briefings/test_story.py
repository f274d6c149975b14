"""OV02 as it happens: from what the system proposes to an A4 that reached the mayor, opened, asked about and rated."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.briefings import sources, tasks
from driehoek.briefings.models import Briefing, Line, Receipt
from driehoek.briefings.proposals import propose_all
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position import services as position
from driehoek.position.models import Certainty, Question, QuestionKind
from driehoek.problems.models import Kind, Problem, SafetyField
from driehoek.problems.services import NewProblem, ensure_theme, open_problem
from tests.support.briefing_objects import make_briefing, proposal, send_to, version_in
from tests.support.cast import Cast
from tests.support.meeting_objects import make_table
from tests.support.moment_objects import moment_objects
from tests.support.position_objects import organisation_of
from tests.support.publication_objects import bring_out, write

ADVISER, CHIEF, DEPUTY, MAYOR = (
    Function.SAFETY_ADVISER,
    Function.TEAM_CHIEF,
    Function.DEPUTY,
    Function.MAYOR,
)


class Fingers:
    """A browser that counts: every page opened, box ticked, field filled and button pressed is one interaction."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.count = 0

    def open(self, address: str) -> str:
        self.count += 1
        answer = self.client.get(address, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    def press(self, address: str, data: dict[str, object]) -> Any:
        self.count += 1
        answer = self.client.post(address, data, follow=True)
        assert answer.status_code == 200
        return answer


@pytest.fixture
def week(cast: Cast) -> None:
    """A week in which something arrived, a decision waits, a case stands still, and a match comes."""
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        theme = ensure_theme(municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",))
        police = organisation_of(identity, OrganisationKind.POLICE)
        for title, urgent in (("Elf inbraken in Noord", False), ("Steekpartij bij het station", True)):
            new = position.NewItem(
                title=title, meaning="Twee daders in beeld.", certainty=Certainty.LIKELY, must_know=urgent
            )
            position.provide(identity=identity, new=new, supplier=police, theme=theme)
        position.ask(
            identity=identity,
            new=position.NewQuestion(
                text="Cameratoezicht op het plein verlengen?",
                due_at=timezone.now() + timedelta(days=3),
                to_person=cast.people[MAYOR],
                kind=QuestionKind.DECISION,
                options=("Ja", "Nee"),
            ),
        )
        case = open_problem(
            identity=identity,
            new=NewProblem(
                title="Zaak Nachtvlinder", kind=Kind.COMPLEX, theme=theme, owner=cast.people[ADVISER].pk
            ),
        )
        Problem.objects.filter(pk=case.pk).update(changed_at=timezone.now() - timedelta(days=40))
        make_table(identity, name="Driehoek Voorbeeldstad")
        moment_objects(identity)
    bring_out(cast, write(cast))


def waiting_mails() -> list[dict[str, str]]:
    """Return what waits to be mailed by this room."""
    jobs = ProcrastinateJob.objects.filter(task_name="driehoek.briefings.tasks.send_mail_to")
    return [dict(job.args) for job in jobs]


@pytest.mark.story("OV02")
def test_the_proposals_become_a_sent_a4_in_six_interactions(cast: Cast, week: None) -> None:
    hand = Fingers(cast.client(ADVISER))
    listed = hand.open(reverse("briefings:list"))
    compose = reverse("briefings:compose")
    assert compose in listed
    page = hand.open(compose)
    ticked = re.findall(r'name="chosen" value="([^"]+)" checked', page)
    kinds = {key.split(":")[0] for key in ticked}
    assert kinds >= {
        sources.ITEM, sources.QUESTION, sources.PUBLICATION, sources.PROBLEM, sources.MEETING,
    }  # fmt: skip
    for words in (
        "Steekpartij bij het station. Twee daders in beeld.",
        "zekerheid: waarschijnlijk",
        "van Politie",
        "Cameratoezicht op het plein verlengen?",
        "Zaak Nachtvlinder: hier is sinds",
    ):
        assert words in page
    # What the mayor had to know at once stands above what else arrived.
    assert page.index("Steekpartij") < page.index("Elf inbraken")
    draft = hand.press(compose, {"chosen": ticked}).content.decode()
    # Pressing twice puts nothing there twice, and is no error.
    again = hand.client.post(compose, {"chosen": ticked}, follow=True).content.decode()
    assert again.count('id="regel-') == draft.count('id="regel-') == len(ticked)
    assert re.search(r"De A4 is voor \d+% vol", draft)
    send = re.search(r'href="(/weekbriefing/[^"]+/versturen/)"', draft)
    assert send
    form = hand.open(send.group(1))
    readers = re.findall(r'name="readers" value="([^"]+)"[^>]* checked', form)
    assert len(readers) == 2
    sent = hand.press(send.group(1), {"readers": readers, "version": version_in(form)}).content.decode()
    assert "De briefing is verstuurd." in sent
    assert hand.count <= 6

    with acting_as(person=cast.people[ADVISER].pk):
        briefing = Briefing.objects.get()
        mails = waiting_mails()
    assert {one["person"] for one in mails} == {str(cast.people[one].pk) for one in (MAYOR, DEPUTY)}
    assert len(briefing.sha256) == 64

    mayor = cast.client(MAYOR)
    first_page = mayor.get(reverse("brief:today")).content.decode()
    assert "Weekbriefing van" in first_page
    page_of = mayor.get(reverse("briefings:latest"), follow=True).content.decode()
    for words in ("Steekpartij bij het station", "Zaak Nachtvlinder", "Cameratoezicht", "bron: "):
        assert words in page_of
    with acting_as(person=cast.people[MAYOR].pk):
        urls = list(Line.objects.values_list("url", flat=True))
    assert len(urls) == len(ticked)
    assert all(f'href="{url}"' in page_of for url in urls)
    mayor.post(reverse("briefings:rate", args=[briefing.pk]), {"verdict": "useful", "note": "Zo wil ik het."})
    with acting_as(person=cast.people[ADVISER].pk):
        receipt = Receipt.objects.get()
    assert (receipt.person_id, receipt.verdict) == (cast.people[MAYOR].pk, "useful")
    seen = hand.client.get(reverse("briefings:briefing", args=[briefing.pk])).content.decode()
    assert "Zo wil ik het." in seen
    assert "nog niet geopend" in seen


@pytest.mark.story("OV02")
def test_the_mail_holds_a_link_and_not_a_word_of_the_briefing(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        made = make_briefing(identity, proposal("Zaak Nachtvlinder loopt uit de hand."))
        send_to(identity, made, [cast.people[MAYOR].pk])
        [waiting] = waiting_mails()
    assert set(waiting) == {"municipality", "person", "briefing"}
    with acting_as_system(municipality=cast.home.pk):
        tasks.send_mail_to.work(
            municipality=cast.home.pk, person=waiting["person"], briefing=waiting["briefing"]
        )
    [told] = mail.outbox
    assert told.to == [cast.people[MAYOR].email]
    assert told.subject == "Er staat een weekbriefing klaar"
    assert re.fullmatch(
        rf"Er staat een weekbriefing klaar\n\nhttps?://[^/\s]+/weekbriefing/{made.pk}/\n", str(told.body)
    )


@pytest.mark.story("OV02")
def test_a_quiet_week_says_so_and_can_be_sent(cast: Cast) -> None:
    adviser = cast.client(ADVISER)
    page = adviser.get(reverse("briefings:compose")).content.decode()
    assert "Deze week stelt Driehoek niets voor" in page
    draft = adviser.post(reverse("briefings:compose"), {}, follow=True).content.decode()
    assert "Er staat nog geen regel in" in draft
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        made = send_to(identity, Briefing.objects.get(), [cast.people[MAYOR].pk])
    address = reverse("briefings:briefing", args=[made.pk])
    assert "Geen bijzonderheden" in cast.client(MAYOR).get(address).content.decode()


@pytest.mark.story("OV02")
def test_the_pdf_is_one_tagged_a4_with_every_line_and_source(cast: Cast) -> None:
    lines = [proposal(f"Regel {n}: een zin van gewone lengte over wat er speelt.") for n in range(14)]
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        made = send_to(identity, make_briefing(identity, *lines), [cast.people[MAYOR].pk])
    answer = cast.client(MAYOR).get(reverse("briefings:pdf", args=[made.pk]))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert len(document.pages) == 1
        assert document.Root.MarkInfo.Marked
        assert [float(side) for side in document.pages[0].MediaBox][2:] == pytest.approx([595, 842], abs=1)
    with acting_as(person=cast.people[MAYOR].pk):
        assert Receipt.objects.get().person_id == cast.people[MAYOR].pk


@pytest.mark.story("OV02")
def test_what_does_not_fit_is_refused_with_how_much_to_cut(cast: Cast) -> None:
    adviser = cast.client(ADVISER)
    long = "Een lange zin die maar doorgaat over wat er in deze week allemaal speelde. " * 5
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        made = make_briefing(identity, *(proposal(f"{n} {long}"[:400]) for n in range(30)))
    draft = adviser.get(reverse("briefings:draft", args=[made.pk])).content.decode()
    over = re.search(r"Kort ongeveer (\d+) regels tekst in", draft)
    assert over
    assert int(over.group(1)) > 10
    assert reverse("briefings:send", args=[made.pk]) not in draft
    form = adviser.get(reverse("briefings:send", args=[made.pk])).content.decode()
    readers = re.findall(r'name="readers" value="([^"]+)"[^>]* checked', form)
    sent = adviser.post(
        reverse("briefings:send", args=[made.pk]),
        {"readers": readers, "version": version_in(form)},
        follow=True,
    )
    assert "past niet op één A4" in sent.content.decode()
    with acting_as(person=cast.people[ADVISER].pk):
        assert Briefing.objects.get().sent_at is None
        # Taking out about as much as was said makes it fit.
        for line in Line.objects.order_by("-place")[: int(over.group(1)) // 4 + 1]:
            line.delete()
    assert "% vol" in adviser.get(reverse("briefings:draft", args=[made.pk])).content.decode()


@pytest.mark.story("OV02")
def test_the_adviser_orders_rewrites_and_adds_with_a_source(cast: Cast) -> None:
    adviser = cast.client(ADVISER)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        made = make_briefing(identity, proposal("Eerste zin."), proposal("Tweede zin."))
        second = Line.objects.get(place=2)
    adviser.post(reverse("briefings:line_move", args=[second.pk]), {"direction": "up"})
    refused = adviser.post(reverse("briefings:line_new", args=[made.pk]), {"sentence": "Zonder bron."})
    assert "Zonder bron komt een regel niet in de briefing" in refused.content.decode()
    own = {"sentence": "Let op de terrassen.", "source": "gesprek met de ondernemers"}
    for _twice in range(2):
        adviser.post(reverse("briefings:line_new", args=[made.pk]), own)
    change = reverse("briefings:line_change", args=[second.pk])
    form = adviser.get(change).content.decode()
    assert "Driehoek stelde voor: “Tweede zin.”" in form
    adviser.post(change, {"sentence": "Tweede zin, korter.", "version": version_in(form)})
    with acting_as(person=cast.people[ADVISER].pk):
        assert [one.sentence for one in Line.objects.order_by("place")] == [
            "Tweede zin, korter.",
            "Eerste zin.",
            "Let op de terrassen.",
        ]
        third = Line.objects.get(place=3)
    draft = adviser.get(reverse("briefings:draft", args=[made.pk])).content.decode()
    assert "Driehoek stelde voor: “Tweede zin.”" in draft
    adviser.post(reverse("briefings:line_remove", args=[third.pk]))
    with acting_as(person=cast.people[ADVISER].pk):
        assert Line.objects.count() == 2


@pytest.mark.story("OV02")
def test_a_reader_asks_at_a_line_and_the_adviser_gets_the_question(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        made = send_to(identity, make_briefing(identity, proposal("Elf inbraken.")), [cast.people[MAYOR].pk])
    mayor = cast.client(MAYOR)
    page = mayor.get(reverse("briefings:briefing", args=[made.pk])).content.decode()
    address = re.search(r'href="([^"]*briefings\.line[^"]*)"', page)
    assert address
    ask = address.group(1).replace("&amp;", "&")
    form = mayor.get(ask).content.decode()
    assert "Elf inbraken." in form
    to = re.search(r'name="to" value="([^"]+)"[^>]* checked', form) or re.search(
        r'value="([^"]+)" selected', form
    )
    assert to
    mayor.post(ask, {"text": "Waar precies?", "to": to.group(1), "when": "three"})
    with acting_as(person=cast.people[MAYOR].pk):
        asked = Question.objects.get()
    assert (asked.to_person_id, asked.about_title) == (cast.people[ADVISER].pk, "Elf inbraken.")


def test_what_was_sent_this_week_is_followed_by_an_addition(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        for _time in range(2):
            made = make_briefing(identity, proposal("Elf inbraken."))
            send_to(identity, made, [cast.people[MAYOR].pk])
        assert list(Briefing.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    page = cast.client(MAYOR).get(reverse("briefings:latest"), follow=True).content.decode()
    assert "aanvulling 1" in page


def test_a_draft_is_thrown_away_and_nobody_ever_saw_it(cast: Cast) -> None:
    adviser = cast.client(ADVISER)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        made = make_briefing(identity, proposal("Elf inbraken."))
    address = reverse("briefings:discard", args=[made.pk])
    form = adviser.get(address).content.decode()
    adviser.post(address, {"version": version_in(form)})
    with acting_as(person=cast.people[ADVISER].pk):
        assert not Briefing.objects.exists()


def test_what_stands_in_the_briefing_is_not_proposed_again(cast: Cast, week: None) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        groups = propose_all(identity, timezone.now())
        every = [one for group in groups for one in group.proposals]
        made = make_briefing(identity, *every)
        assert len({one.key for one in every}) == len(every)
        taken = frozenset(f"{one.kind}:{one.origin_id}" for one in Line.objects.filter(briefing=made))
        assert propose_all(identity, timezone.now(), leaving_out=taken) == []
