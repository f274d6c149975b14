"""The words of the rules: all of them in Dutch, short, the same everywhere, with the same articles as in English."""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from driehoek.law import RuleError, Words, check, load
from driehoek.law.ruleset import FOLDER

RULES = load()
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8")
)["cases"]
LISTS = ("conditions", "record")
PROSE = ("decided_by", "keep", "onward", "secrecy", "note")

ADDRESS = re.compile(r"https?://\S+")
ENTRY = re.compile(r"\b[a-z]+(?:-\d\w*)+(?:-[a-z]+)*\b")
NUMBER = re.compile(r"\d+\w*(?:[:.]\d+\w*)*")
ACT = re.compile(
    r"\b(?:Wpg|Wjsg|Bpg-boa|Bpg|Bjsg|Wgs|Wgp|Wmo|Awb|AVG|UAVG|Wth|Wvggz|Bibob|Sv|Sr|BW|BIG|Jeugdwet|Gemeentewet|Opiumwet"
    r"|Politiewet|Woo|Bal|BSN|AP|RAC|DPIA|BGS|OM|RIEC|ZVH|lid)\b"
)
SENTENCE = re.compile(r"(?<=[.;:?!])\s+")


def words_of(text: str) -> frozenset[str]:
    """The different words of a text, in small letters, without addresses."""
    return frozenset(re.findall(r"\w+", ADDRESS.sub("", text).lower()))


ENGLISH = words_of(
    """the and only with from not by for which must needed given police mayor council recipient provider necessary no
    if or to under who whether at as on other be an are that this it its his them has have prosecutor task purpose law
    own between against each same when where then than without notice case data"""
)
DUTCH = words_of(
    """politie burgemeester officier justitie korpschef hoofdofficier parket procureurs hulpofficier bestuursorgaan raad
    gemeente veiligheidsregio minister_jenv procesregisseur zorgverantwoordelijke de het een en van voor door"""
)
YOU = words_of("je jij jou jouw jullie")


def prose() -> Iterator[tuple[str, Words]]:
    """Every text of every basis and rule, with where it stands."""
    for basis in RULES.bases:
        for name in LISTS:
            yield from ((f"{basis.id} {name}", words) for words in getattr(basis, name))
        yield from ((f"{basis.id} {name}", getattr(basis, name)) for name in PROSE)
    for rule in RULES.rules:
        yield f"{rule.id} title", rule.title
        yield f"{rule.id} text", rule.text


def labels() -> Iterator[tuple[str, Words]]:
    """Every question, every choice and every word for a value."""
    for fact in RULES.facts.values():
        yield fact.key, fact.question
        yield from ((f"{fact.key} {value}", words) for value, words in fact.choices.items())
    for name, values in RULES.words.items():
        yield from ((f"{name} {value}", words) for value, words in values.items())


def plain(text: str) -> str:
    return ADDRESS.sub("", text)


def english_in(text: str) -> frozenset[str]:
    return words_of(text) & ENGLISH


def numbers(text: str) -> Counter[str]:
    return Counter(NUMBER.findall(ENTRY.sub("", plain(text))))


def test_nothing_is_said_in_one_language_only() -> None:
    for where, words in (*prose(), *labels()):
        assert bool(words.nl.strip()) == bool(words.en.strip()), where
        assert words.nl == words.nl.strip(), where
    for basis in RULES.bases:
        assert basis.conditions, basis.id
        assert basis.record, basis.id
        assert all(getattr(basis, name).nl for name in PROSE if name != "note"), basis.id
    for rule in RULES.rules:
        assert rule.title.nl, rule.id
        assert rule.text.nl, rule.id


def test_no_english_is_left_in_the_dutch() -> None:
    found = {where: english_in(words.nl) for where, words in (*prose(), *labels())}
    assert {where: words for where, words in found.items() if words} == {}
    assert english_in("politie met de prosecutor") == {"prosecutor"}


def test_who_decides_is_plain_english_in_english() -> None:
    for basis in RULES.bases:
        assert not words_of(basis.decided_by.en) & DUTCH, basis.id


