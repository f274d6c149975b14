"""Lists of reports: all of them, what waits to be checked, and what was fixed in a time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.deadlines import queries as deadlines
from driehoek.deadlines.calendar import at_local
from driehoek.parties.models import Organisation
from driehoek.position.queries.walls import of_exercises, or_under
from driehoek.position.services.agreements import DELIVERY
from driehoek.reports.models import Flag, Report, ReportState, Standing
from driehoek.reports.queries.reports import in_full, visible_reports, with_ratings
from driehoek.reports.queries.walls import readable
from driehoek.web.paging import Cursor, cut, page_of

WAITING: Final = (ReportState.SENT, ReportState.CHECKED)
MOST_CHECKED: Final = 30


@dataclass(frozen=True)
class ReportFilter:
    """What the list can be narrowed to; None and empty mean all."""

    state: str = ""
    supplier: uuid.UUID | None = None
    theme: uuid.UUID | None = None
    training: bool = False


def report_list(
    identity: Identity, chosen: ReportFilter, *, after: Cursor | None = None
) -> tuple[list[Report], bool]:
    """Return a page of reports, the last saved first, with their ratings, and whether there are more.

    Three queries: which ones, then those in full. Beside all the tables that a line needs, the planner would sort
    every report there is before taking the first page of them.
    """
    rows = narrowed(identity, chosen)
    page, more = page_of(rows.only("pk", "saved_at"), "saved_at", after)
    full = _with_flagged(with_ratings(visible_reports(identity))).in_bulk([one.pk for one in page])
    return [full[one.pk] for one in page if one.pk in full], more


def narrowed(identity: Identity, chosen: ReportFilter) -> QuerySet[Report]:
    """Return the reports that a choice leaves for this reader, without what a line needs beside them."""
    rows = Report.objects.filter(readable(identity), of_exercises(chosen.training))
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.supplier:
        rows = rows.filter(supplier=chosen.supplier)
    return rows.filter(or_under("theme", chosen.theme)) if chosen.theme else rows


def to_check(identity: Identity) -> tuple[list[Report], bool]:
    """Return what was sent and waits to be checked or fixed, the longest waiting first; one query."""
    rows = _with_flagged(visible_reports(identity).filter(state__in=WAITING))
    return cut(rows.order_by("sent_at", "id")[: MOST_CHECKED + 1])


def late_count(identity: Identity) -> int:
    """Return how many deliveries are late for this reader, counted to a hundred; one query."""
    return deadlines.late_count(identity, kind=DELIVERY)


def suppliers_with_reports(identity: Identity) -> list[Organisation]:
    """Return the suppliers of which the reader may see a report; one query, which stops at the first of each."""
    seen = visible_reports(identity).select_related(None).order_by().filter(supplier=OuterRef("pk"))
    rows = Organisation.objects.filter(Exists(seen), municipality=identity.municipality)
    return list(rows.order_by("name"))


def fixed_between(identity: Identity, first: date, last: date) -> list[Report]:
    """Return the reports about a time that were fixed, the oldest first, with everything in them.

    A report belongs to the time in which its period ends, or in which it was fixed when it has no period; a
    supplement belongs with the report that it adds to. Exercises are left out.
    """
    begin, end = _bounds(first, last)
    of_period = Q(delivery__period_end__range=(first, last))
    without = Q(delivery__period_end=None, fixed_at__gte=begin, fixed_at__lt=end)
    rows = visible_reports(identity).filter(of_period | without, of_exercises(False), state=ReportState.FIXED)
    return list(in_full(rows).order_by("delivery__period_end", "fixed_at", "id"))


def statuses_between(
    identity: Identity, first: date, last: date
) -> dict[uuid.UUID, list[tuple[Report, Standing]]]:
    """Return by supplier how its measures stood in a time: each fixed report that says so, the oldest first."""
    found: dict[uuid.UUID, list[tuple[Report, Standing]]] = {}
    for report in fixed_between(identity, first, last):
        if report.status:
            found.setdefault(report.supplier_id, []).append((report, Standing(report.status)))
    return found


def _with_flagged(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Mark each report that holds something the mayor had to know."""
    return rows.annotate(flagged=Exists(Flag.objects.filter(report=OuterRef("pk"))))


def _bounds(first: date, last: date) -> tuple[datetime, datetime]:
    midnight = datetime.min.time()
    return at_local(first, midnight), at_local(last + timedelta(days=1), midnight)
