"""What the pages of this room share: finding a thing, the form page, who was first."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.meetings.queries.gatherings import last_act
from driehoek.plans import queries
from driehoek.plans.models import Action, Edition, Goal, Plan, QuarterlyReport
from driehoek.web.components import Change, Conflict

Thing = TypeVar("Thing", bound=Model)


def found_or_404(found: Thing | None) -> Thing:
    """Return what was found; what is not there for this reader does not exist."""
    if found is None:
        raise Http404
    return found


def plan_or_404(request: IdentifiedRequest, plan: uuid.UUID) -> Plan:
    """Return a plan that the reader may see."""
    return found_or_404(queries.plan_or_none(request.identity, plan))


def goal_or_404(request: IdentifiedRequest, goal: uuid.UUID) -> Goal:
    """Return a goal that the reader may see."""
    return found_or_404(queries.goal_or_none(request.identity, goal))


def action_or_404(request: IdentifiedRequest, action: uuid.UUID) -> Action:
    """Return an action that the reader may see."""
    return found_or_404(queries.action_or_none(request.identity, action))


def report_or_404(request: IdentifiedRequest, report: uuid.UUID) -> QuarterlyReport:
    """Return a report that the reader may know of."""
    return found_or_404(queries.report_or_none(request.identity, report))


def edition_or_404(request: IdentifiedRequest, edition: uuid.UUID) -> Edition:
    """Return an edition that the reader may see."""
    return found_or_404(queries.edition_or_none(request.identity, edition))


def form_page(
    request: IdentifiedRequest,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    back: tuple[str, str],
    lead: str = "",
    conflict: Conflict | None = None,
) -> HttpResponse:
    """Answer with a page around one form; 409 when someone else was first. `back` is where to and its words."""
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "conflict": conflict,
        "cancel_url": back[0],
        "back_url": back[0],
        "back_label": back[1],
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


def conflict_of(
    request: IdentifiedRequest, subject: uuid.UUID, changes: Sequence[tuple[str, object]]
) -> Conflict:
    """Say who was first, and what is stored now."""
    last = last_act(subject, request.identity.municipality)
    return Conflict(
        who=last[0] if last else "",
        when=last[1] if last else None,
        changes=[Change(label, str(value)) for label, value in changes],
    )


def sent_twice(request: IdentifiedRequest, last: Edition, seen: str) -> bool:
    """Tell whether a form to fix something is one that made the last edition: the same content, the same reason."""
    given = request.POST.get("seen"), request.POST.get("reason", "").strip()
    return request.method == "POST" and given == (seen, last.reason)


def tell_changed(request: IdentifiedRequest) -> None:
    """Say that someone else was first, where nothing typed can be lost."""
    messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
