"""The rules of one version, read from `rules/` or from the texts that were stored with a decision."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from driehoek.law.entries import (
    APPROVER,
    CONFIDENCE,
    EFFECTS,
    PARTIES,
    PARTY,
    Approval,
    Basis,
    Clause,
    Fact,
    Rule,
    RuleError,
    RuleSet,
    Widening,
    Words,
)
from driehoek.law.reading import (
    CLOSING,
    QUESTIONS,
    about_of,
    approvers_of,
    basis_of,
    deciding_of,
    facts_of,
    general_of,
    in_words,
    index_of,
    parsed,
    rule_of,
)
from driehoek.law.soundness import VOCABULARY, judge

__all__ = [
    "APPROVER",
    "CONFIDENCE",
    "EFFECTS",
    "FOLDER",
    "PARTIES",
    "PARTY",
    "Approval",
    "Basis",
    "Clause",
    "Fact",
    "Rule",
    "RuleError",
    "RuleSet",
    "Widening",
    "Words",
    "from_texts",
    "load",
    "texts_in_force",
]

FOLDER: Final = Path(__file__).resolve().parent / "rules"
FACTS: Final = "facts.yaml"
OTHERS: Final = frozenset({FACTS, VOCABULARY, QUESTIONS, CLOSING})
_VERSIONS_HELD: Final = 8
_held: dict[str, RuleSet] = {}


@lru_cache(maxsize=4)
def load(folder: Path = FOLDER) -> RuleSet:
    """Read and check the rules of a folder: those in force, when none is named.

    Raises:
        RuleError: an entry that cannot be used, with where it stands.
    """
    return from_texts(_texts(folder))


def texts_in_force() -> dict[str, str]:
    """Return the rules in force as text, by file name: what `from_texts` needs to read them again."""
    return _texts(FOLDER)


def from_texts(texts: Mapping[str, str]) -> RuleSet:
    """Read and check the rules of these files; the same texts give the same object while it is held.

    Args:
        texts: the text of each file by its name, as `texts_in_force` gives it.

    Raises:
        RuleError: a file is missing or an entry cannot be used, with where it stands.
    """
    digest = _digest(texts)
    found = _held.get(digest)
    if found is None:
        if len(_held) >= _VERSIONS_HELD:
            _held.pop(next(iter(_held)))
        found = _held[digest] = _read(texts, digest)
    return found


def _texts(folder: Path) -> dict[str, str]:
    # Bytes, not lines: the version is a hash over the files as they are.
    return {path.name: path.read_bytes().decode() for path in sorted(folder.glob("*.yaml"))}


def _digest(texts: Mapping[str, str]) -> str:
    told = b"\0".join(name.encode() + b"\0" + texts[name].encode() for name in sorted(texts))
    return hashlib.sha256(told).hexdigest()


def _read(texts: Mapping[str, str], digest: str) -> RuleSet:
    missing = OTHERS - set(texts)
    if missing:
        raise RuleError(f"{', '.join(sorted(missing))}: not among the rules")
    read = {name: parsed(name, text) for name, text in texts.items()}
    said = read[VOCABULARY]
    vocabulary = {name: frozenset(values) for name, values in said["fields"].items()}
    bases = tuple(
        basis_of(name, entry) for name in sorted(read) if name not in OTHERS for entry in read[name]["bases"]
    )
    rules = tuple(rule_of(entry) for entry in read[CLOSING]["rules"])
    found = RuleSet(
        version=f"{said['changed_on']}-{digest[:12]}",
        bases=bases,
        rules=rules,
        facts=facts_of(read[FACTS]["facts"], read[QUESTIONS]["facts"], said["agreement"]),
        vocabulary=vocabulary,
        approvers=approvers_of(bases, said["approvers"]),
        words={name: in_words(values) for name, values in said["words"].items()},
        index=index_of(bases),
        deciding=deciding_of(bases, rules),
        general=general_of(rules),
        about=about_of(bases, rules),
    )
    judge(found)
    return found
