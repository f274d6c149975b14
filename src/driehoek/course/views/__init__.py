"""Pages about how a case goes and ends."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases.models import Case
from driehoek.cases.queries import compartments_open_to
from driehoek.problems.queries import last_change
from driehoek.web.components import Change, Conflict


def may_lead(request: IdentifiedRequest, case: Case) -> bool:
    """Tell whether the reader works on the case as a whole: directors and advisers."""
    return (level_on(request.identity, case.problem_id) or 0) >= Level.WORK


def may_work(request: IdentifiedRequest, case: Case) -> bool:
    """Tell whether the reader works on the case or in a compartment of it."""
    return may_lead(request, case) or compartments_open_to(request.identity, case, level=Level.WORK).exists()


def require_work(request: IdentifiedRequest, case: Case) -> None:
    """Let only through who works on the case or in a compartment of it.

    Raises:
        PermissionDenied: the reader only reads.
    """
    if not may_work(request, case):
        raise PermissionDenied(_("U mag deze casus lezen, maar er niet aan meewerken."))


def changed_by_another(case: Case, subject: uuid.UUID, changes: Sequence[Change]) -> Conflict:
    """Say who stored something first, and what is stored now."""
    who, when = last_change(case.problem, subject) or ("", None)
    return Conflict(who, when, changes)


def form_page(
    request: IdentifiedRequest,
    case: Case,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    lead: str = "",
    conflict: Conflict | None = None,
) -> HttpResponse:
    """Draw a form about a case; 409 when someone else stored first."""
    back = reverse("course:page", args=[case.problem_id])
    context = {
        "form": form,
        "title": title,
        "lead": lead or case.problem.title,
        "submit_label": submit,
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Verloop"),
        "conflict": conflict,
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)
