"""What was stored of a judgement is enough to make it again: the rules as text, the proposal in one form, the key."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from driehoek import law
from driehoek.law.engine import key_of
from driehoek.law.lines import holds
from tests.law.test_properties import proposals

RULES = law.load()


@settings(max_examples=150, deadline=None)
@given(proposals())
def test_a_stored_proposal_gives_the_same_answer(proposal: dict[str, Any]) -> None:
    read = law.read(proposal, RULES)
    stored = json.loads(json.dumps(law.as_json(read, RULES)))
    assert law.read(stored, RULES) == read
    assert law.as_json(law.read(stored, RULES), RULES) == stored
    made = law.check(proposal)
    assert law.check(stored) == made
    assert key_of(read, RULES) == made.key


@settings(max_examples=150, deadline=None)
@given(proposals())
def test_no_closing_rule_is_missed_by_looking_only_at_those_that_can_fire(proposal: dict[str, Any]) -> None:
    values = law.read(proposal, RULES).values
    fired = {
        rule.id
        for rule in RULES.rules
        for clause in rule.clauses
        if not clause.bases and holds(clause.lines, values)
    }
    found = law.check(proposal)
    general = {one.id for one in RULES.rules if one.clauses and not any(each.bases for each in one.clauses)}
    assert fired & general == set(found.rules) & general


def test_the_rules_are_the_same_read_from_their_texts() -> None:
    texts = json.loads(json.dumps(law.texts_in_force()))
    assert law.from_texts(texts) is RULES
    changed = law.from_texts({**texts, "boa.yaml": texts["boa.yaml"] + "\n# niets\n"})
    assert changed.version != RULES.version
    assert changed.bases == RULES.bases


@pytest.mark.parametrize("name", sorted(law.texts_in_force()))
def test_rules_without_one_of_their_files_are_other_rules_or_none(name: str) -> None:
    texts = {key: text for key, text in law.texts_in_force().items() if key != name}
    try:
        found = law.from_texts(texts)
    except law.RuleError:
        return
    assert found.version != RULES.version


def test_a_clause_about_everything_must_say_something_narrow() -> None:
    texts = law.texts_in_force()
    wide = texts["closing.yaml"].replace("- human_checked==false", "- human_checked!=true")
    assert wide != texts["closing.yaml"]
    with pytest.raises(law.RuleError, match="== or in"):
        law.from_texts({**texts, "closing.yaml": wide})


def test_the_engine_is_known_by_its_source() -> None:
    assert len(law.engine_version()) == 64
    assert law.engine_version() == law.engine_version()
