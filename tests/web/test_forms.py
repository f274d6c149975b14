"""What every form refuses: years that nobody means, and versions that are no number of ours."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.test import RequestFactory

from driehoek.web.forms import PlainErrors, posted_version


class Day(PlainErrors, forms.Form):
    """A form with a day, as any room has."""

    day = forms.DateField()


@pytest.mark.parametrize("given", ["0001-01-01", "0026-11-23", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_mistyped_year_is_refused_with_what_to_do(given: str) -> None:
    form = Day({"day": given})
    assert form.errors["day"] == ["Kijk het jaar na. Vul een datum in tussen 1900 en 2200."]


def test_a_day_that_people_plan_on_passes() -> None:
    for given in ("1900-01-01", "2026-11-23", "2199-12-31"):
        form = Day({"day": given})
        assert form.is_valid()
        assert form.cleaned_data["day"] == date.fromisoformat(given)


@pytest.mark.parametrize("given", ["²", "٣", "9" * 5000, "9" * 10, "-1", "1.5", " ", ""])
def test_what_is_no_version_matches_nothing_and_breaks_nothing(given: str) -> None:
    assert posted_version(RequestFactory().post("/", {"version": given})) == 0


def test_a_version_is_read() -> None:
    assert posted_version(RequestFactory().post("/", {"version": "12"})) == 12
