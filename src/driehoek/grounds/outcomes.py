"""A decision as a person reads it: the same for one just made and for one that was stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from driehoek import law
from driehoek.law.ruleset import RuleSet, Words
from driehoek.web.components import Row, Tag, TagKind

LABELS: Final[dict[str, str | Promise]] = {
    "allowed": _("Dit mag"),
    "warn": _("Dit mag alleen met een reden"),
    "needs_approval": _("Dit wacht op toestemming"),
    "not_allowed": _("Dit mag niet"),
}
LEADS: Final[dict[str, str | Promise]] = {
    "allowed": _("Een wet staat dit toe, en alles wat die wet vraagt is bevestigd."),
    "warn": _("Nog niet alles staat vast. Bevestig met een reden wat nog open is, of zoek het eerst uit."),
    "needs_approval": _("Vraag eerst toestemming aan wie hieronder staat."),
    "not_allowed": _("Geen wet staat dit zo toe, of een regel houdt het tegen. Hieronder leest u waardoor."),
}
KINDS: Final[dict[str, TagKind]] = {
    "allowed": "calm",
    "warn": "ask",
    "needs_approval": "ask",
    "not_allowed": "barred",
}
STATES: Final[dict[str, str | Promise]] = {
    "none": _("nog niet gevraagd"),
    "pending": _("gevraagd, nog geen antwoord"),
    "given": _("gegeven"),
    "refused": _("geweigerd"),
}
ADDRESS: Final = re.compile(r"\s*\(https?://[^)]*\)")
CONFIDENCE: Final[dict[str, str | Promise]] = {
    "high": _("zeker"),
    "medium": _("redelijk zeker"),
    "low": _("niet zeker"),
}


@dataclass(frozen=True)
class OutcomeView:
    """What the law says of a proposal, in the reader's language; feeds `grounds/components/outcome.html`.

    Attributes:
        outcome: allowed, warn, needs_approval or not_allowed.
        label, lead, tag: the same in words.
        reasons: why, with the article.
        bases: the legal bases, best first, each with a link to its page.
        rules: the rules that stopped or warned, each with a link.
        approvals: who must still agree, and how that stands.
        missing: the questions that are still open.
        decided_by, keep, onward, secrecy: who decides, how long it is kept, what may be passed on, which secrecy.
        record: what is written down before release.
        conditions: what a person confirms.
        version: by which version of the rules.
        on: by which day.
    """

    outcome: str
    label: str
    lead: str
    tag: Tag
    reasons: list[str]
    bases: list[Row]
    rules: list[Row]
    approvals: list[str]
    missing: list[str]
    decided_by: str
    keep: str
    onward: str
    secrecy: str
    record: list[str]
    conditions: list[str]
    version: str
    on: date


def said(words: Words | Mapping[str, str]) -> str:
    """Return the words in the reader's language: Dutch, or English for every other language."""
    both = words.as_json() if isinstance(words, Words) else words
    key = "nl" if (get_language() or "nl").startswith("nl") else "en"
    return both.get(key) or both.get("nl") or both.get("en", "")


def in_a_row(words: Words) -> str:
    """Return a rule's text for a row of a list: without the addresses in it, which are too long for a phone."""
    return ADDRESS.sub("", said(words))


def outcome_label(outcome: str) -> Tag:
    """Return the tag that says an outcome in words."""
    return Tag(str(LABELS[outcome]), KINDS[outcome])


def outcome_of(decision: law.Decision | Mapping[str, Any], rules: RuleSet | None = None) -> OutcomeView:
    """Return a decision in the reader's language.

    Args:
        decision: as `law.check` returns it, or as `Decision.as_json()` stored it.
        rules: the rules that name bases and rules; those in force when none are named. What they do not know any
            more is left without a title; the reasons still say it.
    """
    held = decision.as_json() if isinstance(decision, law.Decision) else decision
    used = rules or law.load()
    outcome = str(held["outcome"])
    return OutcomeView(
        outcome=outcome,
        label=str(LABELS[outcome]),
        lead=str(LEADS[outcome]),
        tag=outcome_label(outcome),
        reasons=_texts(held["reasons"]),
        bases=[row for key in held["bases"] if (row := basis_row(key, used))],
        rules=[row for key in held["rules"] if (row := rule_row(key, used))],
        approvals=[_approval(one, used) for one in held["approvals"]],
        missing=[said(one["question"]) for one in held["missing"]],
        decided_by=said(held["decided_by"]),
        keep=said(held["keep_until"]),
        onward=said(held["onward"]),
        secrecy=said(held["secrecy"]),
        record=_texts(held["record"]),
        conditions=_texts(held["conditions"]),
        version=str(held["rule_version"]),
        on=date.fromisoformat(str(held["on"])),
    )


def basis_row(key: str, rules: RuleSet) -> Row | None:
    """Return a basis as a row that leads to its page, or None when the rules have none by that id."""
    found = rules.basis(key)
    if found is None:
        return None
    return Row(
        found.title,
        reverse("grounds:rule", args=[key]),
        article_of(found),
        tags=_doubt(found.confidence),
    )


def rule_row(key: str, rules: RuleSet) -> Row | None:
    """Return a closing rule as a row that leads to its page, or None when the rules have none by that id."""
    found = next((one for one in rules.rules if one.id == key), None)
    if found is None:
        return None
    return Row(
        said(found.title),
        reverse("grounds:rule", args=[key]),
        in_a_row(found.text),
        tags=_doubt(found.confidence),
    )


def article_of(basis: law.ruleset.Basis) -> str:
    """Name the act and the article."""
    return str(_("%(statute)s, artikel %(article)s")) % {"statute": basis.statute, "article": basis.article}


def _doubt(confidence: str) -> tuple[Tag, ...]:
    return (Tag(str(_("niet zeker")), "unknown"),) if confidence == "low" else ()


def _approval(one: Mapping[str, str], rules: RuleSet) -> str:
    known = rules.words["approver"].get(one["approver"])
    return str(_("%(who)s: %(state)s")) % {
        "who": said(known) if known else one["approver"],
        "state": STATES[one["state"]],
    }


def _texts(entries: Any) -> list[str]:
    return [text for one in entries if (text := said(one))]
