"""The information regime as data: complete, valid, and refused with a clear reason when it is not."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from driehoek.access.models import Level
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Function, OrganisationKind
from driehoek.problems import content, regimes
from driehoek.problems.content import ContentError, Entry
from driehoek.problems.models import Kind


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_says_what_the_mayor_needs_from_the_three_at_the_table(kind: Kind) -> None:
    regime = regimes.regime_of(kind)
    suppliers = {line.supplier for line in regime.lines}
    assert {OrganisationKind.POLICE, OrganisationKind.PROSECUTION, OrganisationKind.MUNICIPALITY} <= suppliers
    assert {line.kind for line in regime.lines} == {kind}
    assert all(line.threshold.startswith("Bel ") for line in regime.lines)
    assert not any(line.personal_data for line in regime.lines)


def test_the_rhythms_are_those_of_the_three_kinds() -> None:
    rhythms = {kind: {line.rhythm for line in regimes.regime_of(kind).lines} for kind in Kind}
    assert rhythms[Kind.STANDARD] == {Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.EVENT}
    assert regimes.regime_of(Kind.COMPLEX).line("complex-overview").rhythm == Rhythm.MONTHLY
    assert rhythms[Kind.CRISIS] == {Rhythm.DAILY, Rhythm.EVENT}
    assert all(line.grace_days == 0 for line in regimes.regime_of(Kind.CRISIS).lines)


def test_complex_problems_are_followed_mostly_by_analysis_and_crises_by_operations_only() -> None:
    kinds = {line.info_kind for line in regimes.regime_of(Kind.CRISIS).lines}
    assert kinds == {"operational"}
    assert "analytical" in {line.info_kind for line in regimes.regime_of(Kind.COMPLEX).lines}


def test_the_sentences_are_short() -> None:
    """B1: no sentence of more than eighteen words in what the mayor reads."""
    for kind in Kind:
        regime = regimes.regime_of(kind)
        texts = [regime.words, *(line.sentence for line in regime.lines)]
        texts += [line.threshold for line in regime.lines]
        for sentence in ". ".join(texts).replace("?", ".").split("."):
            assert len(sentence.split()) <= 18, sentence


def test_a_change_stops_the_old_lines_and_starts_the_new() -> None:
    change = regimes.change_of(Kind.STANDARD, Kind.CRISIS)
    assert {line.kind for line in change.stops} == {Kind.STANDARD}
    assert {line.kind for line in change.starts} == {Kind.CRISIS}
    same = regimes.change_of(Kind.CRISIS, Kind.CRISIS)
    assert (same.stops, same.starts) == ((), ())


def test_what_each_function_sees_follows_from_the_rules_of_access() -> None:
    seen = {sight.function: sight.level for sight in regimes.sight_of(Kind.COMPLEX)}
    assert seen[Function.MAYOR] == Level.OVERVIEW
    assert seen[Function.TEAM_CHIEF] is None
    words = {sight.function: sight.words for sight in regimes.sight_of(Kind.CRISIS)}
    assert words[Function.TEAM_CHIEF] == "werkt mee aan het dossier"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("rhythm", "soms", "standard-figures: rhythm is 'soms', not one of once, daily"),
        ("from", "krant", "standard-figures: from is 'krant', not one of municipality"),
        ("info_kind", None, "info_kind is None"),
        ("grace_days", 31, "grace_days is 31, not a whole number from 0 to 30"),
        ("grace_days", True, "grace_days is True"),
        ("sentence", " ", "sentence holds no words"),
        ("sentence", "x" * 201, "sentence has 201 characters, at most 200"),
        ("treshold", "Bel", "unknown field treshold"),
        ("key", "figures", "key begins with the kind, as in standard-figures"),
        ("basis", {"mark": "S"}, "names its source"),
        ("basis", "S", "basis: not a list of fields"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place_and_reason(field: str, value: object, message: str) -> None:
    fields: dict[str, Any] = copy.deepcopy(content.read("regimes.yaml").fields)
    fields["standard"]["lines"][0][field] = value
    with pytest.raises(ContentError, match=message) as told:
        regimes.parse(Entry("regimes.yaml", fields))
    assert str(told.value).startswith("regimes.yaml: standard: lines: ")


def test_a_regime_that_is_missing_empty_or_double_is_refused() -> None:
    whole = content.read("regimes.yaml").fields
    with pytest.raises(ContentError, match="crisis is missing"):
        regimes.parse(Entry("regimes.yaml", {key: whole[key] for key in ("standard", "complex")}))
    empty = copy.deepcopy(whole)
    empty["crisis"]["lines"] = []
    with pytest.raises(ContentError, match="a regime without lines"):
        regimes.parse(Entry("regimes.yaml", empty))
    double = copy.deepcopy(whole)
    double["crisis"]["lines"].append(double["crisis"]["lines"][0])
    with pytest.raises(ContentError, match="key used twice: crisis-first-hour"):
        regimes.parse(Entry("regimes.yaml", double))


def test_an_unknown_line_or_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        regimes.regime_of(Kind.CRISIS).line("standard-figures")
    with pytest.raises(ValueError, match="ramp"):
        regimes.regime_of("ramp")
