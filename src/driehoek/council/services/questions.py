"""Questions of the council: registering them, composing an answer from facts, checking, approving and sending it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.council import facts as known
from driehoek.council import queries
from driehoek.council.composing import doubts_in
from driehoek.council.content import AnswerContent, Reference, canonical, digest
from driehoek.council.due import KIND
from driehoek.council.facts import Offer
from driehoek.council.models import AnswerState, CouncilQuestion, Fact, SentAnswer
from driehoek.council.services.common import (
    NotNowError,
    RefusedTextError,
    one_at_a_time,
    record,
    require_keeper,
    require_leader,
)
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import end_of_working_day
from driehoek.ledger.versions import update_once
from driehoek.position.queries.walls import TWICE

REFERENCE: Final = re.compile(r"\[(\d{1,3})\]")


class UnknownReferenceError(ValueError):
    """The answer refers to a fact that is not among those that were picked."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(", ".join(map(str, numbers)))
        self.numbers = tuple(numbers)


class EmptyAnswerError(ValueError):
    """There is no answer to check yet."""


class ChangedFactsError(ValueError):
    """Facts have changed since they were picked, and nobody said that the answer may stand on the old ones."""


@dataclass(frozen=True)
class NewQuestion:
    """A question as it came in; see the model for the fields."""

    title: str
    text: str
    asked_by: str
    asked_on: date
    term_days: int = 30

    @property
    def due_on(self) -> date:
        """The day on which the answer must be there."""
        return self.asked_on + timedelta(days=self.term_days)


@transaction.atomic
def register_question(*, identity: Identity, new: NewQuestion) -> CouncilQuestion:
    """Register a question; its answer becomes due from who registered it. Sent twice, it is registered once.

    Raises:
        PermissionDenied: not for who does not prepare the council's papers.
        RefusedTextError: it holds a citizen service number.
    """
    require_keeper(identity)
    _require_fit(new.title, new.text, new.asked_by)
    one_at_a_time(identity.municipality, "council.question")
    before = _just_registered(identity, new)
    if before is not None:
        return before
    rows = CouncilQuestion.objects.filter(municipality=identity.municipality, year=new.asked_on.year)
    last: int | None = rows.aggregate(last=Max("number"))["last"]
    made = CouncilQuestion.objects.create(
        municipality_id=identity.municipality,
        year=new.asked_on.year,
        number=(last or 0) + 1,
        title=new.title.strip(),
        text=new.text.strip(),
        asked_by=new.asked_by.strip(),
        asked_on=new.asked_on,
        term_days=new.term_days,
        registered_by_id=identity.person,
    )
    made.deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=identity.municipality,
            kind=KIND,
            subject=made.pk,
            due_at=end_of_working_day(new.due_on),
            responsible=identity.person,
        )
    )
    made.save(update_fields=["deadline"])
    record(
        identity,
        "question:registered",
        made.pk,
        version=1,
        data={"year": made.year, "number": made.number, "term": made.term_days},
    )
    return made


@transaction.atomic
def change_question(*, identity: Identity, found: CouncilQuestion, version: int, new: NewQuestion) -> None:
    """Change what was registered of a question; its term moves along.

    Raises:
        VersionConflict: someone changed it meanwhile, or its answer is no draft any more.
        RefusedTextError: it holds a citizen service number.
    """
    require_keeper(identity)
    _require_fit(new.title, new.text, new.asked_by)
    update_once(
        _drafts(identity),
        found,
        version,
        title=new.title.strip(),
        text=new.text.strip(),
        asked_by=new.asked_by.strip(),
        asked_on=new.asked_on,
        term_days=new.term_days,
    )
    if found.deadline is not None:
        deadlines.move(deadline=found.deadline, due_at=end_of_working_day(new.due_on))
    record(identity, "question:changed", found.pk, version=found.version, data={"term": new.term_days})


