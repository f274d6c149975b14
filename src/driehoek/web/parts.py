"""Pages to which rooms above add parts of their own, without the page knowing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec

About = ParamSpec("About")


@dataclass(frozen=True)
class PagePart(Generic[About]):
    """Something that a room adds to a page.

    Attributes:
        key: name of the part, unique.
        part: under which of the page's names it stands.
        order: lower stands higher.
        template: name of its template.
        context: what the template needs, or None when there is nothing to show to this reader.
    """

    key: str
    part: str
    order: int
    template: str
    context: Callable[About, Mapping[str, Any] | None]


@dataclass(frozen=True)
class ShownPart:
    """A part as this reader gets it."""

    key: str
    template: str
    context: dict[str, Any]


class Parts(Generic[About]):
    """The parts of one kind of page."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Make room for parts under `names`."""
        self.names = names
        self._parts: dict[str, PagePart[About]] = {}

    def register(self, part: PagePart[About]) -> None:
        """Add a part; called once from a room's app.

        Raises:
            ValueError: an unknown place, or a key that another part has.
        """
        if part.part not in self.names:
            raise ValueError(f"{part.key}: {part.part} is not one of {', '.join(self.names)}")
        if self._parts.setdefault(part.key, part) != part:
            raise ValueError(f"{part.key}: there is a part with this key already")

    def unregister(self, key: str) -> None:
        """Take a part away again."""
        self._parts.pop(key, None)

    def registered(self) -> list[PagePart[About]]:
        """Return every part, in the order in which they stand under each other."""
        return sorted(self._parts.values(), key=lambda one: (one.order, one.key))

    def shown(self, *args: About.args, **kwargs: About.kwargs) -> dict[str, list[ShownPart]]:
        """Return what the reader gets under each name, in order."""
        shown: dict[str, list[ShownPart]] = {name: [] for name in self.names}
        for part in self.registered():
            context = part.context(*args, **kwargs)
            if context is not None:
                shown[part.part].append(ShownPart(part.key, part.template, dict(context)))
        return shown
