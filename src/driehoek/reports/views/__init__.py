"""What the pages of reports share: what exists for the reader, and who was first."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.ledger.models import Event
from driehoek.parties.models import Person
from driehoek.position.models import Agreement, Delivery
from driehoek.position.queries.agreements import agreements_of
from driehoek.problems.models import Problem
from driehoek.reports import queries
from driehoek.reports.models import Report

CHANGED: Final = ("saved", "sent", "returned", "checked", "fixed")


def report_or_404(request: IdentifiedRequest, report: uuid.UUID) -> Report:
    """Return a report that exists for the reader, with everything in it."""
    found = queries.report_or_none(request.identity, report)
    if found is None:
        raise Http404
    mark_exercise(request, found.problem)
    return found


def delivery_or_404(request: IdentifiedRequest, delivery: uuid.UUID) -> Delivery:
    """Return a delivery that exists for the reader."""
    found = queries.delivery_or_none(request.identity, delivery)
    if found is None:
        raise Http404
    mark_exercise(request, found.problem)
    return found


def agreement_or_404(request: IdentifiedRequest, agreement: uuid.UUID) -> Agreement:
    """Return an agreement that exists for the reader."""
    found = agreements_of(request.identity).filter(pk=agreement).first()
    if found is None:
        raise Http404
    mark_exercise(request, found.problem)
    return found


def mark_exercise(request: HttpRequest, problem: Problem | None) -> None:
    """Let the page say that it is about an exercise."""
    if problem is not None and problem.training:
        request.training = True  # type: ignore[attr-defined]


def last_writer(report: Report) -> tuple[str, datetime | None]:
    """Return who changed a report last and when, for the second editor."""
    event = (
        Event.objects.filter(
            municipality=report.municipality_id,
            subject=report.pk,
            action__in=[f"reports:report:{verb}" for verb in CHANGED],
        )
        .order_by("-sequence")
        .values_list("actor", "at")
        .first()
    )
    if event is None:
        return "", None
    if event[0] is None:
        return "Driehoek", event[1]
    name = Person.objects.filter(pk=event[0]).values_list("name", flat=True).first()
    return name or "", event[1]


def too_late(request: HttpRequest, name: str, thing: uuid.UUID) -> HttpResponse:
    """Say that someone else was first, and show the thing as it is now."""
    messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
    return redirect(name, thing)
