"""Powers and purposes under which a file is opened: those that the law's vocabulary knows, in words."""

from __future__ import annotations

from django.utils.translation import get_language

from driehoek import law


def power_words(power: str) -> str:
    """Return a power in the reader's language; empty for none, and for one that the rules no longer know."""
    found = law.load().words["purpose"].get(power)
    if found is None:
        return ""
    words = found.nl if (get_language() or "nl").startswith("nl") else found.en
    return words[:1].upper() + words[1:]


def power_choices() -> list[tuple[str, str]]:
    """Return every power or purpose with its words, in the order of the words."""
    return sorted(
        ((one, power_words(one)) for one in law.load().vocabulary["purpose"]), key=lambda one: one[1]
    )
