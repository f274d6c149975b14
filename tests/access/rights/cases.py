"""Rights on the pages of cases."""

from __future__ import annotations

from driehoek.parties.models import Function as F
from tests.access.rights.who import (
    DIRECTS_THE_CASE,
    IN_CASES,
    IN_THE_SHARED_PART,
    NOT_OF_THE_CASE,
    OF_THE_CASE,
    WORKS_ON_THE_CASE,
    Right,
)

DIRECTS = Right(DIRECTS_THE_CASE, ("case",), elsewhere=NOT_OF_THE_CASE)
WORKS = Right(WORKS_ON_THE_CASE, ("case",), elsewhere=NOT_OF_THE_CASE)
TAKES_PART = Right(IN_THE_SHARED_PART, ("case",), elsewhere=NOT_OF_THE_CASE)
A_PARTNER = Right(DIRECTS_THE_CASE, ("case", "participation"), elsewhere=NOT_OF_THE_CASE)
KEEPS_MODELS = frozenset({F.ADMIN, F.CASE_DIRECTOR, F.SAFETY_ADVISER})
RIGHTS = {
    "cases:overview": Right(IN_CASES - {F.GUEST}),
    "cases:mine": Right(IN_CASES),
    "cases:models": Right(KEEPS_MODELS),
    "cases:models_take_over": Right(KEEPS_MODELS, method="POST"),
    "cases:model": Right(KEEPS_MODELS, ("process_model",)),
    "cases:model_adapt": Right(KEEPS_MODELS, ("process_model",)),
    "cases:page": Right(OF_THE_CASE, ("case",), elsewhere=NOT_OF_THE_CASE),
    # The case is there already, so who leads the problem is led on to it.
    "cases:start": DIRECTS,
    "cases:move": Right(DIRECTS_THE_CASE, ("case", "case_step"), elsewhere=NOT_OF_THE_CASE),
    "cases:criteria": WORKS,
    "cases:standing": WORKS,
    "cases:directors": DIRECTS,
    "cases:follow": DIRECTS,
    "cases:partners": TAKES_PART,
    "cases:invite": DIRECTS,
    "cases:sooner": A_PARTNER,
    "cases:partner_end": A_PARTNER,
    "cases:compartments": TAKES_PART,
    "cases:compartment_new": DIRECTS,
}
