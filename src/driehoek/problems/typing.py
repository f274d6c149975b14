"""Telling the kinds of problem apart: ten questions, what the answers speak for, and what that proposes.

The kind is a judgement, not a score (domain.md, section 1.2): the first rule that holds decides, crisis before complex
before standard. The proposal says which answers speak for it and which against, and names what is not known.
A named person decides and gives the reason (services.retype).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from driehoek.problems.content import Basis, ContentError, Entry, read, shown
from driehoek.problems.models import Kind

UNKNOWN: Final = "unknown"
# Characters: enough for half a sentence; a choice against the proposal takes a sentence or two.
SHORT_REASON: Final = 10
LONG_REASON: Final = 50
MANY_OPEN: Final = 5
STANDARD_BECAUSE: Final = gettext_noop(
    "Niets wijst op een crisis of op een complexe aanpak. Dan is het een standaardprobleem."
)

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """An answer that can be given.

    Attributes:
        key: its code, stored with the decision.
        label: what one ticks.
        points: the kind that it speaks for.
        says: the same as a reason, in a sentence.
    """

    key: str
    label: str
    points: Kind
    says: str


@dataclass(frozen=True)
class Question:
    """One of the questions; "unknown" is always an answer too."""

    key: str
    ask: str
    answers: tuple[Answer, ...]
    basis: Basis

    def answer(self, key: str) -> Answer | None:
        """Return an answer by its code; None when it is unknown or was not given."""
        return next((answer for answer in self.answers if answer.key == key), None)


@dataclass(frozen=True)
class Rule:
    """When all of `when` was answered, the problem is of `kind`, `because` of that."""

    kind: Kind
    when: Mapping[str, str]
    because: str


@dataclass(frozen=True)
class Transition:
    """When a problem typically goes from one kind to another."""

    before: Kind
    after: Kind
    when: str


@dataclass(frozen=True)
class Content:
    """Everything in data/typing.yaml."""

    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    transitions: tuple[Transition, ...]


@dataclass(frozen=True)
class Proposal:
    """What the answers point to; the decision is somebody's.

    Attributes:
        kind: the proposed kind; None when no answer says enough.
        because: the rule that decided, in a sentence; empty when there is no proposal.
        reasons: what speaks for it.
        against: what speaks for another kind.
        open: the questions that were not answered.
        turning: those of `open` to which an answer exists that would change the proposal.
        certainty: how sure it is, in words.
    """

    kind: Kind | None
    because: str
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    open: tuple[str, ...]
    turning: tuple[str, ...]
    certainty: str


def propose(answers: Answers) -> Proposal:
    """Return what `answers` (key of a question → code of its answer) point to.

    Raises:
        ValueError: an answer to a question that does not exist, or one that the question does not have.
    """
    known = _known(answers)
    kind, because = _decide(answers)
    content = load()
    open_questions = [question for question in content.questions if question.key not in known]
    given = known.values()
    reasons = tuple(shown(answer.says) for answer in given if answer.points == kind)
    against = tuple(shown(answer.says) for answer in given if kind and answer.points != kind)
    return Proposal(
        kind=kind,
        because=shown(because) if because else "",
        reasons=reasons,
        against=against,
        open=tuple(shown(question.ask) for question in open_questions),
        turning=tuple(shown(question.ask) for question in open_questions if _turns(question, answers, kind)),
        certainty=_certainty(kind, len(reasons), len(against), len(open_questions)),
    )


def accepted(given: Mapping[str, str]) -> dict[str, str]:
    """Return those of `given` that answer a question; for what comes from an address."""
    found = {}
    for question in load().questions:
        code = given.get(question.key, "")
        if code == UNKNOWN or question.answer(code):
            found[question.key] = code
    return found


def check_reason(*, kind: Kind, proposed: Kind | None, reason: str) -> str:
    """Return what is wrong with a reason for `kind`, in words; empty when it will do."""
    length = len(reason.strip())
    if proposed is not None and proposed != kind and length < LONG_REASON:
        return _("U kiest anders dan het voorstel. Leg uit waarom, in minstens %(n)s tekens.") % {
            "n": LONG_REASON
        }
    if length < SHORT_REASON:
        return _("Zeg in uw eigen woorden waarom, in minstens %(n)s tekens.") % {"n": SHORT_REASON}
    return ""


def transitions_from(kind: Kind | str) -> tuple[Transition, ...]:
    """Return how a problem of `kind` typically becomes another kind."""
    return tuple(one for one in load().transitions if one.before == Kind(kind))


def _known(answers: Answers) -> dict[str, Answer]:
    questions = {question.key: question for question in load().questions}
    known = {}
    for key, code in answers.items():
        if key not in questions:
            raise ValueError(f"{key}: no such question")
        if code == UNKNOWN:
            continue
        found = questions[key].answer(code)
        if found is None:
            raise ValueError(f"{key}: no such answer: {code}")
        known[key] = found
    return {key: known[key] for key in questions if key in known}


def _decide(answers: Answers) -> tuple[Kind | None, str]:
    for rule in load().rules:
        if all(answers.get(key) == code for key, code in rule.when.items()):
            return rule.kind, rule.because
    known = _known(answers).values()
    if any(answer.points == Kind.STANDARD for answer in known):
        return Kind.STANDARD, STANDARD_BECAUSE
    return None, ""


def _turns(question: Question, answers: Answers, kind: Kind | None) -> bool:
    return any(_decide({**answers, question.key: answer.key})[0] != kind for answer in question.answers)


def _certainty(kind: Kind | None, reasons: int, against: int, unanswered: int) -> str:
    if kind is None:
        return _("Er is te weinig bekend voor een voorstel. Kies zelf, en kijk er later opnieuw naar.")
    if unanswered >= MANY_OPEN:
        return _("Er is nog veel niet bekend. Kijk er later opnieuw naar.")
    if against >= reasons:
        return _("De antwoorden wijzen verschillende kanten op. Weeg ze zelf.")
    if against:
        return _("De meeste antwoorden wijzen deze kant op, maar niet alle.")
    return _("Alle antwoorden wijzen deze kant op.")


@functools.cache
def load() -> Content:
    """Return the questions, rules and transitions, read once and checked.

    Raises:
        ContentError: something is missing, unknown or said twice.
    """
    return parse(read("typing.yaml"))


def parse(entry: Entry) -> Content:
    """Turn the content of typing.yaml into questions, rules and transitions.

    Raises:
        ContentError: something is missing, unknown or said twice.
    """
    entry.only("questions", "rules", "transitions")
    questions = tuple(_question(part) for part in entry.parts("questions"))
    keys = [question.key for question in questions]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ContentError(f"{entry.where}: question asked twice: {', '.join(twice)}")
    return Content(
        questions=questions,
        rules=tuple(_rule(part, questions) for part in entry.parts("rules")),
        transitions=tuple(_transition(part) for part in entry.parts("transitions")),
    )


def _question(entry: Entry) -> Question:
    entry.only("key", "ask", "answers", "basis")
    answers = tuple(_answer(part) for part in entry.parts("answers"))
    if len({answer.key for answer in answers}) < max(len(answers), 2):
        raise ContentError(f"{entry.where}: a question has at least two different answers")
    return Question(entry.text("key", longest=20), entry.text("ask"), answers, entry.basis())


def _answer(entry: Entry) -> Answer:
    entry.only("key", "label", "points", "says")
    key = entry.text("key", longest=20)
    if key == UNKNOWN:
        raise ContentError(f"{entry.where}: every question has the answer {UNKNOWN} of itself")
    points = Kind(entry.one_of("points", Kind.values))
    return Answer(key, entry.text("label"), points, entry.text("says"))


def _rule(entry: Entry, questions: tuple[Question, ...]) -> Rule:
    entry.only("key", "kind", "when", "because")
    asked = {question.key: question for question in questions}
    when = entry.part("when")
    kind = Kind(entry.one_of("kind", Kind.values))
    when.only(*asked)
    needed = {}
    for key in when.fields:
        codes = [answer.key for answer in asked[key].answers if answer.points == kind]
        needed[key] = when.one_of(key, codes)
    if not needed:
        raise ContentError(f"{entry.where}: a rule needs an answer")
    return Rule(kind, needed, entry.text("because"))


def _transition(entry: Entry) -> Transition:
    entry.only("key", "from", "to", "when")
    before, after = (Kind(entry.one_of(name, Kind.values)) for name in ("from", "to"))
    return Transition(before, after, entry.text("when"))
