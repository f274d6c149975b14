"""Composing a council version: what the council would read, what was left out of it, and what needs a second look."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import override

from driehoek.access.identity import Identity
from driehoek.council import counts
from driehoek.council.content import Content, FigureTable, Text
from driehoek.council.counts import Period
from driehoek.council.models import Depth, Passage, ReleaseBasis, Version
from driehoek.council.tables import Basis, make_table
from driehoek.plans import queries as plans
from driehoek.plans.snapshot import Snapshot
from driehoek.screening import Finding, screen

# A small number before a word that can be counted: "3 inbraken", not "3 weken" or "kwartaal 3".
_SMALL: Final = re.compile(
    r"(?<![\w.,:/-])(?:[1-4]|één|een enkele|twee|drie|vier)\s+"
    r"(?!(?:e|kwartaal|kwartalen|procent|uur|dag|dagen|week|weken|maand|maanden|jaar|keer|maal|wijken|buurten|"
    r"thema|thema’s|doelen|maatregelen|van|uit|tot|per|bij|voor|met|naar|over|die|dat|zijn|waren|was|werd|werden)\b)[^\W\d_]{3,}",
    re.IGNORECASE,
)


class Why(StrEnum):
    """Why something is not in a council version."""

    SMALL = "small"
    BESIDE = "beside"
    UNPROTECTED = "unprotected"
    NO_FIGURES = "no_figures"
    CONFIDENTIAL = "confidential"
    EDITION_FACTS = "edition_facts"
    EDITION_FIGURES = "edition_figures"
    EDITION_ACTIONS = "edition_actions"


@dataclass(frozen=True)
class LeftOut:
    """How much was left out for one reason; `about` names the indicator, for who makes the version."""

    why: Why
    count: int
    about: str = ""


@dataclass(frozen=True)
class Doubt:
    """Something in a text that deserves a second look.

    Attributes:
        heading: above which text.
        kind: a kind of personal data (screening.KINDS), or "small_number".
        fragment: the words.
        refuse: whether the version cannot go out with it.
    """

    heading: str
    kind: str
    fragment: str
    refuse: bool = False


@dataclass(frozen=True)
class Composed:
    """A council version as it would be released now.

    Attributes:
        basis: the counts behind the tables, by indicator.
    """

    content: Content
    basis: dict[str, Basis]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[Doubt, ...]

    @property
    def refused(self) -> bool:
        """Whether something stands in a text that may not go out."""
        return any(doubt.refuse for doubt in self.doubts)


def compose(identity: Identity, version: Version) -> Composed:
    """Compose a version from the figures as they are now; in Dutch, whatever the language of the page."""
    with override("nl"):
        passages = list(version.passages.order_by("place", "id"))
        tables, basis, left_out = _tables(identity, version)
    content = Content(
        title=version.title,
        municipality=identity.municipality_name,
        year=version.year,
        quarter=version.quarter,
        minimum=version.minimum,
        intro=version.intro,
        texts=tuple(Text(one.heading, one.text) for one in passages),
        tables=tuple(tables),
    )
    left_out += _of_edition(identity, version)
    return Composed(content, basis, tuple(left_out), tuple(_doubts(version, passages)))


def doubts_in(heading: str, text: str) -> list[Doubt]:
    """Return what in a text looks like personal data, or like a small number of something."""
    found = [_doubt(heading, one) for one in screen(text)]
    return found + [Doubt(heading, "small_number", one.group()) for one in _SMALL.finditer(text)]


def open_texts(snapshot: Snapshot) -> list[tuple[str, Text]]:
    """Return the texts of an edition that are not confidential, each with its key, under the name of its theme."""
    found = [(one.key, Text(one.label, one.text)) for one in snapshot.texts if not one.confidential]
    for theme in snapshot.themes:
        found += [
            (f"{theme.key}:{one.key}", Text(theme.name, one.text))
            for one in theme.texts
            if not one.confidential
        ]
    return [(key, text) for key, text in found if text.text.strip()]


def _doubts(version: Version, passages: list[Passage]) -> list[Doubt]:
    texts = [("", version.title), ("", version.intro), *((one.heading, one.heading) for one in passages)]
    texts += [(one.heading, one.text) for one in passages]
    return [doubt for heading, text in texts for doubt in doubts_in(heading, text)]


def _doubt(heading: str, finding: Finding) -> Doubt:
    return Doubt(heading, finding.kind, finding.fragment, finding.refuse)


def _tables(
    identity: Identity, version: Version
) -> tuple[list[FigureTable], dict[str, Basis], list[LeftOut]]:
    period = Period(version.year, version.quarter)
    indicators = list(counts.offered(identity).filter(pk__in=version.chosen.values("indicator")))
    known = counts.read(identity, indicators, period)
    earlier = _earlier(identity)
    tables: list[FigureTable] = []
    basis: dict[str, Basis] = {}
    left_out: list[LeftOut] = []
    for indicator in indicators:
        own = known[indicator.pk]
        if not own.has_whole(period):
            left_out.append(LeftOut(Why.NO_FIGURES, 1, indicator.name))
            continue
        made = make_table(
            own,
            period,
            depth=Depth(version.depth),
            minimum=version.minimum,
            earlier=earlier.get(str(indicator.pk), []),
        )
        if made.table is None:
            left_out.append(LeftOut(Why.UNPROTECTED, 1, indicator.name))
            continue
        tables.append(made.table)
        basis[str(indicator.pk)] = made.basis
        for why, count in ((Why.SMALL, made.small), (Why.BESIDE, made.beside)):
            if count:
                left_out.append(LeftOut(why, count, indicator.name))
    return tables, basis, left_out


def _earlier(identity: Identity) -> dict[str, list[Basis]]:
    """Return the counts behind every release so far, the withdrawn ones too: what was read is known."""
    found: dict[str, list[Basis]] = {}
    rows = ReleaseBasis.objects.filter(municipality=identity.municipality).order_by("release__number")
    for released in rows.values_list("counts", flat=True):
        for key, basis in released.items():
            found.setdefault(key, []).append(basis)
    return found


def _of_edition(identity: Identity, version: Version) -> list[LeftOut]:
    """Count what the quarterly report has that is not for the council."""
    edition = plans.edition_or_none(identity, version.edition) if version.edition else None
    if edition is None:
        return []
    snapshot = edition.snapshot
    texts = [*snapshot.texts, *(one for theme in snapshot.themes for one in theme.texts)]
    found = Counter(
        {
            Why.CONFIDENTIAL: sum(one.confidential for one in texts),
            Why.EDITION_FACTS: sum(len(theme.facts) for theme in snapshot.themes),
            Why.EDITION_FIGURES: sum(len(theme.figures) for theme in snapshot.themes),
            Why.EDITION_ACTIONS: sum(len(theme.actions) for theme in snapshot.themes),
        }
    )
    return [LeftOut(why, count) for why, count in found.items() if count]
