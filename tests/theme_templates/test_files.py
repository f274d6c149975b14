"""The built-in templates, and templates as files."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from driehoek.figures.catalogue import by_key
from driehoek.figures.importing.shapes import Family
from driehoek.theme_templates import files
from driehoek.theme_templates.checking import faults_of, keys_of
from driehoek.theme_templates.fields import (
    BY_NAME,
    PARTS,
)
from driehoek.theme_templates.files import UnreadableError, built_in, read, written
from driehoek.theme_templates.kinds import FieldKind, Group
from driehoek.theme_templates.shown import text_of, title_of

KEYS = {
    "nightlife", "burglary", "youth_nuisance", "misunderstood_behaviour", "traffic", "shop_theft",
    "drugs_nuisance", "domestic_violence", "events",
}  # fmt: skip


def nightlife() -> dict[str, Any]:
    return copy.deepcopy(built_in()["nightlife"])


def test_every_theme_of_the_issue_has_a_template_without_faults() -> None:
    assert set(built_in()) == KEYS
    for content in built_in().values():
        assert faults_of(content) == []


@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_template_says_enough_on_each_side(key: str) -> None:
    content = built_in()[key]
    for part in ("partners", "questions", "indicators", "norms", "needs", "agreements", "forms", "points",
                 "steps", "goals", "cautions", "sources", "tips"):  # fmt: skip
        assert content[part], f"{key} has no {part}"
    assert content["steps"][-1]["kind"] == "evaluation"
    # Each need of a partner is agreed on, or the gap is meant: then nobody of that partner supplies anything else.
    agreed = {row["need"] for row in content["agreements"]}
    assert len(agreed) >= 2
    for part in PARTS:
        for row in content[part.name]:
            assert title_of(part, row)
            if not part.plain and part.name not in ("tips", "headings"):
                assert text_of(part, row, content), (key, part.name, row)


def test_every_reference_and_code_exists() -> None:
    for content in built_in().values():
        for part in PARTS:
            for field in part.fields:
                if field.kind is FieldKind.REFERENCE:
                    named = {row[field.name] for row in content[part.name] if row.get(field.name)}
                    assert named <= set(keys_of(content, field.part))
        for row in content["indicators"]:
            if row["source"] in ("crime", "nuisance"):
                assert row["code"] in by_key(Family(row["source"]))


def test_nightlife_is_the_worked_example_of_the_guide() -> None:
    content = built_in()["nightlife"]
    assert [row["key"] for row in content["steps"]] == [
        "orientation", "initiative", "analysis", "plan", "agree", "monitor", "evaluation"
    ]  # fmt: skip
    assert {"municipality", "police", "business", "fire_brigade", "prosecution"} <= {
        row["kind"] for row in content["partners"]
    }
    assert len(content["analyses"]) == 8
    assert {row["type"] for row in content["norms"]} == {
        "absolute",
        "trend",
        "reference",
        "signal",
        "process",
    }
    violence = keys_of(content, "indicators")["nightlife-violence"]
    assert "donderdag tot en met zondag" in violence["name"]
    assert "22.00–06.00" in violence["name"]
    assert {row.get("national") for row in content["moments"]} == {"jaarwisseling", "carnaval", None}


def test_domestic_violence_is_figures_only() -> None:
    content = built_in()["domestic_violence"]
    assert content["figures_only"]
    words = " ".join(content["cautions"])
    assert "Geen personen, geen adressen" in words
    assert "onder de vijf" in words
    assert all(row["info_kind"] == "analytical" for row in content["needs"])


def test_a_file_comes_back_as_it_went_out() -> None:
    for content in built_in().values():
        again = read(written(content))
        assert again.faults == ()
        assert again.content == content


def test_each_fault_has_its_line_its_field_and_what_to_do() -> None:
    text = written(nightlife()).decode().replace("rhythm: weekly", "rhythm: wekelijks", 1)
    [fault] = read(text.encode()).faults
    assert text.splitlines()[fault.line - 1].strip() == "rhythm: wekelijks"
    assert fault.place == "Behoeften, regel 1, Hoe vaak?"
    assert fault.words.startswith("Kies een van: once, daily, weekly")


def changed(part: str, number: int, **values: Any) -> dict[str, Any]:
    content = nightlife()
    content[part][number] = {**content[part][number], **values}
    return content


@pytest.mark.parametrize(
    ("content", "path", "words"),
    [
        (changed("partners", 0, name=""), ("partners", 0, "name"), "Vul dit in."),
        (changed("partners", 1, key="municipality"), ("partners", 1, "key"), "staat er al"),
        (changed("partners", 1, wie="ja"), ("partners", 1, "wie"), "kent Driehoek niet"),
        (changed("agreements", 0, need="nergens"), ("agreements", 0, "need"), "staat niet bij behoeften"),
        (changed("agreements", 0, partner="horeca"), ("agreements", 0, "partner"), "andere partner"),
        (changed("agreements", 0, day=3), ("agreements", 0, "day"), "elke maand"),
        (changed("agreements", 0, weekday=True), ("agreements", 0, "weekday"), "heel getal"),
        (changed("indicators", 1, code="9.9.9"), ("indicators", 1, "code"), "bestaat niet"),
        (changed("indicators", 0, unit=None), ("indicators", 0, "unit"), "eigen telling"),
        (changed("norms", 3, target=None), ("norms", 3, "target"), "wat de norm is"),
        (changed("norms", 3, target=float("nan")), ("norms", 3, "target"), "getal"),
        (changed("norms", 4, agreement=""), ("norms", 4, "agreement"), "op tijd"),
        (changed("steps", 0, kind="evaluation"), ("steps", 0, "kind"), "laatste stap"),
        (changed("steps", 0, weeks="4"), ("steps", 0, "weeks"), "1 tot en met 104"),
        (changed("tips", 0, tip="onzin"), ("tips", 0, "tip"), "Kies een van"),
        (nightlife() | {"theme": []}, ("theme",), "Vul dit in."),
        (nightlife() | {"theme": list("abcde")}, ("theme",), "ten hoogste vier"),
        (nightlife() | {"extra": 1}, ("extra",), "kent Driehoek niet"),
        (nightlife() | {"questions": "waarom?"}, ("questions",), "lijst"),
        (nightlife() | {"headings": []}, ("forms", 0, "name"), "koppen"),
    ],
)
def test_what_is_not_right_is_said_where_it_is(
    content: dict[str, Any], path: tuple[str | int, ...], words: str
) -> None:
    found = {fault.path: fault.words for fault in faults_of(content)}
    assert words in found[path]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"a: &x [1]\nb: *x", "Regel 1: verwijzingen"),
        (b"a: 1\n---\nb: 2", "Regel 2: er staat meer dan"),
        (b"a: [1\nb: 2", "Regel 2: hier klopt de YAML niet"),
        (b"a: !!python/object/apply:os.getcwd []", "Regel 1: hier klopt"),
        (b"\xff\xfe", "geen tekstbestand"),
        (b"a: " + b"[" * 20 + b"]" * 20, "te veel lijsten"),
        (b"#" * (files.LARGEST + 1), "te groot"),
    ],
)
def test_a_file_that_plays_tricks_is_refused(text: bytes, words: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(text)
    assert words in str(caught.value)


@pytest.mark.parametrize("text", [b"", b"- a\n- b", b"zomaar tekst", b"42"])
def test_a_file_that_is_no_template_says_so(text: bytes) -> None:
    [fault] = read(text).faults
    assert "lijst van velden" in fault.words


def test_a_field_that_stands_twice_is_told() -> None:
    text = written(nightlife()) + b"name: Nog een naam\n"
    found = read(text).faults
    assert [fault.words for fault in found] == ["Dit veld staat er twee keer. Haal er een weg."]
    assert found[0].line == len(text.splitlines())


def test_a_built_in_file_can_be_brought_in_as_it_is() -> None:
    text = (files.DATA / "traffic.yaml").read_bytes()
    assert yaml.safe_load(text)["key"] == "traffic"
    assert read(text).faults == ()


def test_the_three_sides_of_the_guide_all_hold_something() -> None:
    assert {part.group for part in PARTS} == set(Group)
    assert BY_NAME["headings"].fields[0].part == "forms"
