"""Figures for surveillance: areas, indicators and monthly series put straight into the database."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from driehoek.access.identity import acting_as_system
from driehoek.analysis.periods import number_of, start_of
from driehoek.areas.models import Area, AreaLevel
from driehoek.figures.models import (
    Direction,
    Frequency,
    ImportRun,
    Indicator,
    Observation,
    Series,
    Source,
)
from driehoek.parties.models import Municipality
from driehoek.problems.models import SafetyField, Theme

LATEST = date(2022, 8, 1)
_numbers = itertools.count(1)


@dataclass
class Figures:
    """A municipality's figures under construction; `latest` is the newest month."""

    municipality: Municipality
    latest: date = LATEST
    key: str = "47022NED"
    source: Source = field(init=False)
    run: ImportRun = field(init=False)
    theme: Theme = field(init=False)
    town: Area = field(init=False)
    district: Area = field(init=False)
    neighbourhoods: list[Area] = field(init=False)

    def __post_init__(self) -> None:
        mark = next(_numbers)
        place = self.municipality
        with acting_as_system(municipality=place.pk):
            self.source = Source.objects.create(
                municipality=place, key=self.key, name="Politie", attribution=f"Politie/CBS {self.key}"
            )
            self.run = ImportRun.objects.create(
                municipality=place,
                source=self.source,
                file_name="cijfers.csv",
                sha256="0" * 64,
                shape="statline",
                outcome=ImportRun.Outcome.LOADED,
            )
            self.theme = Theme.objects.create(
                municipality=place, field=SafetyField.LIVING, name=f"Woninginbraak {mark}"
            )
            year = 3000 + mark
            self.town = Area.objects.create(
                year=year, code=place.cbs_code, name="Voorbeeldstad", level=AreaLevel.MUNICIPALITY
            )
            self.district = Area.objects.create(
                year=year, code="WK990101", name="Noord", level=AreaLevel.DISTRICT, parent=self.town
            )
            self.neighbourhoods = [
                Area.objects.create(
                    year=year,
                    code=f"BU990101{number:02d}",
                    name=name,
                    level=AreaLevel.NEIGHBOURHOOD,
                    parent=self.district,
                )
                for number, name in enumerate(("Havenkwartier", "Bloemenbuurt", "Stationsbuurt"), 1)
            ]

    def indicator(self, name: str = "Woninginbraak", **values: object) -> Indicator:
        """Add an indicator of the source."""
        given: dict[str, object] = {
            "municipality": self.municipality,
            "source": self.source,
            "key": f"k{next(_numbers)}",
            "name": name,
            "theme": self.theme,
            "unit": "misdrijven",
            "direction": Direction.LOWER,
        }
        with acting_as_system(municipality=self.municipality.pk):
            return Indicator.objects.create(**(given | values))

    def series(
        self,
        indicator: Indicator,
        area: Area,
        values: Sequence[float] | NDArray[np.float64],
        *,
        status: str = "d",
        latest: date | None = None,
    ) -> Series:
        """Add a series whose last value lies in the newest period."""
        rhythm = Frequency(indicator.frequency)
        last = number_of(latest or self.latest, rhythm)
        first = last - len(values) + 1
        with acting_as_system(municipality=self.municipality.pk):
            made = Series.objects.create(municipality=self.municipality, indicator=indicator, area=area)
            Observation.objects.bulk_create(
                Observation(
                    municipality=self.municipality,
                    series=made,
                    period=start_of(first + place, rhythm),
                    value=None if np.isnan(value) else float(value),
                    status=status,
                    run=self.run,
                    line=place + 2,
                )
                for place, value in enumerate(values)
            )
        return made

    def many(
        self, indicators: Sequence[Indicator], areas: Sequence[Area], values: NDArray[np.float64]
    ) -> None:
        """Add a monthly series for every indicator in every area at once.

        Args:
            indicators: the indicators, (n,).
            areas: the areas, (m,).
            values: (n, m, months) the counts.
        """
        first = number_of(self.latest, Frequency.MONTH) - values.shape[2] + 1
        periods = [start_of(first + place, Frequency.MONTH) for place in range(values.shape[2])]
        with acting_as_system(municipality=self.municipality.pk):
            made = Series.objects.bulk_create(
                Series(municipality=self.municipality, indicator=indicator, area=area)
                for indicator in indicators
                for area in areas
            )
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO figures_observation "
                    "(municipality_id, series_id, period, value, status, flag, run_id, line) "
                    "SELECT %s, s, p, v, 'd', '', %s, 1 "
                    "FROM unnest(%s::bigint[], %s::date[], %s::float8[]) AS t(s, p, v)",
                    [
                        self.municipality.pk,
                        self.run.pk,
                        [series.pk for series in made for _ in periods],
                        periods * len(made),
                        values.ravel().tolist(),
                    ],
                )

    def revise(self, series: int, period: date, value: float) -> None:
        """Replace one value, as a later import does."""
        with acting_as_system(municipality=self.municipality.pk):
            changed = Observation.objects.filter(series=series, period=period).update(value=value)
        assert changed == 1


def months(
    seed: int, *, mean: float = 20.0, length: int = 96, season: float = 0.3, spread: float = 1.5
) -> NDArray[np.float64]:
    """Simulate monthly counts in which nothing happens: season, variance `spread` times the mean."""
    generator = np.random.default_rng(seed)
    expected = mean * np.exp(season * np.sin(2 * np.pi * np.arange(length) / 12))
    excess = spread - 1
    return generator.negative_binomial(expected / excess, 1 / spread).astype(float)


def with_outbreak(values: NDArray[np.float64], size: float, last: int = 1) -> NDArray[np.float64]:
    """Add `size` cases to each of the last `last` periods."""
    raised = values.copy()
    raised[-last:] += size
    return raised
