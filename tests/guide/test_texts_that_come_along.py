"""The guide's own texts: whole, founded, short, and nothing twice."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from driehoek.guide.defaults import ContentError, defaults, load, source_of, sources
from driehoek.guide.reading import Wrong, plain, read
from driehoek.guide.shapes import (
    READERS,
    Action,
    ActionKind,
    Case,
    GuideKind,
    Mark,
    Part,
    Place,
    Question,
    Section,
    Tip,
)
from driehoek.parties.models import Function
from tests.support.guide_objects import tip_content

LONGEST_SENTENCE = 22
MINUTES = range(85, 96)


def tips() -> list[Tip]:
    return [one for one in defaults(Section.TIP).values() if isinstance(one, Tip)]


def statements() -> list[Question]:
    return [one for one in defaults(Section.QUESTION).values() if isinstance(one, Question)]


def worked_cases() -> list[Case]:
    return [one for one in defaults(Section.CASE).values() if isinstance(one, Case)]


def actions() -> list[Action]:
    own = [one.action for one in (*tips(), *statements())]
    return own + [action for case in worked_cases() for action in case.proposals]


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"[.!?:]+(?:\s+|$)", text) if one]


def spoken() -> list[str]:
    said = [words for tip in tips() for words in (tip.text, tip.why)]
    said += [words for one in statements() for words in (one.statement, one.strong, one.weak)]
    said += [words for action in actions() for words in (action.sentence, action.text) if words]
    for case in worked_cases():
        said += [case.situation, *(party.knows for party in case.parties)]
        said += [words for step in case.steps for words in (step.text, *step.questions)]
    return said


def test_every_chapter_has_tips_for_role_process_and_information() -> None:
    found = Counter((tip.kind, tip.part) for tip in tips())
    assert len(tips()) >= 45
    assert all(found[kind, part] >= 3 for kind in GuideKind for part in Part), found


def test_every_place_and_every_reader_has_tips() -> None:
    places = Counter(place for tip in tips() for place in tip.places)
    assert all(places[place] for place in Place if place != Place.SCAN), places
    assert all(any(reader in tip.readers for tip in tips()) for reader in READERS)


def test_the_scan_asks_two_statements_for_each_part() -> None:
    found = Counter((one.kind, one.part) for one in statements())
    assert found == {(kind, part): 2 for kind in GuideKind for part in Part}


def test_the_statements_stand_together_by_chapter() -> None:
    order = [one.kind for one in statements()]
    assert order == sorted(order, key=list(GuideKind).index)


def test_three_cases_fill_an_hour_and_a_half() -> None:
    assert len(worked_cases()) == 3
    for case in worked_cases():
        assert sum(step.minutes for step in case.steps) in MINUTES, case.key
        assert len(case.parties) >= 4, case.key
        assert {ActionKind.NEED, ActionKind.AGREEMENT, ActionKind.STANDING_CASE} & {
            one.kind for one in case.proposals
        }
        assert ActionKind.AGENDA in {one.kind for one in case.proposals}, case.key


def test_every_text_says_what_it_rests_on() -> None:
    for one in (*tips(), *statements(), *worked_cases()):
        assert one.mark in Mark, one.key
        assert source_of(one).name, one.key
        if one.mark == Mark.SEEN:
            assert source_of(one).url.startswith("http"), f"{one.key}: what was seen has an address"


def test_no_source_is_listed_that_nothing_names() -> None:
    named = {one.source for section in Section for one in defaults(section).values()}
    assert set(sources()) - named <= {"vak", "ccv-guide"}


def test_nothing_is_said_twice() -> None:
    said = Counter(tip.text for tip in tips()) + Counter(one.statement for one in statements())
    assert [words for words, times in said.items() if times > 1] == []
    keys = [key for section in Section for key in defaults(section)]
    assert len(keys) == len(set(keys))


def test_sentences_are_short_and_speak_to_the_reader() -> None:
    long = [one for text in spoken() for one in sentences(text) if len(one.split()) > LONGEST_SENTENCE]
    assert long == []
    informal = re.compile(r"\b(?:je|jij|jouw|jullie)\b", re.IGNORECASE)
    assert [text for text in spoken() if informal.search(text)] == []


def test_standing_cases_are_asked_of_the_prosecution_service_at_a_moment() -> None:
    found = [one for one in actions() if one.kind == ActionKind.STANDING_CASE]
    assert {one.moment for one in found} >= {"arrest", "release", "hearing", "return"}
    assert all(one.partner == "prosecution" and one.rhythm == "event" for one in found)


def test_every_weak_answer_leads_to_something() -> None:
    assert all(one.action.kind != ActionKind.NONE for one in statements())


@pytest.mark.parametrize("section", list(Section))
def test_plain_data_read_again_give_the_same_text(section: Section) -> None:
    for key, text in defaults(section).items():
        assert read(section, key, plain(text)) == text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"why": 3}, "why"),
        ({"mark": "Z"}, "mark"),
        ({"kind": "routine"}, "kind"),
        ({"readers": []}, "readers"),
        ({"readers": ["admin"]}, "readers"),
        ({"places": ["nowhere"]}, "places"),
        ({"colour": "red"}, "colour"),
        ({"action": {"kind": "need"}}, "action_sentence"),
        ({"action": {"kind": "agenda", "title": "Wat?"}}, "action_text"),
        ({"action": {"kind": "standing_case", "sentence": "a", "what": "b"}}, "action_moment"),
        ({"action": {"kind": "agreement", "sentence": "a", "what": "b"}}, "action_rhythm"),
        ({"action": {"kind": "need", "sentence": "a", "partner": "army"}}, "action_partner"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, object], field: str) -> None:
    with pytest.raises(Wrong) as caught:
        read(Section.TIP, "proef", tip_content(**change))
    assert list(caught.value.errors) == [field]


def test_a_wrong_key_is_refused() -> None:
    for key in ("", "Met Hoofdletters", "streep-", "x" * 41):
        with pytest.raises(Wrong) as caught:
            read(Section.TIP, key, tip_content())
        assert list(caught.value.errors) == ["key"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("- key: a\n  text: [", "tips.yaml: cannot be read"),
        ("een: twee", "tips.yaml: is no list"),
        ("- text: zonder sleutel", "tips.yaml: 1: no key"),
        ("- key: a", "tips.yaml: a: kind:"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, words: str, complaint: str) -> None:
    path = tmp_path / "tips.yaml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(ContentError, match=complaint):
        load(path, Section.TIP, known=frozenset(sources()))


def test_a_source_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    import yaml

    path = tmp_path / "tips.yaml"
    rows = [{"key": "proef"} | tip_content(source="horen-zeggen")]
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")
    with pytest.raises(ContentError, match=r"horen-zeggen is not in sources\.yaml"):
        load(path, Section.TIP, known=frozenset(sources()))
    path.write_text(yaml.safe_dump(rows + rows), encoding="utf-8")
    with pytest.raises(ContentError, match="proef"):
        load(path, Section.TIP, known=frozenset({"horen-zeggen"}))


def test_the_administrator_is_no_reader_of_tips() -> None:
    assert Function.ADMIN not in READERS
    assert Function.DPO not in READERS
