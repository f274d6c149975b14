"""Who may open what of the room `web`."""

from __future__ import annotations

from tests.access.rights.who import ANYONE, EVERYONE, Right

RIGHTS: dict[str, Right] = {
    "more": Right(ANYONE),
    "styleguide": Right(EVERYONE),
}
