"""What a publication says: its parts, what is still missing, its seal, and what differs between two editions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.publications.models import Draft

# The parts in the order of reading: the answer first, then how it was found.
TEXTS: Final[dict[str, Promise]] = {
    "asked": _("De vraag"),
    "finding": _("Wat we vonden"),
    "meaning": _("Wat het betekent"),
    "advice": _("Ons advies"),
    "limits": _("Wat dit niet zegt"),
    "comparison": _("Vergeleken met"),
    "certainty_why": _("Hoe zeker is dit?"),
    "method": _("Hoe we keken"),
    "sources": _("Welke gegevens"),
    "period": _("Welke periode"),
}
CHOICES: Final[dict[str, Promise]] = {
    "title": _("Titel"),
    "certainty": _("Zekerheid"),
    "classification": _("Vertrouwelijkheid"),
    "theme": _("Thema"),
}
OPTIONAL: Final = frozenset({"advice"})
Content = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """A part that reads differently than in the edition before; `before` or `after` may be empty."""

    label: str
    before: str
    after: str


def missing(draft: Draft) -> list[str]:
    """Return the labels of the parts that are to be filled in before a second person can check it.

    Comparison, limits and certainty are never optional: a before and after without them is no effect (design,
    section 8).
    """
    found = [
        str(label)
        for name, label in TEXTS.items()
        if name not in OPTIONAL and not str(getattr(draft, name)).strip()
    ]
    if draft.publication.number and not draft.changes.strip():
        found.append(str(_("Wat is er nieuw in deze versie?")))
    return found


def content_of(draft: Draft, *, areas: Iterable[str], figures: list[Content]) -> Content:
    """Return what a draft says, as it is frozen: texts, choices and figures with their values."""
    names = ("title", *TEXTS, "certainty", "classification", "audience", "before_after", "changes")
    content: Content = {name: getattr(draft, name) for name in names}
    return content | {"theme": draft.theme.name, "areas": sorted(areas), "figures": figures}


def seal(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 over the content in its canonical form: keys in order, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return the parts that differ between two editions, in the order of reading."""
    found = [
        Difference(str(label), said(name, before), said(name, after))
        for name, label in (CHOICES | TEXTS).items()
        if before.get(name) != after.get(name)
    ]
    if before.get("areas") != after.get("areas"):
        found.append(Difference(str(_("Gebieden")), ", ".join(before["areas"]), ", ".join(after["areas"])))
    if before.get("figures") != after.get("figures"):
        old, new = (", ".join(one["title"] for one in side["figures"]) for side in (before, after))
        found.append(Difference(str(_("Cijfers")), old, new))
    return found


def said(name: str, content: Mapping[str, Any]) -> str:
    """Return one part as people read it: choices in words."""
    from driehoek.position.models import Certainty
    from driehoek.problems.models import Classification

    value = str(content.get(name, ""))
    if name == "certainty":
        return str(Certainty(value).label)
    if name == "classification":
        return str(Classification(value).label)
    return value
