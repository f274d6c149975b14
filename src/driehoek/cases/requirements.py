"""What a move of a case may require; rooms above register what they can tell.

    requirements.register("approach.plan", _("Het plan is vastgesteld."), check)

where `check(case)` returns a `Requirement`: met or not, and in words what is missing with the address to mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from driehoek.cases.models import Case


@dataclass(frozen=True)
class Requirement:
    """How a requirement stands for one case; `text` says what is missing, `url` leads to where it is mended."""

    met: bool
    text: str = ""
    url: str = ""


Check = Callable[[Case], Requirement]
_known: dict[str, tuple[str | Promise, Check]] = {}


def register(key: str, label: str | Promise, check: Check) -> None:
    """Make a requirement known; `key` is `room.thing`. The same key replaces."""
    _known[key] = (label, check)


def labels() -> Mapping[str, str | Promise]:
    """Return every known requirement, key → words."""
    return {key: label for key, (label, _check) in sorted(_known.items())}


def label_of(key: str) -> str:
    """Return the words of a requirement; its key when no room knows it."""
    return str(_known[key][0]) if key in _known else key


def check(case: Case, key: str) -> Requirement:
    """Return how a requirement stands; one that no room knows is not met, so that nothing passes by a slip."""
    if key not in _known:
        said = _("Driehoek kent deze eis niet: %(key)s. Vraag de beheerder om het procesmodel aan te passen.")
        return Requirement(met=False, text=said % {"key": key})
    return _known[key][1](case)
