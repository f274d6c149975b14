"""Pages of what was fixed: an edition with what differs from the one before, and on paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.plans import queries, services
from driehoek.plans.editions import Course, course, difference
from driehoek.plans.models import Edition
from driehoek.plans.paper import edition_pdf
from driehoek.plans.quarters import Quarter, quarter_words
from driehoek.plans.reading import ChangeGroup, course_lines, course_rows, groups, sections, summary
from driehoek.plans.views.common import edition_or_404
from driehoek.web.components import Column


@for_functions(*queries.READERS)
@require_GET
def edition(request: IdentifiedRequest, edition: uuid.UUID) -> HttpResponse:
    """Show an edition, what differs from the one before, and how the quarter before stood."""
    found = edition_or_404(request, edition)
    before = queries.edition_before(request.identity, found)
    snapshot = found.snapshot
    context: dict[str, Any] = {
        "edition": found,
        "title": snapshot.title,
        "lead": summary(snapshot) if found.report_id else "",
        "texts": snapshot.texts,
        "sections": sections(snapshot),
        "before": before,
        "groups": _changes(before, found),
        "newer": _newer(request, found),
        "keeps": queries.may_keep(request.identity) and found.report_id is not None,
        "back_url": _back(found)[0],
        "back_label": _back(found)[1],
    }
    earlier = _quarter_before(request, found)
    if earlier is not None:
        went: Course = course(earlier.snapshot, snapshot)
        context |= {
            "earlier": earlier,
            "earlier_name": _quarter_name(earlier),
            "course_columns": [
                Column(pgettext("indicator", "Cijfer")),
                Column(_quarter_name(earlier)),
                Column(_quarter_name(found)),
            ],
            "course_rows": course_rows(went),
            "course_lines": course_lines(went),
        }
    return render(request, "plans/edition.html", context)


@for_functions(*queries.READERS)
@require_GET
def pdf(request: IdentifiedRequest, edition: uuid.UUID) -> HttpResponse:
    """Give an edition as a document; taking it is noted."""
    found = edition_or_404(request, edition)
    before = queries.edition_before(request.identity, found)
    content = edition_pdf(found, _changes(before, found))
    services.take_copy(edition=found)
    name = (
        f"{'kwartaalrapportage' if found.report_id else 'jaarplan'}-{_mark(found)}-versie-{found.number}.pdf"
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _changes(before: Edition | None, now: Edition) -> list[ChangeGroup]:
    return groups(difference(before.snapshot, now.snapshot)) if before else []


def _newer(request: IdentifiedRequest, edition: Edition) -> Edition | None:
    """Return the newest edition of the same thing when this one was replaced."""
    found = queries.editions_of(request.identity, report=edition.report, plan=edition.plan)
    return found[0] if found and found[0].pk != edition.pk else None


def _quarter_before(request: IdentifiedRequest, edition: Edition) -> Edition | None:
    if edition.report is None:
        return None
    before = Quarter(edition.report.year, edition.report.quarter).previous()
    return queries.latest_edition(request.identity, before.year, before.number)


def _quarter_name(edition: Edition) -> str:
    if edition.report is None:
        return ""
    return quarter_words(Quarter(edition.report.year, edition.report.quarter))


def _back(edition: Edition) -> tuple[str, str]:
    if edition.plan is not None:
        return reverse("plans:plan", args=[edition.plan.pk]), edition.plan.title
    return reverse("plans:reports"), _("Kwartaalrapportages")


def _mark(edition: Edition) -> str:
    if edition.report is not None:
        return f"{edition.report.year}-{edition.report.quarter}"
    return str(edition.plan.year) if edition.plan else ""
