"""Actions of partners with one tap, bottlenecks, and one question to the mayor (CX08, CX09)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.approach import services
from driehoek.approach.models import (
    Action,
    ActionState,
    Bottleneck,
    BottleneckState,
    Escalation,
    Instrument,
)
from driehoek.approach.queries import actions as queries
from driehoek.cases.models import Case
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from tests.support.approach_objects import make_action, make_escalation, organisation_of
from tests.support.cases import MadeCase
from tests.support.cast import Cast

DIRECTOR, PARTNER, MAYOR, GUEST = Function.CASE_DIRECTOR, Function.PARTNER, Function.MAYOR, Function.GUEST


def state_of(action: Action, cast: Cast) -> str:
    with acting_as(person=cast.people[DIRECTOR].pk):
        return str(Action.objects.get(pk=action.pk).state)


@pytest.mark.story("CX08")
def test_a_partner_ticks_off_with_one_tap_and_takes_it_back(cast: Cast, made: MadeCase) -> None:
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        action = make_action(identity, made, organisation_of(cast, PARTNER))
    partner, mine = cast.client(PARTNER), reverse("approach:mine")
    page = partner.get(mine).content.decode()
    assert action.title in page
    assert made.case.problem.title in page
    url = reverse("approach:action_state", args=[made.id, action.pk])
    answer = partner.post(url, {"state": "done", "version": "1", "next": mine}, follow=True)
    assert "Zet terug" in answer.content.decode()
    assert state_of(action, cast) == ActionState.DONE
    with acting_as(person=cast.people[DIRECTOR].pk):
        assert Deadline.objects.get(subject=action.pk).state == DeadlineState.MET
    # The same tap once more changes nothing; the undo lets it run again.
    partner.post(url, {"state": "done", "version": "2"})
    partner.post(url, {"state": "undo", "version": "2"})
    assert state_of(action, cast) == ActionState.PLANNED
    with acting_as(person=cast.people[DIRECTOR].pk):
        assert Deadline.objects.get(subject=action.pk).state == DeadlineState.OPEN
        assert [step.after for step in queries.steps_of(action)] == ["planned", "done"]


def test_an_action_of_another_party_is_read_and_not_touched(cast: Cast, made: MadeCase) -> None:
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        action = make_action(identity, made, organisation_of(cast, PARTNER))
    url = reverse("approach:action_state", args=[made.id, action.pk])
    assert cast.client(GUEST).post(url, {"state": "done", "version": "1"}).status_code == 403
    with acting_as(person=cast.people[GUEST].pk) as identity:
        assert not Action.objects.filter(pk=action.pk).update(state="done")
        with pytest.raises(services.NotTheirsError):
            services.set_state(identity=identity, action=action, version=1, state=ActionState.DONE)
    # Its owner says how it stands, and changes neither what was agreed nor whose it is, whichever way they try.
    with acting_as(person=cast.people[PARTNER].pk):
        assert Action.objects.filter(pk=action.pk).update(state="running") == 1
        for values in ({"title": "Iets anders"}, {"due_on": timezone.localdate()}):
            with pytest.raises(ProgrammingError), transaction.atomic():
                Action.objects.filter(pk=action.pk).update(**values)
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM approach_action WHERE id = %s", [action.pk])


def test_an_action_in_an_own_compartment_exists_only_there(cast: Cast, made: MadeCase) -> None:
    title = "Gesprek met het gezin achter de Voorbeelddeur"
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        action = make_action(
            identity, made, organisation_of(cast, PARTNER), compartment=made.own["Zorg"], title=title, days=0
        )
        services.report_bottleneck(
            identity=identity, action=action, version=1, text="Er is geen plek bij zorg"
        )
    tab = reverse("approach:actions", args=[made.id])
    assert title in cast.client(PARTNER).get(tab).content.decode()
    for function in (MAYOR, GUEST, Function.TEAM_CHIEF, Function.SAFETY_ADVISER):
        client = cast.client(function)
        for page in (tab, reverse("cases:page", args=[made.id]), reverse("approach:mine"), "/termijnen/"):
            said = client.get(page).content.decode()
            assert title not in said, (function, page)
            assert "geen plek" not in said
        assert client.get(reverse("approach:action", args=[made.id, action.pk])).status_code == 404
        with acting_as(person=cast.people[function].pk) as identity:
            assert not Action.objects.filter(pk=action.pk).exists()
            assert not Bottleneck.objects.filter(action=action).exists()
            assert not Deadline.objects.filter(subject=action.pk).exists()
            assert not Event.objects.filter(subject=action.pk).exists()
            assert queries.progress(identity, made.case) == []


def test_a_partner_adds_an_own_action_where_they_work_and_for_nobody_else(cast: Cast, made: MadeCase) -> None:
    url = reverse("approach:action_new", args=[made.id])
    partner = cast.client(PARTNER)
    with acting_as(person=cast.people[PARTNER].pk) as identity:
        owner = organisation_of(cast, PARTNER)
        with pytest.raises(ProgrammingError), transaction.atomic():
            make_action(identity, made, organisation_of(cast, DIRECTOR))
        with pytest.raises(ProgrammingError), transaction.atomic():
            make_action(identity, made, owner, compartment=made.own["Politie"])
    page = partner.get(url).content.decode()
    assert "Zorg" in page
    assert "Politie" not in page
    sent = {
        "title": "Portiek opnieuw verlichten",
        "owner": str(owner.pk),
        "instrument": Instrument.PRIVATE_LAW.value,
        "due_on": (timezone.localdate() + timedelta(days=5)).isoformat(),
        "compartment": str(made.shared.pk),
    }
    named = partner.post(url, sent | {"title": "Bel Jan de Vries op 06-12345678"})
    assert named.status_code == 200
    assert "persoonsgegeven" in named.content.decode()
    assert partner.post(url, sent).status_code == 302
    # It is due from the one who takes part for that party, and so stands on their first page.
    assert sent["title"] in partner.get(reverse("brief:today")).content.decode()
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        assert [one.title for one in queries.visible_actions(identity)] == ["Portiek opnieuw verlichten"]


@pytest.mark.story("CX09")
def test_a_bottleneck_becomes_one_question_that_the_mayor_answers_in_two_taps(
    cast: Cast, made: MadeCase
) -> None:
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        action = make_action(identity, made, organisation_of(cast, PARTNER))
    partner, director, mayor = (cast.client(one) for one in (PARTNER, DIRECTOR, MAYOR))
    stuck = reverse("approach:action_bottleneck", args=[made.id, action.pk])
    partner.post(stuck, {"version": "1", "text": "Het buurthuis gaat om acht uur dicht."})
    with acting_as(person=cast.people[DIRECTOR].pk):
        bottleneck = Bottleneck.objects.get(action=action)
    ask = reverse("approach:bottleneck_ask", args=[made.id, bottleneck.pk])
    sent = {
        "version": "1",
        "question": "Mag het buurthuis tot tien uur open?",
        "option_1": "Ja, een maand op proef",
        "consequence_1": "Kost toezicht in de avond.",
        "option_2": "Nee",
        "consequence_2": "De groep blijft op het plein.",
        "advice": "Ja, op proef.",
        "due_on": (timezone.localdate() + timedelta(days=3)).isoformat(),
        "stuck": "on",
    }
    assert partner.post(ask, sent).status_code == 403
    one_option = director.post(ask, sent | {"consequence_2": ""})
    assert "Vul dit in" in one_option.content.decode()
    assert director.post(ask, sent).status_code == 302
    with acting_as(person=cast.people[DIRECTOR].pk):
        escalation = Escalation.objects.get(bottleneck=bottleneck)
        case = Case.objects.get(pk=made.id)
        assert case.stuck_reason == "Wacht op een besluit van de burgemeester"
        assert case.next_decision == sent["question"]
    # First tap: the row on the first page. Second tap: the button of an option.
    today = mayor.get(reverse("brief:today")).content.decode()
    address = reverse("approach:question", args=[made.id, escalation.pk])
    assert sent["question"] in today
    assert f'href="{address}"' in today
    assert "Kies dit" in mayor.get(address).content.decode()
    answer = reverse("approach:question_answer", args=[made.id, escalation.pk])
    assert director.post(answer, {"version": "1", "chosen": "0"}).status_code == 403
    assert mayor.post(answer, {"version": "1", "chosen": "0"}).status_code == 302
    with acting_as(person=cast.people[DIRECTOR].pk):
        case = Case.objects.get(pk=made.id)
        assert case.stuck_since is None
        assert case.next_decision == ""
        assert Bottleneck.objects.get(pk=bottleneck.pk).state == BottleneckState.ANSWERED
        assert Deadline.objects.get(subject=escalation.pk).state == DeadlineState.MET
    # The answer stands where the partner works, and a second answer changes nothing.
    assert "Besluit: Ja, een maand op proef." in partner.get(reverse("approach:mine")).content.decode()
    again = mayor.post(answer, {"version": "2", "chosen": "1"}, follow=True)
    assert "net beantwoord" in again.content.decode()
    with acting_as(person=cast.people[MAYOR].pk):
        assert Escalation.objects.get(pk=escalation.pk).chosen == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Escalation.objects.filter(pk=escalation.pk).update(chosen=1)


def test_a_question_is_recorded_from_the_driehoek_or_taken_back(cast: Cast, made: MadeCase) -> None:
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        action = make_action(identity, made, organisation_of(cast, PARTNER))
        found = services.report_bottleneck(identity=identity, action=action, version=1, text="Geen sleutel.")
        first = make_escalation(identity, found)
        services.withdraw(identity=identity, escalation=first, version=1)
        found.refresh_from_db()
        assert found.state == BottleneckState.OPEN
        second = make_escalation(identity, found)
        services.answer(
            identity=identity,
            escalation=second,
            version=1,
            given=services.AnswerGiven(1, "", in_meeting=True),
        )
        found.refresh_from_db()
        services.solve(identity=identity, bottleneck=found, version=found.version)
        action.refresh_from_db()
        assert action.state == ActionState.RUNNING
    with acting_as(person=cast.people[PARTNER].pk):
        # Who only takes part asks the mayor nothing, and does not answer for the mayor.
        assert not Escalation.objects.filter(pk=second.pk).update(reason="Toch niet")


def test_the_lists_ask_as_many_questions_at_ten_actions_as_at_five_hundred(
    cast: Cast, made: MadeCase
) -> None:
    partner, owner = cast.client(PARTNER), None

    def fill(number: int) -> None:
        nonlocal owner
        with acting_as(person=cast.people[DIRECTOR].pk) as identity:
            owner = owner or organisation_of(cast, PARTNER)
            now = timezone.now()
            Action.objects.bulk_create(
                Action(
                    municipality_id=identity.municipality,
                    case=made.case,
                    compartment=made.shared,
                    title=f"Actie {place}",
                    owner=owner,
                    instrument=Instrument.CARE,
                    due_on=timezone.localdate() + timedelta(days=place % 50 - 10),
                    state_at=now,
                    made_by_id=identity.person,
                    made_at=now,
                )
                for place in range(number)
            )

    addresses = [
        reverse("approach:mine"),
        reverse("approach:actions", args=[made.id]),
        reverse("cases:page", args=[made.id]),
    ]

    def counted() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert partner.get(address).status_code == 200
            found.append(len(asked))
        return found

    fill(10)
    counted()
    few = counted()
    fill(490)
    assert counted() == few
    # Pages follow each other without a hole: every action is shown once.
    with acting_as(person=cast.people[PARTNER].pk) as identity:
        seen: list[str] = []
        after, more = None, True
        while more:
            found, more = queries.mine(identity, after)
            seen += [str(one.pk) for one in found]
            after = (found[-1].due_on, found[-1].pk)
        assert len(seen) == len(set(seen)) == 500
