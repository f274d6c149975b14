"""A short list out of many deviations: siblings become one line, against flooding (anchors.md, 2.9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from driehoek.analysis.models import Deviation

if TYPE_CHECKING:
    from driehoek.analysis.queries import EvidencePoint


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
    siblings: list[Deviation] = field(default_factory=list)
    points: tuple[EvidencePoint, ...] = ()

    @property
    def places(self) -> list[str]:
        """Names of the other areas in which the same indicator deviates, strongest first, each once."""
        lead = self.deviation.series
        names = [
            one.series.area.name
            for one in self.siblings
            if one.series.indicator_id == lead.indicator_id and one.series.area_id != lead.area_id
        ]
        return list(dict.fromkeys(names))

    @property
    def totals(self) -> list[Deviation]:
        """The totals that deviate along with it."""
        lead = self.deviation.series
        return [one for one in self.siblings if one.series.indicator_id != lead.indicator_id]


def merge(deviations: Iterable[Deviation], *, followed: float) -> list[DeviationLine]:
    """Merge siblings and order the lines for one reader, heaviest first.

    One indicator on one side is one line, whatever the areas: burglaries that rise in five neighbourhoods
    and in the town are one thing to know. A total joins the line of a kind of the same source that deviates
    on the same side in the same area, since the kind explains the total; a total that no kind explains is a
    line of its own.

    Args:
        deviations: with `followed` annotated and indicator and area loaded.
        followed: factor for what the reader follows.
    """
    weights: dict[object, float] = {}
    groups: dict[tuple[object, str], list[Deviation]] = {}
    for row in deviations:
        weights[row.pk] = row.rank * (followed if row.followed else 1.0)  # type: ignore[attr-defined]
        groups.setdefault((row.series.indicator_id, row.sense), []).append(row)

    def heaviest_first(rows: list[Deviation]) -> list[Deviation]:
        return sorted(rows, key=lambda row: (-weights[row.pk], str(row.pk)))

    ordered = sorted(map(heaviest_first, groups.values()), key=lambda rows: -weights[rows[0].pk])
    kinds = [rows for rows in ordered if not rows[0].series.indicator.is_total]
    totals = [rows for rows in ordered if rows[0].series.indicator.is_total]
    joined = {id(rows): list(rows) for rows in kinds}
    alone = []
    for rows in totals:
        unexplained: list[Deviation] = []
        for row in rows:
            home = _explaining(row, kinds)
            (unexplained if home is None else joined[id(home)]).append(row)
        if unexplained:
            alone.append(unexplained)
    lines = [
        DeviationLine(
            deviation=rows[0], siblings=heaviest_first(rows[1:]), weight=max(weights[row.pk] for row in rows)
        )
        for rows in [*joined.values(), *alone]
    ]
    return sorted(lines, key=lambda line: (-line.weight, str(line.deviation.pk)))


def _explaining(total: Deviation, kinds: list[list[Deviation]]) -> list[Deviation] | None:
    """Find the heaviest kind that shares source, side and area with a total; None when there is none."""
    for rows in kinds:
        lead = rows[0]
        related = (
            lead.sense == total.sense and lead.series.indicator.source_id == total.series.indicator.source_id
        )
        if related and any(row.series.area_id == total.series.area_id for row in rows):
            return rows
    return None
