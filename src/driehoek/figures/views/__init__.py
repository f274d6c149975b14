"""Pages about figures: who may read them, and who keeps them."""

from driehoek.parties.models import Function

READERS = (
    Function.MAYOR,
    Function.DEPUTY,
    Function.SAFETY_ADVISER,
    Function.ANALYST,
    Function.TEAM_CHIEF,
    Function.PROSECUTOR,
)
KEEPERS = (Function.SAFETY_ADVISER, Function.ANALYST)
