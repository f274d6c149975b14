"""The page of one problem: rol – proces – informatie."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.problems.parts import parts_for
from driehoek.problems.views import problem_or_404


@require_GET
def page(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show one problem: what it is and what is asked, then who does what, how it goes, what is known."""
    found = problem_or_404(request, problem)
    level = level_on(request.identity, problem) or Level.OVERVIEW
    context = {
        "problem": found,
        "areas": found.areas.all(),
        "level": level,
        "may_work": level >= Level.WORK,
        "may_lead": level >= Level.LEAD,
        "shown": parts_for(request, found, level),
    }
    return render(request, "problems/page.html", context)
