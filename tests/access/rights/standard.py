"""Who may open what of the room `standard`."""

from __future__ import annotations

from tests.access.rights.who import KEEPERS_OF_FIGURES, KEEPERS_OF_POSITION, READERS_OF_FIGURES, Right

RIGHTS: dict[str, Right] = {
    "standard:norms": Right(READERS_OF_FIGURES),
    "standard:theme": Right(READERS_OF_FIGURES, ("theme",)),
    "standard:sets": Right(KEEPERS_OF_FIGURES),
    "standard:set_take": Right(KEEPERS_OF_FIGURES, method="POST", data={"set": "bbv"}),
    "standard:norm_new": Right(KEEPERS_OF_POSITION),
    "standard:rules": Right(KEEPERS_OF_POSITION),
    "standard:rule_new": Right(KEEPERS_OF_POSITION),
    "standard:rule": Right(KEEPERS_OF_POSITION, ("retyping_rule",)),
    "standard:rule_reset": Right(KEEPERS_OF_POSITION, ("retyping_rule",)),
    "standard:norm": Right(READERS_OF_FIGURES, ("norm",)),
    "standard:norm_change": Right(KEEPERS_OF_POSITION, ("norm",)),
    "standard:norm_end": Right(KEEPERS_OF_POSITION, ("norm",)),
    "standard:retyping_propose": Right(KEEPERS_OF_POSITION, ("norm",), "POST"),
    "standard:retyping_dismiss": Right(KEEPERS_OF_POSITION, ("norm",)),
    "standard:retyping_return": Right(KEEPERS_OF_POSITION, ("theme", "return_rule"), "POST"),
    "standard:retyping_reopen": Right(KEEPERS_OF_POSITION, ("dismissal",), "POST"),
}
