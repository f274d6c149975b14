"""What became better or worse between two periods, said with care for small numbers.

Nothing here is a cause: a share that rose says that more came on time, not why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from driehoek.position.gap_words import count, language
from driehoek.position.queries.history import Figures
from driehoek.web import formatting

# A share of fewer than this is said in numbers and never compared: one report more or less would turn it.
ENOUGH: Final = 10
# Shares closer to each other than this are called equal.
NOTABLE: Final = 0.10


@dataclass(frozen=True)
class Share:
    """A part of a whole that may be too small to be a percentage."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def enough(self) -> bool:
        """Whether there is enough of it to compare."""
        return self.whole >= ENOUGH

    @property
    def words(self) -> str:
        """The share in words: a percentage with its numbers, or the bare numbers when they are small."""
        facts = {"part": count(self.part), "whole": count(self.whole)}
        if not self.whole:
            return _("geen")
        numbers = _("%(part)s van %(whole)s") % facts
        if not self.enough:
            return numbers
        return f"{formatting.percent(self.value, language=language())} ({numbers})"


@dataclass(frozen=True)
class Difference:
    """One thing that is notably better or worse than before, in a sentence."""

    better: bool
    words: str


def shares(figures: Figures) -> dict[str, Share]:
    """Return the shares that tell how good the position was."""
    return {
        "agreed": Share(figures.agreed, figures.needed),
        "on_time": Share(figures.on_time, figures.due),
        "good": Share(figures.rated - figures.insufficient, figures.rated),
        "answered": Share(figures.answered_in_time, figures.questions),
    }


def differences(before: Figures, after: Figures) -> Iterator[Difference]:
    """Yield what is notably better or worse; what is too little to compare, or about equal, yields nothing."""
    earlier, later = shares(before), shares(after)
    for name in earlier:
        old, new = earlier[name], later[name]
        if not (old.enough and new.enough) or abs(new.value - old.value) < NOTABLE:
            continue
        better = new.value > old.value
        facts = {
            "old": formatting.percent(old.value, language=language()),
            "new": formatting.percent(new.value, language=language()),
        }
        yield Difference(better, _sentence(name, better=better) % facts)


def comparable(before: Figures, after: Figures) -> bool:
    """Tell whether the two hold enough of anything to compare them."""
    earlier, later = shares(before), shares(after)
    return any(earlier[name].enough and later[name].enough for name in earlier)


def _sentence(name: str, *, better: bool) -> str:
    return {
        ("agreed", True): _("over meer behoeften liep een afspraak (was %(old)s, nu %(new)s)"),
        ("agreed", False): _("over minder behoeften liep een afspraak (was %(old)s, nu %(new)s)"),
        ("on_time", True): _("vaker op tijd (was %(old)s, nu %(new)s)"),
        ("on_time", False): _("minder vaak op tijd (was %(old)s, nu %(new)s)"),
        ("good", True): _("vaker goed genoeg (was %(old)s, nu %(new)s)"),
        ("good", False): _("minder vaak goed genoeg (was %(old)s, nu %(new)s)"),
        ("answered", True): _("vragen vaker op tijd beantwoord (was %(old)s, nu %(new)s)"),
        ("answered", False): _("vragen minder vaak op tijd beantwoord (was %(old)s, nu %(new)s)"),
    }[(name, better)]
