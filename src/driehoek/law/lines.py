"""The small language in which rules are written: one line says one thing about a proposal.

    key==value      key!=value      key in a|b      key not_in a|b      key known
    list has value  list has_any a|b
    on > date + P5Y      on < date - P3M
    if A [and B] then C [and D]

Each line answers yes, no, or unknown (None): a fact that is absent is unknown, and unknown is not no (Kleene's
strong three-valued logic). Periods are ISO 8601 with years, months, weeks and days; a month counts by the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from dateutil.relativedelta import relativedelta

Values = Mapping[str, Any]
Answer = bool | None
KEY: Final = r"[a-z][a-z0-9_]*"
# The tag 10 stands for all of article 10.
WIDE_TAGS: Final[dict[str, frozenset[str]]] = {"10": frozenset({"10", "10a", "10b", "10c"})}
_IF: Final = re.compile(r"if (?P<condition>.+) then (?P<consequence>.+)")
_DATE: Final = re.compile(rf"(?P<left>{KEY}) (?P<sign>[<>]) (?P<right>{KEY}) (?P<way>[+-]) (?P<period>P\w+)")
_KNOWN: Final = re.compile(rf"(?P<key>{KEY}) known")
_CHOICE: Final = re.compile(rf"(?P<key>{KEY}) (?P<verb>in|not_in|has|has_any) (?P<values>\S+)")
_EQUAL: Final = re.compile(rf"(?P<key>{KEY})(?P<verb>==|!=)(?P<value>\S+)")
_PERIOD: Final = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
)


class LineError(ValueError):
    """A line that is not written in the language."""


@dataclass(frozen=True)
class Line:
    """One line, ready to be asked.

    Attributes:
        text: the line as written.
        keys: every key that it reads.
        answer: yes, no or unknown for the values of a proposal.
        open_keys: which absent keys stand in the way of an answer; those that decide whether it is asked come first.
        only: where the line is true for some values of one key and for nothing else: that key and those values.
    """

    text: str
    keys: frozenset[str]
    answer: Callable[[Values], Answer]
    open_keys: Callable[[Values], tuple[str, ...]]
    only: tuple[str, frozenset[Any]] | None = None


@lru_cache(maxsize=2048)
def line(text: str) -> Line:
    """Read a line.

    Raises:
        LineError: it is not in the language.
    """
    if found := _IF.fullmatch(text):
        return _implication(text, found["condition"], found["consequence"])
    return _atom(text)


def all_of(answers: Iterable[Answer]) -> Answer:
    """Yes when all are yes, no when one is no, else unknown."""
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def holds(lines: Iterable[Line], values: Values) -> bool:
    """Tell whether every line is true of these values; the first that is not ends it."""
    # A loop of its own: a generator would cost more than most lines do.
    for one in lines:  # noqa: SIM110
        if one.answer(values) is not True:
            return False
    return True


def period(text: str) -> relativedelta:
    """Read an ISO 8601 period of years, months, weeks and days.

    Raises:
        LineError: it is none.
    """
    found = _PERIOD.fullmatch(text)
    if found is None or not any(found.groups()):
        raise LineError(f"{text} is not a period")
    return relativedelta(**{name: int(number) for name, number in found.groupdict().items() if number})  # type: ignore[arg-type]


def _implication(text: str, condition: str, consequence: str) -> Line:
    asked = [_atom(part) for part in condition.split(" and ")]
    then = [_atom(part) for part in consequence.split(" and ")]

    def answer(values: Values) -> Answer:
        applies = all_of(one.answer(values) for one in asked)
        if applies is False:
            return True
        holds = all_of(one.answer(values) for one in then)
        return True if holds is True else (holds if applies else None)

    def open_keys(values: Values) -> tuple[str, ...]:
        if answer(values) is not None:
            return ()
        first = tuple(key for one in asked for key in one.open_keys(values))
        return first or tuple(key for one in then for key in one.open_keys(values))

    keys = frozenset[str]().union(*(one.keys for one in (*asked, *then)))
    return Line(text, keys, answer, open_keys)


def _atom(text: str) -> Line:
    for pattern, make in _ATOMS:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            keys, answer = make(**parts)
            return Line(text, frozenset(keys), answer, _absent(keys, answer), _only(parts))
    raise LineError(f"not a line of the rules: {text}")


def _absent(keys: tuple[str, ...], answer: Callable[[Values], Answer]) -> Callable[[Values], tuple[str, ...]]:
    def find(values: Values) -> tuple[str, ...]:
        return tuple(key for key in keys if values.get(key) is None) if answer(values) is None else ()

    return find


def _only(parts: Mapping[str, str]) -> tuple[str, frozenset[Any]] | None:
    if parts.get("verb") == "==":
        return parts["key"], frozenset({_value(parts["value"])})
    if parts.get("verb") == "in":
        return parts["key"], frozenset(_value(one) for one in parts["values"].split("|"))
    return None


def _value(text: str) -> Any:
    return {"true": True, "false": False}.get(text, text)


def _equal(key: str, verb: str, value: str) -> tuple[tuple[str, ...], Callable[[Values], Answer]]:
    wanted, same = _value(value), verb == "=="

    def answer(values: Values) -> Answer:
        given = values.get(key)
        return None if given is None else (given == wanted) is same

    return (key,), answer


def _known(key: str) -> tuple[tuple[str, ...], Callable[[Values], Answer]]:
    return (key,), lambda values: None if values.get(key) is None else True


def _choice(key: str, verb: str, values: str) -> tuple[tuple[str, ...], Callable[[Values], Answer]]:
    wanted: frozenset[Any] = frozenset(_value(one) for one in values.split("|"))
    for wide, narrow in WIDE_TAGS.items():
        if key == "wpg_processing" and wide in wanted:
            wanted |= narrow

    def one_of(given_values: Values) -> Answer:
        given = given_values.get(key)
        return None if given is None else (given in wanted) is (verb == "in")

    def has(given_values: Values) -> Answer:
        given = given_values.get(key)
        return None if given is None else not wanted.isdisjoint(given)

    return (key,), one_of if verb in ("in", "not_in") else has


def _dated(
    left: str, sign: str, right: str, way: str, period: str
) -> tuple[tuple[str, ...], Callable[[Values], Answer]]:
    length = _read_period(period)

    def answer(values: Values) -> Answer:
        begin: date | None = values.get(left)
        other: date | None = values.get(right)
        if begin is None or other is None:
            return None
        bound = other + length if way == "+" else other - length
        return begin > bound if sign == ">" else begin < bound

    return (left, right), answer


_read_period = period
_ATOMS: Final[tuple[tuple[re.Pattern[str], Any], ...]] = (
    (_KNOWN, _known),
    (_DATE, _dated),
    (_CHOICE, _choice),
    (_EQUAL, _equal),
)
