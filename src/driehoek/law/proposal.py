"""What is proposed, read and refused where it is malformed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from driehoek.law.ruleset import Fact, RuleSet

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
REQUIRED: Final = ("provider", "recipient", "purpose", "data_categories", "subject")
OPTIONAL: Final = ("frequency", "trigger", "wpg_processing")
LISTS: Final = frozenset({"data_categories", "wpg_processing"})


class ProposalError(ValueError):
    """A proposal that cannot be judged; the message names the key and the remedy."""


@dataclass(frozen=True)
class Proposal:
    """Who would give what to whom, for what, about whom, on which day, and what is known about it.

    Attributes:
        values: every value that is known, structured fields and facts alike; an absent key is unknown.
        on: the day by which it is judged.
    """

    values: Mapping[str, Any]
    on: date

    @property
    def categories(self) -> frozenset[str]:
        """The categories of data in it."""
        found: frozenset[str] = self.values["data_categories"]
        return found

    @property
    def action(self) -> str:
        """What is proposed: provide (when nothing is said), keep or reuse."""
        return str(self.values.get("action", "provide"))


def read(given: object, rules: RuleSet, *, on: date | None = None) -> Proposal:
    """Read a proposal as it came from a file or a form.

    Args:
        given: the structured fields, with `facts` beside them.
        rules: the rules whose vocabulary holds.
        on: judge by this day, whatever the proposal says; else its own `on`, else today.

    Raises:
        ProposalError: an unknown key, a value outside its list, or an impossible date.
    """
    if not isinstance(given, Mapping):
        raise ProposalError("proposal: give the fields of a proposal, such as provider and recipient")
    # YAML 1.1 reads the bare word `on` as true.
    fields = {"on" if key is True else str(key): value for key, value in given.items()}
    facts = fields.pop("facts", None)
    if facts is None:
        facts = {}
    if not isinstance(facts, Mapping):
        raise ProposalError("facts: give each fact with its value")
    said = fields.pop("on", None)
    day = on or (_day("on", said) if said is not None else datetime.now(AMSTERDAM).date())
    _refuse_strange(fields, facts, rules)
    values: dict[str, Any] = {
        key: _field(key, fields[key], rules) for key in fields if fields[key] is not None
    }
    for key in REQUIRED:
        if not values.get(key):
            raise ProposalError(f"{key}: this is missing")
    values |= {
        str(key): _fact(rules.facts[str(key)], value) for key, value in facts.items() if value is not None
    }
    values["on"] = day
    return Proposal(values, day)


def _refuse_strange(fields: Mapping[str, Any], facts: Mapping[Any, Any], rules: RuleSet) -> None:
    for key in fields:
        if key not in REQUIRED and key not in OPTIONAL:
            where = "; it is a fact and belongs under facts" if key in rules.facts else ""
            raise ProposalError(f"{key}: there is no such field{where}")
    for key in facts:
        if str(key) not in rules.facts:
            raise ProposalError(f"facts.{key}: there is no such fact")


def _field(key: str, given: object, rules: RuleSet) -> Any:
    known = rules.vocabulary[key]
    if key not in LISTS:
        return _one_of(key, given, known)
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise ProposalError(f"{key}: give a list")
    return frozenset(_one_of(key, one, known) for one in given) or None


def _one_of(key: str, given: object, known: frozenset[str] | tuple[str, ...]) -> str:
    # A bare number in YAML is the tag that it looks like.
    text = str(given) if isinstance(given, int) and not isinstance(given, bool) else given
    if not isinstance(text, str) or text not in known:
        raise ProposalError(f"{key}: {given!r} is not one of the values it may have")
    return text


def _fact(fact: Fact, given: object) -> Any:
    key = f"facts.{fact.key}"
    if fact.kind == "bool":
        if not isinstance(given, bool):
            raise ProposalError(f"{key}: {given!r} is not true or false")
        return given
    if fact.kind == "date":
        return _day(key, given)
    return _one_of(key, given, fact.values)


def _day(key: str, given: object) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise ProposalError(f"{key}: {given!r} is not a day such as 2026-11-23") from error


def as_json(proposal: Proposal, rules: RuleSet) -> dict[str, Any]:
    """Return a proposal in the one form in which it is stored: `read` makes the same proposal of it again.

    Values of the vocabulary, facts and days only; lists sorted; nothing that is unknown.
    """
    written = {key: _written(value) for key, value in proposal.values.items() if key != "on"}
    facts = {key: written.pop(key) for key in sorted(written) if key in rules.facts}
    return {**dict(sorted(written.items())), "facts": facts, "on": proposal.on.isoformat()}


def _written(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value
