"""A municipality's own rules for re-typing (ST22, TZ11): in a sentence, tried first, and in place of the standard."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.standard import queries, services
from driehoek.standard.models import Norm, OwnRetypingRule
from driehoek.standard.queries.proposals import proposals
from driehoek.standard.queries.rules import rules_of
from driehoek.standard.services import RuleValues
from tests.standard.support import actions, text_of
from tests.support.cast import Cast

FIELDS = ["living", "business", "youth", "physical", "integrity"]


def sent(**values: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "propose": "complex", "norms": ["absolute", "trend"], "fields_": FIELDS, "month": "3", "active": "on",
        "version": "0",
    }  # fmt: skip
    return usual | values


def proposed(cast: Cast, norm: Norm) -> list[str]:
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        judged = queries.judged(identity, list(queries.running_norms(identity).filter(pk=norm.pk)))
        return [one.rule.key for one in proposals(identity, judged)]


@pytest.mark.story("ST22")
@pytest.mark.story("TZ11")
def test_a_rule_is_tried_before_it_is_kept_and_then_decides(cast: Cast, broken: Norm) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    assert proposed(cast, broken) == ["norm_broken"]
    said = text_of(client, "standard:rules")
    assert (
        "op elk veiligheidsveld 8 weken op rij, 3 maanden op rij, 2 kwartalen op rij of 2 jaar op rij" in said
    )
    address = reverse("standard:rule", args=["norm_broken"])
    tried = client.post(address, sent(**{"try": "1"})).content.decode()
    assert "Met de cijfers van nu geeft dit 1 voorstel." in tried
    assert "Er is nog niets bewaard." in tried
    longer = client.post(address, sent(month="4", **{"try": "1"})).content.decode()
    assert "Met de cijfers van nu geeft dit 0 voorstellen." in longer
    assert proposed(cast, broken) == ["norm_broken"]
    client.post(address, sent(month="4"))
    assert proposed(cast, broken) == []
    assert "4 maanden op rij" in text_of(client, "standard:rules")
    assert "aangepast" in text_of(client, "standard:rules")
    client.post(reverse("standard:rule_reset", args=["norm_broken"]), {"version": "1"})
    assert proposed(cast, broken) == ["norm_broken"]
    assert [one for one in actions(cast) if ":rule:" in one] == [
        "standard:rule:made",
        "standard:rule:removed",
    ]


def test_a_rule_of_ones_own_comes_before_the_standard(cast: Cast, broken: Norm) -> None:
    client = cast.client(Function.MAYOR)
    key = "eigen-12345678"
    new = reverse("standard:rule_new")
    for _twice in range(2):
        client.post(new, sent(key=key, propose="crisis", month="2"))
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert OwnRetypingRule.objects.count() == 1
        assert [one.key for one in rules_of(identity)] == [key, "norm_broken"]
    assert proposed(cast, broken) == [key]


def test_a_rule_that_is_off_silences_the_standard_one(cast: Cast, broken: Norm) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    off = {name: value for name, value in sent().items() if name != "active"}
    client.post(reverse("standard:rule", args=["norm_broken"]), off)
    assert proposed(cast, broken) == []
    assert "staat uit" in text_of(client, "standard:rules")


def test_a_rule_says_what_it_needs(cast: Cast) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    address = reverse("standard:rule_new")
    assert "minstens één ritme" in client.post(address, sent(month="")).content.decode()
    assert "Fout:" in client.post(address, sent(norms=[])).content.decode()
    assert "Fout:" in client.post(address, sent(norms=["process"])).content.decode()
    assert client.get(reverse("standard:rule", args=["onbekend"])).status_code == 404
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert not OwnRetypingRule.objects.exists()


def test_two_people_change_one_rule_and_the_second_keeps_the_form(cast: Cast) -> None:
    address = reverse("standard:rule", args=["norm_broken"])
    cast.client(Function.MAYOR).post(address, sent(month="5"))
    answer = cast.client(Function.SAFETY_ADVISER).post(address, sent(month="7"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "5 maanden op rij" in page
    assert 'value="7"' in page
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        values = RuleValues(propose="complex", norms=("trend",), fields=("youth",), year=2)
        with pytest.raises(VersionConflict):
            services.keep_rule(identity=identity, key="norm_broken", version=9, values=values)


def test_rules_stay_within_the_municipality_and_with_who_keeps_norms(cast: Cast) -> None:
    values = RuleValues(propose="complex", norms=("trend",), fields=("youth",), year=2)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.keep_rule(identity=identity, key="eigen-1", version=0, values=values)
    with acting_as(person=cast.stranger.pk) as identity:
        assert not OwnRetypingRule.objects.exists()
        assert [one.key for one in rules_of(identity)] == ["norm_broken"]
    with acting_as(person=cast.people[Function.ANALYST].pk) as identity:
        assert len(rules_of(identity)) == 2
        assert OwnRetypingRule.objects.update(active=False) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            services.keep_rule(identity=identity, key="eigen-2", version=0, values=values)
    assert cast.client(Function.ANALYST).get(reverse("standard:rules")).status_code == 403
