"""Who reads area scans and the patterns over types, and who makes them."""

from __future__ import annotations

from typing import Final

from driehoek.access.rules import DRIEHOEK
from driehoek.parties.models import Function

READERS: Final = (*DRIEHOEK, Function.ANALYST)
# The police make the scan with the municipality; the mayor and the prosecutor read it.
WRITERS: Final = (Function.SAFETY_ADVISER, Function.ANALYST, Function.TEAM_CHIEF)
