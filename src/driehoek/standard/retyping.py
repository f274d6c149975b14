"""When a broken norm, or something else that keeps coming back, is a reason to type a theme anew (ST22).

The rules are data (data/retyping.yaml). Of a norm this room knows itself how often it was broken in a row. What else
can be counted, a room above registers in its `AppConfig.ready`:

    retyping.register("scans.hot_spot_returns", find)

where `find(identity, theme)` returns what this reader may see that came back on a theme, as `Returned`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from driehoek.access.identity import Identity
from driehoek.figures.models import Frequency
from driehoek.problems.content import ContentError, Entry
from driehoek.problems.models import Kind, SafetyField
from driehoek.standard.models import NormType
from driehoek.standard.norms import Judgement
from driehoek.standard.sets import load

# How a proposal is called on the agenda of the driehoek.
ORIGIN: Final = "standard.norm"
REASON_ORIGIN: Final = "standard.reason"


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


@dataclass(frozen=True)
class ReturnRule:
    """What `reason` counts, on a theme in one of `fields`, `times` in a row, proposes the kind `propose`."""

    key: str
    propose: Kind
    reason: str
    times: int
    fields: frozenset[SafetyField]

    def fits(self, field: SafetyField, times: int) -> bool:
        """Tell whether something that came back so often is a reason for this rule."""
        return field in self.fields and times >= self.times


@dataclass(frozen=True)
class Returned:
    """Something that came back on a theme.

    Attributes:
        id: which thing it is now.
        times: how often in a row.
        words: that in a sentence.
        url: path of its page.
    """

    id: UUID
    times: int
    words: str
    url: str


Find = Callable[[Identity, UUID], list[Returned]]
_reasons: dict[str, Find] = {}


def register(reason: str, find: Find) -> None:
    """Let a room tell what came back on a theme; the same reason replaces.

    Raises:
        ValueError: a reason that is not `room.what`.
    """
    if reason.count(".") != 1:
        raise ValueError(f"{reason}: a reason is named room.what")
    _reasons[reason] = find


def forget(reason: str) -> None:
    """Take a reason away again."""
    _reasons.pop(reason, None)


def returned(identity: Identity, theme: UUID, field: SafetyField) -> list[tuple[ReturnRule, Returned]]:
    """Ask every registered reason that a rule names once; return what came back often enough, the most first."""
    found = [
        (rule, one)
        for rule in return_rules()
        if rule.reason in _reasons
        for one in _reasons[rule.reason](identity, theme)
        if rule.fits(field, one.times)
    ]
    return sorted(found, key=lambda pair: -pair[1].times)


@cache
def return_rules() -> tuple[ReturnRule, ...]:
    """Return the rules about what comes back, of data/retyping.yaml, in order.

    Raises:
        ContentError: the file is not right; the message says where and what.
    """
    return tuple(map(parse_return, load("retyping.yaml").parts("returns")))


def parse_return(entry: Entry) -> ReturnRule:
    """Turn one entry into a rule.

    Raises:
        ContentError: it is not right.
    """
    entry.only("key", "propose", "reason", "times", "fields")
    return ReturnRule(
        key=entry.text("key", longest=40),
        propose=Kind(entry.one_of("propose", Kind.values)),
        reason=entry.text("reason", longest=40),
        times=max(2, entry.whole("times", most=20)),
        fields=frozenset(SafetyField(one) for one in _several(entry, "fields", SafetyField.values)),
    )


@cache
def rules() -> tuple[RetypingRule, ...]:
    """Return the rules of data/retyping.yaml in order.

    Raises:
        ContentError: the file is not right; the message says where and what.
    """
    return tuple(map(parse, load("retyping.yaml").parts("rules")))


def rule_for(
    norm: NormType,
    field: SafetyField,
    rhythm: Frequency,
    judgement: Judgement,
    *,
    among: Sequence[RetypingRule] | None = None,
) -> RetypingRule | None:
    """Return the first rule that makes a proposal of a judgement, or None; `among` the standard ones when not said."""
    known = rules() if among is None else among
    return next((rule for rule in known if rule.fits(norm, field, rhythm, judgement)), None)


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
