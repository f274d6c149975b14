"""The page of one problem."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import grants_on, level_on
from driehoek.problems import queries
from driehoek.problems.models import Status
from driehoek.problems.views import problem_or_404


@require_GET
def page(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show one problem: its core, its dossier for whom it is, its timeline."""
    found = problem_or_404(request, problem)
    level = level_on(request.identity, problem) or Level.OVERVIEW
    entries, before = queries.timeline(found)
    context = {
        "problem": found,
        "areas": found.areas.all(),
        "level": level,
        "may_read_file": level >= Level.FILE,
        "may_work": level >= Level.WORK,
        "may_lead": level >= Level.LEAD,
        "dossier": queries.dossier_of(found),
        "entries": entries,
        "before": before,
        "grants": grants_on(found.pk) if level >= Level.LEAD else (),
        "statuses": [choice for choice in Status.choices if choice[0] != found.status],
    }
    return render(request, "problems/page.html", context)
