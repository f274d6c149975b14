"""Which grants a function hands out when a problem is opened or a function begins (domain.md, section 1.3-1.5).

The mayor follows standard problems and crises from the file and complex ones from the overview: personal
data of a case only with a stated purpose (CX11). Partners and prosecutors outside a crisis come in by
invitation. The administrator and the data-protection officer see no content.
"""

from __future__ import annotations

from typing import Final

from driehoek.access.models import Level
from driehoek.parties.models import Function

RULES: Final[dict[Function, dict[str, Level]]] = {
    Function.MAYOR: {"standard": Level.FILE, "complex": Level.OVERVIEW, "crisis": Level.FILE},
    Function.SAFETY_ADVISER: {"standard": Level.WORK, "complex": Level.WORK, "crisis": Level.WORK},
    Function.TEAM_CHIEF: {"standard": Level.FILE, "crisis": Level.WORK},
    Function.PROSECUTOR: {"standard": Level.OVERVIEW, "crisis": Level.FILE},
    Function.ANALYST: {"standard": Level.FILE},
    Function.CASE_DIRECTOR: {"complex": Level.OVERVIEW},
}


def level_for(function: Function, kind: str) -> Level | None:
    """Return the level that `function` gets on a problem of `kind`, or None."""
    return RULES.get(function, {}).get(kind)


# Figures are about areas and phenomena, not about people: they follow the function, not a grant per problem.
READERS_OF_FIGURES: Final = (
    Function.MAYOR,
    Function.DEPUTY,
    Function.SAFETY_ADVISER,
    Function.ANALYST,
    Function.TEAM_CHIEF,
    Function.PROSECUTOR,
)
KEEPERS_OF_FIGURES: Final = (Function.SAFETY_ADVISER, Function.ANALYST)

# The information position is kept by those who ask for information; a supplier sees its own part of it.
KEEPERS_OF_POSITION: Final = (Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER)
READERS_OF_POSITION: Final = (*KEEPERS_OF_POSITION, Function.ANALYST, Function.DPO)
# Who supplies information to the mayor for an organisation of their own.
SUPPLIERS: Final = (
    Function.TEAM_CHIEF,
    Function.PROSECUTOR,
    Function.CASE_DIRECTOR,
    Function.PARTNER,
)
# Who keeps the system and its lawfulness, and sees no content by an organisation of their own; the council reads
# what was released to it, a guest what belongs to the case they were invited to.
CONTENTLESS: Final = frozenset({Function.ADMIN, Function.DPO, Function.COUNCIL, Function.GUEST})
# Who holds no other function than these opens only the pages that name one of them (access.gate): a council member
# reads what was made for the council and nothing else, whatever a page allows to everyone; a guest the pages of cases.
KEPT_APART: Final = frozenset({Function.COUNCIL, Function.GUEST})
# Where their visit begins.
FIRST_PAGES: Final = {Function.COUNCIL: "council:home", Function.GUEST: "cases:mine"}
# Those who sit at the table that the platform is named after, and who prepares it.
DRIEHOEK: Final = (*KEEPERS_OF_POSITION, Function.PROSECUTOR, Function.TEAM_CHIEF)

# Who hears on the live stream of events that are about no problem, by the room that they come from. Receipts of
# what someone read (brief) are for nobody; rooms that are not named are for everyone in the municipality.
HEARD_BY: Final[dict[str, tuple[Function, ...]]] = {
    "figures": READERS_OF_FIGURES,
    "analysis": READERS_OF_FIGURES,
    "position": (*KEEPERS_OF_POSITION, Function.ANALYST),
    "deadlines": (*KEEPERS_OF_POSITION, Function.ANALYST),
    "meetings": DRIEHOEK,
    # Some moments are for the driehoek alone, so nobody else hears that one came.
    "moments": DRIEHOEK,
    "guide": DRIEHOEK,
    # A norm may be about an agreement, which others do not see.
    "standard": KEEPERS_OF_POSITION,
    "reports": KEEPERS_OF_POSITION,
    # Who asks whom for what, and what is decided, is told to the parties themselves and to nobody else.
    "exchange": (),
    # What happens in a case is told to those who take part in it, by a grant on it or on a compartment.
    "cases": (),
    "subjects": (),
    "documents": (),
    "signals": (),
    "matching": (),
    "approach": (),
    "measures": (),
    "barriers": (),
    "course": (),
    "effects": READERS_OF_FIGURES,
    "grounds": (Function.DPO,),
    "theme_templates": KEEPERS_OF_POSITION,
    "publications": READERS_OF_FIGURES,
    "scans": READERS_OF_FIGURES,
    "plans": DRIEHOEK,
    "council": KEEPERS_OF_POSITION,
    "briefings": KEEPERS_OF_POSITION,
    # What left the house, and who took it, is for those who watch over that.
    "exports": (Function.DPO,),
    "oversight": (Function.ADMIN, Function.DPO),
    "api": (Function.ADMIN, Function.DPO),
    "brief": (),
}


def hears(action: str, functions: frozenset[Function]) -> bool:
    """Tell whether someone with `functions` hears live of an event that is about no problem."""
    if functions and functions <= KEPT_APART:
        return False
    audience = HEARD_BY.get(action.partition(":")[0])
    return audience is None or not functions.isdisjoint(audience)
