"""ST18 and ST19 as they happen: from what waits to a sent pack, and from minutes to actions at their owners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from driehoek.access.identity import acting_as
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.meetings import proposals
from driehoek.meetings.models import Action, AgendaPoint, Edition, Meeting, MeetingState, PointState, Series
from driehoek.meetings.proposals import Proposal
from driehoek.parties.models import Appointment, Function
from tests.meetings.conftest import put
from tests.support.cast import Cast
from tests.support.meeting_objects import make_table

ADVISER, CHIEF, MAYOR, PROSECUTOR = (
    Function.SAFETY_ADVISER,
    Function.TEAM_CHIEF,
    Function.MAYOR,
    Function.PROSECUTOR,
)


class Fingers:
    """A browser that counts: every page opened, box ticked, field filled and button pressed is one interaction."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.count = 0

    def open(self, address: str) -> str:
        self.count += 1
        answer = self.client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    def press(self, address: str, data: dict[str, object], *, filled: int = 0) -> HttpResponse:
        self.count += 1 + filled
        answer = self.client.post(address, data, follow=True)
        assert answer.status_code == 200
        return answer


@pytest.fixture
def offered() -> Iterator[None]:
    """A room above that offers a late delivery."""

    def propose(_identity: object, _until: object) -> list[Proposal]:
        return [Proposal("Weekbericht te laat", "Twee weken niets", "position.late", "17", "/positie/")]

    proposals.register("position.late", propose, label="Wat te laat is")
    yield
    proposals.forget("position.late")


def waiting_mails() -> set[str]:
    """Return who gets a mail."""
    jobs = ProcrastinateJob.objects.filter(task_name="driehoek.deadlines.tasks.send_mail_to")
    return {str(job.args["person"]) for job in jobs}


@pytest.mark.story("ST18")
def test_an_agenda_is_composed_and_sent_in_eight_interactions(cast: Cast, offered: None) -> None:
    put(cast, "Horeca op zaterdag")
    put(cast, "Vrijlating", by=PROSECUTOR, confidential=True)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        meeting = make_table(identity, closed=(MAYOR, ADVISER, PROSECUTOR)).meetings.get()
    hand = Fingers(cast.client(ADVISER))

    listed = hand.open(reverse("meetings:meetings"))
    compose = reverse("meetings:compose", args=[meeting.pk])
    assert compose in listed
    page = hand.open(compose)
    assert "Wat te laat is" in page
    keys = re.findall(r'name="chosen" value="([^"]+)"', page)
    assert len(keys) == 3
    answer = hand.press(compose, {"chosen": keys}, filled=3)
    send = reverse("meetings:send", args=[meeting.pk])
    assert send in answer.content.decode()
    version = re.search(r'name="version" value="(\d+)"', hand.open(send))
    assert version
    sent = hand.press(send, {"version": version.group(1)})
    assert "Versie 1 is verstuurd." in sent.content.decode()
    assert hand.count <= 8

    pack = reverse("meetings:pack", args=[meeting.pk, 1])
    prosecutor, chief = (cast.client(one).get(pack).content.decode() for one in (PROSECUTOR, CHIEF))
    for words in ("Horeca op zaterdag", "Weekbericht te laat", "Actualiteit en signalen"):
        assert words in prosecutor
        assert words in chief
    assert "Vrijlating" in prosecutor
    assert "Vrijlating" not in chief
    assert "Besloten deel" not in chief
    with acting_as(person=cast.people[ADVISER].pk):
        told = {str(cast.people[one].pk) for one in (MAYOR, PROSECUTOR, CHIEF)}
        assert waiting_mails() == told
        assert Meeting.objects.get().state == MeetingState.CALLED
    assert not mail.outbox


