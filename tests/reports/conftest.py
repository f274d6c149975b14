"""What tests of reports begin with: a weekly report of the police with one figure, and what is due."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from driehoek.access.identity import Identity, acting_as
from driehoek.figures.models import Indicator
from driehoek.parties.models import Function
from driehoek.position.models import Agreement, Delivery
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme
from tests.support.cast import Cast
from tests.support.objects import figure_objects
from tests.support.report_objects import agree_on_reports, expected


@dataclass(frozen=True)
class Week:
    """The agreement with the police, its figure, and the first delivery that is due."""

    cast: Cast
    theme: Theme
    agreement: Agreement
    delivery: Delivery
    indicator: Indicator

    def acting(self, function: Function) -> Identity:
        """Who someone is, for a read."""
        with acting_as(person=self.cast.people[function].pk) as identity:
            return identity


@pytest.fixture
def week(cast: Cast) -> Week:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        theme = ensure_theme(
            municipality=identity.municipality, field=SafetyField.BUSINESS, path=("Veilig uitgaan",)
        )
        made = figure_objects(identity, theme)
        indicator = Indicator.objects.get(pk=made["indicator"])
        agreement = agree_on_reports(identity, theme, indicator)
        return Week(cast, theme, agreement, expected(agreement), indicator)
