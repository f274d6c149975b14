"""Every read of the council room: for who makes it, and for the council."""

from __future__ import annotations

import uuid

from django.db.models import Prefetch, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.council.models import (
    AnswerState,
    CouncilQuestion,
    Fact,
    Passage,
    Release,
    ReleaseContent,
    SentAnswer,
    Version,
    VersionState,
    Withdrawal,
)
from driehoek.parties.models import Function
from driehoek.web.paging import Cursor, page_of

READERS = (*KEEPERS_OF_POSITION, Function.COUNCIL)


def versions_of(identity: Identity) -> QuerySet[Version]:
    """Return the versions that are or were made; nothing for who does not prepare them."""
    rows = Version.objects.filter(municipality=identity.municipality)
    return rows if identity.holds(*KEEPERS_OF_POSITION) else rows.none()


def version_or_none(identity: Identity, version: uuid.UUID) -> Version | None:
    """Return one version with who made it."""
    return versions_of(identity).filter(pk=version).select_related("made_by", "confirmed_by").first()


def open_versions(identity: Identity, *, after: Cursor | None = None) -> tuple[list[Version], bool]:
    """Return a page of versions that were not released, the newest first, and whether there are more."""
    rows = versions_of(identity).exclude(state=VersionState.RELEASED).select_related("made_by")
    return page_of(rows, "made_at", after)


def passage_or_none(identity: Identity, passage: uuid.UUID) -> Passage | None:
    """Return one text of a version."""
    rows = Passage.objects.filter(council_version__in=versions_of(identity), pk=passage)
    return rows.select_related("council_version").first()


def releases_of(identity: Identity) -> QuerySet[Release]:
    """Return what was released to the council, the withdrawn ones too, with the withdrawal."""
    rows = Release.objects.filter(municipality=identity.municipality)
    rows = rows if identity.holds(*READERS) else rows.none()
    return rows.select_related("withdrawal")


def release_page(identity: Identity, *, after: Cursor | None = None) -> tuple[list[Release], bool]:
    """Return a page of releases, the newest first, and whether there are more."""
    return page_of(releases_of(identity), "released_at", after)


def release_or_none(identity: Identity, release: uuid.UUID) -> Release | None:
    """Return one release."""
    return releases_of(identity).filter(pk=release).select_related("withdrawal", "released_by").first()


def content_of(identity: Identity, release: Release) -> ReleaseContent | None:
    """Return what a release says; a withdrawn one speaks to its makers alone."""
    rows = ReleaseContent.objects.filter(release=release, municipality=identity.municipality)
    if not identity.holds(*KEEPERS_OF_POSITION):
        rows = rows.exclude(release__in=Withdrawal.objects.values("release"))
    return rows.first() if identity.holds(*READERS) else None


def standing_contents(identity: Identity) -> list[ReleaseContent]:
    """Return the contents of releases that were not withdrawn, the newest first."""
    rows = ReleaseContent.objects.filter(release__in=releases_of(identity).filter(withdrawal=None))
    return list(rows.select_related("release").order_by("-release__number"))


def questions_of(identity: Identity) -> QuerySet[CouncilQuestion]:
    """Return the questions of the council with their answers in the making; nothing for who does not make them."""
    rows = CouncilQuestion.objects.filter(municipality=identity.municipality)
    return rows if identity.holds(*KEEPERS_OF_POSITION) else rows.none()


def question_or_none(identity: Identity, question: uuid.UUID) -> CouncilQuestion | None:
    """Return one question with its facts."""
    rows = questions_of(identity).filter(pk=question)
    facts = Prefetch("facts", queryset=Fact.objects.order_by("number"))
    return (
        rows.select_related("deadline", "checked_by", "approved_by", "sent").prefetch_related(facts).first()
    )


def open_questions(identity: Identity, *, after: Cursor | None = None) -> tuple[list[CouncilQuestion], bool]:
    """Return a page of questions without a sent answer, the newest first, and whether there are more."""
    rows = questions_of(identity).exclude(state=AnswerState.SENT).select_related("deadline")
    return page_of(rows, "registered_at", after)


def fact_or_none(identity: Identity, fact: uuid.UUID) -> Fact | None:
    """Return one fact of a question."""
    rows = Fact.objects.filter(question__in=questions_of(identity), pk=fact)
    return rows.select_related("question").first()


def answers_of(identity: Identity) -> QuerySet[SentAnswer]:
    """Return the answers that went to the council."""
    rows = SentAnswer.objects.filter(municipality=identity.municipality)
    return rows if identity.holds(*READERS) else rows.none()


def answer_page(identity: Identity, *, after: Cursor | None = None) -> tuple[list[SentAnswer], bool]:
    """Return a page of sent answers, the newest first, and whether there are more."""
    return page_of(answers_of(identity).defer("contents"), "sent_at", after)


def answer_or_none(identity: Identity, answer: uuid.UUID) -> SentAnswer | None:
    """Return one sent answer."""
    return answers_of(identity).filter(pk=answer).first()
