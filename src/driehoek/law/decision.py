"""What the rules say of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from driehoek.law.ruleset import Words


class Outcome(StrEnum):
    """The four answers, from mild to strict."""

    ALLOWED = "allowed"
    WARN = "warn"
    NEEDS_APPROVAL = "needs_approval"
    NOT_ALLOWED = "not_allowed"

    strictness: int

    def __init__(self, *_value: str) -> None:
        """Note how strict it is: 0 for allowed up to 3 for not allowed."""
        self.strictness = len(type(self).__members__)


# Outcome, bases, rules, missing facts, who must still agree: what must be the same when it is computed again.
Key = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Missing:
    """A fact that is still unknown, with the question that a person is asked."""

    key: str
    question: Words


@dataclass(frozen=True)
class OpenApproval:
    """An agreement that is not there yet: none, or pending."""

    fact: str
    approver: str
    state: str


@dataclass(frozen=True)
class Decision:
    """The judgement of a proposal; support for the person who decides, never the decision itself (Wpg 7a, AVG 22).

    Attributes:
        outcome: allowed, warn (only with a reasoned confirmation), needs_approval, or not_allowed.
        bases: ids of the bases that fit, best first; none for a refusal.
        rules: ids of the rules that fired.
        missing: facts still unknown on the best basis of each category of data.
        approvals: who must still agree.
        decided_by: who decides at the giver.
        record: what is written down before release.
        keep_until, onward, secrecy: how long the receiver keeps it, what may be passed on, which secrecy holds.
        conditions: what a person confirms, in words.
        reasons: why, in sentences with the article.
        rule_version: by which version of the rules.
        on: by which day.
    """

    outcome: Outcome
    bases: tuple[str, ...]
    rules: tuple[str, ...]
    missing: tuple[Missing, ...]
    approvals: tuple[OpenApproval, ...]
    decided_by: Words
    record: tuple[Words, ...]
    keep_until: Words
    onward: Words
    secrecy: Words
    conditions: tuple[Words, ...]
    reasons: tuple[Words, ...]
    rule_version: str
    on: date

    @property
    def key(self) -> Key:
        """What must be the same when the decision is computed again."""
        return (
            self.outcome.value,
            self.bases,
            self.rules,
            tuple(one.key for one in self.missing),
            tuple(one.approver for one in self.approvals),
        )

    def as_json(self) -> Mapping[str, Any]:
        """Return the decision as `driehoek law check` prints it."""
        return {
            "outcome": self.outcome.value,
            "bases": list(self.bases),
            "rules": list(self.rules),
            "missing": [{"key": one.key, "question": one.question.as_json()} for one in self.missing],
            "approvals": [
                {"fact": one.fact, "approver": one.approver, "state": one.state} for one in self.approvals
            ],
            "decided_by": self.decided_by.as_json(),
            "record": [one.as_json() for one in self.record],
            "keep_until": self.keep_until.as_json(),
            "onward": self.onward.as_json(),
            "secrecy": self.secrecy.as_json(),
            "conditions": [one.as_json() for one in self.conditions],
            "reasons": [one.as_json() for one in self.reasons],
            "rule_version": self.rule_version,
            "on": self.on.isoformat(),
        }
