"""The search over dossiers (OV05): rooms register what can be found; each finds only what its reader may see.

    search.register(Provider("signals", _("Signalen"), 40, find_signals))

`find_signals(identity, wanted, most)` returns at most `most` hits, newest first, after `wanted.after`. It begins at the
room's `visible_to`, asks a number of queries that does not grow, and counts nothing that the reader may not see.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from driehoek.access.identity import Identity
from driehoek.web.components import Tag
from driehoek.web.paging import Cursor

# Beyond this a number says no more than "many".
COUNTED: Final = 50
LONGEST: Final = 200
WORDS_MOST: Final = 8
BEFORE, AFTER = 60, 140
SHORTEST_STEM: Final = 4


@dataclass(frozen=True)
class Wanted:
    """What someone looks for.

    Attributes:
        text: the words as they were typed.
        since: nothing that last changed before this moment.
        theme: only about problems of this theme.
        training: among exercises instead of the real ones.
        after: the moment and id of the last hit on the page before.
        shown: how many hits will be shown with their words; the others are only counted.
    """

    text: str
    since: datetime | None = None
    theme: uuid.UUID | None = None
    training: bool = False
    after: Cursor | None = None
    shown: int = COUNTED

    @property
    def words(self) -> list[str]:
        """Return the words in small letters, at most `WORDS_MOST`."""
        return re.findall(r"\w[\w@.'’-]*\w|\w", self.text.casefold())[:WORDS_MOST]


@dataclass(frozen=True)
class Hit:
    """Something that was found.

    Attributes:
        id, at: what it is and when it last changed; with these the next page begins.
        title: one line.
        url: its page.
        where: of which problem or case it is part; empty when it is one.
        snippet: the words around the first that was found, safe HTML (`snippet`).
        tags: statuses in words.
    """

    id: uuid.UUID
    at: datetime
    title: str
    url: str
    where: str = ""
    snippet: SafeString | str = ""
    tags: Sequence[Tag] = ()


Find = Callable[[Identity, Wanted, int], Sequence[Hit]]


@dataclass(frozen=True)
class Provider:
    """One kind of thing that can be found; `label` stands above its hits."""

    key: str
    label: Any
    order: int
    find: Find


@dataclass(frozen=True)
class Group:
    """The hits of one kind that the reader may see; `more` when there are more than `number`."""

    key: str
    label: str
    number: int
    more: bool
    hits: list[Hit] = field(default_factory=list)


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Let a room be searched; call it from `AppConfig.ready`. The same key replaces."""
    _providers[provider.key] = provider


def forget(key: str) -> None:
    """Take a kind away again."""
    _providers.pop(key, None)


def providers() -> list[Provider]:
    """Return every kind that can be found, in order."""
    return sorted(_providers.values(), key=lambda one: (one.order, one.key))


def find(identity: Identity, wanted: Wanted, *, kind: str = "", shown: int) -> list[Group]:
    """Return what is found by kind, as far as the reader may see it; kinds without a hit are left out.

    Args:
        identity: the reader.
        wanted: what they look for; without words nothing is found.
        kind: only this kind; empty for all.
        shown: how many hits of each kind are shown.
    """
    if not wanted.words:
        return []
    groups = []
    for one in providers():
        if kind and one.key != kind:
            continue
        hits = list(one.find(identity, wanted, COUNTED + 1))
        if hits:
            number = min(len(hits), COUNTED)
            groups.append(Group(one.key, str(one.label), number, len(hits) > COUNTED, hits[:shown]))
    return groups


def snippet(text: str, words: Sequence[str]) -> SafeString:
    """Return the words around the first that was found, with each of them marked; the beginning when none is."""
    plain = " ".join(text.split())
    pattern = _pattern(words)
    first = pattern.search(plain) if pattern else None
    begin = max(first.start() - BEFORE, 0) if first else 0
    piece = plain[begin : (first.end() if first else 0) + AFTER]
    marked, at = "", 0
    for match in pattern.finditer(piece) if pattern else ():
        marked += escape(piece[at : match.start()]) + format_html("<mark>{}</mark>", match.group())
        at = match.end()
    ends = ("… " if begin else "", " …" if begin + len(piece) < len(plain) else "")
    return mark_safe(f"{ends[0]}{marked}{escape(piece[at:])}{ends[1]}")  # noqa: S308 - escaped piece by piece


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """Match words that begin as one of those that were looked for; of a longer one its ending may differ."""
    stems = sorted({word[: max(SHORTEST_STEM, len(word) - 2)] for word in words}, key=len, reverse=True)
    if not stems:
        return None
    return re.compile(r"\b(?:" + "|".join(re.escape(one) for one in stems) + r")\w*", re.IGNORECASE)
