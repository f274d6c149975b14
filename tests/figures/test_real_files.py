"""The real files of shared/data, read as they were published; skipped where that folder is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from driehoek.access.identity import acting_as_system
from driehoek.areas import services as areas
from driehoek.areas.models import Area, AreaLevel
from driehoek.figures.demo import load_demo_figures
from driehoek.figures.models import ImportRun, Observation, Series
from driehoek.figures.services import Offer, load_figures
from tests.support.cast import Cast

ROTTERDAM = "nl_crime/rotterdam/47022NED_47024NED_rotterdam_buurt_monthly.csv"
CODES = "nl_crime/meta_47022NED_2022_WijkenEnBuurten.csv"


@pytest.fixture
def home(cast: Cast, shared_data: Path) -> Iterator[Cast]:
    """The cast's Rotterdam-coded municipality with the division of 2022."""
    areas.import_code_list(path=shared_data / CODES, year=2022, municipality_code="GM0599")
    with acting_as_system(municipality=cast.home.pk):
        yield cast


def test_the_code_list_of_the_whole_country_is_taken(cast: Cast, shared_data: Path) -> None:
    result = areas.import_code_list(path=shared_data / CODES)
    assert result.year == 2022
    assert not result.skipped
    found = Area.objects.filter(year=2022)
    assert found.filter(level=AreaLevel.COUNTRY).count() == 1
    assert found.filter(level=AreaLevel.MUNICIPALITY).count() == 353
    assert found.get(code="BU05991081").parent.code == "WK059910"
    assert not found.filter(level=AreaLevel.NEIGHBOURHOOD, parent=None).exists()
    assert areas.import_code_list(path=shared_data / CODES).written == 0


def test_every_row_of_the_rotterdam_file_is_loaded(home: Cast, shared_data: Path) -> None:
    offer = Offer(municipality=home.home, file_name="rotterdam.csv")
    with (shared_data / ROTTERDAM).open("rb") as stream:
        result = load_figures(offer=offer, stream=stream)
    run = result.run
    assert (run.outcome, run.problem) == (ImportRun.Outcome.LOADED, "")
    assert (run.rows_read, run.rows_new, run.rows_rejected) == (24_809, 24_809, 0)
    assert Series.objects.count() == 198
    assert Observation.objects.count() == 24_809


def test_the_demo_municipality_stands_on_real_figures(cast: Cast, shared_data: Path) -> None:
    with acting_as_system(municipality=cast.home.pk):
        source = load_demo_figures(cast.home, shared=shared_data)
        assert (source.key, source.simulated, source.area_year) == ("47022NED", False, 2022)
        again = load_demo_figures(cast.home, shared=shared_data)
        assert again == source
        assert list(ImportRun.objects.values_list("outcome", flat=True)) == ["unchanged", "loaded"]
        assert Area.objects.get(code="BU05991081").inhabitants
        districts = Area.objects.filter(municipality_code="GM0599", level=AreaLevel.DISTRICT)
        # This business park became a district after the shapes of 2022 were drawn.
        assert [area.name for area in districts if not area.geometry] == ["Bedrijventerrein Schieveen"]
        assert len(str([area.geometry for area in districts])) < 150_000


def test_a_gebied_is_the_district_of_that_name(home: Cast, shared_data: Path) -> None:
    """Where a district has one neighbourhood, both series must be the same, or the mapping is wrong."""
    with (shared_data / ROTTERDAM).open("rb") as stream:
        load_figures(offer=Offer(municipality=home.home, file_name="rotterdam.csv"), stream=stream)
    districts = Area.objects.filter(municipality_code="GM0599", level=AreaLevel.DISTRICT)
    loaded = Series.objects.filter(area__level=AreaLevel.DISTRICT).values_list("area__name", flat=True)
    assert len(set(loaded)) == 16
    compared = 0
    for district in districts:
        inside = list(district.children.all())
        if len(inside) != 1:
            continue
        for series in Series.objects.filter(area=district):
            whole = dict(series.observations.values_list("period", "value"))
            part = Observation.objects.filter(series__indicator=series.indicator, series__area=inside[0])
            found = dict(part.values_list("period", "value"))
            if found:
                assert whole == found, district.name
                compared += 1
    assert compared >= 4