def test_the_same_line_reads_the_same_everywhere() -> None:
    by_english: dict[tuple[str, str], set[str]] = defaultdict(set)
    for where, words in prose():
        by_english[where.split()[1], words.en].add(words.nl)
    assert {english: dutch for english, dutch in by_english.items() if len(dutch) > 1} == {}
    assert max(Counter(words.en for _, words in prose()).values()) > 10


def test_both_languages_name_the_same_articles_numbers_and_addresses() -> None:
    for where, words in prose():
        assert numbers(words.en) == numbers(words.nl), where
        lost = Counter(ACT.findall(plain(words.en))) - Counter(ACT.findall(plain(words.nl)))
        assert ENTRY.sub("", words.en) != words.en or not lost, (where, lost)
        found = [sorted(one.rstrip(".,;)") for one in ADDRESS.findall(text)) for text in (words.en, words.nl)]
        assert found[0] == found[1], where


def test_the_dutch_is_in_short_sentences() -> None:
    lengths: list[int] = []
    for where, words in prose():
        parts = [len(one.split()) for one in SENTENCE.split(words.nl) if one.strip()]
        if parts:
            assert max(parts) <= 24, where
            assert sum(parts) / len(parts) <= 18, where
        lengths += parts
    assert sum(lengths) / len(lengths) < 10
    for basis in RULES.bases:
        assert all(one.nl.endswith(".") for one in basis.conditions), basis.id


def test_a_person_is_addressed_as_u() -> None:
    for where, words in (*prose(), *labels()):
        assert not words_of(words.nl) & YOU, where


def test_every_value_has_words_and_no_words_stand_without_a_value() -> None:
    fields = RULES.vocabulary
    wanted = {name: values for name, values in fields.items() if name not in ("provider", "recipient")}
    wanted |= {
        "party": fields["provider"] | fields["recipient"],
        "approver": frozenset(RULES.approvers.values()),
    }
    assert {name: set(values) for name, values in RULES.words.items()} == {
        name: set(values) for name, values in wanted.items()
    }
    for name, values in RULES.words.items():
        for language in ("nl", "en"):
            said = Counter(getattr(words, language) for words in values.values())
            assert max(said.values()) == 1, (name, language, said.most_common(1))


def test_every_choice_of_a_fact_has_its_own_words() -> None:
    for fact in RULES.facts.values():
        assert set(fact.choices) == set(fact.values), fact.key
        assert len({words.nl for words in fact.choices.values()}) == len(fact.values), fact.key
    assert set(RULES.facts["held_under"].values) == {basis.id for basis in RULES.bases}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_what_the_check_answers_is_dutch_throughout(case: dict[str, Any]) -> None:
    said = [
        (one["nl"], one["en"]) for one in _pairs(check(case["proposal"]).as_json()) if one["nl"] or one["en"]
    ]
    assert said
    for nl, en in said:
        assert nl, en
        assert not english_in(nl), nl


def _pairs(value: Any) -> Iterator[dict[str, str]]:
    """Every text in two languages, however deep it stands."""
    if isinstance(value, dict):
        if set(value) == {"nl", "en"}:
            yield value
        for one in value.values():
            yield from _pairs(one)
    elif isinstance(value, list):
        for one in value:
            yield from _pairs(one)


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("boa.yaml", "    - Domein van de boa\n", "bpgboa-7-toezicht"),
        ("vocabulary.yaml", "    zorgprofessional: {nl: zorgprofessional, en: care professional}\n", "party for zorg"),
        ("vocabulary.yaml", "    om: {nl: officier van justitie, en: public prosecutor}\n", "approver for om"),
    ],
)  # fmt: skip
def test_a_line_that_is_missing_is_refused(file: str, line: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(line) == 1
    (folder / file).write_text(text.replace(line, line[line.index("\n") + 1 :]), encoding="utf-8")
    with pytest.raises(RuleError, match=said):
        load(folder)


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.yaml")))
def test_a_file_reads_the_same_without_the_fast_loader(file: str) -> None:
    text = (FOLDER / file).read_text(encoding="utf-8")
    assert yaml.safe_load(text) == yaml.load(text, Loader=yaml.CSafeLoader)
