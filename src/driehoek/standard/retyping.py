"""When a broken norm is a reason to type a theme anew: rules as data, no database (ST22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from driehoek.figures.models import Frequency
from driehoek.problems.content import ContentError, Entry
from driehoek.problems.models import Kind, SafetyField
from driehoek.standard.models import NormType
from driehoek.standard.norms import Judgement
from driehoek.standard.sets import load

# How a proposal is called on the agenda of the driehoek.
ORIGIN: Final = "standard.norm"


@dataclass(frozen=True)
class RetypingRule:
    """A norm of one of `norms`, in one of `fields`, broken `periods` in a row, proposes the kind `propose`.

    Attributes:
        key: name of the rule, for the ledger.
        periods: how many in a row, by rhythm of the figure.
    """

    key: str
    propose: Kind
    norms: frozenset[NormType]
    fields: frozenset[SafetyField]
    periods: dict[Frequency, int]

    def fits(self, norm: NormType, field: SafetyField, rhythm: Frequency, judgement: Judgement) -> bool:
        """Tell whether a judgement is a reason for this rule; the run counts up to the newest judged period."""
        wanted = self.periods.get(rhythm)
        return (
            wanted is not None
            and norm in self.norms
            and field in self.fields
            and judgement.broken_run >= wanted
        )


@cache
def rules() -> tuple[RetypingRule, ...]:
    """Return the rules of data/retyping.yaml in order.

    Raises:
        ContentError: the file is not right; the message says where and what.
    """
    return tuple(map(parse, load("retyping.yaml").parts("rules")))


def rule_for(
    norm: NormType, field: SafetyField, rhythm: Frequency, judgement: Judgement
) -> RetypingRule | None:
    """Return the first rule that makes a proposal of a judgement, or None."""
    return next((rule for rule in rules() if rule.fits(norm, field, rhythm, judgement)), None)


def origin_id(norm: UUID, since: date) -> str:
    """Return what names a norm's run of broken periods on the agenda."""
    return f"{norm}:{since.isoformat()}"


def parse(entry: Entry) -> RetypingRule:
    """Turn one entry into a rule.

    Raises:
        ContentError: it is not right.
    """
    entry.only("key", "propose", "norms", "fields", "periods")
    rhythms = entry.part("periods")
    rhythms.only(*Frequency.values)
    return RetypingRule(
        key=entry.text("key", longest=40),
        propose=Kind(entry.one_of("propose", Kind.values)),
        norms=frozenset(NormType(one) for one in _several(entry, "norms", NormType.values)),
        fields=frozenset(SafetyField(one) for one in _several(entry, "fields", SafetyField.values)),
        periods={Frequency(name): max(1, rhythms.whole(name, most=520)) for name in rhythms.fields},
    )


def _several(entry: Entry, name: str, allowed: list[str]) -> list[str]:
    value: Any = entry.fields.get(name)
    if not isinstance(value, list) or not value or not set(value) <= set(allowed):
        raise ContentError(f"{entry.where}: {name} is {value!r}, not a list out of {', '.join(allowed)}")
    return list(value)
