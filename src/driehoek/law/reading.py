"""From the YAML of the rules to their entries; every fault names the file and the entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import yaml

from driehoek.law.entries import Approval, Basis, Clause, Fact, Rule, RuleError, Widening, Words
from driehoek.law.lines import Line, line

CLOSING: Final = "closing.yaml"
QUESTIONS: Final = "questions.yaml"
ARTICLE_10: Final = frozenset({"10a", "10b", "10c"})


def parsed(name: str, text: str) -> Any:
    """Return what a file of YAML says."""
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 the C twin of the safe loader
    except yaml.YAMLError as error:
        raise RuleError(f"{name}: {error}") from error


_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _lines(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(line(text) for text in texts)


def _words(entry: Mapping[str, Any], key: str) -> Words:
    return Words(str(entry.get("nl", {}).get(key) or ""), str(entry.get(key) or ""))


def _word_list(entry: Mapping[str, Any], key: str) -> tuple[Words, ...]:
    english = entry.get(key) or []
    dutch = entry.get("nl", {}).get(key) or [""] * len(english)
    if len(dutch) != len(english):
        raise RuleError(f"{entry['id']}: {key} has {len(english)} lines in English and {len(dutch)} in Dutch")
    return tuple(Words(nl or "", en) for nl, en in zip(dutch, english, strict=True))


def basis_of(name: str, entry: Mapping[str, Any]) -> Basis:
    """Return the basis of an entry in the file `name`."""
    try:
        return _read_basis(entry)
    except (KeyError, TypeError, ValueError) as error:
        raise RuleError(f"{name}, {entry.get('id', '?')}: {error}") from error


def _read_basis(entry: Mapping[str, Any]) -> Basis:
    tags = entry.get("wpg_processing")
    return Basis(
        id=entry["id"],
        statute=entry["statute"],
        article=str(entry["article"]),
        title=entry["title_nl"],
        providers=frozenset(entry["provider"]),
        recipients=frozenset(entry["recipient"]),
        purposes=frozenset(entry["purposes"]),
        categories=frozenset(entry["data_categories"]),
        subjects=frozenset(entry["subject_kinds"]),
        frequencies=frozenset(entry["form"]["frequency"]),
        triggers=frozenset(entry["form"]["trigger"]),
        tags=_tags(tags) if tags else None,
        strict_tags=_tags(one for one in tags or () if one.endswith("*")),
        requires=_lines(entry["requires"]),
        approvals=tuple(
            Approval(one["fact"], one["approver"], _lines(one.get("when", ())))
            for one in entry.get("approvals", ())
        ),
        terms=tuple(_lines(one["when"]) for one in entry.get("terms", ())),
        also=tuple(
            Widening(
                _lines(one["when"]),
                frozenset(one.get("provider", ())),
                frozenset(one.get("subject_kinds", ())),
                frozenset(one.get("data_categories", ())),
            )
            for one in entry.get("also", ())
        ),
        warn_when=tuple(_lines(one) for one in entry.get("warn_when", ())),
        valid_from=_day(entry.get("in_force_from")),
        valid_until=_day(entry.get("in_force_until")),
        duty=bool(entry.get("duty", False)),
        confidence=entry["confidence"],
        seen=bool(entry["seen"]),
        source=entry["source"],
        conditions=_word_list(entry, "conditions"),
        record=_word_list(entry, "must_record"),
        decided_by=_words(entry, "decision_by"),
        keep=_words(entry, "retention"),
        onward=_words(entry, "onward"),
        secrecy=_words(entry, "secrecy"),
        note=_words(entry, "note"),
    )


def _tags(written: Iterable[str]) -> frozenset[str]:
    """Return the tags without their stars; 10 stands for all of article 10."""
    plain = {one.rstrip("*") for one in written}
    return frozenset(plain - {"10"} | ARTICLE_10 if "10" in plain else plain)


def _day(given: object) -> date | None:
    if given is None or isinstance(given, date):
        return given
    return date.fromisoformat(str(given))


def rule_of(entry: Mapping[str, Any]) -> Rule:
    """Return the closing rule of an entry."""
    try:
        return Rule(
            id=entry["id"],
            title=_words(entry, "title"),
            text=_words(entry, "text"),
            applies_to=entry["applies_to"],
            effect=entry["effect"],
            confidence=entry["confidence"],
            seen=bool(entry["seen"]),
            source=entry["source"],
            clauses=tuple(
                Clause(
                    one["effect"],
                    _lines(one["all"]),
                    frozenset(one.get("for_bases", ())),
                    one.get("fact", ""),
                )
                for one in entry["when"]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RuleError(f"{CLOSING}, {entry.get('id', '?')}: {error}") from error


def facts_of(
    entries: Iterable[Mapping[str, Any]], questions: Mapping[str, Any], agreement: Mapping[str, Any]
) -> dict[str, Fact]:
    """Return the facts with the questions asked for them; an agreement is answered in the same words everywhere."""
    found = {}
    for entry in entries:
        asked = questions.get(entry["key"])
        if asked is None:
            raise RuleError(f"{QUESTIONS}: nobody asks for {entry['key']}")
        agreed = set(entry.get("values", ())) == set(agreement)
        choices: Mapping[str, Any] = agreement if agreed else asked.get("choices", {})
        found[entry["key"]] = Fact(
            key=entry["key"],
            kind=entry["type"],
            values=tuple(entry.get("values", ())),
            meaning=entry["meaning"],
            question=Words(asked["nl"], asked["en"]),
            choices=in_words(choices),
        )
    return found


def in_words(values: Mapping[str, Mapping[str, str]]) -> dict[str, Words]:
    """Return the words of each value."""
    return {value: Words(said["nl"], said["en"]) for value, said in values.items()}


def approvers_of(bases: Iterable[Basis], known: Mapping[str, str]) -> dict[str, str]:
    """Return who gives the approval that each fact is about."""
    return dict(known) | {one.fact: one.approver for basis in bases for one in basis.approvals}


def index_of(bases: Iterable[Basis]) -> dict[tuple[str, str], tuple[Basis, ...]]:
    """Return the bases by recipient and purpose."""
    found: dict[tuple[str, str], list[Basis]] = {}
    for basis in bases:
        for recipient in basis.recipients:
            for purpose in basis.purposes:
                found.setdefault((recipient, purpose), []).append(basis)
    return {key: tuple(rows) for key, rows in found.items()}


def deciding_of(bases: Iterable[Basis], rules: Iterable[Rule]) -> dict[str, frozenset[str]]:
    """Return by basis the facts whose answer may bring an approval with it: asked to be known, or in its condition."""
    approving = [clause for rule in rules for clause in rule.clauses if clause.effect == "approval"]
    found = {}
    for basis in bases:
        lines = [one for one in basis.requires if one.text.endswith(" known")]
        lines += [one for approval in basis.approvals for one in approval.when]
        lines += [one for clause in approving if basis.id in clause.bases for one in clause.lines]
        found[basis.id] = frozenset[str]().union(*(one.keys for one in lines))
    return found


def general_of(rules: Iterable[Rule]) -> dict[str, dict[Any, tuple[tuple[int, Rule, Clause], ...]]]:
    """Return the clauses about every proposal, by what must be said before one can be true.

    Raises:
        RuleError: a clause without a line that one value of one key makes true: every proposal would pay for it.
    """
    found: dict[str, dict[Any, tuple[tuple[int, Rule, Clause], ...]]] = {}
    general = [(rule, clause) for rule in rules for clause in rule.clauses if not clause.bases]
    for place, (rule, clause) in enumerate(general):
        narrow = [one.only for one in clause.lines if one.only]
        if not narrow:
            raise RuleError(f"{CLOSING}, {rule.id}: a clause about everything needs a line with == or in")
        # The last one: lines go from what it is about to what is wrong with it, which is said least often.
        key, values = narrow[-1]
        for value in values:
            standing = found.setdefault(key, {})
            standing[value] = (*standing.get(value, ()), (place, rule, clause))
    return found


def about_of(bases: Iterable[Basis], rules: Iterable[Rule]) -> dict[str, tuple[tuple[Rule, Clause], ...]]:
    """Return by basis the clauses about it, each with its rule."""
    narrow = [(rule, clause) for rule in rules for clause in rule.clauses if clause.bases]
    return {
        basis.id: tuple((rule, clause) for rule, clause in narrow if basis.id in clause.bases)
        for basis in bases
    }
