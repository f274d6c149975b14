"""Figures and what was found in them, for the tests of this room."""

from __future__ import annotations

import pytest

from driehoek.access.identity import acting_as_system
from driehoek.analysis.models import Deviation
from driehoek.analysis.services import detect_deviations
from tests.analysis.support import LATEST, Figures, months, with_outbreak
from tests.support.cast import Cast


@pytest.fixture
def figures(cast: Cast) -> Figures:
    """An empty set of figures of the home municipality."""
    return Figures(cast.home)


@pytest.fixture
def outbreak(figures: Figures) -> Deviation:
    """One deviation, in the newest month of one of six series."""
    for number in range(5):
        figures.series(figures.indicator(f"Stil {number}"), figures.town, months(number))
    series = figures.series(figures.indicator(), figures.neighbourhoods[0], with_outbreak(months(100), 40))
    detect_deviations(municipality=figures.municipality.pk)
    with acting_as_system(municipality=figures.municipality.pk):
        return Deviation.objects.get(series=series, period=LATEST)
