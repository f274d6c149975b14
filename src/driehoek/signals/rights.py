"""Who reports, who judges; the walls in the database hold the same (migration 0002)."""

from __future__ import annotations

from typing import Final

from driehoek.access.rules import SUPPLIERS
from driehoek.parties.models import Function

REPORTERS: Final = (*SUPPLIERS, Function.SAFETY_ADVISER)
JUDGES: Final = (Function.CASE_DIRECTOR, Function.SAFETY_ADVISER)
# Who reads the signals of colleagues at their own organisation; the municipality's own people do not.
COLLEAGUES: Final = (Function.TEAM_CHIEF, Function.PROSECUTOR, Function.PARTNER)
