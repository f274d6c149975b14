"""Rights on the pages of the room `measures`."""

from __future__ import annotations

from tests.access.rights.who import Right

RIGHTS: dict[str, Right] = {}
