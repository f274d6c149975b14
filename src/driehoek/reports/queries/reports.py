"""One report, and what lies around it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.figures.models import Indicator
from driehoek.ledger.events import words_for
from driehoek.ledger.models import Event
from driehoek.parties.models import Person
from driehoek.position.models import Delivery, Item, Reading
from driehoek.position.queries.deliveries import deliveries_of
from driehoek.reports.models import Figure, Flag, Form, Remark, Report, ReportState
from driehoek.reports.queries.forms import headings_of
from driehoek.reports.queries.walls import readable

HISTORY = 12


def visible_reports(identity: Identity) -> QuerySet[Report]:
    """Return the reports that a reader may see, with all that a line of text needs."""
    return Report.objects.filter(readable(identity)).select_related(
        "delivery__agreement",
        "delivery__deadline",
        "supplier",
        "theme",
        "problem",
        "form",
        "author",
        "supplements",
    )


def in_full(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Add the sections, figures and flags, and who read and rated what of it; six queries more."""
    readings = Reading.objects.select_related("person").order_by("opened_at")
    flags = Flag.objects.select_related("item").prefetch_related(Prefetch("item__readings", readings))
    figures = Prefetch("figures", Figure.objects.select_related("indicator"))
    return rows.select_related("checked_by", "fixed_by", "item").prefetch_related(
        "sections", figures, Prefetch("flags", flags), Prefetch("item__readings", readings)
    )


def with_ratings(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Add what readers thought of each report that was fixed; one query more."""
    ratings = Reading.objects.exclude(verdict="").select_related("person").order_by("rated_at")
    return rows.select_related("item").prefetch_related(Prefetch("item__readings", ratings))


def report_or_none(identity: Identity, report: uuid.UUID) -> Report | None:
    """Return one report with everything in it, or None when it is not there for this reader."""
    return in_full(visible_reports(identity)).filter(pk=report).first()


def report_of_delivery(identity: Identity, delivery: Delivery) -> Report | None:
    """Return the report on a delivery (not its supplements) as far as the reader may see it."""
    return in_full(visible_reports(identity)).filter(delivery=delivery, supplements=None).first()


def reports_of_deliveries(identity: Identity, deliveries: Iterable[Delivery]) -> dict[uuid.UUID, Report]:
    """Return by delivery the report on it, as far as the reader may see it; as many queries for many as for one."""
    rows = in_full(visible_reports(identity)).filter(delivery__in=list(deliveries), supplements=None)
    return {one.delivery_id: one for one in rows}


def open_supplement(identity: Identity, report: Report) -> Report | None:
    """Return the supplement to a fixed report that is not fixed yet, as far as the reader may see it."""
    rows = visible_reports(identity).filter(supplements=report).exclude(state=ReportState.FIXED)
    return in_full(rows).first()


def previous_of(identity: Identity, delivery: Delivery) -> Report | None:
    """Return the last report sent under the same agreement before this delivery, to read beside a new one."""
    earlier = Q(delivery__period_end__lt=delivery.period_end) if delivery.period_end else Q()
    rows = visible_reports(identity).filter(
        earlier, delivery__agreement=delivery.agreement_id, supplements=None
    )
    rows = rows.exclude(delivery=delivery).exclude(state=ReportState.DRAFT)
    return in_full(rows).order_by("-delivery__period_end", "-sent_at").first()


def delivery_or_none(identity: Identity, delivery: uuid.UUID) -> Delivery | None:
    """Return a delivery that exists for the reader."""
    return deliveries_of(identity).filter(pk=delivery).first()


def report_of_item(identity: Identity, item: Item) -> Report | None:
    """Return the report that an item stands for, or in which it was flagged; one query."""
    if item.delivery_id is None:
        return None
    return with_ratings(visible_reports(identity)).filter(Q(item=item) | Q(flags__item=item)).first()


def labels_of(form: Form, indicators: list[Indicator]) -> dict[str, str]:
    """Return the words for every place of a report: headings by their key, figures by the indicator's key."""
    return {one.key: one.label for one in headings_of(form)} | {one.key: one.name for one in indicators}


def remarks_of(report: Report) -> list[Remark]:
    """Return the questions about a report, the first asked on top; the supplier and who checks see them."""
    rows = Remark.objects.filter(report=report).select_related("asked_by", "answered_by")
    return list(rows.order_by("asked_at", "id"))


def supplements_of(identity: Identity, report: Report) -> list[Report]:
    """Return the supplements to a report that the reader may see, the first on top."""
    rows = visible_reports(identity).filter(supplements=report)
    return list(with_ratings(rows).order_by("made_at", "id"))


@dataclass(frozen=True)
class Step:
    """Something that happened to a report: when, what in words, who."""

    at: datetime
    words: str
    who: str


def last_events(report: Report, *, drafts: bool) -> list[Step]:
    """Return what happened to a report, newest first, from the ledger; savings only for who writes it."""
    rows = Event.objects.filter(
        municipality=report.municipality_id, subject=report.pk, action__startswith="reports:report:"
    ).exclude(action="reports:report:taken")
    if not drafts:
        rows = rows.exclude(action="reports:report:saved")
    events = list(rows.order_by("-sequence")[:HISTORY])
    ids = {one.actor for one in events if one.actor}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        Step(one.at, words_for(one.action), names.get(one.actor, "Driehoek") if one.actor else "Driehoek")
        for one in events
    ]
