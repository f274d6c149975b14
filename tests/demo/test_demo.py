"""The demo exists in demo mode only, and is made whole or not at all."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.test import Client
from django.urls import NoReverseMatch, reverse

from driehoek import demo
from driehoek.access.identity import acting_as, all_municipalities
from driehoek.demo.build import build
from driehoek.demo.middleware import FiguresInBannerMiddleware
from driehoek.ledger.events import known_actions
from driehoek.ledger.models import Event
from driehoek.parties.models import Function, Person
from driehoek.problems.models import Kind
from driehoek.problems.queries import visible_to


def test_outside_demo_mode_there_is_no_address_no_template_no_app(db: None) -> None:
    assert not settings.DEMO
    with pytest.raises(NoReverseMatch):
        reverse("demo:sign_in")
    with pytest.raises(TemplateDoesNotExist):
        get_template("demo/sign_in.html")
    assert Client().get("/demo/").status_code == 404
    assert "driehoek.demo" not in settings.INSTALLED_APPS
    assert not any("demo" in name for name in settings.MIDDLEWARE)


def test_outside_demo_mode_it_cannot_be_built(db: None) -> None:
    before = all_municipalities()
    with pytest.raises(RuntimeError):
        demo.ensure()
    assert all_municipalities() == before


def test_without_open_data_it_runs_on_the_simulation_and_has_all_three_kinds(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("driehoek.demo.build.shared_data", lambda: None)
    before = all_municipalities()
    build()
    made = [name for identifier, name in all_municipalities() if (identifier, name) not in before]
    assert made == ["Andersdam", "Voorbeeldstad"]
    mayor = Person.objects.get(email=f"{Function.MAYOR}@voorbeeld.invalid")
    with acting_as(person=mayor.pk) as identity:
        assert identity.cbs_code == "GM9901"
        assert {problem.kind for problem in visible_to(identity)} == set(Kind)
        used = set(Event.objects.values_list("action", flat=True))
        deviations = Event.objects.filter(action="analysis:deviation:found").count()
        request = HttpRequest()
        request.identity = identity  # type: ignore[attr-defined]
        FiguresInBannerMiddleware(lambda _request: HttpResponse())(request)
    assert used <= set(known_actions())
    assert deviations > 0
    # The ready-made sets bring sources too, of which no figure is shown yet.
    assert request.demo_figures == "gesimuleerd"  # type: ignore[attr-defined]