@transaction.atomic
def pick_facts(*, identity: Identity, found: CouncilQuestion, codes: Sequence[str]) -> int:
    """Freeze facts under an answer as they are now; return how many came.

    What is not offered cannot be picked, and what is there already is not picked twice.

    Raises:
        NotNowError: the answer is no draft any more.
    """
    require_keeper(identity)
    locked = _locked_draft(identity, found)
    offered = known.offers(identity).by_code()
    there = {known.code_of(fact) for fact in locked.facts.all()}
    fresh = [offered[code] for code in dict.fromkeys(codes) if code in offered and code not in there]
    last: int | None = locked.facts.aggregate(last=Max("number"))["last"]
    made = [
        Fact(
            municipality_id=identity.municipality,
            question=locked,
            number=number,
            source_kind=offer.kind,
            source_key=offer.key,
            **_frozen(offer),
        )
        for number, offer in enumerate(fresh, start=(last or 0) + 1)
    ]
    Fact.objects.bulk_create(made)
    if made:
        record(identity, "answer:facts_picked", found.pk, data={"facts": len(made)})
    return len(made)


@transaction.atomic
def drop_fact(*, identity: Identity, fact: Fact) -> None:
    """Take a fact away; the others keep their numbers.

    Raises:
        NotNowError: the answer is no draft any more.
    """
    require_keeper(identity)
    _locked_draft(identity, fact.question)
    number = fact.number
    fact.delete()
    record(identity, "answer:fact_dropped", fact.question_id, data={"fact": number})


@transaction.atomic
def renew_fact(*, identity: Identity, fact: Fact) -> bool:
    """Freeze a fact again as it is now; False when it is no longer offered.

    Raises:
        NotNowError: the answer is no draft any more.
    """
    require_keeper(identity)
    _locked_draft(identity, fact.question)
    offer = known.offers(identity).by_code().get(known.code_of(fact))
    if offer is None:
        return False
    Fact.objects.filter(pk=fact.pk).update(**_frozen(offer))
    record(identity, "answer:fact_renewed", fact.question_id, data={"fact": fact.number})
    return True


@transaction.atomic
def write_answer(*, identity: Identity, found: CouncilQuestion, version: int, answer: str) -> None:
    """Keep the text of an answer.

    Raises:
        VersionConflict: someone wrote meanwhile, or the answer is no draft any more.
        RefusedTextError: it holds a citizen service number.
        UnknownReferenceError: it refers to a fact that is not there.
    """
    require_keeper(identity)
    _require_fit(answer)
    _require_references(found, answer)
    update_once(_drafts(identity), found, version, answer=answer.strip())
    record(identity, "answer:written", found.pk, version=found.version)


@transaction.atomic
def check(*, identity: Identity, found: CouncilQuestion, version: int) -> None:
    """Say that an answer was checked and can go to the mayor.

    Raises:
        VersionConflict: someone changed it meanwhile.
        EmptyAnswerError: there is no text.
        UnknownReferenceError: a fact that it refers to was taken away.
    """
    require_keeper(identity)
    found.refresh_from_db()
    if not found.answer:
        raise EmptyAnswerError
    _require_references(found, found.answer)
    rows = _drafts(identity)
    update_once(rows, found, version, state=AnswerState.CHECKED, checked_by_id=identity.person)
    record(identity, "answer:checked", found.pk, version=found.version)


@transaction.atomic
def reopen(*, identity: Identity, found: CouncilQuestion, version: int) -> None:
    """Make an answer that was not sent yet a draft again.

    Raises:
        VersionConflict: it was sent or changed meanwhile.
    """
    require_keeper(identity)
    rows = queries.questions_of(identity).filter(state__in=[AnswerState.CHECKED, AnswerState.APPROVED])
    update_once(rows, found, version, state=AnswerState.DRAFT, checked_by_id=None, approved_by_id=None)
    record(identity, "answer:reopened", found.pk, version=found.version)


