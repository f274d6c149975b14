"""A town with figures of which some are small, for the tests of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.areas.models import Area, AreaLevel
from driehoek.council.models import Depth, Release, Version
from driehoek.council.services import versions
from driehoek.figures.models import Indicator, Observation
from driehoek.parties.models import Function
from tests.analysis.support import Figures
from tests.support.cast import Cast

# The last month with figures: the end of a quarter.
LATEST = date(2022, 9, 1)
# Per month over fifteen months; Zuid is small in each quarter but the first.
NORTH = [*[11.0] * 12, 12.0, 13.0, 14.0]
SOUTH = [2.0, 3.0, 2.0, *[1.0] * 12]
EAST = [*[17.0] * 12, 18.0, 19.0, 20.0]


@dataclass
class Town:
    """A municipality of three districts with one indicator, and who works there."""

    cast: Cast
    figures: Figures
    indicator: Indicator
    districts: dict[str, Area]

    def version(
        self, *, depth: Depth = Depth.DISTRICT, quarter: tuple[int, int] = (2022, 3), **values: str
    ) -> Version:
        """Begin a version with the indicator, as the adviser."""
        with acting_as(person=self.cast.people[Function.SAFETY_ADVISER].pk) as identity:
            new = versions.NewVersion(
                title=values.get("title", "Veiligheid in het derde kwartaal"),
                year=quarter[0],
                quarter=quarter[1],
                indicators=[self.indicator],
                intro=values.get("intro", ""),
                depth=depth,
            )
            return versions.make_version(identity=identity, new=new)

    def release(self, version: Version | None = None) -> Release:
        """Confirm a version as the adviser and release it as the mayor."""
        version = version or self.version()
        with acting_as(person=self.cast.people[Function.SAFETY_ADVISER].pk) as identity:
            versions.confirm(identity=identity, found=version, version=version.version)
        with acting_as(person=self.cast.people[Function.MAYOR].pk) as identity:
            return versions.release(identity=identity, found=version, version=version.version)

    def add(self, district: str, month: date, more: int) -> None:
        """Let the source report more cases in a district, in the sums too."""
        with acting_as_system(municipality=self.cast.home.pk):
            for area in (self.districts[district], self.figures.town):
                row = Observation.objects.get(
                    series__indicator=self.indicator, series__area=area, period=month
                )
                Observation.objects.filter(series=row.series_id, period=month).update(
                    value=(row.value or 0) + more
                )


@pytest.fixture
def town(cast: Cast) -> Town:
    """Districts Noord, Zuid and Oost; what the town counts is their sum."""
    figures = Figures(cast.home, latest=LATEST)
    year = figures.town.year
    here = {"municipality_code": cast.home.cbs_code, "inhabitants": 10_000}
    with acting_as_system(municipality=cast.home.pk):
        Area.objects.filter(pk=figures.town.pk).update(**here)
        Area.objects.filter(pk=figures.district.pk).update(**here)
        others = {
            name: Area.objects.create(
                year=year, code=code, name=name, level=AreaLevel.DISTRICT, parent=figures.town, **here
            )
            for name, code in (("Zuid", "WK990102"), ("Oost", "WK990103"))
        }
    indicator = figures.indicator("Fietsdiefstal")
    districts = {"Noord": figures.district, **others}
    for (_name, area), values in zip(districts.items(), (NORTH, SOUTH, EAST), strict=True):
        figures.series(indicator, area, values)
    figures.series(indicator, figures.town, [sum(parts) for parts in zip(NORTH, SOUTH, EAST, strict=True)])
    return Town(cast, figures, indicator, districts)
