"""Pages of publications, and what they share."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.rules import KEEPERS_OF_FIGURES
from driehoek.publications import queries
from driehoek.publications.models import Draft, Publication

READERS: Final = queries.CONTENT
WRITERS: Final = KEEPERS_OF_FIGURES


def publication_or_404(request: IdentifiedRequest, publication: uuid.UUID) -> Publication:
    """Return a publication that exists for the reader."""
    found = queries.find(request.identity, publication)
    if found is None:
        raise Http404
    return found


def draft_or_404(request: IdentifiedRequest, publication: uuid.UUID) -> Draft:
    """Return the version in the making of a publication, for who keeps figures."""
    found = queries.draft_of(request.identity, publication_or_404(request, publication))
    if found is None:
        raise Http404
    return found


def conflict_of(publication: Publication) -> dict[str, Any]:
    """Say who was first, for the second editor."""
    last = queries.last_change(publication)
    return {"who": last[0], "when": last[1]} if last else {"who": "", "when": None}


def tell_changed(request: IdentifiedRequest) -> None:
    """Say that someone else was first."""
    messages.error(request, _("Iemand anders was u voor. Kijk eerst wat er nu staat."))


def draft_url(publication: Publication) -> str:
    """Return the address of the version in the making."""
    return reverse("publications:draft", args=[publication.pk])


def form_page(request: IdentifiedRequest, form: Any, status: int = 200, **context: Any) -> HttpResponse:
    """Answer with a page around one form."""
    return render(request, "web/form_page.html", {"form": form, **context}, status=status)
