"""The bar and the page "Meer": every room adds its own places, so that this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from driehoek.web.components import Row


def everyone(_request: HttpRequest) -> bool:
    """Show an entry to every reader."""
    return True


@dataclass(frozen=True)
class MenuEntry:
    """One place on the page "Meer".

    Attributes:
        label: the words of the link (lazily translated).
        name: the name of its URL.
        text: what one finds there, in a sentence.
        visible: who sees it; the view behind it must check again.
        order: lower stands higher.
    """

    label: Any
    name: str
    text: Any = ""
    visible: Callable[[HttpRequest], bool] = everyone
    order: int = 50


# What fits under a thumb on 360 px; the last of them is "Meer".
BAR: Final = 5

_entries: dict[str, MenuEntry] = {}
_places: dict[str, MenuEntry] = {}


def register(entry: MenuEntry) -> None:
    """Add a place to "Meer"; call it from a room's `AppConfig.ready`. The same name replaces."""
    _entries[entry.name] = entry


def register_place(entry: MenuEntry) -> None:
    """Add a place to the bar, for those whose work it is; what does not fit stands first on "Meer"."""
    _places[entry.name] = entry


def bar(request: HttpRequest) -> list[tuple[MenuEntry, str]]:
    """List the places of the bar for this reader with their addresses: at most four, and "Meer"."""
    return [*_shown(_places, request)[: BAR - 1], *_shown({MORE.name: MORE}, request)]


def rows(request: HttpRequest) -> list[Row]:
    """List the places that this reader may see, that have an address and do not stand in the bar."""
    left = _shown(_places, request)[BAR - 1 :] + _shown(_entries, request)
    return [Row(str(entry.label), url, str(entry.text)) for entry, url in left]


def _shown(entries: dict[str, MenuEntry], request: HttpRequest) -> list[tuple[MenuEntry, str]]:
    """Return entries for this reader in order; a room that is not installed has no address and so no place.

    The gate sets `request.may_open`, so that nobody is shown a place whose door is closed to them.
    """
    found: list[tuple[MenuEntry, str]] = []
    may_open: Callable[[str], bool] = getattr(request, "may_open", lambda _address: True)
    for entry in sorted(entries.values(), key=lambda entry: (entry.order, str(entry.label))):
        if not entry.visible(request):
            continue
        try:
            address = reverse(entry.name)
        except NoReverseMatch:
            continue
        if may_open(address):
            found.append((entry, address))
    return found


MORE: Final = MenuEntry(_("Meer"), "more")
register(
    MenuEntry(
        _("Stijlgids"), "styleguide", _("Alle onderdelen van het scherm, met verzonnen inhoud."), order=90
    )
)
