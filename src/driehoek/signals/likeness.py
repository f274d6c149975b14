"""How alike two short texts are, by the groups of three letters that they share. Pure Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from typing import Final

ALIKE: Final = 0.45
SAME_PLACE: Final = 0.25
NEAR_DAYS: Final = 60
_WORD: Final = re.compile(r"[a-z0-9]+")
# Words of every report; that two share them says nothing.
_COMMON: Final = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "of",
        "van",
        "in",
        "op",
        "bij",
        "aan",
        "voor",
        "met",
        "is",
        "zijn",
        "was",
        "er",
        "dat",
        "die",
        "dit",
        "we",
        "wij",
        "ik",
        "naar",
        "uit",
        "om",
        "te",
        "ook",
    ]
)


def groups(text: str) -> frozenset[str]:
    """Return the groups of three letters in the words of a text, without accents, case and the commonest words."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    words = [word for word in _WORD.findall(plain) if word not in _COMMON]
    return frozenset(f"  {word} "[at : at + 3] for word in words for at in range(len(word) + 1))


def likeness(one: Collection[str], other: Collection[str]) -> float:
    """Return how much two sets of groups share: 0 nothing, 1 the same (Dice)."""
    if not one or not other:
        return 0.0
    return 2 * len(set(one) & set(other)) / (len(one) + len(other))


def alike(share: float, *, same_area: bool, one_day: date, other_day: date) -> bool:
    """Tell whether two reports may be about the same thing: alike in words, or fairly so and near in place and time.

    Args:
        share: how much their words share (`likeness`).
        same_area: whether both name the same area.
        one_day: when the one was.
        other_day: when the other was.
    """
    near = abs((one_day - other_day).days) <= NEAR_DAYS
    return near and (share >= ALIKE or (same_area and share >= SAME_PLACE))
