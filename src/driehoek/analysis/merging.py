"""A short list out of many deviations: siblings become one line, against flooding (anchors.md, 2.9)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from driehoek.analysis.models import Deviation, Rule

if TYPE_CHECKING:
    from driehoek.analysis.queries import EvidencePoint


class Standing(NamedTuple):
    """As much of a deviation that stands now as merging and naming need; a page reads hundreds of them."""

    pk: uuid.UUID
    rank: float
    sense: str
    rule: str
    series_id: int
    indicator_id: uuid.UUID
    indicator_name: str
    is_total: bool
    source_id: uuid.UUID
    area_id: int
    area_name: str
    followed: bool


@dataclass(frozen=True)
class Group:
    """Siblings that make one line, heaviest first, and how high the line stands."""

    rows: list[Standing]
    weight: float


@dataclass
class DeviationLine:
    """One line of the first page: the strongest deviation, and those that say the same.

    Attributes:
        deviation: the strongest; its indicator, source, theme and area are loaded.
        siblings: the others, strongest first: the same indicator elsewhere, or the total that it is part of.
        weight: how high the line stands for this reader.
        points: the last periods of the series of `deviation`, oldest first.
    """

    deviation: Deviation
    weight: float
    siblings: list[Standing] = field(default_factory=list)
    points: tuple[EvidencePoint, ...] = ()

    @property
    def places(self) -> list[str]:
        """Names of the other areas in which the same indicator deviates, strongest first, each once."""
        lead = self.deviation.series
        names = [
            one.area_name
            for one in self.siblings
            if one.indicator_id == lead.indicator_id and one.area_id != lead.area_id
        ]
        return list(dict.fromkeys(names))

    @property
    def totals(self) -> list[str]:
        """Names of the totals that deviate along with it, each once."""
        lead = self.deviation.series
        names = [one.indicator_name for one in self.siblings if one.indicator_id != lead.indicator_id]
        return list(dict.fromkeys(names))


def merge(standing: Iterable[Standing], *, followed: float) -> list[Group]:
    """Merge siblings and order the lines for one reader, heaviest first.

    One indicator on one side is one line, whatever the areas: burglaries that rise in five neighbourhoods
    and in the town are one thing to know. A total joins the line of a kind of the same source that deviates
    on the same side in the same area, since the kind explains the total; a total that no kind explains is a
    line of its own.

    Args:
        standing: the deviations that stand now.
        followed: factor for what the reader follows, and for what a signal value of the municipality flagged.
    """
    weights: dict[uuid.UUID, float] = {}
    groups: dict[tuple[uuid.UUID, str], list[Standing]] = {}
    for row in standing:
        # A signal value that people set themselves counts as followed: they asked to hear of it.
        asked_for = row.followed or row.rule != Rule.STATISTICAL
        weights[row.pk] = row.rank * (followed if asked_for else 1.0)
        groups.setdefault((row.indicator_id, row.sense), []).append(row)

    def heaviest_first(rows: list[Standing]) -> list[Standing]:
        return sorted(rows, key=lambda row: (-weights[row.pk], str(row.pk)))

    ordered = sorted(map(heaviest_first, groups.values()), key=lambda rows: -weights[rows[0].pk])
    kinds = [rows for rows in ordered if not rows[0].is_total]
    totals = [rows for rows in ordered if rows[0].is_total]
    joined = {id(rows): list(rows) for rows in kinds}
    alone = []
    for rows in totals:
        unexplained: list[Standing] = []
        for row in rows:
            home = _explaining(row, kinds)
            (unexplained if home is None else joined[id(home)]).append(row)
        if unexplained:
            alone.append(unexplained)
    lines = [
        Group(rows=[rows[0], *heaviest_first(rows[1:])], weight=max(weights[row.pk] for row in rows))
        for rows in [*joined.values(), *alone]
    ]
    return sorted(lines, key=lambda line: (-line.weight, str(line.rows[0].pk)))


def _explaining(total: Standing, kinds: list[list[Standing]]) -> list[Standing] | None:
    """Find the heaviest kind that shares source, side and area with a total; None when there is none."""
    for rows in kinds:
        related = rows[0].sense == total.sense and rows[0].source_id == total.source_id
        if related and any(row.area_id == total.area_id for row in rows):
            return rows
    return None
