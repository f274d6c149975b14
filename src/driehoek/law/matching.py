"""Whether a basis is about a proposal at all, and how it holds when it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from driehoek.law.decision import OpenApproval, Outcome
from driehoek.law.entries import Approval, Basis, Clause, Rule, RuleSet
from driehoek.law.lines import Line, Values, all_of, holds, line
from driehoek.law.proposal import Proposal

POLICE: Final = "politiegegevens"
EVERYONE: Final = "iedereen"
NOBODY: Final = "n.v.t."
GIVEN: Final = "given"
REFUSED: Final = "refused"
# How many answers there are to how often, and to at whose wish.
BOTH: Final = 2
STRICT: Final = (line("strictly_necessary==true"), line("officer_consulted==true"))


class Element(StrEnum):
    """The elements in which a basis must fit a proposal."""

    GIVER = "giver"
    RECEIVER = "receiver"
    PURPOSE = "purpose"
    DATA = "data"
    SUBJECT = "subject"
    FORM = "form"
    TAG = "tag"
    DATE = "date"


@dataclass
class Held:
    """How a basis holds for one category of data.

    Attributes:
        failed: requirements that are not met; then it does not hold.
        blocked: rules that stop it.
        warned: rules, or the basis itself, that ask a reasoned confirmation.
        noted: rules that are only told.
        missing: facts still unknown.
        approvals: agreements not there yet.
        refused: agreements that were refused.
    """

    basis: Basis
    failed: list[Line] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    approvals: list[OpenApproval] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing stands in its way for good."""
        return not (self.failed or self.blocked or self.refused)

    @property
    def outcome(self) -> Outcome:
        """What follows from this basis alone."""
        if not self.holds:
            return Outcome.NOT_ALLOWED
        if self.approvals:
            return Outcome.NEEDS_APPROVAL
        return Outcome.WARN if self.missing or self.warned else Outcome.ALLOWED

    @property
    def fired(self) -> list[str]:
        """The rules that fired for it."""
        return [one for one in (*self.blocked, *self.warned, *self.noted) if one]


# The elements as bits: a set of them is one number.
GIVER, RECEIVER, PURPOSE, DATA, SUBJECT, FORM, TAG, DATE = (1 << place for place in range(len(Element)))
# Whoever fails in one of these is about something else, or was not law on that day.
ELSEWHERE: Final = GIVER | RECEIVER | PURPOSE | DATA | SUBJECT | DATE


def misfits(basis: Basis, proposal: Proposal, category: str) -> frozenset[Element]:
    """Return in which elements a basis does not fit a proposal for one category of data."""
    return elements(wrong(basis, proposal, category))


def elements(bits: int) -> frozenset[Element]:
    """Return the elements that stand in a number of `wrong`."""
    return frozenset(one for place, one in enumerate(Element) if bits >> place & 1)


def wrong(basis: Basis, proposal: Proposal, category: str) -> int:
    """Return the elements in which a basis does not fit a proposal for one category of data, as bits."""
    values = proposal.values
    providers, subjects, categories = basis.providers, basis.subjects, basis.categories
    for wide in basis.also:
        if holds(wide.when, values):
            providers, subjects = providers | wide.providers, subjects | wide.subjects
            categories |= wide.categories
    return (
        (0 if values["provider"] in providers or EVERYONE in providers else GIVER)
        | (0 if values["recipient"] in basis.recipients else RECEIVER)
        | (0 if values["purpose"] in basis.purposes else PURPOSE)
        | (0 if category in categories else DATA)
        | (0 if _fits_subject(values["subject"], subjects) else SUBJECT)
        | (0 if _fits_form(basis, values) else FORM)
        | (0 if category != POLICE or basis.tags is None or _fits_tags(values, basis.tags) else TAG)
        | (0 if basis.in_force(proposal.on) else DATE)
    )


def nearest(proposal: Proposal, category: str, rules: RuleSet) -> frozenset[Element]:
    """Return the elements that fail in the bases that come nearest to a proposal that none carries."""
    found = [wrong(basis, proposal, category) for basis in rules.bases]
    least = min(one.bit_count() for one in found)
    together = 0
    for one in found:
        if one.bit_count() == least:
            together |= one
    return elements(together)


