"""What reports add to the pages of an agreement, a delivery and an item."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.deadlines.recurrence import Rhythm
from driehoek.position import page_parts
from driehoek.position.models import Agreement, AgreementState, Delivery, DeliveryState, Item
from driehoek.position.page_parts import AgreementPart, DeliveryPart, ItemPart
from driehoek.reports import queries, sentences
from driehoek.reports.due import writing_url
from driehoek.reports.models import CONTENT_OPEN, FormOfAgreement, ReportState
from driehoek.reports.queries.reports import report_of_item
from driehoek.reports.rights import may_write

KEY: Final = "reports-report"
SHOWN: Final = 3


def register() -> None:
    """Add the parts, and let “Lever” lead to the report where an agreement has a form."""
    page_parts.AGREEMENT.register(
        AgreementPart(KEY, "more", 10, "reports/parts/agreement.html", agreement_part)
    )
    page_parts.DELIVERY.register(DeliveryPart(KEY, "asked", 10, "reports/parts/delivery.html", delivery_part))
    page_parts.ITEM.register(ItemPart(KEY, "asked", 10, "reports/parts/item.html", item_part))
    page_parts.FORMS.append(form_url)


def form_url(delivery: Delivery) -> str | None:
    """Return where the report on a delivery is written, when its agreement has a form."""
    if FormOfAgreement.objects.filter(agreement=delivery.agreement_id).exists():
        return reverse("reports:write", args=[delivery.pk])
    return None


def agreement_part(request: IdentifiedRequest, agreement: Agreement) -> dict[str, Any] | None:
    """The form of an agreement for who keeps it, and the last reports under it."""
    choice = queries.form_of(agreement)
    keeps = request.identity.holds(*KEEPERS_OF_POSITION)
    fits = agreement.rhythm != Rhythm.EVENT and not agreement.personal_data
    may_choose = keeps and fits and agreement.state != AgreementState.ENDED
    rows = queries.with_ratings(queries.visible_reports(request.identity))
    rows = rows.filter(delivery__agreement=agreement)
    last = list(rows.exclude(state=ReportState.DRAFT).order_by("-saved_at", "-id")[:SHOWN])
    if choice is None and not may_choose and not last:
        return None
    return {
        "choice": choice,
        "may_choose": may_choose,
        "choose_url": reverse("reports:choose", args=[agreement.pk]),
        "rows": [sentences.period_row(one) for one in last],
    }


def delivery_part(request: IdentifiedRequest, delivery: Delivery) -> dict[str, Any] | None:
    """Where the report on a delivery stands, and the way on for this reader."""
    report = queries.report_of_delivery(request.identity, delivery)
    if report is not None:
        writes = report.state in CONTENT_OPEN and may_write(request.identity, delivery.supplier_id)
        return {
            "rows": [sentences.period_row(report)],
            "writing_url": writing_url(report) if writes else "",
            "returned": report.state == ReportState.RETURNED,
        }
    if queries.form_of(delivery.agreement) is None:
        return None
    writes = delivery.state == DeliveryState.EXPECTED and may_write(request.identity, delivery.supplier_id)
    if not writes and delivery.state != DeliveryState.RECEIVED:
        return None
    if delivery.state == DeliveryState.RECEIVED and delivery.items.exists():
        # It came without the form, so there is no report to speak of.
        return None
    return {"new_url": reverse("reports:write", args=[delivery.pk]) if writes else ""}


def item_part(request: IdentifiedRequest, item: Item) -> dict[str, Any] | None:
    """The report that an item stands for, or in which it was flagged, as far as the reader may see it."""
    report = report_of_item(request.identity, item)
    return {"rows": [sentences.report_row(report)]} if report is not None else None
