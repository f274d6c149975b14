"""The rules as they are read from `rules/`: bases that allow, rules that stop or warn, and the facts they speak of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from driehoek.law.lines import Line, line

FOLDER: Final = Path(__file__).resolve().parent / "rules"
FACTS: Final = "facts.yaml"
VOCABULARY: Final = "vocabulary.yaml"
QUESTIONS: Final = "questions.yaml"
CLOSING: Final = "closing.yaml"
OTHERS: Final = frozenset({FACTS, VOCABULARY, QUESTIONS, CLOSING})
EFFECTS: Final = ("block", "approval", "warn", "note")
CONFIDENCE: Final = ("high", "medium", "low")
ARTICLE_10: Final = frozenset({"10a", "10b", "10c"})
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
    """

    version: str
    bases: tuple[Basis, ...]
    rules: tuple[Rule, ...]
    facts: Mapping[str, Fact]
    vocabulary: Mapping[str, frozenset[str]]
    approvers: Mapping[str, str]
    words: Mapping[str, Mapping[str, Words]]
    index: Mapping[tuple[str, str], tuple[Basis, ...]] = field(default_factory=dict)

    def basis(self, key: str) -> Basis | None:
        """Return a basis by its id."""
        return next((one for one in self.bases if one.id == key), None)

    def rule(self, key: str) -> Rule:
        """Return a rule by its id."""
        return next(one for one in self.rules if one.id == key)


@lru_cache(maxsize=4)
def load(folder: Path = FOLDER) -> RuleSet:
    """Read and check the rules of a folder.

    Raises:
        RuleError: an entry that cannot be used, with where it stands.
    """
    files = sorted(folder.glob("*.yaml"))
    texts = {path.name: path.read_bytes() for path in files}
    read = {name: _yaml(name, text) for name, text in texts.items()}
    digest = hashlib.sha256(b"\0".join(name.encode() + b"\0" + texts[name] for name in sorted(texts)))
    vocabulary = {name: frozenset(values) for name, values in read[VOCABULARY]["fields"].items()}
    facts = _facts(read[FACTS]["facts"], read[QUESTIONS]["facts"], read[VOCABULARY]["agreement"])
    bases = tuple(
        _basis(name, entry) for name in sorted(read) if name not in OTHERS for entry in read[name]["bases"]
    )
    rules = tuple(_rule(entry) for entry in read[CLOSING]["rules"])
    found = RuleSet(
        version=f"{read[VOCABULARY]['changed_on']}-{digest.hexdigest()[:12]}",
        bases=bases,
        rules=rules,
        facts=facts,
        vocabulary=vocabulary,
        approvers=_approvers(bases, read[VOCABULARY]["approvers"]),
        words={name: _in_words(values) for name, values in read[VOCABULARY]["words"].items()},
        index=_index(bases),
    )
    _judge(found)
    return found


def _yaml(name: str, text: bytes) -> Any:
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


def _basis(name: str, entry: Mapping[str, Any]) -> Basis:
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


def _rule(entry: Mapping[str, Any]) -> Rule:
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


def _facts(
    entries: Iterable[Mapping[str, Any]], questions: Mapping[str, Any], agreement: Mapping[str, Any]
) -> dict[str, Fact]:
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
            choices=_in_words(choices),
        )
    return found


def _in_words(values: Mapping[str, Mapping[str, str]]) -> dict[str, Words]:
    return {value: Words(said["nl"], said["en"]) for value, said in values.items()}


def _approvers(bases: Iterable[Basis], known: Mapping[str, str]) -> dict[str, str]:
    return dict(known) | {one.fact: one.approver for basis in bases for one in basis.approvals}


def _index(bases: Iterable[Basis]) -> dict[tuple[str, str], tuple[Basis, ...]]:
    found: dict[tuple[str, str], list[Basis]] = {}
    for basis in bases:
        for recipient in basis.recipients:
            for purpose in basis.purposes:
                found.setdefault((recipient, purpose), []).append(basis)
    return {key: tuple(rows) for key, rows in found.items()}


def _judge(found: RuleSet) -> None:
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