def hold(basis: Basis, proposal: Proposal, category: str, rules: RuleSet) -> Held:
    """Judge a basis that fits: its conditions, its approvals and the rules about it."""
    held, values = Held(basis), proposal.values
    for one in (*basis.requires, *_strict_lines(basis, values, category), *_form_lines(basis, values)):
        answer = one.answer(values)
        if answer is False:
            held.failed.append(one)
        elif answer is None:
            held.missing += one.open_keys(values)
    for approval in basis.approvals:
        _ask(held, approval, values)
    for rule, clause in rules.about.get(basis.id, ()):
        if holds(clause.lines, values):
            fire(held, rule, clause, values, rules)
    if any(holds(lines, values) for lines in basis.warn_when):
        held.warned.append("")
    return held


def keep(basis: Basis, proposal: Proposal) -> Held:
    """Judge whether data that were got under a basis may still be kept or used: until its term is over."""
    held = Held(basis)
    for lines in basis.terms:
        answer = all_of(one.answer(proposal.values) for one in lines)
        if answer is True:
            held.failed += lines
        elif answer is None:
            held.missing += [key for one in lines for key in one.open_keys(proposal.values)]
    return held


def fire(held: Held, rule: Rule, clause: Clause, values: Values, rules: RuleSet) -> None:
    """Let a clause about this basis take effect."""
    if clause.effect == "approval":
        _ask(held, Approval(clause.fact, rules.approvers[clause.fact]), values, rule=rule.id)
    elif clause.effect == "block":
        held.blocked.append(rule.id)
    elif clause.effect == "warn":
        held.warned.append(rule.id)
    else:
        held.noted.append(rule.id)


def _ask(held: Held, approval: Approval, values: Values, rule: str = "") -> None:
    asked = all_of(one.answer(values) for one in approval.when)
    if asked is None:
        held.missing += [key for one in approval.when for key in one.open_keys(values)]
    if not asked:
        return
    state = str(values.get(approval.fact, "none"))
    if rule:
        held.noted.append(rule)
    if state == REFUSED:
        held.refused.append(approval.fact)
    elif state != GIVEN and approval.fact not in {one.fact for one in held.approvals}:
        held.approvals.append(OpenApproval(approval.fact, approval.approver, state))


def _strict_lines(basis: Basis, values: Values, category: str) -> Iterable[Line]:
    """Return what a starred tag asks besides (Bpg 4:5)."""
    if category != POLICE or not basis.strict_tags:
        return ()
    tags: frozenset[str] = values.get("wpg_processing") or frozenset()
    return () if basis.strict_tags.isdisjoint(tags) else STRICT


def _form_lines(basis: Basis, values: Values) -> Iterable[Line]:
    """Ask for how often or at whose wish, where that is unknown and the basis does not cover every answer."""
    found = []
    if len(basis.frequencies) < BOTH and values.get("frequency") is None:
        found.append(_covering("frequency", basis.frequencies))
    if len(basis.triggers) < BOTH and values.get("trigger") is None:
        found.append(_covering("trigger", basis.triggers))
    return found


@lru_cache(maxsize=64)
def _covering(key: str, covered: frozenset[str]) -> Line:
    return line(f"{key} in {'|'.join(sorted(covered))}")


def _fits_subject(subject: str, covered: frozenset[str]) -> bool:
    if subject in covered:
        return True
    return subject == NOBODY and any(one.startswith(NOBODY) for one in covered)


def _fits_form(basis: Basis, values: Values) -> bool:
    frequency, trigger = values.get("frequency"), values.get("trigger")
    return (frequency is None or frequency in basis.frequencies) and (
        trigger is None or trigger in basis.triggers
    )


def _fits_tags(values: Values, covered: frozenset[str]) -> bool:
    """Tell whether every police item was processed under an article that the basis names; untagged ones stop."""
    tags: frozenset[str] | None = values.get("wpg_processing")
    return tags is not None and tags <= covered
