"""What the law would say of a request, before anyone is asked: in mild words, for the asking side (OM01).

The asked side judges. What stands here helps who asks to ask for something that can be given: which values fit this
pair of parties, what the other side will also want to know, and what would have to change when nothing carries it.
All of it comes from the rules (driehoek.law); nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from driehoek import law
from driehoek.exchange import parties
from driehoek.grounds.asking import words_of
from driehoek.grounds.outcomes import OutcomeView, outcome_of
from driehoek.law.matching import NOBODY, POLICE
from driehoek.law.ruleset import Basis
from driehoek.parties.models import Organisation, OrganisationKind
from driehoek.web.components import Tag

# The asking side does not know under which article the police hold their data; the daily task is the usual one, and
# the police say otherwise when they judge.
USUAL_TAG: Final = ("8",)
# So many ways out are said; more is a list that nobody reads.
WAYS: Final = 3
FIELDS: Final = ("purpose", "data_categories", "subject")


@dataclass(frozen=True)
class Look:
    """What the law says of a request that is not sent yet.

    Attributes:
        outcome: allowed, warn, needs_approval or not_allowed, as far as can be said now.
        title, lead: the same in mild words; tag its status.
        asks: what the asked side will also want to know, as questions.
        approvals: whose agreement it needs.
        reasons: why, with the article; for a refusal why not.
        ways: what would have to change, each in one sentence.
        view: the whole outcome, for who wants to read on.
    """

    outcome: str
    title: str
    lead: str
    tag: Tag
    asks: list[str] = field(default_factory=list)
    approvals: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    view: OutcomeView | None = None


def bases_between(giver: Organisation, receiver: Organisation, purpose: str) -> list[Basis]:
    """Return the bases in force by which one organisation gives to another for a purpose, in the order of the rules."""
    recipient = parties.recipient_of(receiver)
    names = parties.NAMES[OrganisationKind(giver.kind)]
    found = [one for name in names for one in parties.bases(name, recipient, purpose)]
    return list({one.id: one for one in found}.values())


def can_give(giver: Organisation, receiver: Organisation) -> bool:
    """Tell whether the rules know of anything that one organisation may give to another."""
    return any(bases_between(giver, receiver, purpose) for purpose in law.load().vocabulary["purpose"])


def fitting(giver: Organisation, receiver: Organisation) -> dict[str, tuple[str, ...]]:
    """Return the purposes, data and subjects that the rules know between two parties, each in the order of its words.

    What is not among them, no basis carries: offering it would only lead to a refusal.
    """
    rules = law.load()
    carried = {one: bases_between(giver, receiver, one) for one in rules.vocabulary["purpose"]}
    bases = [one for found in carried.values() for one in found]
    kinds = {one for basis in bases for one in basis.categories}
    subjects = {one for basis in bases for one in basis.subjects} | {
        one for basis in bases for wide in basis.also for one in wide.subjects
    }
    return {
        "purpose": _in_words("purpose", [one for one, found in carried.items() if found]),
        "data_categories": _in_words("data_categories", kinds),
        "subject": _in_words("subject", subjects & rules.vocabulary["subject"]),
    }


def _in_words(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Order values by their words; those about nobody come last."""
    return tuple(sorted(values, key=lambda one: (one.startswith(NOBODY), words_of(name, one).lower())))


def look_at(proposal: Mapping[str, Any], *, choices: Mapping[str, Sequence[str]]) -> Look | None:
    """Judge a request as it stands on the screen, without storing anything.

    Args:
        proposal: the fields of a proposal as far as they are filled in.
        choices: which values the screen offers per field, to look for a way out among them.

    Returns:
        None while a field that every judgement needs is empty.
    """
    if not all(proposal.get(key) for key in ("provider", "recipient", *FIELDS)):
        return None
    decision = law.check(_tagged(proposal))
    view = outcome_of(decision)
    title, lead, tag = _words(decision.outcome)
    refused = decision.outcome == law.Outcome.NOT_ALLOWED
    return Look(
        outcome=decision.outcome.value,
        title=title,
        lead=lead,
        tag=tag,
        asks=view.missing,
        approvals=view.approvals,
        reasons=view.reasons if refused else [],
        ways=list(_ways(proposal, choices)) if refused else [],
        view=view,
    )


def _tagged(proposal: Mapping[str, Any]) -> dict[str, Any]:
    """Return the proposal with the tag that police data usually have, where none is known."""
    found = dict(proposal)
    if POLICE in found["data_categories"] and not found.get("wpg_processing"):
        found["wpg_processing"] = list(USUAL_TAG)
    return found


def _words(outcome: law.Outcome) -> tuple[str, str, Tag]:
    if outcome == law.Outcome.NOT_ALLOWED:
        return (
            _("Hiervoor is geen grondslag"),
            _("Geen wet staat dit zo toe. U kunt het wel indienen, maar reken op een weigering."),
            Tag(_("mag waarschijnlijk niet"), "barred"),
        )
    if outcome == law.Outcome.NEEDS_APPROVAL:
        return (
            _("Dit mag pas na toestemming"),
            _("Er is een grondslag. Eerst is toestemming nodig. Reken op extra tijd."),
            Tag(_("na toestemming"), "ask"),
        )
    if outcome == law.Outcome.WARN:
        return (
            _("Waarschijnlijk mag dit"),
            _("Er is een grondslag. Wie beoordeelt, kijkt nog wel naar de vragen hieronder."),
            Tag(_("mag waarschijnlijk"), "calm"),
        )
    return (
        _("Dit mag"),
        _("Er is een grondslag en niets staat nog open. De andere partij beslist."),
        Tag(_("mag"), "calm"),
    )


def _ways(proposal: Mapping[str, Any], choices: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Say which single change would give a basis, one sentence per field; without any, that persons can stay out.

    A purpose and a subject are asked, not advised: who asks says what is true, not what would be allowed.
    """
    asked = list(proposal["data_categories"])
    less = [[other for other in asked if other != one] for one in asked] if len(asked) > 1 else []
    found = False
    for name, values, said in (
        ("data_categories", less, _("Vraag minder. Dit kan wel: %(what)s.")),
        ("purpose", choices.get("purpose", ()), _("Is uw doel eigenlijk dit: %(what)s? Kies dat dan.")),
        ("subject", choices.get("subject", ()), _("Gaat het eigenlijk over: %(what)s? Kies dat dan.")),
        (
            "data_categories",
            [[one] for one in choices.get("data_categories", ()) if [one] != asked and len(asked) == 1],
            _("Met andere gegevens kan het wel: %(what)s."),
        ),
    ):
        fitting = [one for one in values if one != proposal[name] and _fits(proposal, name, one)]
        if fitting:
            found = True
            yield said % {"what": _listed([_said(name, one) for one in fitting[:WAYS]])}
    if not found:
        yield _("Vraag het zonder personen: cijfers of een algemeen beeld.")


def _fits(proposal: Mapping[str, Any], name: str, value: Any) -> bool:
    changed = _tagged(dict(proposal) | {name: value})
    return law.check(changed).outcome != law.Outcome.NOT_ALLOWED


def _said(name: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return _listed([words_of(name, one) for one in values], last=_("en"))


def _listed(words: Sequence[str], *, last: str = "") -> str:
    """Put words in a row: “a, b of c”."""
    *first, final = words
    return f"{', '.join(first)} {last or _('of')} {final}" if first else final
