"""Editions, newest first: what other rooms read (docs of the content: plans.snapshot)."""

from __future__ import annotations

import uuid

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from driehoek.access.identity import Identity
from driehoek.plans.models import Edition, Plan, QuarterlyReport
from driehoek.plans.queries.walls import visible_editions


def editions_of(
    identity: Identity, *, report: QuarterlyReport | None = None, plan: Plan | None = None
) -> list[Edition]:
    """Return the editions of one report or plan that the reader may see, the newest first; one query.

    Raises:
        ValueError: not exactly one of the two is given.
    """
    if (report is None) == (plan is None):
        raise ValueError("editions are of one report or of one plan")
    rows = visible_editions(identity).filter(report=report, plan=plan)
    return list(rows.select_related("made_by", "report", "plan").order_by("-number"))


def latest_edition(identity: Identity, year: int, quarter: int) -> Edition | None:
    """Return the newest edition of the report about a quarter, or None while nothing was fixed; one query."""
    rows = visible_editions(identity).filter(report__year=year, report__quarter=quarter)
    return rows.select_related("made_by", "report").order_by("-number").first()


def latest_editions(identity: Identity) -> list[Edition]:
    """Return of every quarter its newest edition, the newest quarter first, without the contents; one query."""
    newest = Window(RowNumber(), partition_by="report", order_by=F("number").desc())
    rows: QuerySet[Edition] = visible_editions(identity).filter(report__isnull=False)
    rows = rows.annotate(place=newest).filter(place=1).defer("contents")
    return list(rows.select_related("made_by", "report").order_by("-report__year", "-report__quarter"))


def edition_or_none(identity: Identity, edition: uuid.UUID) -> Edition | None:
    """Return one edition with what it is of, or None when it is not there for this reader."""
    return visible_editions(identity).filter(pk=edition).select_related("made_by", "report", "plan").first()


def edition_before(identity: Identity, edition: Edition) -> Edition | None:
    """Return the edition of the same report or plan that this one replaced."""
    rows = visible_editions(identity).filter(
        report=edition.report_id, plan=edition.plan_id, number=edition.number - 1
    )
    return rows.select_related("made_by").first()
