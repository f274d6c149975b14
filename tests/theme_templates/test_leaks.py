"""Who has nothing to do with a trail or a template does not learn that it is there."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.access.rules import hears
from driehoek.parties.models import Function
from driehoek.theme_templates.models import Adoption, Made, OwnTemplate, Step
from driehoek.theme_templates.queries import template_or_none, visible_adoptions
from tests.support.cast import Cast
from tests.support.template_objects import own_template, take

SUPPLIERS = (Function.TEAM_CHIEF, Function.PROSECUTOR, Function.CASE_DIRECTOR, Function.PARTNER, Function.DPO)


def addresses(adoption: Adoption, step: Step, own: OwnTemplate) -> list[str]:
    return [
        reverse("theme_templates:trail", args=[adoption.pk]),
        reverse("theme_templates:step", args=[step.pk]),
        reverse("theme_templates:evaluate", args=[adoption.pk]),
        reverse("theme_templates:end", args=[adoption.pk]),
        reverse("theme_templates:own", args=[own.pk]),
        reverse("theme_templates:own_file", args=[own.pk]),
        reverse("theme_templates:template", args=[own.pk]),
        reverse("theme_templates:adopt", args=[own.pk]),
        reverse("theme_templates:file", args=[own.pk]),
    ]


def test_another_municipality_finds_nothing(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        adoption = take(identity).adoption
        own, step = own_template(identity), adoption.steps.all()[0]
    stranger: Client = cast.client(person=cast.stranger)
    for address in addresses(adoption, step, own):
        assert stranger.get(address).status_code == 404, address
    for name in ("list", "trails"):
        page = stranger.get(reverse(f"theme_templates:{name}")).content.decode()
        assert "Eigen aanpak inbraak" not in page
        assert "overgenomen</span>" not in page
    with acting_as(person=cast.stranger.pk) as identity:
        for model in (Adoption, Made, Step, OwnTemplate):
            assert not model.objects.exists()
        assert template_or_none(identity, str(own.pk)) is None


def test_who_supplies_or_watches_sees_no_trail(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        adoption = take(identity).adoption
        own, step = own_template(identity), adoption.steps.all()[0]
    for function in SUPPLIERS:
        client = cast.client(function)
        for address in addresses(adoption, step, own):
            assert client.get(address).status_code == 403, (function, address)
        with acting_as(person=cast.people[function].pk) as identity:
            assert not visible_adoptions(identity).exists()
            for model in (Adoption, Made, Step, OwnTemplate):
                assert not model.objects.exists()


def test_the_administrator_sets_templates_up_and_sees_no_trail(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        adoption = take(identity).adoption
    client = cast.client(Function.ADMIN)
    assert client.get(reverse("theme_templates:trail", args=[adoption.pk])).status_code == 403
    page = client.get(reverse("theme_templates:list")).content.decode()
    assert "Veilig uitgaan (KVU)" in page
    assert "overgenomen</span>" not in page
    assert client.get(reverse("theme_templates:adopt", args=["nightlife"])).status_code == 403
    with acting_as(person=cast.people[Function.ADMIN].pk):
        assert not Adoption.objects.exists()
        assert not Made.objects.exists()


def test_the_analyst_sees_the_steps_and_not_what_was_made(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        adoption = take(identity).adoption
    page = (
        cast.client(Function.ANALYST)
        .get(reverse("theme_templates:trail", args=[adoption.pk]))
        .content.decode()
    )
    assert "3. Veiligheidsanalyse" in page
    assert "Wat hiermee is gemaakt" not in page
    with acting_as(person=cast.people[Function.ANALYST].pk):
        assert not Made.objects.exists()


def test_only_who_keeps_the_position_hears_live() -> None:
    heard = {one for one in Function if hears("theme_templates:adoption:begun", frozenset({one}))}
    assert heard == {Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER}
