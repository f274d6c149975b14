"""What the pages of area scans share: finding a thing, the form page, who was first."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.scans import queries, words
from driehoek.scans.models import Finding, FindingKind, Priority, Scan


def scan_or_404(request: IdentifiedRequest, scan: uuid.UUID) -> Scan:
    """Return a visible scan; any other does not exist."""
    found = queries.scan_or_none(request.identity, scan)
    if found is None:
        raise Http404
    return found


def open_scan(request: IdentifiedRequest, scan: uuid.UUID) -> Scan:
    """Return a visible scan that can still change.

    Raises:
        Http404: it is not visible.
        PermissionDenied: it is fixed.
    """
    found = scan_or_404(request, scan)
    require_open(found)
    return found


def require_open(scan: Scan) -> None:
    """Refuse a form about a scan that is fixed, before anything is typed into it.

    Raises:
        PermissionDenied: it is fixed.
    """
    if scan.is_fixed:
        raise PermissionDenied(
            _(
                "Deze scan is vastgesteld en verandert niet meer. Maak een nieuwe versie om iets te herstellen."
            )
        )


def finding_or_404(request: IdentifiedRequest, finding: uuid.UUID) -> Finding:
    """Return a visible finding; any other does not exist."""
    found = queries.finding_or_none(request.identity, finding)
    if found is None:
        raise Http404
    return found


def priority_or_404(request: IdentifiedRequest, priority: uuid.UUID) -> Priority:
    """Return a visible priority; any other does not exist."""
    found = queries.priority_or_none(request.identity, priority)
    if found is None:
        raise Http404
    return found


def kind_or_404(kind: str) -> FindingKind:
    """Return the kind of finding that an address names."""
    if kind not in FindingKind.values:
        raise Http404
    return FindingKind(kind)


def already_there() -> str:
    """Say that the name is taken."""
    return _("Dit staat al in de scan. Geef het een andere naam.")


def conflict_of(subject: uuid.UUID, municipality: uuid.UUID) -> dict[str, Any]:
    """Say who was first, for the second editor."""
    last = queries.last_change(subject, municipality)
    return {"who": last[0], "when": last[1]} if last else {"who": "", "when": None}


def page_url(scan: Scan | uuid.UUID) -> str:
    """Return the address of a scan's page."""
    return reverse("scans:page", args=[scan.pk if isinstance(scan, Scan) else scan])


def form_page(
    request: IdentifiedRequest,
    form: forms.Form,
    *,
    template: str = "web/form_page.html",
    title: str,
    submit: str,
    scan: Scan | None = None,
    lead: str = "",
    conflict: dict[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """Answer with a page around one form; 409 when someone else was first."""
    back = page_url(scan) if scan else reverse("scans:list")
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "conflict": conflict,
        "cancel_url": back,
        "back_url": back,
        "back_label": words.name(scan) if scan else _("Gebiedsscan"),
    }
    return render(request, template, context | more, status=409 if conflict else 200)
