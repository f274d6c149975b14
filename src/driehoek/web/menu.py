"""What stands on the page "Meer": every room adds its own places, so that this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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


_entries: dict[str, MenuEntry] = {}


def register(entry: MenuEntry) -> None:
    """Add a place to "Meer"; call it from a room's `AppConfig.ready`. The same name replaces."""
    _entries[entry.name] = entry


def rows(request: HttpRequest) -> list[Row]:
    """List the places that this reader may see and that have an address."""
    found = []
    for entry in sorted(_entries.values(), key=lambda entry: (entry.order, str(entry.label))):
        if not entry.visible(request):
            continue
        try:
            found.append(Row(str(entry.label), reverse(entry.name), str(entry.text)))
        except NoReverseMatch:
            continue
    return found


register(
    MenuEntry(
        _("Stijlgids"), "styleguide", _("Alle onderdelen van het scherm, met verzonnen inhoud."), order=90
    )
)
