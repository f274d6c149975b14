"""What stands in the lists of the council room."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.council.models import (
    AnswerState,
    CouncilQuestion,
    Release,
    SentAnswer,
    Version,
    VersionState,
)
from driehoek.council.words import said_quarter
from driehoek.figures.words import spoken
from driehoek.web import formatting
from driehoek.web.components import Row, Tag, TagKind

STATE_KINDS: dict[str, TagKind] = {
    AnswerState.DRAFT: "unknown",
    AnswerState.CHECKED: "accent",
    AnswerState.APPROVED: "accent",
    AnswerState.SENT: "calm",
}


def is_withdrawn(release: Release) -> bool:
    """Tell whether a release was withdrawn; reads nothing when the withdrawal came with it."""
    return getattr(release, "withdrawal", None) is not None


def release_rows(releases: Iterable[Release]) -> list[Row]:
    """Return releases as rows, with what was withdrawn marked."""
    return [
        Row(
            title=release.title,
            url=reverse("council:release", args=[release.pk]),
            text=_("Over het %(quarter)s.") % {"quarter": said_quarter(f"{release.year}-Q{release.quarter}")},
            tags=[Tag(_("ingetrokken"), "barred")] if is_withdrawn(release) else [],
            meta=_("Raadsversie %(number)s · vrijgegeven op %(day)s")
            % {
                "number": release.number,
                "day": formatting.date_long(release.released_at, language=spoken()),
            },
        )
        for release in releases
    ]


def answer_rows(answers: Iterable[SentAnswer]) -> list[Row]:
    """Return sent answers as rows."""
    return [
        Row(
            title=answer.title,
            url=reverse("council:answer", args=[answer.pk]),
            meta=_("Raadsvraag %(number)s · beantwoord op %(day)s")
            % {
                "number": f"{answer.year}-{answer.number}",
                "day": formatting.date_long(answer.sent_at, language=spoken()),
            },
        )
        for answer in answers
    ]


def version_rows(versions: Iterable[Version]) -> list[Row]:
    """Return versions in the making as rows."""
    return [
        Row(
            title=version.title,
            url=reverse("council:version", args=[version.pk]),
            text=_("Over het %(quarter)s.") % {"quarter": said_quarter(f"{version.year}-Q{version.quarter}")},
            tags=[
                Tag(
                    str(version.get_state_display()),
                    "accent" if version.state == VersionState.CONFIRMED else "unknown",
                )
            ],
            meta=_("Begonnen door %(who)s, %(day)s")
            % {
                "who": version.made_by.name,
                "day": formatting.date_long(version.made_at, language=spoken()),
            },
        )
        for version in versions
    ]


def question_rows(questions: Iterable[CouncilQuestion]) -> list[Row]:
    """Return questions whose answer was not sent as rows, with when the answer must be there."""
    return [
        Row(
            title=question.title,
            url=reverse("council:question", args=[question.pk]),
            text=due_words(question),
            tags=[Tag(str(question.get_state_display()), STATE_KINDS[question.state])],
            meta=_("Raadsvraag %(number)s · %(who)s")
            % {"number": f"{question.year}-{question.number}", "who": question.asked_by},
        )
        for question in questions
    ]


def due_words(question: CouncilQuestion) -> str:
    """Say when the answer must be there, and whether that has passed."""
    if question.deadline is None:
        return ""
    day = formatting.date_long(question.deadline.due_at, language=spoken())
    if question.state != AnswerState.SENT and question.deadline.due_at < timezone.now():
        return _("Het antwoord had er %(day)s moeten zijn.") % {"day": day}
    return _("Antwoord uiterlijk %(day)s.") % {"day": day}
