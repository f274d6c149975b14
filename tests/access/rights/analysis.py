"""Who may open what of the room `analysis`."""

from __future__ import annotations

from tests.access.rights.who import KEEPERS_OF_FIGURES, MUTERS, READERS_OF_FIGURES, Right

RIGHTS: dict[str, Right] = {
    "analysis:deviations": Right(READERS_OF_FIGURES),
    "analysis:deviation": Right(READERS_OF_FIGURES, ("deviation",)),
    "analysis:acknowledge": Right(
        READERS_OF_FIGURES, ("deviation",), "POST", data={"reason": "Besproken in de driehoek"}
    ),
    "analysis:acknowledge_undo": Right(READERS_OF_FIGURES, ("deviation",), "POST"),
    "analysis:mute": Right(MUTERS, ("deviation",)),
    "analysis:mutes": Right(READERS_OF_FIGURES),
    "analysis:mute_end": Right(MUTERS, ("mute",), "POST"),
    "analysis:follow": Right(READERS_OF_FIGURES, (), "POST", data={"theme": "{theme}"}),
    "analysis:unfollow": Right(READERS_OF_FIGURES, ("follow",), "POST", owned=True),
    "analysis:signal_values": Right(KEEPERS_OF_FIGURES),
    "analysis:signal_value_new": Right(KEEPERS_OF_FIGURES),
    "analysis:signal_value_change": Right(KEEPERS_OF_FIGURES, ("signal_value",)),
    "analysis:signal_value_end": Right(KEEPERS_OF_FIGURES, ("signal_value",), "POST"),
}
