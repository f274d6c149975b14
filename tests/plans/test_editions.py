"""Differences between editions: pure, and never losing a letter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.plans.editions import Mark, Run, changes, course, difference, word_difference
from driehoek.plans.snapshot import (
    ActionPart,
    AreaValue,
    FactPart,
    FigurePart,
    GoalPart,
    Snapshot,
    TextPart,
    ThemePart,
    UnknownSchemaError,
    canonical,
    digest,
    parse,
)

WORDS = st.lists(
    st.sampled_from(["de", "politie", "kwam", " ", "  ", "\n", ".", ",", "€5", "één"]), max_size=24
)
TEXT = st.one_of(st.text(max_size=60), WORDS.map("".join))
NUMBER = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False))
KEY = st.sampled_from(["a", "b", "c", "d"])
FIGURE = st.builds(
    FigurePart,
    key=KEY,
    label=TEXT,
    unit=TEXT,
    period=TEXT,
    value=NUMBER,
    before=NUMBER,
    norm_sentence=TEXT,
    source=TEXT,
    areas=st.lists(st.builds(AreaValue, TEXT, TEXT, NUMBER), max_size=2).map(tuple),
)
ACTION = st.builds(ActionPart, key=KEY, what=TEXT, owner=TEXT, status=st.sampled_from(["running", "done"]))
THEME = st.builds(
    ThemePart,
    key=KEY,
    name=TEXT,
    texts=st.lists(st.builds(TextPart, KEY, TEXT, TEXT, st.booleans()), max_size=2).map(tuple),
    figures=st.lists(FIGURE, max_size=2).map(tuple),
    goals=st.lists(st.builds(GoalPart, KEY, TEXT, TEXT, TEXT), max_size=1).map(tuple),
    actions=st.lists(ACTION, max_size=2, unique_by=lambda one: one.key).map(tuple),
    facts=st.lists(st.builds(FactPart, KEY, TEXT, TEXT), max_size=1).map(tuple),
)
SNAPSHOT = st.builds(
    Snapshot,
    kind=st.just("quarter"),
    title=TEXT,
    municipality=TEXT,
    year=st.integers(2000, 2100),
    quarter=st.one_of(st.none(), st.integers(1, 4)),
    texts=st.lists(st.builds(TextPart, KEY, TEXT, TEXT), max_size=2, unique_by=lambda one: one.key).map(
        tuple
    ),
    themes=st.lists(THEME, max_size=3, unique_by=lambda one: one.key).map(tuple),
)


@settings(max_examples=120, deadline=None)
@given(before=TEXT, after=TEXT)
def test_taking_a_difference_apart_gives_both_texts_back(before: str, after: str) -> None:
    runs = word_difference(before, after)
    assert "".join(run.text for run in runs if run.mark != Mark.ADDED) == before
    assert "".join(run.text for run in runs if run.mark != Mark.REMOVED) == after
    assert all(run.text for run in runs)
    assert (before == after) == all(run.mark == Mark.SAME for run in runs)


def test_a_replaced_number_is_the_only_thing_marked() -> None:
    runs = word_difference(
        "De achterstand is een maand, meer niet.", "De achterstand is zes weken, meer niet."
    )
    assert [(run.mark, run.text) for run in runs] == [
        (Mark.SAME, "De achterstand is "),
        (Mark.REMOVED, "een maand"),
        (Mark.ADDED, "zes weken"),
        (Mark.SAME, ", meer niet."),
    ]


def test_what_is_only_added_removes_nothing() -> None:
    assert word_difference("", "Nieuw.") == (Run(Mark.ADDED, "Nieuw."),)


@settings(max_examples=40, deadline=None)
@given(snapshot=SNAPSHOT)
def test_a_snapshot_reads_back_as_it_was(snapshot: Snapshot) -> None:
    text = canonical(snapshot)
    assert parse(text) == snapshot
    assert canonical(parse(text)) == text


def test_the_digest_follows_the_content_and_nothing_else() -> None:
    one = Snapshot("quarter", "Rapportage", "Voorbeeldstad", 2026, 3)
    assert digest(canonical(one)) == digest(canonical(Snapshot(**vars(one))))
    assert digest(canonical(one)) != digest(canonical(replace(one, title="rapportage")))


def test_another_schema_is_refused_in_words() -> None:
    with pytest.raises(UnknownSchemaError, match="2"):
        parse(canonical(Snapshot("quarter", "Rapportage", "Voorbeeldstad", 2026, 3, schema=2)))


FIGURES = st.lists(FIGURE, max_size=4, unique_by=lambda one: one.key)


@settings(max_examples=60, deadline=None)
@given(before=FIGURES, after=FIGURES)
def test_applying_the_changes_to_the_old_parts_gives_the_new_ones(
    before: list[FigurePart], after: list[FigurePart]
) -> None:
    found = {one.key: one for one in before}
    for change in changes(before, after):
        assert change.before != change.after
        assert found.get(change.part.key) == change.before
        if change.after is None:
            del found[change.part.key]
        else:
            found[change.part.key] = change.after
    assert found == {one.key: one for one in after}


@settings(max_examples=30, deadline=None)
@given(snapshot=SNAPSHOT)
def test_an_edition_does_not_differ_from_itself(snapshot: Snapshot) -> None:
    assert difference(snapshot, snapshot).count == 0


def test_a_theme_that_came_or_went_is_said_whole() -> None:
    first = ThemePart("a", "Inbraak", texts=(TextPart("text", "Duiding", "Rustig."),))
    second = ThemePart("b", "Geweld", texts=(TextPart("text", "Duiding", "Onrustig."),))
    one = Snapshot("quarter", "", "", 2026, 3, themes=(first,))
    found = difference(one, replace(one, themes=(second,)))
    assert [(theme.name, theme.kind, theme.count) for theme in found.themes] == [
        ("Geweld", "added", 1),
        ("Inbraak", "removed", 1),
    ]
    assert found.count == 2


def test_parts_are_paired_by_their_key() -> None:
    kept, went = (
        ActionPart("a", "Toezicht", "Politie", "running"),
        ActionPart("b", "Hek", "Gemeente", "planned"),
    )
    came = ActionPart("c", "Licht", "Gemeente", "planned")
    found = changes([kept, went], [came, replace(kept, status="done")])
    assert [(one.kind, one.part.key) for one in found] == [("added", "c"), ("changed", "a"), ("removed", "b")]


def test_a_quarter_stands_beside_the_one_before_by_figure_and_status() -> None:
    figure = FigurePart("f", "Inbraak", "misdrijven", "2e kwartaal 2026", 41.0, None, "", "CBS")
    action = ActionPart("a", "Toezicht", "Politie", "running")
    earlier = Snapshot(
        "quarter", "", "", 2026, 2, themes=(ThemePart("t", "Inbraak", figures=(figure,), actions=(action,)),)
    )
    now = replace(figure, value=34.0, period="3e kwartaal 2026")
    other = ActionPart("n", "Licht", "Gemeente", "planned")
    later = replace(
        earlier,
        quarter=3,
        themes=(ThemePart("t", "Inbraak", figures=(now,), actions=(replace(action, status="done"), other)),),
    )
    went = course(earlier, later)
    assert [(one.value, two.value) for one, two in went.figures] == [(41.0, 34.0)]
    assert [(one.status, two.status) for one, two in went.actions] == [("running", "done")]
    assert went.new_actions == (other,)
