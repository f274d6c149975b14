"""Who may open what of the room `figures`."""

from __future__ import annotations

from tests.access.rights.who import KEEPERS_OF_FIGURES, READERS_OF_FIGURES, Right

RIGHTS: dict[str, Right] = {
    "figures:list": Right(READERS_OF_FIGURES),
    "figures:new": Right(KEEPERS_OF_FIGURES),
    "figures:upload": Right(KEEPERS_OF_FIGURES),
    "figures:run": Right(KEEPERS_OF_FIGURES, ("run",)),
    "figures:confirm": Right(KEEPERS_OF_FIGURES, ("run",), "POST"),
    "figures:rejects": Right(KEEPERS_OF_FIGURES, ("run",)),
    "figures:indicator": Right(READERS_OF_FIGURES, ("indicator",)),
    "figures:change": Right(KEEPERS_OF_FIGURES, ("indicator",)),
    "figures:end": Right(KEEPERS_OF_FIGURES, ("indicator",), "POST", data={"version": "1"}),
    "figures:restore": Right(KEEPERS_OF_FIGURES, ("indicator",), "POST", data={"version": "1"}),
}
