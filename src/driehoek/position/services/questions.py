"""Asking at a line, and answering in time (ST03)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.rules import CONTENTLESS
from driehoek.deadlines import services as deadlines
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation, Person
from driehoek.position.models import Question, QuestionKind, QuestionState
from driehoek.problems.models import Problem

QUESTION: Final = "position.question"


class NotYoursError(Exception):
    """The question is not for this person to answer, or not theirs to take back."""


@dataclass(frozen=True)
class NewQuestion:
    """A question or a decision asked; see the model for the fields.

    Attributes:
        due_at: when the answer is due.
    """

    text: str
    due_at: datetime
    to_person: Person | None = None
    to_organisation: Organisation | None = None
    kind: QuestionKind = QuestionKind.QUESTION
    about_kind: str = ""
    about_id: uuid.UUID | None = None
    about_title: str = ""
    about_url: str = ""
    problem: Problem | None = None
    options: tuple[str, ...] = ()
    advice: str = ""
    asked_at: datetime | None = None


@transaction.atomic
def ask(*, identity: Identity, new: NewQuestion) -> Question:
    """Ask a question, or ask for a decision; the deadline reminds and escalates by itself.

    Raises:
        ValueError: nobody is asked, or a decision has fewer than two options.
    """
    if new.to_person is None and new.to_organisation is None:
        raise ValueError("a question is asked of someone")
    if new.kind == QuestionKind.DECISION and len(new.options) < 2:
        raise ValueError("a decision has at least two options")
    question = Question(
        municipality_id=identity.municipality,
        asked_by_id=identity.person,
        asked_at=new.asked_at or timezone.now(),
        **{name: value for name, value in vars(new).items() if name not in {"due_at", "options", "asked_at"}},
        options=list(new.options),
    )
    question.deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=identity.municipality,
            kind=QUESTION,
            subject=question.pk,
            due_at=new.due_at,
            organisation=new.to_organisation.pk if new.to_organisation else None,
            responsible=new.to_person.pk if new.to_person else None,
            problem=new.problem.pk if new.problem else None,
        )
    )
    question.save(force_insert=True)
    _record(question, "asked", {"kind": str(new.kind), "about": new.about_kind})
    return question


def may_answer(identity: Identity, question: Question) -> bool:
    """Tell whether a question is this person's to answer: asked of them, or of their organisation."""
    if question.to_person_id in identity.persons:
        return True
    works = not identity.functions <= CONTENTLESS
    return question.to_person_id is None and works and question.to_organisation_id in identity.organisations


@transaction.atomic
def answer(
    *, identity: Identity, question: Question, version: int, text: str, chosen: int | None = None
) -> None:
    """Answer a question that was read at `version`, or take the decision that was asked.

    Raises:
        NotYoursError: it was asked of someone else.
        ValueError: a decision without a choice among its options.
        VersionConflict: it was answered or taken back meanwhile.
    """
    if not may_answer(identity, question):
        raise NotYoursError
    if question.kind == QuestionKind.DECISION and (chosen is None or not 0 <= chosen < len(question.options)):
        raise ValueError("a decision chooses one of its options")
    now = timezone.now()
    update_once(
        Question.objects.filter(state=QuestionState.OPEN),
        question,
        version,
        state=QuestionState.ANSWERED,
        answer=text.strip(),
        chosen=chosen if question.kind == QuestionKind.DECISION else None,
        answered_by_id=identity.person,
        answered_at=now,
    )
    if question.deadline is not None:
        deadlines.meet(deadline=question.deadline, at=now)
    _record(question, "answered", {"chosen": chosen})


@transaction.atomic
def withdraw_question(*, identity: Identity, question: Question, version: int) -> None:
    """Take back a question that has no answer yet.

    Raises:
        NotYoursError: someone else asked it.
        VersionConflict: it was answered meanwhile.
    """
    if question.asked_by_id not in identity.persons:
        raise NotYoursError
    waiting = Question.objects.filter(state=QuestionState.OPEN)
    update_once(waiting, question, version, state=QuestionState.WITHDRAWN)
    if question.deadline is not None:
        deadlines.withdraw(deadline=question.deadline)
    _record(question, "withdrawn")


@transaction.atomic
def see_answer(*, identity: Identity, question: Question) -> None:
    """Note when the one who asked first saw the answer."""
    if question.asked_by_id not in identity.persons or question.state != QuestionState.ANSWERED:
        return
    seen = Question.objects.filter(pk=question.pk, answer_seen_at=None).update(answer_seen_at=timezone.now())
    if seen:
        _record(question, "answer_seen")


def _record(question: Question, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=question.municipality_id,
        action=f"position:question:{verb}",
        subject=question.pk,
        problem=question.problem_id,
        version=question.version,
        data=data,
    )
