"""What the gap matrix is made of: lines in cells, cells in rows and columns, and how they are counted."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from driehoek.position.gap import COVERED, GAPS, URGENCY, GapKind, Handles, Seat, worst
from driehoek.problems.models import SafetyField


@dataclass(frozen=True)
class Line:
    """A need under one supplier, with the kind of its gap.

    Attributes:
        need, sentence, info_kind, rhythm, wanted_mark, problem, barred_reason: those of the need.
        problem_title: of the problem it is about, which the reader then has a grant on; else empty.
        theme, partner: where in the matrix it stands; `partner` None while nobody has been thought of.
        kind: the kind of gap.
        since: since when it is so: due, rated, stated, made or received.
        agreement, resting: the running agreement it was judged by, or one that rests.
        what, agreed_rhythm: what was agreed, and how often.
        delivery: the late one, else the last that came.
        item, verdict, mark: the rating that was judged by, where there is one.
        late_number: how many deliveries are late.
    """

    need: uuid.UUID
    sentence: str
    info_kind: str
    rhythm: str
    wanted_mark: int
    problem: uuid.UUID | None
    problem_title: str
    barred_reason: str
    theme: uuid.UUID
    partner: uuid.UUID | None
    kind: GapKind
    since: datetime
    agreement: uuid.UUID | None = None
    resting: uuid.UUID | None = None
    what: str = ""
    agreed_rhythm: str = ""
    delivery: uuid.UUID | None = None
    item: uuid.UUID | None = None
    verdict: str = ""
    mark: int | None = None
    late_number: int = 0

    @property
    def handles(self) -> Handles:
        """What the next step takes hold of."""
        return Handles(self.need, self.agreement, self.resting, self.delivery, self.item)


@dataclass(frozen=True)
class Tally:
    """Needs counted by the kind of their gap; a need with several suppliers counts once, by its worst."""

    kinds: Counter[GapKind]

    @property
    def total(self) -> int:
        """How many needs the law allows."""
        return sum(number for kind, number in self.kinds.items() if kind != GapKind.BARRED)

    @property
    def covered(self) -> int:
        """How many of them an agreement runs for, nothing late and the last one good enough."""
        return sum(self.kinds[kind] for kind in COVERED)

    @property
    def gaps(self) -> int:
        """How many of them the parties could close."""
        return sum(self.kinds[kind] for kind in GAPS)


@dataclass(frozen=True)
class Cell:
    """One cell: the needs of a theme under a partner; without needs nothing was asked."""

    theme: uuid.UUID
    partner: uuid.UUID | None
    lines: tuple[Line, ...]

    @cached_property
    def tally(self) -> Tally:
        """Its needs by kind."""
        return tally(self.lines)

    @property
    def kind(self) -> GapKind | None:
        """The most urgent kind in it; None when nothing was asked."""
        return worst(line.kind for line in self.lines)

    @property
    def worst(self) -> Line | None:
        """The need that makes it so: the one that is so the longest."""
        found = [line for line in self.lines if line.kind == self.kind]
        return min(found, key=lambda line: line.since, default=None)


@dataclass(frozen=True)
class ThemeColumn:
    """A theme that something is needed on."""

    id: uuid.UUID
    name: str
    field: SafetyField
    place: int


@dataclass(frozen=True)
class Partner:
    """A partner that something is needed from; `id` None is nobody yet."""

    id: uuid.UUID | None
    name: str
    kind: str


@dataclass(frozen=True)
class PartnerRow:
    """A partner with a cell for each theme that is shown, and everything that is needed from it."""

    partner: Partner
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]

    @cached_property
    def tally(self) -> Tally:
        """Needs from this partner by kind."""
        return tally(self.lines)


@dataclass(frozen=True)
class Matrix:
    """The gap, partner by theme, as its reader may see it.

    Attributes:
        seat: from where it is looked at.
        at: the moment it describes; None for now.
        themes: columns, in the order of the five safety fields.
        rows: partners by name, and last those needs that nobody supplies yet.
        lines: everything that was counted, also what is not shown.
    """

    seat: Seat
    at: datetime | None
    themes: tuple[ThemeColumn, ...]
    rows: tuple[PartnerRow, ...]
    lines: tuple[Line, ...]

    @cached_property
    def tally(self) -> Tally:
        """All needs by kind."""
        return tally(self.lines)

    @property
    def fields(self) -> list[tuple[SafetyField, list[ThemeColumn]]]:
        """The columns under their safety fields."""
        found: dict[SafetyField, list[ThemeColumn]] = {}
        for theme in self.themes:
            found.setdefault(theme.field, []).append(theme)
        return list(found.items())

    @property
    def biggest(self) -> tuple[Partner, ThemeColumn, Cell] | None:
        """The cell with the most needs that could be closed; the most urgent of those that tie."""
        found = [
            (row.partner, theme, cell)
            for row in self.rows
            for theme, cell in zip(self.themes, row.cells, strict=True)
            if cell.tally.gaps
        ]
        return min(
            found,
            key=lambda one: (-one[2].tally.gaps, URGENCY.index(one[2].kind or GapKind.ARRIVED)),
            default=None,
        )

    def cell(self, theme: uuid.UUID, partner: uuid.UUID | None) -> Cell | None:
        """Return a cell; None when nothing stands there."""
        for row in self.rows:
            if row.partner.id == partner:
                return next((one for one in row.cells if one.theme == theme and one.lines), None)
        return None


def tally(lines: Iterable[Line]) -> Tally:
    """Count needs by the kind of their gap."""
    by_need: dict[uuid.UUID, list[GapKind]] = {}
    for line in lines:
        by_need.setdefault(line.need, []).append(line.kind)
    return Tally(Counter(kind for kinds in by_need.values() if (kind := worst(kinds))))
