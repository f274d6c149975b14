"""Reading: the documents of a case, one document, its text, its bytes."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.parts import tabs_for
from driehoek.cases.queries import level_in
from driehoek.cases.views import READERS, case_or_404
from driehoek.documents import queries, sentences, services
from driehoek.documents.filetypes import MEDIA
from driehoek.documents.forms import LockForm
from driehoek.documents.models import PICTURES, TextState
from driehoek.documents.views import document_or_404, version_or_404
from driehoek.web.paging import keyset_cursor, next_page

# As much of a text as someone reads on a screen; the file itself has it all.
SHOWN = 60_000


@require_GET
@for_functions(*READERS)
def document_list(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """List the documents of a case that the reader may see, the last changed on top."""
    case = case_or_404(request, problem)
    rows, more = queries.documents_of(request.identity, case, after=keyset_cursor(request))
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "documents"),
        "rows": sentences.rows(rows),
        "next_url": next_page(request, rows[-1].changed_at, rows[-1].pk) if more else "",
        "may_read": queries.open_compartments(request.identity).filter(case=case).exists(),
        "may_add": queries.open_compartments(request.identity, level=Level.WORK).filter(case=case).exists(),
    }
    return render(request, "documents/list.html", context)


@require_GET
@for_functions(*READERS)
def document_page(request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """Show a document: what it is, who works on it, its versions, what can be done."""
    case, found = document_or_404(request, problem, document)
    identity = request.identity
    level = level_in(identity, found.compartment) or 0
    lock = queries.running_locks([found]).get(found.pk)
    versions = queries.versions_of(found)
    newest = next(one for one in versions if one.origin == "upload")
    own = lock is not None and lock.by_id in identity.persons
    context: dict[str, Any] = {
        "case": case,
        "tabs": tabs_for(request, case, "documents"),
        "document": found,
        "newest": newest,
        "is_picture": newest.file_type in PICTURES,
        "has_text": newest.text_state == TextState.READ,
        "waits": newest.text_state == TextState.WAITING,
        "facts": sentences.facts(found, newest, lock),
        "versions": [sentences.version_row(found, one) for one in versions],
        "redactions": [sentences.redaction_row(found, one) for one in queries.redactions_of(found)],
        "locks": [sentences.lock_entry(one) for one in queries.locks_of(found)],
        "lock": lock,
        "own_lock": own,
        "works": level >= Level.WORK,
        "may_store": level >= Level.WORK and (lock is None or own),
        "may_break": level >= Level.LEAD and lock is not None and not own,
        "lock_form": LockForm(),
    }
    return render(request, "documents/document.html", context)


@require_GET
@for_functions(*READERS)
def look(
    request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID, version: uuid.UUID
) -> HttpResponse:
    """Show the text of a version, or the picture that it is."""
    case, found = document_or_404(request, problem, document)
    state = version_or_404(found, version)
    is_picture = state.file_type in PICTURES
    text = "" if is_picture else services.look(identity=request.identity, document=found, version=state)
    context = {
        "case": case,
        "document": found,
        "version": state,
        "is_picture": is_picture,
        "picture_url": reverse("documents:picture", args=[case.pk, found.pk, state.pk]),
        "text": text[:SHOWN],
        "is_cut": len(text) > SHOWN,
        "lead": sentences.version_words(state),
        "back_url": reverse("documents:document", args=[case.pk, found.pk]),
    }
    return render(request, "documents/look.html", context)


@require_GET
@for_functions(*READERS)
def download(
    request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID, version: uuid.UUID
) -> HttpResponse:
    """Hand out the bytes of a version as they were given, always to be saved and never shown."""
    _case, found = document_or_404(request, problem, document)
    state = version_or_404(found, version)
    content = services.take(identity=request.identity, document=found, version=state)
    answer = HttpResponse(content, content_type=MEDIA[state.file_type])
    answer["Content-Disposition"] = f'attachment; filename="document-{state.number}.{state.file_type}"'
    return _closed(answer)


@require_GET
@for_functions(*READERS)
def picture(
    request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID, version: uuid.UUID
) -> HttpResponse:
    """Show a picture within our own page; anything else is no picture."""
    _case, found = document_or_404(request, problem, document)
    state = version_or_404(found, version)
    if state.file_type not in PICTURES:
        raise Http404
    services.look(identity=request.identity, document=found, version=state)
    answer = HttpResponse(queries.content_of(state), content_type=MEDIA[state.file_type])
    answer["Content-Disposition"] = "inline"
    return _closed(answer)


def _closed(answer: HttpResponse) -> HttpResponse:
    """Keep what came from outside from being guessed at, run, or kept by anyone on the way."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
