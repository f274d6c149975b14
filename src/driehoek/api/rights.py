"""Who may have a key for the API, and who watches over keys."""

from __future__ import annotations

from typing import Final

from driehoek.access.rules import SUPPLIERS
from driehoek.parties.models import Function

# A key is held by a machine, which cannot be asked for a second factor. So it never carries the functions that
# decide (mayor, deputy) or that keep the system and its lawfulness.
HOLDERS: Final = (*SUPPLIERS, Function.SAFETY_ADVISER, Function.ANALYST)
KEEPERS: Final = (Function.ADMIN,)
