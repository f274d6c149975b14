"""Who may open what of the room `access`."""

from __future__ import annotations

from tests.access.rights.who import ANYONE, Right

RIGHTS: dict[str, Right] = {
    "access:municipality": Right(ANYONE),
}
