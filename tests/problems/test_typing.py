"""The ten questions and what they propose: pure, so without a database."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from driehoek.problems import content, regimes, typing
from driehoek.problems.content import ContentError, Entry
from driehoek.problems.models import Kind
from driehoek.problems.msgids import TEXTS

STANDARD = {
    "danger": "no",
    "sudden": "no",
    "horizon": "recurring",
    "approach": "yes",
    "organisation": "yes",
    "parties": "few",
    "domains": "no",
    "stuck": "no",
    "mayor": "no",
    "follow": "reports",
}
# The guide's own examples (domain.md, section 1.1), as someone who knows them would answer.
EXAMPLES: dict[str, tuple[dict[str, str], Kind]] = {
    "nightlife trouble": (STANDARD, Kind.STANDARD),
    "nightlife trouble with bar owners, residents and fire brigade at the table": (
        STANDARD | {"parties": "several", "mayor": "at_decisions"},
        Kind.STANDARD,
    ),
    "hemp growing that undermines": (
        {
            "danger": "not_now",
            "sudden": "slow",
            "horizon": "long",
            "approach": "no",
            "organisation": "not_alone",
            "parties": "several",
            "domains": "yes",
            "stuck": "unknown",
            "mayor": "at_decisions",
            "follow": "steering",
        },
        Kind.COMPLEX,
    ),
    "persistent youth crime": (
        {
            "danger": "not_now",
            "sudden": "slow",
            "horizon": "long",
            "parties": "several",
            "domains": "yes",
            "stuck": "yes",
            "approach": "yes",
        },
        Kind.COMPLEX,
    ),
    "attack": (
        {"danger": "yes", "sudden": "yes", "horizon": "acute", "approach": "no_time", "mayor": "today"},
        Kind.CRISIS,
    ),
    "riot of which nobody knows yet how bad it is": (
        {"danger": "unknown", "sudden": "yes", "horizon": "acute", "organisation": "unknown"},
        Kind.CRISIS,
    ),
    "flare-up in a long youth approach": (
        {"danger": "yes", "horizon": "long", "approach": "no", "stuck": "yes", "parties": "several"},
        Kind.CRISIS,
    ),
    "aftermath of a crisis": (
        {
            "danger": "no",
            "sudden": "yes",
            "horizon": "long",
            "approach": "yes",
            "organisation": "yes",
            "parties": "several",
            "domains": "yes",
            "mayor": "at_decisions",
        },
        Kind.COMPLEX,
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_the_guide_are_told_apart(name: str) -> None:
    answers, expected = EXAMPLES[name]
    proposal = typing.propose(answers)
    assert proposal.kind == expected
    assert proposal.because
    assert proposal.reasons


DECIDES_ALONE = {
    ("danger", "yes"): Kind.CRISIS,
    ("organisation", "scaled_up"): Kind.CRISIS,
    ("organisation", "not_alone"): Kind.COMPLEX,
    ("approach", "no"): Kind.COMPLEX,
    ("stuck", "yes"): Kind.COMPLEX,
}


@pytest.mark.parametrize(
    ("question", "answer"),
    [(question, answer) for question in typing.load().questions for answer in question.answers],
    ids=lambda one: one.key,
)
def test_what_one_answer_does_to_an_otherwise_standard_problem(
    question: typing.Question, answer: typing.Answer
) -> None:
    """An answer that decides changes the proposal; every other one that points elsewhere is named against it."""
    proposal = typing.propose(STANDARD | {question.key: answer.key})
    assert proposal.kind == DECIDES_ALONE.get((question.key, answer.key), Kind.STANDARD)
    assert (answer.says in proposal.reasons) == (answer.points == proposal.kind)
    assert (answer.says in proposal.against) == (answer.points != proposal.kind)
    assert len(proposal.reasons) + len(proposal.against) == 10
    assert proposal.open == ()


def test_without_an_answer_that_says_enough_there_is_no_proposal() -> None:
    for answers in ({}, {"danger": "unknown"}, {"mayor": "today", "sudden": "yes"}):
        proposal = typing.propose(answers)
        assert proposal.kind is None
        assert proposal.against == ()
        assert "te weinig bekend" in proposal.certainty


def test_what_is_not_known_is_named_and_what_could_turn_it_is_marked() -> None:
    unknown = dict.fromkeys(("danger", "follow"), "unknown")
    proposal = typing.propose({**STANDARD, **unknown})
    assert proposal.open == (
        "Is er nu acuut gevaar voor mensen of voor de orde, of grote onrust?",
        "Hoe wil de burgemeester dit volgen?",
    )
    assert proposal.turning == proposal.open[:1]


def test_nothing_can_turn_acute_danger() -> None:
    proposal = typing.propose({"danger": "yes"})
    assert (proposal.kind, len(proposal.open), proposal.turning) == (Kind.CRISIS, 9, ())


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (STANDARD, "Alle antwoorden wijzen deze kant op."),
        (STANDARD | {"mayor": "today"}, "De meeste antwoorden wijzen deze kant op, maar niet alle."),
        (STANDARD | {"danger": "yes"}, "De antwoorden wijzen verschillende kanten op. Weeg ze zelf."),
        ({"stuck": "yes"}, "Er is nog veel niet bekend. Kijk er later opnieuw naar."),
    ],
)
def test_certainty_is_said_in_words(answers: dict[str, str], words: str) -> None:
    assert typing.propose(answers).certainty == words


@pytest.mark.parametrize("answers", [{"weather": "yes"}, {"danger": "perhaps"}])
def test_an_answer_that_does_not_exist_is_an_error(answers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no such"):
        typing.propose(answers)


def test_from_an_address_only_real_answers_are_taken() -> None:
    given = {"danger": "yes", "sudden": "unknown", "horizon": "eeuwig", "soort": "crisis", "stuck": ""}
    assert typing.accepted(given) == {"danger": "yes", "sudden": "unknown"}


def test_there_are_ten_questions_with_a_mark_and_a_source_and_one_answer_per_kind_at_most() -> None:
    questions = typing.load().questions
    assert len(questions) == 10
    assert {question.basis.mark for question in questions} == {"S", "R"}
    assert all(question.basis.source for question in questions)
    for question in questions:
        points = [answer.points for answer in question.answers]
        assert len(points) == len(set(points))
    # Two questions tell only standard and complex apart (domain.md, section 1.2, rows 6 and 7).
    assert sum(len(question.answers) == 2 for question in questions) == 2


def test_every_change_of_kind_is_described() -> None:
    described = {(one.before, one.after) for one in typing.load().transitions}
    assert described == {(before, after) for before in Kind for after in Kind if before != after}
    assert [one.after for one in typing.transitions_from(Kind.CRISIS)] == [Kind.COMPLEX, Kind.STANDARD]


def test_the_words_are_short() -> None:
    """B1: no sentence of more than sixteen words in what people read while they decide."""
    found = typing.load()
    texts = [question.ask for question in found.questions]
    texts += [
        text for question in found.questions for one in question.answers for text in (one.label, one.says)
    ]
    texts += [rule.because for rule in found.rules] + [one.when for one in found.transitions]
    for sentence in ". ".join(texts).replace("?", ".").split("."):
        assert len(sentence.split()) <= 16, sentence


@pytest.mark.parametrize(
    ("kind", "proposed", "reason", "will_do"),
    [
        (Kind.CRISIS, Kind.CRISIS, "Er is geschoten.", True),
        (Kind.CRISIS, None, "Er is geschoten.", True),
        (Kind.CRISIS, None, "  Schoten   ", False),
        (Kind.CRISIS, Kind.STANDARD, "Er is geschoten.", False),
        (Kind.CRISIS, Kind.STANDARD, "Er is geschoten. De wijk is onrustig en morgen is er een mars.", True),
    ],
)
def test_a_choice_against_the_proposal_takes_more_words(
    kind: Kind, proposed: Kind | None, reason: str, will_do: bool
) -> None:
    wrong = typing.check_reason(kind=kind, proposed=proposed, reason=reason)
    assert (wrong == "") == will_do


@pytest.mark.parametrize(
    ("where", "field", "value", "message"),
    [
        (("questions", 0), "ask", "", "questions: danger: ask holds no words"),
        (("questions", 0, "answers", 0), "points", "ramp", "points is 'ramp'"),
        (("questions", 0, "answers", 0), "key", "unknown", "has the answer unknown of itself"),
        (("questions", 0, "answers", 0), "key", "no", "at least two different answers"),
        (("questions", 1), "key", "danger", "question asked twice: danger"),
        (("rules", 0), "when", {"weather": "bad"}, "unknown field weather"),
        (("rules", 0), "when", {"danger": "no"}, "danger is 'no', not one of yes"),
        (("rules", 0), "when", {}, "a rule needs an answer"),
        (("transitions", 0), "to", "ramp", "to is 'ramp'"),
    ],
)
def test_wrong_content_is_refused_with_its_place_and_reason(
    where: tuple[Any, ...], field: str, value: object, message: str
) -> None:
    fields: Any = copy.deepcopy(content.read("typing.yaml").fields)
    entry = fields
    for step in where:
        entry = entry[step]
    entry[field] = value
    with pytest.raises(ContentError, match=message):
        typing.parse(Entry("typing.yaml", fields))


def test_every_text_of_the_content_stands_where_translators_find_it() -> None:
    found = typing.load()
    texts = [question.ask for question in found.questions]
    texts += [
        text for question in found.questions for one in question.answers for text in (one.label, one.says)
    ]
    texts += [rule.because for rule in found.rules] + [one.when for one in found.transitions]
    for regime in regimes.load().values():
        texts.append(regime.words)
        texts += [text for line in regime.lines for text in (line.sentence, line.threshold)]
    assert set(TEXTS) == set(texts)
