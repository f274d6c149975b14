"""Who may open what of the room `brief`."""

from __future__ import annotations

from tests.access.rights.who import ANYONE, EVERYONE, Right

RIGHTS: dict[str, Right] = {
    "brief:today": Right(ANYONE),
    "brief:pdf": Right(EVERYONE),
}
