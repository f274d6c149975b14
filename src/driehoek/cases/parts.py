"""The page of a case, to which rooms above add parts and tabs.

    parts.register(PagePart("actions", "plan", 20, "approach/parts/actions.html", actions_part))
    parts.register_tab(Tab("plan", _("Plan"), "approach:plan", 20))

`actions_part(request, case)` returns what the template needs, or None to show nothing. A tab's address takes the id of
the problem; `visible(request, case)` tells who sees it, and the view behind it must check again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from django.urls import reverse

from driehoek.access.gate import IdentifiedRequest
from driehoek.cases.models import Case
from driehoek.web import parts
from driehoek.web.parts import Parts, ShownPart

# asked: what is asked of the reader now; goes: how it goes; contents: what is known; ends: how it ends.
PartName = Literal["asked", "goes", "contents", "ends"]
NAMES: Final[tuple[str, ...]] = get_args(PartName)
PagePart = parts.PagePart[[IdentifiedRequest, Case]]
PARTS: Final[Parts[[IdentifiedRequest, Case]]] = Parts(NAMES)
register = PARTS.register
unregister = PARTS.unregister


def parts_for(request: IdentifiedRequest, case: Case) -> dict[str, list[ShownPart]]:
    """Return the parts of a case that this reader gets; a template finds what it needs by name, and under `part`."""
    shown = PARTS.shown(request, case)
    return {
        name: [replace(one, context={**one.context, "part": one.context}) for one in found]
        for name, found in shown.items()
    }


def everyone(_request: IdentifiedRequest, _case: Case) -> bool:
    """Show a tab to everyone who sees the case."""
    return True


@dataclass(frozen=True)
class Tab:
    """A page of a case in the row of tabs above each of them."""

    key: str
    label: Any
    name: str
    order: int
    visible: Callable[[IdentifiedRequest, Case], bool] = everyone


@dataclass(frozen=True)
class ShownTab:
    """A tab as this reader gets it."""

    label: str
    url: str
    here: bool


_tabs: dict[str, Tab] = {}


def register_tab(tab: Tab) -> None:
    """Add a tab to the pages of a case; the same key replaces."""
    _tabs[tab.key] = tab


def tabs_for(request: IdentifiedRequest, case: Case, here: str) -> list[ShownTab]:
    """Return the tabs that this reader sees, in order; `here` is the key of the page they are on."""
    shown = sorted(_tabs.values(), key=lambda tab: (tab.order, tab.key))
    return [
        ShownTab(str(tab.label), reverse(tab.name, args=[_id(case)]), tab.key == here)
        for tab in shown
        if tab.visible(request, case)
    ]


def _id(case: Case) -> uuid.UUID:
    return case.problem_id
