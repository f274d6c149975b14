"""Who reads the calendar of risk moments, and who keeps it."""

from __future__ import annotations

from typing import Final

from driehoek.access.rules import DRIEHOEK, KEEPERS_OF_POSITION
from driehoek.parties.models import Function

READERS: Final = (*DRIEHOEK, Function.ANALYST, Function.CASE_DIRECTOR)
WRITERS: Final = (*KEEPERS_OF_POSITION, Function.ANALYST, Function.TEAM_CHIEF)
# A confidential moment is for those at the table and who prepares it.
INSIDERS: Final = DRIEHOEK
