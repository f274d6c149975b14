"""Whether rules hang together: every line, basis, approver and value that they name exists and has words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from driehoek.law.entries import APPROVER, CONFIDENCE, EFFECTS, PARTIES, PARTY, Basis, RuleError, RuleSet
from driehoek.law.lines import Line

VOCABULARY: Final = "vocabulary.yaml"


def judge(found: RuleSet) -> None:
    """Refuse rules that speak of facts, bases or values that do not exist."""
    keys = set(found.facts) | set(found.vocabulary) | {"on"}
    ids = {basis.id for basis in found.bases}
    if len(ids) != len(found.bases):
        raise RuleError("two bases have the same id")
    _judge_words(found)
    for basis in found.bases:
        _judge_lines(basis.id, _all_lines(basis), keys)
        if basis.confidence not in CONFIDENCE:
            raise RuleError(f"{basis.id}: {basis.confidence} is no confidence")
        for approval in basis.approvals:
            if approval.fact not in found.facts:
                raise RuleError(f"{basis.id}: {approval.fact} is not a fact")
    for rule in found.rules:
        for clause in rule.clauses:
            _judge_lines(rule.id, clause.lines, keys)
            if clause.effect not in EFFECTS or not clause.bases <= ids:
                raise RuleError(f"{rule.id}: an unknown effect or basis")
            if clause.effect == "approval" and clause.fact not in found.approvers:
                raise RuleError(f"{rule.id}: nobody gives {clause.fact}")


def _judge_words(found: RuleSet) -> None:
    """Refuse a value that nobody can read: every one has words."""
    wanted = [*found.vocabulary.items(), (APPROVER, frozenset(found.approvers.values()))]
    for name, values in wanted:
        listed = PARTY if name in PARTIES else name
        wordless = values - set(found.words.get(listed, ()))
        if wordless:
            raise RuleError(f"{VOCABULARY}: no words under {listed} for {', '.join(sorted(wordless))}")


def _all_lines(basis: Basis) -> list[Line]:
    groups = [basis.requires, *basis.terms, *basis.warn_when]
    groups += [one.when for one in basis.approvals] + [one.when for one in basis.also]
    return [one for group in groups for one in group]


def _judge_lines(where: str, lines: Iterable[Line], keys: set[str]) -> None:
    for one in lines:
        strange = one.keys - keys
        if strange:
            raise RuleError(f"{where}: {one.text}: {', '.join(sorted(strange))} is not a fact")
