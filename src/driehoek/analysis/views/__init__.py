"""Pages about deviations: the list, the evidence, what a reader does with them, signal values."""

from __future__ import annotations

import uuid
from typing import Final

from django.http import Http404

from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_FIGURES
from driehoek.analysis.models import Deviation
from driehoek.analysis.queries import deviations_of
from driehoek.parties.models import Function

MUTERS: Final = (Function.MAYOR, Function.SAFETY_ADVISER, Function.ANALYST)
RULE_SETTERS: Final = KEEPERS_OF_FIGURES


def deviation_or_404(identity: Identity, deviation: uuid.UUID) -> Deviation:
    """Return a deviation of the reader's municipality; another one's does not exist."""
    found = deviations_of(identity).filter(pk=deviation).first()
    if found is None:
        raise Http404
    return found
