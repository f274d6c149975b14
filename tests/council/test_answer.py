"""An answer to a question of the council, from the question to a council member's screen (OV11)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.council import facts, queries
from driehoek.council.content import parse_answer
from driehoek.council.facts import Barred
from driehoek.council.models import CouncilQuestion, FactSource
from driehoek.council.services import questions, versions
from driehoek.deadlines.models import DeadlineState
from driehoek.figures.models import Observation
from driehoek.meetings.queries.gatherings import points_of
from driehoek.meetings.services import composing, minutes
from driehoek.meetings.services.minutes import NewEntry
from driehoek.parties.models import Function
from driehoek.standard.models import Decider, NormType
from driehoek.standard.services import NewNorm, set_norm
from tests.council.conftest import Town
from tests.council.test_version import BSN, page, words_of
from tests.support.meeting_objects import fresh, hold, make_table


def ask(town: Town, **values: object) -> CouncilQuestion:
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        given: dict[str, object] = {
            "title": "Fietsdiefstal",
            "text": "Hoeveel fietsen werden gestolen?",
            "asked_by": "Fractie A",
            "asked_on": timezone.localdate() - timedelta(days=3),
        }
        return questions.register_question(identity=identity, new=questions.NewQuestion(**(given | values)))  # type: ignore[arg-type]


def offers_of(town: Town) -> facts.Offers:
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        return facts.offers(identity)


def stored(town: Town, question: CouncilQuestion) -> CouncilQuestion:
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        found = queries.question_or_none(identity, question.pk)
        assert found is not None
        list(found.facts.all())
        return found


def whole(town: Town) -> facts.Offer:
    return next(one for one in offers_of(town).usable if "in Voorbeeldstad" in one.statement)


@pytest.mark.story("OV11")
def test_from_a_question_to_the_council_members_screen(town: Town) -> None:
    town.release()
    adviser, mayor = town.cast.client(Function.SAFETY_ADVISER), town.cast.client(Function.MAYOR)
    member = town.cast.client(Function.COUNCIL)
    adviser.post(
        reverse("council:question_new"),
        {
            "title": "Fietsdiefstal",
            "text": "Hoeveel fietsen werden gestolen?",
            "asked_by": "Fractie A",
            "asked_on": timezone.localdate().isoformat(),
            "term_days": "30",
            "version": "0",
        },
    )
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        question = queries.questions_of(identity).get()
        assert question.deadline is not None
        assert timezone.localdate(question.deadline.due_at) == timezone.localdate() + timedelta(days=30)
    choose = page(adviser, "facts", question.pk)
    fact = whole(town)
    assert fact.statement in choose
    adviser.post(reverse("council:facts", args=[question.pk]), {"facts": [fact.code]})
    write = reverse("council:answer_write", args=[question.pk])
    wrong = adviser.post(write, {"answer": "Het waren er 99. [2]", "version": "1"})
    assert "Er is geen feit [2]" in wrong.content.decode()
    adviser.post(write, {"answer": "Het waren er 99. [1]", "version": "1"})
    assert mayor.get(reverse("council:approve", args=[question.pk])).status_code == 302
    adviser.post(reverse("council:check", args=[question.pk]), {"version": "2"})
    assert adviser.post(reverse("council:approve", args=[question.pk]), {"version": "3"}).status_code == 403
    adviser.post(reverse("council:send", args=[question.pk]), {"version": "3"})
    assert "Er is nog geen vraag beantwoord" in page(member, "home")
    mayor.post(reverse("council:approve", args=[question.pk]), {"version": "3"})
    for _press in range(2):
        adviser.post(reverse("council:send", args=[question.pk]), {"version": "4"})

    assert "Fietsdiefstal" in page(member, "home")
    with acting_as(person=town.cast.people[Function.COUNCIL].pk) as identity:
        [answer] = queries.answers_of(identity)
        content = parse_answer(answer.contents)
    assert [one.statement for one in content.references] == [fact.statement]
    read = page(member, "answer", answer.pk)
    assert "Het waren er 99." in read
    assert re.search(r'href="#feit-1" aria-label="feit 1: [^"]*99', read)
    assert fact.source in read
    paper = words_of(member.get(reverse("council:answer_pdf", args=[answer.pk])).content)
    assert "Het waren er 99." in paper
    assert stored(town, question).deadline.state == DeadlineState.MET  # type: ignore[union-attr]


def test_a_fact_that_changed_is_flagged_and_stops_the_approval(town: Town) -> None:
    town.release()
    question = ask(town)
    adviser, mayor = town.cast.client(Function.SAFETY_ADVISER), town.cast.client(Function.MAYOR)
    code = whole(town).code
    adviser.post(reverse("council:facts", args=[question.pk]), {"facts": [code]})
    adviser.post(reverse("council:answer_write", args=[question.pk]), {"answer": "Zie [1].", "version": "1"})
    town.add("Noord", date(2022, 9, 1), 20)
    town.release(town.version(title="Nieuwe raadsversie"))
    before = page(adviser, "question", question.pk)
    assert "dit is sindsdien veranderd" in before
    assert "119 misdrijven" in before
    adviser.post(reverse("council:check", args=[question.pk]), {"version": "2"})
    refused = mayor.post(reverse("council:approve", args=[question.pk]), {"version": "3"})
    assert "Vink dit aan" in refused.content.decode()
    assert stored(town, question).state == "checked"
    # Back to the adviser, who takes the fact as it is now; then nothing stands in the way.
    adviser.post(reverse("council:answer_reopen", args=[question.pk]), {"version": "3"})
    adviser.post(reverse("council:fact_renew", args=[stored(town, question).facts.all()[0].pk]))
    adviser.post(reverse("council:check", args=[question.pk]), {"version": "4"})
    mayor.post(reverse("council:approve", args=[question.pk]), {"version": "5"})
    assert stored(town, question).state == "approved"


def test_the_mayor_may_knowingly_keep_the_old_fact(town: Town) -> None:
    released = town.release()
    question = ask(town)
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        questions.pick_facts(identity=identity, found=question, codes=[facts.offers(identity).usable[0].code])
        questions.write_answer(identity=identity, found=question, version=1, answer="Zie [1].")
        questions.check(identity=identity, found=question, version=2)
    mayor = town.cast.client(Function.MAYOR)
    with acting_as(person=town.cast.people[Function.MAYOR].pk) as identity:
        versions.withdraw(identity=identity, found=released, reason="Verkeerd kwartaal.")
    assert "niet meer te gebruiken" in page(mayor, "approve", question.pk)
    mayor.post(reverse("council:approve", args=[question.pk]), {"version": "3", "on_old_facts": "on"})
    assert stored(town, question).state == "approved"


def test_hidden_counts_are_not_offered_and_only_their_number_is_said(town: Town) -> None:
    town.release()
    found = offers_of(town)
    said = " ".join(one.statement for one in found.usable)
    assert "Zuid" not in said
    assert found.barred[Barred.SMALL] == 2
    choose = page(town.cast.client(Function.SAFETY_ADVISER), "facts", ask(town).pk)
    assert "2 × kleine aantallen" in choose
    assert "Zuid" not in choose


def test_what_is_not_offered_cannot_be_picked(town: Town) -> None:
    town.release()
    question = ask(town)
    key = f"release:{town.indicator.pk}|WK990102|2022-Q3"
    answer = town.cast.client(Function.SAFETY_ADVISER).post(
        reverse("council:facts", args=[question.pk]), {"facts": [key]}
    )
    assert answer.status_code == 200
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert questions.pick_facts(identity=identity, found=question, codes=[key]) == 0


def test_norms_of_the_whole_municipality_are_offered_small_and_local_ones_are_not(town: Town) -> None:
    def lay_down(**values: object) -> None:
        with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
            known: dict[str, object] = {
                "type": NormType.ABSOLUTE,
                "target": 20.0,
                "decided_on": date(2022, 1, 1),
                "decided_by": Decider.DRIEHOEK,
                "valid_from": date(2022, 1, 1),
                "reason": "Afgesproken.",
            }
            set_norm(identity=identity, new=NewNorm(**(known | values)))  # type: ignore[arg-type]

    small = town.figures.indicator("Straatroof")
    town.figures.series(small, town.figures.town, [2.0] * 15)
    lay_down(indicator=town.indicator)
    lay_down(indicator=town.indicator, area=town.districts["Oost"])
    lay_down(indicator=small)
    found = offers_of(town)
    [norm] = [one for one in found.usable if one.kind == FactSource.NORM]
    assert norm.statement.startswith("Fietsdiefstal: 35 misdrijven in september 2022")
    assert (found.barred[Barred.PART], found.barred[Barred.SMALL]) == (1, 1)


def test_decisions_in_the_open_part_are_offered_the_others_are_counted(town: Town) -> None:
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        own = make_table(identity, name="Driehoek", chair=Function.SAFETY_ADVISER)
        held = hold(identity, fresh(own.meetings.get()), owner=identity.person)
        for title, decided, confidential in (
            ("Besloten", "Camera’s in de haven", True),
            ("Persoon", "Bel met 06-12345678", False),
        ):
            composing.add_point(identity=identity, meeting=held.meeting, words=composing.PointWords(title))
            point = next(one for one in points_of(identity, held.meeting) if one.title == title)
            new = NewEntry(decision=decided, decided_by=identity.person, confidential=confidential)
            minutes.record_entry(identity=identity, meeting=held.meeting, point=point, version=0, new=new)
        before = facts.offers(identity)
        meeting = fresh(held.meeting)
        minutes.confirm(identity=identity, meeting=meeting, version=meeting.version)
        found = facts.offers(identity)
    # Minutes that the chair has not confirmed are no source.
    assert not any(one.kind == FactSource.DECISION for one in before.usable)
    [decision] = [one for one in found.usable if one.kind == FactSource.DECISION]
    assert (decision.key, decision.statement) == (str(held.entry.pk), "Akkoord")
    assert (found.barred[Barred.CONFIDENTIAL], found.barred[Barred.PERSONAL]) == (1, 1)
    choose = page(town.cast.client(Function.SAFETY_ADVISER), "facts", ask(town).pk)
    assert "haven" not in choose
    assert "1 × besloten of over een dossier" in choose


def test_a_sent_answer_stays_as_it_is(town: Town) -> None:
    town.release()
    question = ask(town)
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        questions.pick_facts(identity=identity, found=question, codes=[facts.offers(identity).usable[0].code])
        questions.write_answer(identity=identity, found=question, version=1, answer="Zie [1].")
        questions.check(identity=identity, found=question, version=2)
    with acting_as(person=town.cast.people[Function.MAYOR].pk) as identity:
        questions.approve(identity=identity, found=question, version=3)
        questions.send(identity=identity, found=question, version=4)
        for statement in (
            "UPDATE council_sentanswer SET contents = '{}'",
            "DELETE FROM council_sentanswer",
            "UPDATE council_councilquestion SET answer = 'anders'",
            "UPDATE council_fact SET statement = 'anders'",
            "DELETE FROM council_fact",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_two_writers_one_answer(town: Town) -> None:
    question = ask(town)
    address = reverse("council:answer_write", args=[question.pk])
    town.cast.client(Function.SAFETY_ADVISER).post(address, {"answer": "Van de adviseur.", "version": "1"})
    second = town.cast.client(Function.DEPUTY).post(address, {"answer": "Van de loco.", "version": "1"})
    assert second.status_code == 409
    assert "Van de adviseur." in second.content.decode()
    assert "Van de loco." in second.content.decode()


def test_a_citizen_service_number_is_refused_in_question_and_answer(town: Town) -> None:
    adviser = town.cast.client(Function.SAFETY_ADVISER)
    question = ask(town)
    answer = adviser.post(
        reverse("council:answer_write", args=[question.pk]), {"answer": BSN, "version": "1"}
    )
    assert "burgerservicenummer" in answer.content.decode()
    assert stored(town, question).answer == ""


def test_the_term_moves_along_and_the_question_stands_on_the_board(town: Town) -> None:
    question = ask(town, asked_on=date(2026, 11, 2), term_days=30)
    adviser = town.cast.client(Function.SAFETY_ADVISER)
    adviser.post(
        reverse("council:question_change", args=[question.pk]),
        {
            "title": "Fietsdiefstal",
            "text": "Hoeveel?",
            "asked_by": "Fractie A",
            "asked_on": (timezone.localdate() - timedelta(days=60)).isoformat(),
            "term_days": "30",
            "version": "1",
        },
    )
    assert "had er" in page(adviser, "desk")
    assert "Antwoord op raadsvraag: Fietsdiefstal" in adviser.get(reverse("deadlines:late")).content.decode()


def test_a_figure_that_the_source_corrects_leaves_the_release_as_it_was(town: Town) -> None:
    town.release()
    before = whole(town).statement
    with acting_as_system(municipality=town.cast.home.pk):
        Observation.objects.filter(series__indicator=town.indicator).update(value=1000)
    assert whole(town).statement == before
