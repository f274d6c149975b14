"""The information regime: what the mayor needs to know of each kind of problem, from whom and how often.

The content is data (data/regimes.yaml, from domain.md, sections 1.2 to 1.5); a change of kind changes the regime,
otherwise the typing has no use. What the regime shows to each function follows from `access.rules`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from driehoek.access.models import Level
from driehoek.access.rules import RULES, level_for
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Function, OrganisationKind
from driehoek.problems.content import Basis, ContentError, Entry, read, shown
from driehoek.problems.models import Kind

INFO_KINDS: Final = ("operational", "analytical")
LONGEST: Final = 200
MOST_GRACE: Final = 30


@dataclass(frozen=True)
class RegimeLine:
    """One thing that the mayor needs to know of problems of a kind.

    Attributes:
        key: name of the line; it stays the same for good.
        kind: the kind of problem whose regime it belongs to.
        sentence: what the mayor wants to know, in Dutch, at most 200 characters.
        supplier: the kind of organisation that can tell it.
        info_kind: "operational" or "analytical", as in position.models.InfoKind.
        rhythm: how often; EVENT when something happens.
        grace_days: working days after which it is late.
        threshold: when to ring outside the rhythm.
        personal_data: always False: the mayor needs the overview; personal data go by a need with its own legal basis.
        basis: where it comes from.
    """

    key: str
    kind: Kind
    sentence: str
    supplier: OrganisationKind
    info_kind: str
    rhythm: Rhythm
    grace_days: int
    threshold: str
    personal_data: bool
    basis: Basis


@dataclass(frozen=True)
class Regime:
    """How the mayor follows problems of a kind, and what they need to know for it."""

    kind: Kind
    words: str
    lines: tuple[RegimeLine, ...]

    @property
    def shown(self) -> str:
        """The words in the reader's language."""
        return shown(self.words)

    def line(self, key: str) -> RegimeLine:
        """Return a line by its key.

        Raises:
            KeyError: the regime has no such line.
        """
        return {line.key: line for line in self.lines}[key]


@dataclass(frozen=True)
class RegimeChange:
    """What a change of kind does to the information: lines that stop and lines that start."""

    before: Regime
    after: Regime

    @property
    def stops(self) -> tuple[RegimeLine, ...]:
        """Lines of the old regime; agreements made for them come to rest."""
        return () if self.before.kind == self.after.kind else self.before.lines

    @property
    def starts(self) -> tuple[RegimeLine, ...]:
        """Lines of the new regime."""
        return () if self.before.kind == self.after.kind else self.after.lines


@dataclass(frozen=True)
class Sight:
    """What a function sees of a problem under a regime; `level` None is nothing, except by invitation."""

    function: Function
    level: Level | None

    @property
    def words(self) -> str:
        """The same in words."""
        return sight_words(self.level)


def regime_of(kind: Kind | str) -> Regime:
    """Return the information regime of a kind of problem.

    Raises:
        ContentError: data/regimes.yaml is not right; the message names kind, line and field.
    """
    return load()[Kind(kind)]


def change_of(before: Kind | str, after: Kind | str) -> RegimeChange:
    """Return what going from one kind to another does to the information."""
    return RegimeChange(regime_of(before), regime_of(after))


def sight_of(kind: Kind | str) -> tuple[Sight, ...]:
    """Return what each function that problems are handed out to sees of a problem of `kind` (access.rules)."""
    return tuple(Sight(function, level_for(function, str(Kind(kind)))) for function in RULES)


def sight_words(level: Level | None) -> str:
    """Say what a level lets someone do."""
    words = {
        None: _("ziet dit niet, behalve op uitnodiging"),
        Level.OVERVIEW: _("ziet het overzicht, niet het dossier"),
        Level.FILE: _("leest het dossier"),
        Level.WORK: _("werkt mee aan het dossier"),
        Level.LEAD: _("heeft de leiding"),
    }
    return words[level]


@functools.cache
def load() -> Mapping[Kind, Regime]:
    """Return every regime, read once and checked.

    Raises:
        ContentError: something is missing, unknown or said twice.
    """
    return parse(read("regimes.yaml"))


def parse(content: Entry) -> dict[Kind, Regime]:
    """Turn the content of regimes.yaml into regimes.

    Raises:
        ContentError: something is missing, unknown or said twice.
    """
    content.only(*Kind.values)
    regimes = {kind: _regime(kind, content.part(str(kind))) for kind in Kind}
    keys = [line.key for regime in regimes.values() for line in regime.lines]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ContentError(f"{content.where}: key used twice: {', '.join(twice)}")
    return regimes


def _regime(kind: Kind, entry: Entry) -> Regime:
    entry.only("words", "lines")
    lines = tuple(_line(kind, part) for part in entry.parts("lines"))
    if not lines:
        raise ContentError(f"{entry.where}: a regime without lines tells the mayor nothing")
    return Regime(kind, entry.text("words"), lines)


def _line(kind: Kind, entry: Entry) -> RegimeLine:
    entry.only("key", "sentence", "from", "info_kind", "rhythm", "grace_days", "threshold", "basis")
    key = entry.text("key", longest=80)
    if not key.startswith(f"{kind}-"):
        raise ContentError(f"{entry.where}: key begins with the kind, as in {kind}-{key}")
    return RegimeLine(
        key=key,
        kind=kind,
        sentence=entry.text("sentence", longest=LONGEST),
        supplier=OrganisationKind(entry.one_of("from", OrganisationKind.values)),
        info_kind=entry.one_of("info_kind", INFO_KINDS),
        rhythm=Rhythm(entry.one_of("rhythm", Rhythm.values)),
        grace_days=entry.whole("grace_days", most=MOST_GRACE),
        threshold=entry.text("threshold", longest=LONGEST),
        personal_data=False,
        basis=entry.basis(),
    )
