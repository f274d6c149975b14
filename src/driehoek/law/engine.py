"""The check: a proposal in, a decision with reasons out. Pure; the same proposal and rules give the same answer.

Order of severity: not_allowed > needs_approval > warn > allowed. Each category of data needs a basis that fits; the
mildest basis counts per category, the strictest category counts in all. Unknown is never allowed, and never a
refusal on that ground. See docs/law.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from driehoek.law import wording
from driehoek.law.decision import Decision, Key, Missing, OpenApproval, Outcome
from driehoek.law.lines import holds
from driehoek.law.matching import (
    DATA,
    ELSEWHERE,
    PURPOSE,
    REFUSED,
    SUBJECT,
    Element,
    Held,
    elements,
    hold,
    keep,
    wrong,
)
from driehoek.law.proposal import Proposal, read
from driehoek.law.ruleset import CONFIDENCE, Basis, RuleSet, Words, load

NO_BASIS: Final = "rule-no-basis"
NOTHING: Final = Words("", "")


@dataclass
class Findings:
    """What was found for one category of data.

    Attributes:
        category: which.
        holding: the bases that hold, best first.
        fallen: bases that are about this and do not hold.
        wrong: in which elements the basis under which data are held does not fit.
    """

    category: str
    holding: list[Held] = field(default_factory=list)
    fallen: list[Held] = field(default_factory=list)
    wrong: frozenset[Element] = frozenset()

    @property
    def outcome(self) -> Outcome:
        """The mildest of the bases that hold."""
        return self.holding[0].outcome if self.holding else Outcome.NOT_ALLOWED


@dataclass
class General:
    """What the rules about the whole proposal say."""

    blocked: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    approvals: list[OpenApproval] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """How strict they make it."""
        if self.blocked:
            return Outcome.NOT_ALLOWED
        if self.approvals:
            return Outcome.NEEDS_APPROVAL
        return Outcome.WARN if self.warned else Outcome.ALLOWED

    @property
    def fired(self) -> list[str]:
        """The rules that fired."""
        return [*self.blocked, *self.warned, *self.noted]


@dataclass
class Judged:
    """A judgement before it is put in words: its key, and what the words are made of.

    Attributes:
        general, findings: what was found for the whole proposal, and for each category of data.
        best: the best basis of each category; none for a refusal.
    """

    outcome: Outcome
    bases: tuple[str, ...]
    rules: tuple[str, ...]
    missing: tuple[str, ...]
    approvals: tuple[OpenApproval, ...]
    general: General
    findings: list[Findings]
    best: list[Held]


def check(given: object, *, on: date | None = None, rules: RuleSet | None = None) -> Decision:
    """Judge a proposal as it came from a file or a form.

    Args:
        given: the structured fields and `facts`, or a `Proposal`.
        on: judge by this day instead of the proposal's own.
        rules: other rules than the ones that came along.

    Raises:
        ProposalError: it is malformed; the message names the key.
    """
    used = rules or load()
    proposal = given if isinstance(given, Proposal) else read(given, used, on=on)
    return _in_words(_judge(proposal, used), proposal, used)


def key_of(proposal: Proposal, rules: RuleSet) -> Key:
    """Return `Decision.key` of the decision that `check` would make, without putting it in words."""
    found = _judge(proposal, rules)
    approvers = tuple(one.approver for one in found.approvals)
    return (found.outcome.value, found.bases, found.rules, found.missing, approvers)


def must_know(decision: Decision, rules: RuleSet) -> tuple[str, ...]:
    """Return those of the missing facts that a reasoned confirmation does not replace.

    Where a line only asks that something is known, or an approval hangs on a fact, the answer may bring an approval
    with it; and without the basis under which data are held nothing was judged at all.
    """
    wanted = {"held_under"}
    for key in decision.bases:
        wanted |= rules.deciding.get(key, frozenset())
    return tuple(one.key for one in decision.missing if one.key in wanted)


def _general(proposal: Proposal, rules: RuleSet) -> General:
    found, values = General(), proposal.values
    able = [
        one for key in rules.general.keys() & values.keys() for one in rules.general[key].get(values[key], ())
    ]
    # By their place, which no two share.
    for _place, rule, clause in sorted(able) if len(able) > 1 else able:
        if not holds(clause.lines, values):
            continue
        if clause.effect == "approval":
            _ask(found, clause.fact, rule.id, proposal, rules)
        else:
            said = {"block": found.blocked, "warn": found.warned, "note": found.noted}[clause.effect]
            said.append(rule.id)
    return found


def _ask(found: General, fact: str, rule: str, proposal: Proposal, rules: RuleSet) -> None:
    state = str(proposal.values.get(fact, "none"))
    if state == REFUSED:
        found.blocked.append(rule)
    elif state != "given":
        found.noted.append(rule)
        found.approvals.append(OpenApproval(fact, rules.approvers[fact], state))


def _find(proposal: Proposal, category: str, rules: RuleSet) -> Findings:
    found = Findings(category)
    if proposal.action != "provide":
        _find_kept(proposal, found, rules)
        return found
    for basis in rules.index.get((proposal.values["recipient"], proposal.values["purpose"]), ()):
        astray = wrong(basis, proposal, category)
        if astray & ELSEWHERE:
            continue
        held = hold(basis, proposal, category, rules)
        (found.fallen if astray or not held.holds else found.holding).append(held)
    if len(found.holding) > 1:
        found.holding.sort(key=_rank)
    return found


def _find_kept(proposal: Proposal, found: Findings, rules: RuleSet) -> None:
    """Look at the one basis under which data are held."""
    basis = rules.basis(str(proposal.values.get("held_under", "")))
    if basis is None:
        return
    held = keep(basis, proposal)
    astray = wrong(basis, proposal, found.category) & (DATA | PURPOSE | SUBJECT)
    found.wrong = elements(astray)
    (found.fallen if astray or not held.holds else found.holding).append(held)


def _rank(held: Held) -> tuple[int, int, int, bool]:
    """Return what puts the best basis first: mild, complete, sure, and a duty before a power."""
    confidence = CONFIDENCE.index(held.basis.confidence)
    return (held.outcome.strictness, len(set(held.missing)), confidence, not held.basis.duty)


def _judge(proposal: Proposal, rules: RuleSet) -> Judged:
    """Judge a proposal: everything but the words."""
    general = _general(proposal, rules)
    findings = [_find(proposal, category, rules) for category in sorted(proposal.categories)]
    unknown_holding = _holding_unknown(proposal)
    outcome = max((general.outcome, *(one.outcome for one in findings)), key=_strictness)
    if unknown_holding and general.outcome is not Outcome.NOT_ALLOWED:
        outcome = Outcome.WARN
    refused = outcome is Outcome.NOT_ALLOWED
    best = [] if refused else [one.holding[0] for one in findings if one.holding]
    missing = [key for held in best for key in held.missing]
    if unknown_holding and not refused:
        missing.append("held_under")
    return Judged(
        outcome=outcome,
        bases=() if refused else _bases(findings),
        rules=_rules(general, findings, refused=refused and not unknown_holding),
        missing=tuple(dict.fromkeys(missing)),
        approvals=() if refused else _approvals(general, best),
        general=general,
        findings=findings,
        best=best,
    )


def _in_words(judged: Judged, proposal: Proposal, rules: RuleSet) -> Decision:
    best, outcome = judged.best, judged.outcome
    leading = max(best, key=lambda held: held.outcome.strictness) if best else None
    return Decision(
        outcome=outcome,
        bases=judged.bases,
        rules=judged.rules,
        missing=tuple(Missing(key, wording.question(key, rules)) for key in judged.missing),
        approvals=judged.approvals,
        **_duties(leading.basis if leading else None, best),
        reasons=wording.reasons(proposal, outcome, judged.general.blocked, judged.findings, rules),
        rule_version=rules.version,
        on=proposal.on,
    )


def _strictness(outcome: Outcome) -> int:
    return outcome.strictness


def _holding_unknown(proposal: Proposal) -> bool:
    """Tell whether it is about data that are held, without saying under which basis."""
    return proposal.action != "provide" and proposal.values.get("held_under") is None


def _bases(findings: list[Findings]) -> tuple[str, ...]:
    """Return the bases that hold: the best of each category first, then the others."""
    best = [one.holding[0].basis.id for one in findings if one.holding]
    others = sorted((held for one in findings for held in one.holding[1:]), key=_rank)
    return tuple(dict.fromkeys([*best, *(held.basis.id for held in others)]))


def _rules(general: General, findings: list[Findings], *, refused: bool) -> tuple[str, ...]:
    fired = list(general.fired)
    for one in findings:
        fired += [rule for held in (*one.holding, *one.fallen) for rule in held.fired]
    if refused and any(not one.holding for one in findings):
        fired.append(NO_BASIS)
    return tuple(dict.fromkeys(fired))


def _approvals(general: General, best: Iterable[Held]) -> tuple[OpenApproval, ...]:
    asked = [*general.approvals, *(one for held in best for one in held.approvals)]
    return tuple({one.fact: one for one in asked}.values())


def _duties(leading: Basis | None, best: list[Held]) -> dict[str, Any]:
    """Return what goes along with giving: who decides, what to record, how long, how far, which secrecy."""
    if leading is None:
        return dict.fromkeys(("decided_by", "keep_until", "onward", "secrecy"), NOTHING) | {
            "record": (),
            "conditions": (),
        }
    return {
        "decided_by": leading.decided_by,
        "keep_until": leading.keep,
        "onward": leading.onward,
        "secrecy": leading.secrecy,
        "record": tuple(dict.fromkeys(words for held in best for words in held.basis.record)),
        "conditions": tuple(dict.fromkeys(words for held in best for words in held.basis.conditions)),
    }