@pytest.mark.story("ST18")
def test_a_later_change_is_a_new_edition_with_the_differences(cast: Cast) -> None:
    put(cast, "Horeca")
    put(cast, "Terrassen")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        meeting = make_table(identity).meetings.get()
    adviser = Fingers(cast.client(ADVISER))
    compose, send = (reverse(f"meetings:{name}", args=[meeting.pk]) for name in ("compose", "send"))
    keys = re.findall(r'name="chosen" value="([^"]+)"', adviser.open(compose))
    adviser.press(compose, {"chosen": keys})

    def send_now() -> None:
        version = re.search(r'name="version" value="(\d+)"', adviser.open(send))
        assert version
        adviser.press(send, {"version": version.group(1)})

    send_now()
    page = reverse("meetings:meeting", args=[meeting.pk])
    assert "gewijzigd na de laatste versie" not in adviser.open(page)
    with acting_as(person=cast.people[ADVISER].pk):
        horeca, terraces = (AgendaPoint.objects.get(title=title) for title in ("Horeca", "Terrassen"))
    adviser.press(
        reverse("meetings:change", args=[horeca.pk]),
        {"title": "Horeca na twee uur", "text": "", "minutes": "20", "version": horeca.version},
    )
    adviser.press(reverse("meetings:take_off", args=[terraces.pk]), {"version": terraces.version})
    adviser.press(
        reverse("meetings:point_add", args=[meeting.pk]), {"title": "Jaarwisseling", "minutes": "10"}
    )
    assert "gewijzigd na de laatste versie" in adviser.open(page)
    send_now()
    mayor = cast.client(MAYOR)
    second = mayor.get(reverse("meetings:pack", args=[meeting.pk, 2])).content.decode()
    assert "onderwerp, tijd" in second
    assert "Vervallen sinds de vorige versie: Terrassen" in second
    assert "nieuw" in second
    first = mayor.get(reverse("meetings:pack", args=[meeting.pk, 1])).content.decode()
    assert "Jaarwisseling" not in first
    assert "Terrassen" in first
    assert "Terrassen" in mayor.get(reverse("meetings:agenda")).content.decode()
    with acting_as(person=cast.people[ADVISER].pk):
        assert list(Edition.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.story("ST19")
def test_the_mayor_confirms_and_the_actions_go_to_their_owners(cast: Cast) -> None:
    put(cast, "Horeca")
    put(cast, "Blijft liggen")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        meeting = make_table(identity).meetings.get()
    adviser = Fingers(cast.client(ADVISER))
    compose = reverse("meetings:compose", args=[meeting.pk])
    keys = re.findall(r'name="chosen" value="([^"]+)"', adviser.open(compose))
    adviser.press(compose, {"chosen": keys})
    with acting_as(person=cast.people[ADVISER].pk):
        point = AgendaPoint.objects.get(title="Horeca")
    entry = reverse("meetings:entry", args=[meeting.pk, point.pk])
    mayor_id, chief_id = (str(cast.people[one].pk) for one in (MAYOR, CHIEF))
    words = {"decision": "Extra toezicht", "decided_by": mayor_id, "said": "", "version": 0, "action": "1"}
    written = adviser.press(entry, words)
    due = timezone.localdate() + timedelta(days=10)
    action_form = written.redirect_chain[-1][0]  # type: ignore[attr-defined]  # the test client's answer
    adviser.press(action_form, {"text": "Rooster aanpassen", "owner": chief_id, "due_on": due.isoformat()})
    chief = cast.client(CHIEF)
    assert "Rooster aanpassen" not in chief.get(reverse("meetings:actions")).content.decode()

    mayor = Fingers(cast.client(MAYOR))
    minutes = mayor.open(reverse("meetings:minutes", args=[meeting.pk]))
    version = re.search(r'name="version" value="(\d+)"', minutes)
    assert version
    confirmed = mayor.press(reverse("meetings:confirm", args=[meeting.pk]), {"version": version.group(1)})
    assert mayor.count == 2
    assert "Het verslag is vastgesteld" in confirmed.content.decode()

    assert "Rooster aanpassen" in chief.get(reverse("meetings:actions")).content.decode()
    with acting_as(person=cast.people[ADVISER].pk):
        action = Action.objects.select_related("deadline").get()
        assert action.deadline
        assert action.deadline.responsible_id == cast.people[CHIEF].pk
        assert timezone.localdate(action.deadline.due_at) == due
        assert chief_id in waiting_mails()
        assert AgendaPoint.objects.get(title="Horeca").state == PointState.HANDLED
        left = AgendaPoint.objects.get(title="Blijft liggen")
        assert (left.meeting_id, left.state) == (None, PointState.PROPOSED)
    assert "Extra toezicht" in cast.client(MAYOR).get(reverse("meetings:settled")).content.decode()
    assert "Rooster aanpassen" in cast.client(ADVISER).get(reverse("deadlines:coming")).content.decode()

    later = due + timedelta(days=7)
    moved = {"due_on": later.isoformat(), "reason": "Ziekte in het team", "version": action.version}
    chief.post(reverse("meetings:action_move", args=[action.pk]), moved)
    done = {"note": "Rooster staat", "version": action.version + 1}
    chief.post(reverse("meetings:action_done", args=[action.pk]), done)
    story = chief.get(reverse("meetings:action", args=[action.pk])).content.decode()
    assert "Ziekte in het team" in story
    assert "Rooster staat" in story
    with acting_as(person=cast.people[ADVISER].pk):
        deadline = Deadline.objects.get(pk=action.deadline_id)
        assert deadline.state == DeadlineState.MET
        assert timezone.localdate(deadline.due_at) == later
    chief.post(reverse("meetings:action_undo", args=[action.pk]), {"version": action.version + 2})
    with acting_as(person=cast.people[ADVISER].pk):
        assert Deadline.objects.get(pk=action.deadline_id).state == DeadlineState.OPEN


def test_a_series_is_made_on_one_page_and_plans_its_quarter(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk):
        seats = {one.function: one.pk for one in Appointment.objects.all()}
    start = timezone.localdate() + timedelta(days=3)
    sent = {
        "name": "Driehoek",
        "kind": "local",
        "rhythm": "fortnightly",
        "starts_on": start.isoformat(),
        "starts_at": "10:00",
        "minutes": "90",
        "members": [seats["mayor"], seats["team_chief"]],
        "closed": [],
        "chair": seats["mayor"],
    }
    mayor = cast.client(MAYOR)
    refused = mayor.post(reverse("meetings:series_new"), sent | {"chair": seats["prosecutor"]})
    assert "De voorzitter zit ook aan tafel" in refused.content.decode()
    answer = mayor.post(reverse("meetings:series_new"), sent, follow=True)
    assert "Actualiteit en signalen" in answer.content.decode()
    with acting_as(person=cast.people[ADVISER].pk):
        series = Series.objects.get()
        number = series.meetings.count()
        assert 6 <= number <= 7
        assert {meeting.attendees.count() for meeting in series.meetings.all()} == {2}
        assert {timezone.localtime(one.starts_at).hour for one in series.meetings.all()} == {10}
        assert series.members.get(person=cast.people[MAYOR]).closed
    mayor.post(reverse("meetings:series_plan", args=[series.pk]))
    changed = sent | {"members": [seats["mayor"], seats["prosecutor"]], "version": series.version}
    assert mayor.post(reverse("meetings:series_change", args=[series.pk]), changed).status_code == 302
    late = cast.client(ADVISER).post(reverse("meetings:series_change", args=[series.pk]), changed)
    assert late.status_code == 409
    with acting_as(person=cast.people[ADVISER].pk):
        assert series.meetings.count() > number
        people = {seat.person_id for one in series.meetings.all() for seat in one.attendees.all()}
        assert people == {cast.people[MAYOR].pk, cast.people[PROSECUTOR].pk}
    assert cast.client(CHIEF).get(reverse("meetings:series_list")).status_code == 403


def test_who_declines_names_who_comes_instead_and_can_take_it_back(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        meeting = make_table(identity, table=(MAYOR, CHIEF)).meetings.get()
    page, decline, accept = (
        reverse(f"meetings:{name}", args=[meeting.pk]) for name in ("meeting", "decline", "accept")
    )
    analyst = cast.people[Function.ANALYST]
    outside = cast.client(Function.ANALYST)
    assert outside.get(page).status_code == 404
    mayor = cast.client(MAYOR)
    wrong = mayor.post(decline, {"substitute": str(cast.people[Function.PARTNER].pk)})
    assert wrong.status_code == 200
    assert outside.get(page).status_code == 404
    mayor.post(decline, {"substitute": str(analyst.pk)})
    seen = outside.get(page).content.decode()
    assert "in plaats van Burgemeester" in seen
    assert "Besloten deel" not in seen
    mayor.post(accept)
    assert outside.get(page).status_code == 404


def test_a_cancelled_meeting_gives_its_points_back(cast: Cast) -> None:
    point = put(cast, "Horeca")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        meeting = make_table(identity).meetings.get()
    adviser = cast.client(ADVISER)
    compose = reverse("meetings:compose", args=[meeting.pk])
    adviser.post(compose, {"chosen": [f"meetings.point:{point.pk}"]})
    assert "Horeca" not in adviser.get(reverse("meetings:agenda")).content.decode()
    adviser.post(reverse("meetings:cancel", args=[meeting.pk]), {"version": 2})
    assert "Horeca" in adviser.get(reverse("meetings:agenda")).content.decode()
    assert adviser.get(compose).status_code == 403
    adviser.post(reverse("meetings:restore", args=[meeting.pk]), {"version": 3})
    assert adviser.get(compose).status_code == 200
