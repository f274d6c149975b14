"""What a line of the table of rights says, and the functions that come back in many of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from driehoek.parties.models import Function as F

# A council member opens what was made for the council and nothing else, a guest the pages of cases.
EVERYONE = frozenset(F) - {F.COUNCIL, F.GUEST}
ANYONE = frozenset(F)
# Who may open the pages of cases; what they find there follows from their grants.
IN_CASES = EVERYONE - {F.ADMIN, F.DPO} | {F.GUEST}
# The case of the tests (tests/support/case_objects.py): the director leads it, the adviser works on it, police, partner
# and guest are invited, the partner into the compartment "Zorg" too; the mayor has the overview.
OF_THE_CASE = frozenset({F.MAYOR, F.SAFETY_ADVISER, F.CASE_DIRECTOR, F.TEAM_CHIEF, F.PARTNER, F.GUEST})
NOT_OF_THE_CASE = IN_CASES - OF_THE_CASE
IN_THE_SHARED_PART = OF_THE_CASE - {F.MAYOR}
IN_THE_CARE_PART = frozenset({F.CASE_DIRECTOR, F.PARTNER})
DIRECTS_THE_CASE = frozenset({F.CASE_DIRECTOR})
WORKS_ON_THE_CASE = frozenset({F.CASE_DIRECTOR, F.SAFETY_ADVISER})
READERS_OF_FIGURES = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.ANALYST, F.TEAM_CHIEF, F.PROSECUTOR})
KEEPERS_OF_FIGURES = frozenset({F.SAFETY_ADVISER, F.ANALYST})
KEEPERS_OF_ROUTES = frozenset({F.SAFETY_ADVISER, F.ADMIN})
BOARD_OF_DEADLINES = frozenset(
    {F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.TEAM_CHIEF, F.PROSECUTOR, F.CASE_DIRECTOR, F.PARTNER}
)
MUTERS = frozenset({F.MAYOR, F.SAFETY_ADVISER, F.ANALYST})
DRIEHOEK = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.PROSECUTOR, F.TEAM_CHIEF})
AGENDA_KEEPERS = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER})


@dataclass(frozen=True)
class Right:
    """Who may, and what the address is about.

    Attributes:
        may: the functions that get 200 or a redirect; the others get 403.
        about: names of the objects in the address, made by tests/access/test_rights.py.
        method: GET or POST.
        needs_grant: the object is a problem: without a grant it is 404 whoever asks.
        data: what a POST sends; `{name}` stands for one of those objects.
        query: what stands behind the question mark, written like `data`.
        owned: the object is the safety adviser's own: for the others it does not exist.
        fixed: what stands in the address and is no object, such as a year.
        elsewhere: functions whose organisation has nothing to do with the object: for them it does not exist.
    """

    may: frozenset[F]
    about: tuple[str, ...] = ()
    method: str = "GET"
    needs_grant: bool = False
    data: dict[str, str] = field(default_factory=dict)
    owned: bool = False
    query: dict[str, str] = field(default_factory=dict)
    elsewhere: frozenset[F] = frozenset()
    fixed: tuple[int | str, ...] = ()


READERS_OF_MOMENTS = DRIEHOEK | {F.ANALYST, F.CASE_DIRECTOR}
KEEPERS_OF_MOMENTS = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.TEAM_CHIEF, F.ANALYST})
READERS_OF_PLANS = DRIEHOEK | {F.ANALYST}
OWNERS_OF_ACTIONS = READERS_OF_PLANS | {F.CASE_DIRECTOR, F.PARTNER}
MAKERS_OF_SCANS = frozenset({F.SAFETY_ADVISER, F.ANALYST, F.TEAM_CHIEF})
KEEPERS_OF_POSITION = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER})
PARTIES_OF_PLANS = KEEPERS_OF_POSITION | {F.PROSECUTOR}
NOT_OF_THE_LIST = frozenset({F.TEAM_CHIEF, F.CASE_DIRECTOR, F.PARTNER})
PARTIES_OF_EXCHANGE = PARTIES_OF_PLANS | NOT_OF_THE_LIST
READERS_FOR_COUNCIL = KEEPERS_OF_POSITION | {F.COUNCIL}
LEADERS = frozenset({F.MAYOR, F.DEPUTY})
OFFICER_OR_ADMIN = frozenset({F.DPO, F.ADMIN})
KEEPERS_OF_COVENANTS = KEEPERS_OF_POSITION | {F.DPO}
READERS_OF_REGISTERS = KEEPERS_OF_COVENANTS | {
    F.ADMIN,
    F.ANALYST,
    F.PROSECUTOR,
    F.TEAM_CHIEF,
    F.CASE_DIRECTOR,
}
READERS_OF_POSITION = KEEPERS_OF_POSITION | {F.ANALYST, F.DPO}
READERS_OF_ITEMS = KEEPERS_OF_POSITION | {F.ANALYST}
SUPPLIERS = frozenset({F.TEAM_CHIEF, F.PROSECUTOR, F.CASE_DIRECTOR, F.PARTNER})
# What is supplied in the tests, the police supply.
OTHER_SUPPLIERS = SUPPLIERS - {F.TEAM_CHIEF}
CONTENT = EVERYONE - {F.ADMIN, F.DPO}
DELIVERERS = frozenset({F.TEAM_CHIEF, F.SAFETY_ADVISER})
# Each from its own seat: a supplier its own row.
SEE_THE_GAP = EVERYONE - {F.ADMIN}
VERSION = {"version": "1"}
NO_FIGURES = frozenset({F.CASE_DIRECTOR, F.PARTNER})
COMPOSERS = frozenset({F.SAFETY_ADVISER})
# The mayor reads what is fixed; others check before.
CHECKERS_OF_REPORTS = frozenset({F.DEPUTY, F.SAFETY_ADVISER})
# Who has no seat at the meetings of the tests.
UNSEATED = frozenset({F.CASE_DIRECTOR, F.ANALYST, F.PARTNER})
INVITED = frozenset({F.MAYOR, F.SAFETY_ADVISER, F.PROSECUTOR, F.TEAM_CHIEF})


MAKERS_OF_TEMPLATES = frozenset({F.SAFETY_ADVISER, F.ADMIN})
VIEWERS_OF_TEMPLATES = KEEPERS_OF_POSITION | {F.ADMIN}
WRITERS_OF_REPORTS = SUPPLIERS | {F.SAFETY_ADVISER}
HOLDERS_OF_KEYS = SUPPLIERS | {F.SAFETY_ADVISER, F.ANALYST}
