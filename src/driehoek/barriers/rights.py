"""Who makes barrier models and who reads those of the municipality; the database holds the same (migration 0002)."""

from __future__ import annotations

from typing import Final

from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.parties.models import Function

MAKERS: Final = (Function.SAFETY_ADVISER, Function.ANALYST, Function.CASE_DIRECTOR)
READERS_OF_MODELS: Final = (*READERS_OF_FIGURES, Function.CASE_DIRECTOR)
