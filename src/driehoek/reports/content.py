"""What a report holds as it comes in, from a form, a file or the API; and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from driehoek.screening import Finding

# Each of them mails the mayor and runs along the route until it is opened: more in one report than this is no alarm.
MOST_FLAGS: Final = 5


@dataclass(frozen=True)
class NewFlag:
    """Something that the mayor must know today: in one line, and if needed a few more words."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Content:
    """The words of a report.

    Attributes:
        sections: text by key of the heading.
        interpretations: what a figure means, by the indicator's key.
        status: a value of models.Standing; empty where the form does not ask.
        flags: what the mayor must know today; what was told already need not be repeated.
        gist: the report in one line, for the mayor's page; at most 140 characters.
        answers: answers to questions, by the id of the remark.
    """

    sections: Mapping[str, str] = field(default_factory=dict)
    interpretations: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    flags: Sequence[NewFlag] = ()
    gist: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


class UnknownPlaceError(ValueError):
    """A heading, indicator, status or question is named that this report does not have; nothing is dropped silently.

    Attributes:
        names: what is not known.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = list(names)


class IncompleteError(ValueError):
    """Something that must be there before sending is not.

    Attributes:
        missing: (key, words) of each: the key of a heading, or "status".
    """

    def __init__(self, missing: Sequence[tuple[str, str]]) -> None:
        super().__init__(", ".join(words for _key, words in missing))
        self.missing = list(missing)


@dataclass(frozen=True)
class Screened:
    """Something found in a text, with where it stands.

    Attributes:
        key: key of the heading, key of the indicator, "gist", "flag", or id of the question answered.
        label: that place in words.
        finding: what was found.
    """

    key: str
    label: str
    finding: Finding


class ScreenedError(ValueError):
    """There may be personal data in the texts: one kind refuses, the others ask to be sure.

    Attributes:
        findings: what was found and where.
        refused: whether sending is impossible until it is taken out (an identity number).
    """

    def __init__(self, findings: Sequence[Screened]) -> None:
        super().__init__(", ".join(f"{one.label}: {one.finding.kind}" for one in findings))
        self.findings = list(findings)

    @property
    def refused(self) -> bool:
        """Tell whether something was found that may not be sent at all."""
        return any(one.finding.refuse for one in self.findings)


class NotAtThisStageError(Exception):
    """A report, or what it is for, is past the stage at which this can be done."""


class NoFormError(Exception):
    """The agreement has no report form, so nothing is reported under it this way."""


class BegunElsewhereError(Exception):
    """The supplier has a draft already, which an adviser who writes on its behalf does not see."""


def texts(content: Content, labels: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Go through every free text as (key, words for the place, text)."""
    yield "gist", _("In één regel"), content.gist
    for key, text in (*content.sections.items(), *content.interpretations.items()):
        yield key, labels.get(key, key), text
    for flag in content.flags:
        yield "flag", _("Wat de burgemeester vandaag moet weten"), f"{flag.title}\n{flag.text}"
    for key, text in content.answers.items():
        yield key, _("Uw antwoord"), text
