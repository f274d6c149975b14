"""Objects of the reports room, for tests that need one of each: the police report, on a form with one figure."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines.recurrence import Rhythm
from driehoek.figures.models import Indicator
from driehoek.position.models import Agreement, Delivery, DeliveryState
from driehoek.problems.models import Theme
from driehoek.reports import services
from driehoek.reports.models import Report
from driehoek.reports.services import Content
from tests.support.position_objects import make_agreement, make_need

WORDS = {
    "incidents": "Twee vechtpartijen op de Testmarkt.",
    "nuisance": "Drie avonden overlast rond het Proefplein.",
    "expected": "Komend weekend is het koopavond.",
}


def agree_on_reports(
    identity: Identity, theme: Theme, *indicators: Indicator, key: str = "police_week", **values: object
) -> Agreement:
    """A weekly agreement with the police whose reports have a ready-made form."""
    given: dict[str, object] = {"what": "Weekrapport", "starts_on": timezone.localdate() - timedelta(weeks=3)}
    agreement = make_agreement(identity, make_need(identity, theme), **(given | values))
    form = services.take_form(identity=identity, key=key)
    services.choose_form(identity=identity, agreement=agreement, form=form, indicators=indicators)
    return agreement


def expected(agreement: Agreement, place: int = 0) -> Delivery:
    """The delivery that is due so many places after the first."""
    rows = Delivery.objects.filter(agreement=agreement, state=DeliveryState.EXPECTED)
    found = rows.select_related("agreement", "deadline").order_by("deadline__due_at")
    return found[place]


def sent_report(identity: Identity, delivery: Delivery, **sections: str) -> Report:
    """A report on a delivery, written and sent in one go."""
    content = Content(sections=WORDS | sections)
    report = services.save(identity=identity, delivery=delivery, version=None, content=content)
    return services.send(identity=identity, report=report, version=report.version)


def report_objects(
    identity: Identity, theme: Theme, indicator: uuid.UUID
) -> dict[str, uuid.UUID | int | str]:
    """One of everything; the names are those of the rights table."""
    agreement = agree_on_reports(
        identity, theme, Indicator.objects.get(pk=indicator), rhythm=Rhythm.WEEKLY,
        starts_on=timezone.localdate(),
    )  # fmt: skip
    fixed = sent_report(identity, expected(agreement))
    services.fix(identity=identity, report=fixed, version=fixed.version)
    waiting = sent_report(identity, expected(agreement))
    return {
        "report_fixed": fixed.pk,
        "report_sent": waiting.pk,
        "report_delivery": expected(agreement).pk,
        "report_agreement": agreement.pk,
        "report_form": fixed.form_id,
    }
