"""Rights on the pages of the room `signals`."""

from __future__ import annotations

from driehoek.parties.models import Function as F
from tests.access.rights.who import IN_CASES, SUPPLIERS, WORKS_ON_THE_CASE, Right

REPORTERS = SUPPLIERS | {F.SAFETY_ADVISER}
JUDGES = frozenset({F.CASE_DIRECTOR, F.SAFETY_ADVISER})
# The police sent it; who judges sees it; for the others it does not exist.
SEE_WAITING = JUDGES | {F.TEAM_CHIEF}
# It hangs in the part for care, which the director and the partner see, and the police sent it.
SEE_HUNG = frozenset({F.CASE_DIRECTOR, F.PARTNER, F.TEAM_CHIEF})
# The organisation of the case director gave it.
GAVE = frozenset({F.CASE_DIRECTOR})
GAVE_NOT = JUDGES - GAVE

RIGHTS: dict[str, Right] = {
    "signals:intake": Right(JUDGES),
    "signals:new": Right(REPORTERS),
    "signals:mine": Right(REPORTERS),
    "signals:register": Right(frozenset({F.DPO})),
    "signals:hand_overs": Right(JUDGES),
    "signals:signal": Right(SEE_WAITING, ("signal",), elsewhere=IN_CASES - SEE_WAITING),
    "signals:judge": Right(JUDGES, ("signal",)),
    "signals:reconsider": Right(JUDGES, ("signal",)),
    "signals:tell": Right(JUDGES, ("signal",)),
    "signals:hand_over_signal": Right(JUDGES, ("signal",)),
    "signals:hand_over_part": Right(WORKS_ON_THE_CASE, ("case", "shared_part")),
    "signals:hand_over": Right(GAVE, ("hand_over",), elsewhere=GAVE_NOT),
    # The municipality gave this one.
    "signals:hand_over_letter": Right(GAVE_NOT, ("given",), elsewhere=GAVE),
    "signals:hand_over_received": Right(GAVE, ("hand_over",), elsewhere=GAVE_NOT),
    "signals:hand_over_take_back": Right(GAVE, ("hand_over",), elsewhere=GAVE_NOT),
    "signals:hand_over_throw_away": Right(GAVE, ("hand_over",), elsewhere=GAVE_NOT),
}
