"""Pages about norms: who may read them, who sets them, and finding one."""

from __future__ import annotations

import uuid

from django.http import Http404

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.rules import KEEPERS_OF_FIGURES, KEEPERS_OF_POSITION, READERS_OF_FIGURES
from driehoek.standard import queries
from driehoek.standard.models import Norm

READERS = READERS_OF_FIGURES
# What is a norm is decided at the table of the driehoek, and written down by the mayor's side of it.
KEEPERS = KEEPERS_OF_POSITION
SET_TAKERS = KEEPERS_OF_FIGURES


def norm_or_404(request: IdentifiedRequest, norm: uuid.UUID) -> Norm:
    """Return a norm that the reader may see; any other does not exist."""
    found = queries.norm_or_none(request.identity, norm)
    if found is None:
        raise Http404
    return found
