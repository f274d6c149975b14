"""Pages of effect studies and the map of figures, and what they share."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.effects import queries
from driehoek.effects.models import Study


def study_or_404(request: IdentifiedRequest, study: uuid.UUID, *, keep: bool = False) -> Study:
    """Return a study that exists for the reader.

    Raises:
        Http404: there is none for them.
        PermissionDenied: they read it, and do not make studies.
    """
    found = queries.find(request.identity, study)
    if found is None:
        raise Http404
    if keep and not queries.keeps(request.identity):
        raise PermissionDenied(_("Alleen de analist en de adviseur veiligheid maken effectstudies."))
    return found


def form_page(request: IdentifiedRequest, form: Any, status: int = 200, **context: Any) -> HttpResponse:
    """Answer with a page around one form."""
    return render(request, "web/form_page.html", {"form": form, **context}, status=status)
