"""What a set of rules is made of: bases that allow, rules that stop or warn, and the facts they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from driehoek.law.lines import Line

EFFECTS: Final = ("block", "approval", "warn", "note")
CONFIDENCE: Final = ("high", "medium", "low")
PARTY: Final = "party"
PARTIES: Final = frozenset({"provider", "recipient"})
APPROVER: Final = "approver"


class RuleError(ValueError):
    """The rules themselves are wrong; the message names file and entry."""


@dataclass(frozen=True)
class Words:
    """The same words in Dutch (B1) and English; both are empty where there is nothing to say."""

    nl: str
    en: str

    def as_json(self) -> dict[str, str]:
        """Return both languages."""
        return {"nl": self.nl or self.en, "en": self.en}


@dataclass(frozen=True)
class Approval:
    """Who must agree first: asked when every line of `when` is true, answered by the fact."""

    fact: str
    approver: str
    when: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Widening:
    """What a basis covers besides, when every line is true."""

    when: tuple[Line, ...]
    providers: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Basis:
    """A legal basis: who may give what to whom, for what, about whom, on which conditions.

    Attributes:
        id, statute, article, title: what it is; the title is Dutch, as the law is.
        providers, recipients, purposes, categories, subjects: what it covers.
        frequencies, triggers: whether structural, on request, unprompted.
        tags: under which articles of the Wpg a police item may have been processed; None where it does not matter.
        strict_tags: those of them that ask strict necessity and consultation of the competent officer (Bpg 4:5).
        requires: what must be true.
        approvals: who must agree.
        terms: when kept data have been kept too long.
        warn_when: when it holds only with a reasoned confirmation.
        valid_from, valid_until: it counts on a day from the first up to, not including, the second.
        duty: whether giving is a duty.
        confidence, seen, source: how sure the entry is, whether its text was read, and where it stands.
        conditions, record: what a person still confirms, and what is written down.
        decided_by, keep, onward, secrecy, note: prose for people.
    """

    id: str
    statute: str
    article: str
    title: str
    providers: frozenset[str]
    recipients: frozenset[str]
    purposes: frozenset[str]
    categories: frozenset[str]
    subjects: frozenset[str]
    frequencies: frozenset[str]
    triggers: frozenset[str]
    tags: frozenset[str] | None
    strict_tags: frozenset[str]
    requires: tuple[Line, ...]
    approvals: tuple[Approval, ...]
    terms: tuple[tuple[Line, ...], ...]
    also: tuple[Widening, ...]
    warn_when: tuple[tuple[Line, ...], ...]
    valid_from: date | None
    valid_until: date | None
    duty: bool
    confidence: str
    seen: bool
    source: str
    conditions: tuple[Words, ...]
    record: tuple[Words, ...]
    decided_by: Words
    keep: Words
    onward: Words
    secrecy: Words
    note: Words

    def in_force(self, on: date) -> bool:
        """Tell whether the basis counts on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on < self.valid_until
        )


@dataclass(frozen=True)
class Clause:
    """When every line is true, the effect follows: for the whole proposal, or only for some bases."""

    effect: str
    lines: tuple[Line, ...]
    bases: frozenset[str] = frozenset()
    fact: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule that stops, warns, asks approval, or is only told."""

    id: str
    title: Words
    text: Words
    applies_to: str
    effect: str
    confidence: str
    seen: bool
    source: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Fact:
    """Something that a proposal may say, with the question that a person is asked for it."""

    key: str
    kind: str
    values: tuple[str, ...]
    meaning: str
    question: Words
    choices: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleSet:
    """All rules of one version.

    Attributes:
        version: the day of the newest change and the beginning of a hash over every file: same version, same answers.
        vocabulary: which values the structured fields may have.
        approvers: who gives the approval that a fact is about.
        words: how a person says each value: field, value, words. Provider and recipient share the list `party`;
            `approver` is the list for who approves.
        index: the bases by recipient and purpose, so that a check looks only at those that can fit.
        deciding: by basis, the facts that must be known because an approval hangs on the answer.
        general: the clauses about every proposal, by a key and a value without which they cannot be true, each with
            its place in the order of the rules, so that a check looks only at those that can fire.
        about: by basis, the clauses about that basis, each with its rule, in the order of the rules.
    """

    version: str
    bases: tuple[Basis, ...]
    rules: tuple[Rule, ...]
    facts: Mapping[str, Fact]
    vocabulary: Mapping[str, frozenset[str]]
    approvers: Mapping[str, str]
    words: Mapping[str, Mapping[str, Words]]
    index: Mapping[tuple[str, str], tuple[Basis, ...]] = field(default_factory=dict)
    deciding: Mapping[str, frozenset[str]] = field(default_factory=dict)
    general: Mapping[str, Mapping[Any, tuple[tuple[int, Rule, Clause], ...]]] = field(default_factory=dict)
    about: Mapping[str, tuple[tuple[Rule, Clause], ...]] = field(default_factory=dict)

    def basis(self, key: str) -> Basis | None:
        """Return a basis by its id."""
        return next((one for one in self.bases if one.id == key), None)

    def rule(self, key: str) -> Rule:
        """Return a rule by its id."""
        return next(one for one in self.rules if one.id == key)
