"""The rules by which a norm that stays broken proposes another kind: the standard ones and the municipality's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from driehoek.access.identity import Identity
from driehoek.figures.models import Frequency
from driehoek.problems.models import Kind, SafetyField
from driehoek.standard.models import NormType, OwnRetypingRule
from driehoek.standard.retyping import RetypingRule, rules


@dataclass(frozen=True)
class KeptRule:
    """A rule as it holds here.

    Attributes:
        rule: what it says.
        own: the municipality's own row; None for a standard rule that nobody changed.
        standard: whether there is a standard rule with its key.
    """

    rule: RetypingRule
    own: OwnRetypingRule | None
    standard: bool

    @property
    def active(self) -> bool:
        """Whether it makes proposals."""
        return self.own is None or self.own.active


def kept_rules(identity: Identity) -> list[KeptRule]:
    """Return the rules that hold here, the municipality's own before the standard ones; one query."""
    own = {row.key: row for row in own_rules(identity)}
    standard = {rule.key: rule for rule in rules()}
    first = [KeptRule(as_rule(row), row, key in standard) for key, row in own.items()]
    return first + [KeptRule(rule, None, standard=True) for key, rule in standard.items() if key not in own]


def rules_of(identity: Identity) -> tuple[RetypingRule, ...]:
    """Return the rules that make proposals here, in the order in which they decide; one query."""
    return tuple(kept.rule for kept in kept_rules(identity) if kept.active)


def own_rules(identity: Identity) -> Sequence[OwnRetypingRule]:
    """Return the municipality's own rules."""
    return list(
        OwnRetypingRule.objects.filter(municipality=identity.municipality).select_related("changed_by")
    )


def as_rule(row: OwnRetypingRule) -> RetypingRule:
    """Return a stored rule as the judge of proposals reads it."""
    periods = {rhythm: getattr(row, rhythm.value) for rhythm in Frequency}
    return RetypingRule(
        key=row.key,
        propose=Kind(row.propose),
        norms=frozenset(NormType(one) for one in row.norms),
        fields=frozenset(SafetyField(one) for one in row.fields),
        periods={rhythm: number for rhythm, number in periods.items() if number},
    )
