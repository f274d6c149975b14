"""What must hold of every decision, whatever is proposed."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from driehoek.law import Outcome, check, load
from driehoek.law.lines import LineError, line, period
from driehoek.law.matching import misfits
from driehoek.law.proposal import read
from driehoek.law.ruleset import Basis, Fact

RULES = load()
FIELDS = RULES.vocabulary
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2032, 1, 1))


def value_of(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.kind == "bool":
        return st.booleans()
    if fact.kind == "date":
        return DAYS.map(lambda day: day.isoformat())
    return st.sampled_from(fact.values)


@st.composite
def proposals(draw: st.DrawFn) -> dict[str, Any]:
    """A proposal near a basis: its own kinds of party and purpose, most of its facts, some others."""
    basis: Basis = draw(st.sampled_from(RULES.bases))
    categories = draw(st.sets(st.sampled_from(sorted(basis.categories)), min_size=1, max_size=2))
    named = {key for one in basis.requires for key in one.keys} & set(RULES.facts)
    strange = draw(st.sets(st.sampled_from(sorted(RULES.facts)), max_size=4))
    unsaid = draw(st.sets(st.sampled_from(sorted(named)), max_size=2)) if named else set()
    fitting = {
        key: _answer_that_fits(RULES.facts[key], one.text)
        for one in basis.requires
        for key in sorted(one.keys & set(RULES.facts))
    }
    facts = {key: draw(value_of(RULES.facts[key])) for key in sorted(strange)}
    facts |= {key: value for key, value in fitting.items() if key not in unsaid}
    facts |= {one.fact: draw(value_of(RULES.facts[one.fact])) for one in basis.approvals}
    return {
        "provider": draw(st.sampled_from(sorted(basis.providers))),
        "recipient": draw(st.sampled_from(sorted(basis.recipients))),
        "purpose": draw(st.sampled_from(sorted(basis.purposes))),
        "data_categories": sorted(categories),
        "subject": draw(st.sampled_from(sorted(basis.subjects))),
        "frequency": draw(st.sampled_from(sorted(basis.frequencies))),
        "trigger": draw(st.sampled_from(sorted(basis.triggers))),
        "wpg_processing": draw(
            st.lists(st.sampled_from(sorted(FIELDS["wpg_processing"])), min_size=1, max_size=2)
        ),
        "on": draw(DAYS).isoformat(),
        "facts": facts,
    }


@settings(max_examples=100, deadline=None)
@given(proposals(), st.sampled_from(sorted(FIELDS["data_categories"])))
def test_another_category_of_data_never_makes_it_milder(proposal: dict[str, Any], category: str) -> None:
    more = proposal | {"data_categories": sorted({*proposal["data_categories"], category})}
    assert check(more).outcome.strictness >= check(proposal).outcome.strictness


@settings(max_examples=100, deadline=None)
@given(proposals(), st.data())
def test_a_confirmed_condition_taken_back_never_makes_it_milder(
    proposal: dict[str, Any], data: st.DataObject
) -> None:
    before = check(proposal)
    assume(before.bases and proposal["facts"])
    best = next(one for one in RULES.bases if one.id == before.bases[0])
    # A line that only asks that something is known confirms nothing: what is known may ask for an approval.
    asked = {key for one in best.requires if not one.text.endswith(" known") for key in one.keys}
    confirmed = sorted(asked & set(proposal["facts"]))
    assume(confirmed)
    key = data.draw(st.sampled_from(confirmed))
    less = proposal | {"facts": {name: value for name, value in proposal["facts"].items() if name != key}}
    assert check(less).outcome.strictness >= before.outcome.strictness


@settings(max_examples=100, deadline=None)
@given(proposals(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_said_does_not_matter(proposal: dict[str, Any], rng: random.Random) -> None:
    facts = list(proposal["facts"].items())
    rng.shuffle(facts)
    turned = dict(reversed(list(proposal.items()))) | {
        "facts": dict(facts),
        "data_categories": list(reversed(proposal["data_categories"])),
    }
    assert check(turned) == check(proposal)


@settings(max_examples=100, deadline=None)
@given(proposals())
def test_allowed_means_that_nothing_is_unknown_or_still_to_be_approved(proposal: dict[str, Any]) -> None:
    decision = check(proposal)
    assert decision.rule_version == RULES.version
    if decision.outcome == Outcome.ALLOWED:
        assert decision.bases
        assert not decision.missing
        assert not decision.approvals
    if decision.outcome == Outcome.NOT_ALLOWED:
        assert not decision.bases
        assert decision.reasons


@settings(max_examples=100, deadline=None)
@given(proposals())
def test_without_any_fact_nothing_is_allowed_on_a_basis_that_asks_one(proposal: dict[str, Any]) -> None:
    decision = check(proposal | {"facts": {}})
    for key in decision.bases[:1]:
        basis = RULES.basis(key)
        assert basis is not None
        asks = any(not one.keys <= set(FIELDS) for one in basis.requires)
        assert decision.outcome != Outcome.ALLOWED or not asks


@pytest.mark.parametrize("basis", RULES.bases, ids=[basis.id for basis in RULES.bases])
def test_each_basis_can_carry_a_proposal_and_falls_when_a_condition_is_false(basis: Basis) -> None:
    """Each condition that is a plain yes or no is needed: turned round, the basis does not hold."""
    facts: dict[str, Any] = {}
    for one in basis.requires:
        for key in sorted(one.keys & set(RULES.facts)):
            facts.setdefault(key, _answer_that_fits(RULES.facts[key], one.text))
    facts |= {one.fact: "given" for one in basis.approvals}
    proposal = _plain(basis) | {"facts": facts}
    given_ = read(proposal, RULES)
    assert not misfits(basis, given_, proposal["data_categories"][0])
    assert basis.id in check(proposal).bases, check(proposal).reasons
    for one in basis.requires:
        key, _sep, wanted = one.text.partition("==")
        if wanted in ("true", "false") and " " not in one.text:
            turned = proposal | {"facts": facts | {key: wanted == "false"}}
            assert basis.id not in check(turned).bases, one.text


def _plain(basis: Basis) -> dict[str, Any]:
    purposes = sorted(basis.purposes - {"voorkomen_strafbare_feiten"}) or sorted(basis.purposes)
    linked = {"slachtofferhulp": "slachtofferhulp", "halt": "halt_afdoening"}
    recipient = min(basis.recipients)
    tags = sorted((basis.tags or frozenset({"8"})) - basis.strict_tags)
    first = min(basis.categories, key=lambda one: (one == "bijzondere_persoonsgegevens", one))
    return {
        "provider": min(basis.providers),
        "recipient": recipient,
        "purpose": linked.get(recipient, purposes[0])
        if linked.get(recipient) in basis.purposes
        else purposes[0],
        "data_categories": [first],
        "subject": min(basis.subjects),
        "frequency": min(basis.frequencies),
        "trigger": min(basis.triggers),
        "wpg_processing": tags[:1],
        "on": "2026-11-23",
    }


def _answer_that_fits(fact: Fact, text: str) -> Any:
    if fact.kind == "date":
        return "2026-12-23" if fact.key == "date_return" else "2026-11-01"
    choices = [True, False] if fact.kind == "bool" else [*reversed(fact.values)]
    plain = text.rpartition(" then ")[2]
    for value in choices:
        if line(plain.split(" and ")[0]).answer({fact.key: value}) is True:
            return value
    return choices[0]


def test_a_line_answers_yes_no_or_unknown() -> None:
    implied = line("if a==true then b==true")
    assert implied.answer({}) is None
    assert implied.answer({"b": True}) is True
    assert implied.answer({"a": False}) is True
    assert implied.answer({"a": True, "b": False}) is False
    assert implied.answer({"b": False}) is None
    assert implied.open_keys({"b": False}) == ("a",)
    assert implied.open_keys({"a": True}) == ("b",)
    assert line("k known").answer({}) is None
    assert line("wpg_processing has_any 10").answer({"wpg_processing": frozenset({"10c"})}) is True


def test_months_count_by_the_calendar() -> None:
    over = line("on > begin + P9M")
    assert over.answer({"on": date(2026, 11, 30), "begin": date(2026, 2, 28)}) is True
    assert over.answer({"on": date(2026, 11, 28), "begin": date(2026, 2, 28)}) is False
    early = line("on < back - P3M")
    assert early.answer({"on": date(2026, 11, 23), "back": date(2027, 2, 23)}) is False
    assert early.answer({"on": date(2026, 11, 22), "back": date(2027, 2, 23)}) is True


@pytest.mark.parametrize("text", ["a = b", "if a then b", "a in", "on > x + 3M", "on > x + P", ""])
def test_what_is_not_in_the_language_is_refused(text: str) -> None:
    with pytest.raises(LineError):
        line(text)


def test_a_period_needs_a_number() -> None:
    with pytest.raises(LineError):
        period("P")
