"""The themes with their norms, exceptions first (ST01, ST02)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from driehoek.access.identity import Identity
from driehoek.figures.models import Indicator, Series
from driehoek.problems.models import Theme
from driehoek.standard.norms import State
from driehoek.standard.queries.judging import Judged, judged
from driehoek.standard.queries.norms import norms_of_theme, running_norms, theme_of


@dataclass(frozen=True)
class ThemeLine:
    """A theme with its norms, the worst first; there is always one."""

    theme: Theme
    norms: tuple[Judged, ...]

    @property
    def lead(self) -> Judged:
        """The norm that the line is about."""
        return self.norms[0]

    @property
    def exceptions(self) -> int:
        """How many norms were broken in the newest period that could be judged."""
        return sum(1 for one in self.norms if one.judgement.exception)

    @property
    def unjudged(self) -> bool:
        """Whether no norm is broken, but not every norm could be judged."""
        return not self.exceptions and any(one.judgement.state != State.MET for one in self.norms)


@dataclass(frozen=True)
class Board:
    """All themes that have norms.

    Attributes:
        exceptions: themes with a broken norm, the longest broken first.
        others: the other themes, those that cannot be judged first.
        without: themes that have figures but no norm.
    """

    exceptions: tuple[ThemeLine, ...]
    others: tuple[ThemeLine, ...]
    without: tuple[Theme, ...]

    @property
    def unjudged(self) -> int:
        """How many of the other themes cannot be judged."""
        return sum(1 for line in self.others if line.unjudged)


def board(identity: Identity) -> Board:
    """Return the themes with how their norms stand, in a fixed number of queries."""
    lines = _lines(judged(identity, list(running_norms(identity))))
    known = [line.theme.pk for line in lines]
    figures = Indicator.objects.filter(
        Exists(Series.objects.filter(indicator=OuterRef("pk"))),
        municipality=identity.municipality,
        ended_at=None,
    )
    themes = Theme.objects.filter(municipality=identity.municipality, ended_at=None)
    without = themes.filter(pk__in=figures.values("theme")).exclude(pk__in=known)
    return Board(
        exceptions=tuple(line for line in lines if line.exceptions),
        others=tuple(line for line in lines if not line.exceptions),
        without=tuple(without.order_by("field", "name")),
    )


def theme_line(identity: Identity, theme: Theme) -> ThemeLine | None:
    """Return one theme with how its norms stand, or None when it has none."""
    found = _lines(judged(identity, list(norms_of_theme(identity, theme))))
    return found[0] if found else None


def _lines(norms: list[Judged]) -> list[ThemeLine]:
    groups: dict[uuid.UUID, list[Judged]] = {}
    themes: dict[uuid.UUID, Theme] = {}
    for one in norms:
        theme = theme_of(one.norm)
        themes[theme.pk] = theme
        groups.setdefault(theme.pk, []).append(one)
    lines = [ThemeLine(themes[key], tuple(group)) for key, group in groups.items()]
    return sorted(lines, key=lambda line: (*line.lead.order, line.theme.name))
