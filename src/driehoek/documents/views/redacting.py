"""A copy for publication: choose passages, look at what remains, let a second person confirm."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.views import READERS
from driehoek.documents import queries, redaction, sentences, services
from driehoek.documents.filetypes import RefusedFile
from driehoek.documents.forms import RedactForm
from driehoek.documents.models import Document, Redaction, RedactionState, TextState
from driehoek.documents.paper import StillReadable
from driehoek.documents.views import document_or_404, version_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.web.forms import posted_version


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def redact(
    request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID, version: uuid.UUID
) -> HttpResponse:
    """Choose what is made black in a copy of a version."""
    case, found = document_or_404(request, problem, document, Level.WORK)
    source = version_or_404(found, version)
    if source.text_state != TextState.READ:
        raise PermissionDenied(
            _("Van deze versie is geen tekst gelezen. Lak het bestand zelf en plaats het apart.")
        )
    text = services.look(identity=request.identity, document=found, version=source)
    form = RedactForm(
        request.POST if request.method == "POST" else None, found=redaction.looks_personal(text)
    )
    if request.method == "POST" and form.is_valid():
        passages = redaction.passages_of(text, form.chosen)
        if passages:
            made = services.propose(
                identity=request.identity, document=found, source=source, passages=passages
            )
            return redirect("documents:redaction", case.pk, found.pk, made.pk)
        form.add_error(
            "terms", _("Kies ten minste één plek die zwart moet. Deze woorden staan niet in de tekst.")
        )
    context = {
        "form": form,
        "title": _("Versie voor publicatie maken"),
        "lead": found.title,
        "submit_label": _("Maak deze plekken zwart"),
        "cancel_url": reverse("documents:document", args=[case.pk, found.pk]),
        "text": text,
        "count": len(form.found),
    }
    return render(request, "documents/redact.html", context)


@require_GET
@for_functions(*READERS)
def redaction_page(
    request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID, redaction: uuid.UUID
) -> HttpResponse:
    """Show what remains to be read, and what is under the bars, before someone else confirms it."""
    _case, found = document_or_404(request, problem, document, Level.WORK)
    draft = _redaction_or_404(found, redaction)
    text = services.look(identity=request.identity, document=found, version=draft.source)
    return render(request, "documents/redaction.html", _context(request, found, draft, text))


@require_POST
@for_functions(*READERS)
def judge(
    request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID, redaction: uuid.UUID
) -> HttpResponse:
    """Confirm a redacted copy, or leave it aside."""
    case, found = document_or_404(request, problem, document, Level.WORK)
    draft = _redaction_or_404(found, redaction)
    act = services.confirm if request.POST.get("act") == "confirm" else services.reject
    try:
        act(identity=request.identity, document=found, redaction=draft, version=posted_version(request))
    except VersionConflict:
        messages.info(request, _("Iemand anders heeft dit al beoordeeld."))
    except (StillReadable, RefusedFile):
        messages.error(
            request,
            _("Er is niets bewaard: er bleef iets leesbaar dat zwart moest. Kies de plekken opnieuw."),
        )
        return redirect("documents:redaction", case.pk, found.pk, draft.pk)
    return redirect("documents:document", case.pk, found.pk)


def _redaction_or_404(document: Document, identifier: uuid.UUID) -> Redaction:
    found = queries.redaction_or_none(document, identifier)
    if found is None:
        raise Http404
    return found


def _context(request: IdentifiedRequest, document: Document, draft: Redaction, text: str) -> dict[str, Any]:
    passages = redaction.from_data(draft.passages)
    waits = draft.state == RedactionState.DRAFT
    own = draft.made_by_id in request.identity.persons
    return {
        "document": document,
        "redaction": draft,
        "lines": redaction.lines_of(text, passages),
        "passages": sentences.passage_rows(text, passages),
        "facts": sentences.redaction_facts(draft),
        "may_confirm": waits and not own,
        "may_reject": waits,
        "waits_for_other": waits and own,
        "judge_url": reverse("documents:judge", args=[document.case_id, document.pk, draft.pk]),
        "back_url": reverse("documents:document", args=[document.case_id, document.pk]),
    }
