"""Quarterly reports while they are made."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from driehoek.access.identity import Identity
from driehoek.plans.models import QuarterlyReport, ReportPart
from driehoek.plans.quarters import Quarter
from driehoek.plans.queries.walls import visible_editions, visible_parts, visible_reports
from driehoek.problems.models import Theme

PAGE = 20


@dataclass(frozen=True)
class ReportLine:
    """A report in the list.

    Attributes:
        edition, edition_id: number and id of its newest edition; None while nothing was fixed.
    """

    report: QuarterlyReport
    edition: int | None
    edition_id: uuid.UUID | None


def report_list(
    identity: Identity, *, before: Quarter | None = None
) -> tuple[list[ReportLine], Quarter | None]:
    """Return a page of reports, the newest quarter first, and where the next page begins; one query."""
    newest = visible_editions(identity).filter(report=OuterRef("pk")).order_by("-number")
    rows = visible_reports(identity).annotate(
        edition=Subquery(newest.values("number")[:1]), edition_id=Subquery(newest.values("pk")[:1])
    )
    if before is not None:
        rows = rows.filter(Q(year__lt=before.year) | Q(year=before.year, quarter__lt=before.number))
    found = list(rows.order_by("-year", "-quarter")[: PAGE + 1])
    lines = [ReportLine(row, row.edition, row.edition_id) for row in found[:PAGE]]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return lines, Quarter(last.year, last.quarter) if last else None


def report_or_none(identity: Identity, report: uuid.UUID) -> QuarterlyReport | None:
    """Return one report, or None when it is not there for this reader."""
    return visible_reports(identity).filter(pk=report).first()


def parts_of(identity: Identity, report: QuarterlyReport) -> dict[uuid.UUID | None, ReportPart]:
    """Return what was written, by theme; nothing for who does not write it."""
    rows = visible_parts(identity).filter(report=report).select_related("theme", "changed_by")
    return {part.theme_id: part for part in rows}


def part_of(identity: Identity, report: QuarterlyReport, theme: Theme | None) -> ReportPart | None:
    """Return what was written about one theme (None: over all), or None when nothing was yet."""
    rows = visible_parts(identity).filter(report=report, theme=theme)
    return rows.select_related("changed_by").first()


def quarters_begun(identity: Identity) -> set[Quarter]:
    """Return the quarters that have a report."""
    return {Quarter(*row) for row in visible_reports(identity).values_list("year", "quarter")}
