"""Keeping a document to oneself for a while, letting go, and breaking somebody else's lock."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.views import READERS
from driehoek.documents import queries, services
from driehoek.documents.forms import BreakForm, LockForm
from driehoek.documents.services.documents import LockedByOther
from driehoek.documents.views import document_or_404


@require_POST
@for_functions(*READERS)
def lock(request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """Keep a document for oneself."""
    case, found = document_or_404(request, problem, document, Level.WORK)
    form = LockForm(request.POST)
    if form.is_valid():
        try:
            services.lock(identity=request.identity, document=found, duration=form.duration)
        except LockedByOther as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Kies hoe lang u aan het document werkt."))
    return redirect("documents:document", case.pk, found.pk)


@require_POST
@for_functions(*READERS)
def release(request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """Let go of a document."""
    case, found = document_or_404(request, problem, document, Level.WORK)
    services.release(identity=request.identity, document=found)
    return redirect("documents:document", case.pk, found.pk)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def break_lock(request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """Break somebody else's lock, with the reason."""
    case, found = document_or_404(request, problem, document, Level.LEAD)
    here = reverse("documents:document", args=[case.pk, found.pk])
    running = queries.running_locks([found]).get(found.pk)
    if running is None:
        messages.info(request, _("Niemand heeft dit document nu vast."))
        return redirect(here)
    form = BreakForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.break_lock(identity=request.identity, document=found, reason=form.cleaned_data["reason"])
        return redirect(here)
    context = {
        "form": form,
        "title": _("Vastzetten verbreken"),
        "consequence_title": _("%(who)s werkt nu aan dit document") % {"who": running.by.name},
        "consequence": _(
            "Daarna kan iedereen met schrijfrecht weer een versie bewaren. Uw reden blijft staan."
        ),
        "submit_label": _("Verbreken"),
        "negative": True,
        "cancel_url": here,
    }
    return render(request, "web/confirm.html", context)
