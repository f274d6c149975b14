"""Pages about the documents of a case, and the search."""

from __future__ import annotations

import uuid

from django.http import Http404

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.views import case_or_404, compartment_or_404
from driehoek.documents import queries
from driehoek.documents.models import Document, Version


def document_or_404(
    request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID, level: Level = Level.FILE
) -> tuple[Case, Document]:
    """Return a case and a document of it in a compartment that is open to the reader.

    Raises:
        Http404: there is no such document for this reader.
        PermissionDenied: they may read it, and not do this.
    """
    case = case_or_404(request, problem)
    found = queries.document_or_none(request.identity, case, document)
    if found is None:
        raise Http404
    compartment_or_404(request, case, found.compartment_id, level)
    return case, found


def version_or_404(document: Document, version: uuid.UUID) -> Version:
    """Return a version of a document.

    Raises:
        Http404: there is none.
    """
    found = queries.version_or_none(document, version)
    if found is None:
        raise Http404
    return found
