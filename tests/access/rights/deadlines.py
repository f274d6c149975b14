"""Who may open what of the room `deadlines`."""

from __future__ import annotations

from tests.access.rights.who import BOARD_OF_DEADLINES, F, Right

RIGHTS: dict[str, Right] = {
    "deadlines:coming": Right(BOARD_OF_DEADLINES),
    "deadlines:late": Right(BOARD_OF_DEADLINES),
    "deadlines:remind": Right(frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER}), ("deadline",), "POST"),
}