@transaction.atomic
def approve(*, identity: Identity, found: CouncilQuestion, version: int, on_old_facts: bool = False) -> None:
    """Approve an answer.

    Args:
        identity: the mayor or the deputy.
        found: the question.
        version: at which the answer was read.
        on_old_facts: whether it may stand on facts that have changed since they were picked.

    Raises:
        PermissionDenied: only the mayor and the deputy approve.
        ChangedFactsError: facts changed, and nobody said that the old ones will do.
        VersionConflict: someone changed it meanwhile, or it was not checked.
    """
    require_leader(identity)
    if not on_old_facts and known.changed_since(identity, found):
        raise ChangedFactsError
    rows = queries.questions_of(identity).filter(state=AnswerState.CHECKED)
    update_once(rows, found, version, state=AnswerState.APPROVED, approved_by_id=identity.person)
    record(identity, "answer:approved", found.pk, version=found.version)


@transaction.atomic
def send(*, identity: Identity, found: CouncilQuestion, version: int) -> SentAnswer:
    """Send an approved answer to the council: from here on it stays as it is, and its term is met.

    Raises:
        VersionConflict: it was reopened or sent meanwhile, or was not approved.
    """
    require_keeper(identity)
    rows = queries.questions_of(identity).filter(state=AnswerState.APPROVED)
    update_once(rows, found, version, state=AnswerState.SENT)
    found.refresh_from_db()
    contents = canonical(content_of(identity, found))
    made = SentAnswer.objects.create(
        municipality_id=identity.municipality,
        question=found,
        year=found.year,
        number=found.number,
        title=found.title,
        contents=contents,
        sha256=digest(contents),
        sent_by_id=identity.person,
        sent_at=timezone.now(),
    )
    if found.deadline is not None:
        deadlines.meet(deadline=found.deadline)
    record(identity, "answer:sent", made.pk, data={"sha256": made.sha256, "number": made.number})
    return made


def content_of(identity: Identity, found: CouncilQuestion) -> AnswerContent:
    """Return an answer as it goes out, with the facts that its text refers to or that were picked for it."""
    return AnswerContent(
        title=found.title,
        municipality=identity.municipality_name,
        number=f"{found.year}-{found.number}",
        question=found.text,
        asked_by=found.asked_by,
        asked_on=found.asked_on.isoformat(),
        answer=found.answer,
        references=tuple(
            Reference(
                number=fact.number,
                statement=fact.statement,
                source=fact.source,
                as_of=fact.as_of.isoformat() if fact.as_of else "",
                certainty=fact.certainty,
            )
            for fact in found.facts.order_by("number")
        ),
    )


def _just_registered(identity: Identity, new: NewQuestion) -> CouncilQuestion | None:
    """Return the same question that the same person registered just now, as when a form is sent twice."""
    return (
        _drafts(identity)
        .filter(
            title=new.title.strip(),
            text=new.text.strip(),
            asked_by=new.asked_by.strip(),
            asked_on=new.asked_on,
            registered_by=identity.person,
            registered_at__gte=timezone.now() - TWICE,
        )
        .first()
    )


def _frozen(offer: Offer) -> dict[str, object]:
    return {
        "statement": offer.statement[:2000],
        "source": offer.source[:300],
        "as_of": offer.as_of,
        "certainty": offer.certainty[:120],
        "frozen_at": timezone.now(),
    }


def _drafts(identity: Identity) -> QuerySet[CouncilQuestion]:
    return queries.questions_of(identity).filter(state=AnswerState.DRAFT)


def _locked_draft(identity: Identity, found: CouncilQuestion) -> CouncilQuestion:
    """Return the question, held so that its answer is not checked while its facts change.

    Raises:
        NotNowError: the answer is no draft any more.
    """
    locked = _drafts(identity).filter(pk=found.pk).select_for_update().first()
    if locked is None:
        raise NotNowError(_("Dit antwoord is al gecontroleerd. Maak het eerst weer concept."))
    return locked


def _require_references(found: CouncilQuestion, answer: str) -> None:
    there = set(found.facts.values_list("number", flat=True))
    missing = sorted({int(one) for one in REFERENCE.findall(answer)} - there)
    if missing:
        raise UnknownReferenceError(missing)


def _require_fit(*texts: str) -> None:
    if any(doubt.refuse for text in texts for doubt in doubts_in("", text)):
        raise RefusedTextError
