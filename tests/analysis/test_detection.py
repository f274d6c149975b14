"""Detection end to end: figures in the database, deviations out."""

from __future__ import annotations

import pytest

from driehoek.access.identity import acting_as_system
from driehoek.analysis.models import Deviation, Rule, Sense
from driehoek.analysis.services import detect_deviations
from tests.analysis.support import LATEST, Figures, months, with_outbreak
from tests.support.cast import Cast


@pytest.fixture
def figures(cast: Cast) -> Figures:
    return Figures(cast.home)


def deviations(figures: Figures) -> list[Deviation]:
    with acting_as_system(municipality=figures.municipality.pk):
        return list(Deviation.objects.order_by("period", "series", "rule"))


def test_a_planted_outbreak_is_found_and_explained(figures: Figures) -> None:
    burglary = figures.indicator()
    quiet = [figures.series(figures.indicator(f"Stil {n}"), figures.town, months(n)) for n in range(20)]
    hit = figures.series(burglary, figures.town, with_outbreak(months(100), 40), status="p")
    result = detect_deviations(municipality=figures.municipality.pk)
    assert result.series == result.judged == 21
    latest = [row for row in deviations(figures) if row.period == LATEST]
    assert [row.series_id for row in latest] == [hit.pk]
    [row] = latest
    assert row.rule == Rule.STATISTICAL
    assert row.sense == Sense.MORE
    assert row.provisional
    assert row.upper is not None
    assert row.lower is not None
    assert row.observed > row.upper > row.lower
    assert row.p_value is not None
    assert row.p_value <= row.method["cut"]
    assert row.method["name"] == "farrington_flexible"
    assert row.method["parameters"]["b"] == 5
    assert row.method["tested"] == 21
    assert {series.pk for series in quiet}.isdisjoint({row.series_id for row in latest})
