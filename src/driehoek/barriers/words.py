"""The words of the room `barriers`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise

from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {}
MENU: Final[tuple[MenuEntry, ...]] = ()
