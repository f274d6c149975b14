"""Why something is not given: the rules that stop it, or one of three weighings that no rule makes (OM02)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek import law
from driehoek.grounds.outcomes import said

NOT_NEEDED: Final = "not_needed"
INVESTIGATION: Final = "investigation"
LIGHTER: Final = "lighter"
# The prosecutor decides which data, and weighs what the law leaves to be weighed (Wjsg 39f; domain.md, section 1.6).
WEIGHED: Final[dict[str, str | Promise]] = {
    NOT_NEEDED: _("Niet nodig voor dit doel"),
    INVESTIGATION: _("Het belang van het onderzoek"),
    LIGHTER: _("Het kan lichter"),
}


def ground_words(ground: str) -> str:
    """Say one ground: the title of the rule, or the weighing; what the rules do not know any more says nothing."""
    if ground in WEIGHED:
        return str(WEIGHED[ground])
    found = next((rule for rule in law.load().rules if rule.id == ground), None)
    return said(found.title) if found else ""


def grounds_words(grounds: Iterable[str]) -> list[str]:
    """Say several grounds; what nobody can say is left out."""
    return [words for ground in grounds if (words := ground_words(ground))]


def choices_after(decision: law.Decision, *, kept: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return what can be chosen as a ground: the rules that fired for this proposal, what was kept, the weighings."""
    keys = dict.fromkeys([*decision.rules, *kept, *WEIGHED])
    return [(key, words) for key in keys if (words := ground_words(key))]
