"""Whether a basis is about a proposal at all, and how it holds when it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from driehoek.law.decision import OpenApproval, Outcome
from driehoek.law.lines import Line, all_of, line
from driehoek.law.proposal import Proposal
from driehoek.law.ruleset import Approval, Basis, Rule, RuleSet

POLICE: Final = "politiegegevens"
EVERYONE: Final = "iedereen"
NOBODY: Final = "n.v.t."
GIVEN: Final = "given"
REFUSED: Final = "refused"
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


# The five that say what a provision is about; a basis that fits in these is worth explaining when it fails.
FIVE: Final = (Element.GIVER, Element.RECEIVER, Element.PURPOSE, Element.DATA, Element.SUBJECT)


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


def misfits(basis: Basis, proposal: Proposal, category: str) -> frozenset[Element]:
    """Return in which elements a basis does not fit a proposal for one category of data."""
    values = proposal.values
    providers, subjects, categories = basis.providers, basis.subjects, basis.categories
    for wide in basis.also:
        if _true(wide.when, proposal):
            providers, subjects = providers | wide.providers, subjects | wide.subjects
            categories |= wide.categories
    fits = (
        (Element.GIVER, values["provider"] in providers or EVERYONE in providers),
        (Element.RECEIVER, values["recipient"] in basis.recipients),
        (Element.PURPOSE, values["purpose"] in basis.purposes),
        (Element.DATA, category in categories),
        (Element.SUBJECT, _fits_subject(str(values["subject"]), subjects)),
        (Element.FORM, _fits_form(basis, proposal)),
        (Element.TAG, category != POLICE or basis.tags is None or _fits_tags(proposal, basis.tags)),
        (Element.DATE, basis.in_force(proposal.on)),
    )
    return frozenset(element for element, fit in fits if not fit)


def nearest(proposal: Proposal, category: str, rules: RuleSet) -> frozenset[Element]:
    """Return the elements that fail in the bases that come nearest to a proposal that none carries."""
    ordered = sorted((misfits(basis, proposal, category) for basis in rules.bases), key=len)
    least = len(ordered[0])
    return frozenset[Element]().union(*(one for one in ordered if len(one) == least))


def hold(basis: Basis, proposal: Proposal, category: str, rules: RuleSet) -> Held:
    """Judge a basis that fits: its conditions, its approvals and the rules about it."""
    held = Held(basis)
    for one in (*basis.requires, *_strict_lines(basis, proposal, category), *_form_lines(basis, proposal)):
        answer = one.answer(proposal.values)
        if answer is False:
            held.failed.append(one)
        elif answer is None:
            held.missing += one.open_keys(proposal.values)
    for approval in basis.approvals:
        _ask(held, approval, proposal)
    for rule in rules.rules:
        fire(held, rule, proposal, rules)
    if any(_true(lines, proposal) for lines in basis.warn_when):
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


def fire(held: Held, rule: Rule, proposal: Proposal, rules: RuleSet) -> None:
    """Let the clauses of a rule that are about this basis take effect."""
    for clause in rule.clauses:
        if held.basis.id not in clause.bases or not _true(clause.lines, proposal):
            continue
        if clause.effect == "approval":
            _ask(held, Approval(clause.fact, rules.approvers[clause.fact]), proposal, rule=rule.id)
        else:
            {"block": held.blocked, "warn": held.warned, "note": held.noted}[clause.effect].append(rule.id)


def _ask(held: Held, approval: Approval, proposal: Proposal, rule: str = "") -> None:
    asked = all_of(one.answer(proposal.values) for one in approval.when)
    if asked is None:
        held.missing += [key for one in approval.when for key in one.open_keys(proposal.values)]
    if not asked:
        return
    state = str(proposal.values.get(approval.fact, "none"))
    if rule:
        held.noted.append(rule)
    if state == REFUSED:
        held.refused.append(approval.fact)
    elif state != GIVEN and approval.fact not in {one.fact for one in held.approvals}:
        held.approvals.append(OpenApproval(approval.fact, approval.approver, state))


def _strict_lines(basis: Basis, proposal: Proposal, category: str) -> Iterable[Line]:
    """Return what a starred tag asks besides (Bpg 4:5)."""
    tags: frozenset[str] = proposal.values.get("wpg_processing") or frozenset()
    return STRICT if category == POLICE and not basis.strict_tags.isdisjoint(tags) else ()


def _form_lines(basis: Basis, proposal: Proposal) -> Iterable[Line]:
    """Ask for how often or at whose wish, where that is unknown and the basis does not cover every answer."""
    for key, covered in (("frequency", basis.frequencies), ("trigger", basis.triggers)):
        if proposal.values.get(key) is None and len(covered) < 2:
            yield line(f"{key} in {'|'.join(sorted(covered))}")


def _true(lines: Iterable[Line], proposal: Proposal) -> bool:
    return all_of(one.answer(proposal.values) for one in lines) is True


def _fits_subject(subject: str, covered: frozenset[str]) -> bool:
    if subject in covered:
        return True
    return subject == NOBODY and any(one.startswith(NOBODY) for one in covered)


def _fits_form(basis: Basis, proposal: Proposal) -> bool:
    frequency, trigger = proposal.values.get("frequency"), proposal.values.get("trigger")
    return (frequency is None or frequency in basis.frequencies) and (
        trigger is None or trigger in basis.triggers
    )


def _fits_tags(proposal: Proposal, covered: frozenset[str]) -> bool:
    """Tell whether every police item was processed under an article that the basis names; untagged ones stop."""
    tags: frozenset[str] | None = proposal.values.get("wpg_processing")
    return tags is not None and tags <= covered
