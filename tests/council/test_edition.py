"""What comes from a quarterly report into a council version, and what of it never does."""

from __future__ import annotations

from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.council import composing, facts, queries
from driehoek.council.composing import Why, open_texts
from driehoek.council.models import FactSource
from driehoek.parties.models import Function
from driehoek.plans.snapshot import (
    ActionPart,
    FactPart,
    FigurePart,
    Snapshot,
    TextPart,
    ThemePart,
)
from tests.council.conftest import Town
from tests.council.test_version import page
from tests.support.plan_objects import plan_objects

SECRET = "Alleen voor de driehoek."


def test_texts_of_the_report_come_once_and_can_be_read_by_the_council(town: Town) -> None:
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        plan_objects(identity, town.figures.theme.pk)
    found = town.version(quarter=(2026, 2))
    adviser = town.cast.client(Function.SAFETY_ADVISER)
    take = reverse("council:take_over", args=[found.pk])
    assert "1 tekst is overgenomen" in adviser.post(take, follow=True).content.decode()
    assert "geen nieuwe tekst" in adviser.post(take, follow=True).content.decode()
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert [one.text for one in found.passages.all()] == ["Een rustig kwartaal."]
        again = queries.version_or_none(identity, found.pk)
        assert again is not None
        released = town.release(again)
    assert "Een rustig kwartaal." in page(town.cast.client(Function.COUNCIL), "release", released.pk)


def test_without_a_report_the_page_says_so(town: Town) -> None:
    found = town.version()
    adviser = town.cast.client(Function.SAFETY_ADVISER)
    answer = adviser.post(reverse("council:take_over", args=[found.pk]), follow=True)
    assert "nog geen kwartaalrapportage vastgesteld" in answer.content.decode()


def test_of_a_report_only_open_texts_come_along() -> None:
    theme = ThemePart(
        key="t",
        name="Woninginbraak",
        texts=(
            TextPart("a", "Duiding", "Het daalt."),
            TextPart("b", "Besloten", SECRET, confidential=True),
            TextPart("c", "Leeg", "  "),
        ),
        figures=(FigurePart("k", "Inbraak", "misdrijven", "kw 3", 3.0, 2.0, "3 inbraken", "Politie"),),
        actions=(ActionPart("m", "Toezicht", "Politie", "late", note=SECRET),),
        facts=(FactPart("f", "decision", "Besluit", SECRET),),
    )
    snapshot = Snapshot(
        "quarter", "Q3", "Stad", 2026, 3, texts=(TextPart("v", "Vooruitblik", "Vooruit."),), themes=(theme,)
    )
    found = open_texts(snapshot)
    assert [(key, text.heading, text.text) for key, text in found] == [
        ("v", "Vooruitblik", "Vooruit."),
        ("t:a", "Woninginbraak", "Het daalt."),
    ]


def test_what_the_report_has_and_the_council_does_not_see_is_counted(town: Town) -> None:
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        plan_objects(identity, town.figures.theme.pk)
    found = town.version(quarter=(2026, 2))
    town.cast.client(Function.SAFETY_ADVISER).post(reverse("council:take_over", args=[found.pk]))
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        found.refresh_from_db()
        composed = composing.compose(identity, found)
        actions = [one for one in facts.offers(identity).usable if one.kind == FactSource.EDITION]
    counted = {one.why: one.count for one in composed.left_out}
    assert counted[Why.NO_FIGURES] == 1
    assert counted.get(Why.EDITION_ACTIONS, 0) == len(actions)
