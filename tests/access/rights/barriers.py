"""Rights on the pages of the room `barriers`: the model of the tests hangs on the case."""

from __future__ import annotations

from driehoek.parties.models import Function as F
from tests.access.rights.who import (
    NOT_OF_THE_CASE,
    OF_THE_CASE,
    READERS_OF_FIGURES,
    WORKS_ON_THE_CASE,
    Right,
)

MAKERS = frozenset({F.SAFETY_ADVISER, F.ANALYST, F.CASE_DIRECTOR})
# The analyst makes models, and does not see the case.
WITHOUT_THE_CASE = frozenset({F.ANALYST})

RIGHTS: dict[str, Right] = {
    "barriers:models": Right(READERS_OF_FIGURES | {F.CASE_DIRECTOR}),
    "barriers:new": Right(MAKERS),
    "barriers:of_case": Right(OF_THE_CASE, ("case",), elsewhere=NOT_OF_THE_CASE),
    "barriers:new_of_case": Right(WORKS_ON_THE_CASE, ("case",), elsewhere=WITHOUT_THE_CASE),
    "barriers:take_over": Right(
        WORKS_ON_THE_CASE, ("case", "town_barrier_model"), "POST", elsewhere=WITHOUT_THE_CASE
    ),
    "barriers:model": Right(OF_THE_CASE, ("barrier_model",), elsewhere=NOT_OF_THE_CASE),
    "barriers:paper": Right(OF_THE_CASE, ("barrier_model",), elsewhere=NOT_OF_THE_CASE),
    "barriers:change": Right(WORKS_ON_THE_CASE, ("barrier_model",), elsewhere=WITHOUT_THE_CASE),
    "barriers:step_new": Right(WORKS_ON_THE_CASE, ("barrier_model",), elsewhere=WITHOUT_THE_CASE),
    "barriers:step_change": Right(WORKS_ON_THE_CASE, ("barrier_step",), elsewhere=WITHOUT_THE_CASE),
    "barriers:step_remove": Right(WORKS_ON_THE_CASE, ("barrier_step",), elsewhere=WITHOUT_THE_CASE),
    "barriers:element_new": Right(WORKS_ON_THE_CASE, ("barrier_step",), elsewhere=WITHOUT_THE_CASE),
    "barriers:step_up": Right(WORKS_ON_THE_CASE, ("barrier_step",), "POST", elsewhere=WITHOUT_THE_CASE),
    "barriers:step_down": Right(WORKS_ON_THE_CASE, ("barrier_step",), "POST", elsewhere=WITHOUT_THE_CASE),
    "barriers:element_change": Right(WORKS_ON_THE_CASE, ("barrier",), elsewhere=WITHOUT_THE_CASE),
    "barriers:element_remove": Right(WORKS_ON_THE_CASE, ("barrier",), elsewhere=WITHOUT_THE_CASE),
    "barriers:element_up": Right(WORKS_ON_THE_CASE, ("barrier",), "POST", elsewhere=WITHOUT_THE_CASE),
    "barriers:element_down": Right(WORKS_ON_THE_CASE, ("barrier",), "POST", elsewhere=WITHOUT_THE_CASE),
}
