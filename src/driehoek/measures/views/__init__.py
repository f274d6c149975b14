"""Pages about reports, measures and letters."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases.views import case_or_404
from driehoek.measures.models import AdministrativeMeasure, MeasureFile, PoliceReport
from driehoek.measures.queries import measures as measure_queries
from driehoek.measures.queries import reports as report_queries


def measure_or_404(
    request: IdentifiedRequest, measure: uuid.UUID, level: Level = Level.OVERVIEW
) -> AdministrativeMeasure:
    """Return a measure of a visible case; a level that is missing is said plainly."""
    found = measure_queries.visible_to(request.identity).filter(pk=measure).first()
    if found is None:
        raise Http404
    case_or_404(request, found.case_id, level)
    return found


def file_or_404(request: IdentifiedRequest, measure: AdministrativeMeasure) -> MeasureFile:
    """Return the file of a measure on which the reader may work; a closed one does not exist."""
    if measure_queries.file_open_to(request.identity, measure) is None:
        raise Http404
    found = measure_queries.file_open_to(request.identity, measure, Level.WORK)
    if found is None or not may_work(request, measure.case_id):
        raise PermissionDenied(_("U mag dit lezen, maar niet wijzigen. Vraag het de procesregisseur."))
    return found


def report_or_404(request: IdentifiedRequest, report: uuid.UUID, *, works: bool = False) -> PoliceReport:
    """Return a visible report; with `works` one that the reader handles for the municipality."""
    found = report_queries.visible_reports(request.identity).filter(pk=report).first()
    if found is None:
        raise Http404
    if works and not may_check(request, found):
        raise PermissionDenied(_("Dit doet de gemeente. U ziet hier wat er met uw rapportage gebeurt."))
    return found


def may_work(request: IdentifiedRequest, case: uuid.UUID) -> bool:
    """Tell whether the reader works on the case itself, and not only in a compartment to which they were invited."""
    return (level_on(request.identity, case) or 0) >= Level.WORK


def may_check(request: IdentifiedRequest, report: PoliceReport) -> bool:
    """Tell whether the reader checks this report for the municipality, and is not its sender."""
    if report.sender_id in request.identity.organisations:
        return False
    if report.case_id is not None and not may_work(request, report.case_id):
        return False
    rows = report_queries.visible_reports(request.identity, level=Level.WORK)
    return rows.filter(pk=report.pk).exists()
