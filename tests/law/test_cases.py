"""The worked cases, and the command that others call."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from driehoek.law import check, load
from driehoek.law.command import main

FILE = Path(__file__).parent / "cases.yaml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_worked_case_gets_the_answer_that_was_reasoned_out(case: dict[str, Any]) -> None:
    expected, decision = case["expected"], check(case["proposal"])
    assert decision.outcome == expected["outcome"], decision.key
    for wanted, found in (("basis_any_of", decision.bases), ("rules_any_of", decision.rules)):
        assert not expected[wanted] or set(expected[wanted]) & set(found), decision.key
    assert set(expected.get("missing", [])) <= {one.key for one in decision.missing}
    if "approver" in expected:
        assert expected["approver"] in {one.approver for one in decision.approvals}
    assert decision.reasons
    assert bool(decision.bases) == (expected["outcome"] != "not_allowed")


def test_the_command_prints_one_decision_or_a_list(tmp_path: Path, capsys: Any) -> None:
    one = tmp_path / "one.json"
    one.write_text(json.dumps({"proposal": CASES[0]["proposal"]}), encoding="utf-8")
    assert main(["check", str(one)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) >= {
        "outcome", "bases", "rules", "missing", "approvals", "decided_by", "record", "keep_until", "onward",
        "secrecy", "reasons", "rule_version",
    }  # fmt: skip
    assert answer["outcome"] == CASES[0]["expected"]["outcome"]
    assert main(["check", str(FILE)]) == 0
    answers = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in answers] == [case["id"] for case in CASES]


def test_the_command_reads_standard_input_and_another_day(monkeypatch: Any, capsys: Any) -> None:
    case = next(
        one for one in CASES if any(key.startswith("wgs-") for key in one["expected"]["basis_any_of"])
    )
    for day, outcome in (("2026-11-23", case["expected"]["outcome"]), ("2025-02-28", "not_allowed")):
        monkeypatch.setattr("sys.stdin", io.StringIO(yaml.safe_dump({"proposal": case["proposal"]})))
        assert main(["check", "-", "--on", day]) == 0
        assert json.loads(capsys.readouterr().out)["outcome"] == outcome


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"provider": "marsman"}, "provider"),
    ({"colour": "red"}, "colour"),
    ({"necessary": True}, "necessary"),
    ({"facts": {"neccessary": True}}, "facts.neccessary"),
    ({"facts": {"necessary": "ja"}}, "facts.necessary"),
    ({"facts": {"final_decision": "guilty"}}, "facts.final_decision"),
    ({"facts": {"date_return": "2026-02-30"}}, "facts.date_return"),
    ({"on": "23-11-2026"}, "on"),
    ({"data_categories": "politiegegevens"}, "data_categories"),
    ({"data_categories": []}, "data_categories"),
    ({"wpg_processing": ["11"]}, "wpg_processing"),
    ({"facts": ["necessary"]}, "facts"),
    ({"subject": None}, "subject"),
]


@pytest.mark.parametrize(("wrong", "key"), WRONG, ids=[f"{key}-{n}" for n, (_, key) in enumerate(WRONG)])
def test_a_malformed_proposal_is_refused_in_one_line_that_names_the_key(
    wrong: dict[str, Any], key: str, tmp_path: Path, capsys: Any
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(yaml.safe_dump({"cases": [{"id": "X1", "proposal": CASES[0]["proposal"] | wrong}]}))
    assert main(["check", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"X1: {key}:" in said


@pytest.mark.parametrize("text", ["a: [", "[1, 2", "- 3", "just words", "{}", "cases: 3"])
def test_what_is_no_proposal_at_all_is_refused_in_one_line(text: str, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text)
    assert main(["check", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["check", str(tmp_path / "absent.yaml")]) == 2
    assert main(["decide"]) == 2


def test_the_bare_word_on_in_yaml_is_the_day(tmp_path: Path, capsys: Any) -> None:
    words = yaml.safe_dump({"proposal": CASES[0]["proposal"]}).replace("'on':", "on:")
    path = tmp_path / "on.yaml"
    path.write_text(words)
    assert main(["check", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["on"] == CASES[0]["proposal"]["on"]


def test_every_entry_names_its_source_and_how_sure_it_is() -> None:
    rules = load()
    assert len(rules.bases) >= 49
    assert len(rules.rules) >= 31
    for entry in (*rules.bases, *rules.rules):
        assert entry.source.startswith("http"), entry.id
        assert entry.confidence in ("high", "medium", "low"), entry.id


def test_every_fact_is_asked_as_a_plain_question_in_both_languages() -> None:
    for fact in load().facts.values():
        assert fact.question.nl.endswith("?"), fact.key
        assert fact.question.en.endswith("?"), fact.key
        assert not fact.choices or set(fact.choices) == set(fact.values), fact.key
