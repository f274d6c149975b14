"""The names of events, `source:subject:action`, with the words that a timeline shows for them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_words: dict[str, str | Promise] = {}


def register(words: Mapping[str, str | Promise]) -> None:
    """Add a room's event names; called once from its app's `ready`.

    Raises:
        ValueError: a name that is not `source:subject:action`.
    """
    for action in words:
        if action.count(":") != 2:
            raise ValueError(f"{action}: an event is named source:subject:action")
    _words.update(words)


def known_actions() -> list[str]:
    """Return every registered event name, sorted."""
    return sorted(_words)


def words_for(action: str) -> str:
    """Return the words for an event name; a name without words shows itself."""
    return str(_words.get(action, action))
