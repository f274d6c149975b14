"""Figures of a municipality with a known fall in one neighbourhood, and a study of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

import numpy as np

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.areas.models import Area, AreaLevel
from driehoek.effects import services
from driehoek.effects.models import Study
from driehoek.effects.series import months_between
from driehoek.figures.models import ImportRun, Indicator, Observation, ObservationStatus, Series, Source
from driehoek.parties.models import Function
from driehoek.problems.models import SafetyField
from driehoek.problems.services import ensure_theme
from tests.support.cases import MadeCase
from tests.support.cast import Cast

MONTHS = months_between(date(2019, 1, 1), date(2025, 12, 1))
START = date(2024, 7, 1)
NAMES = ("Noord", "Oost", "Zuid", "West", "Kade", "Dal")
# A square of ground for each neighbourhood, side by side: Noord touches Oost and nothing else.
SIDE = 0.01


@dataclass(frozen=True)
class MadeFigures:
    """An indicator with its neighbourhoods by name, and the district around them."""

    indicator: Indicator
    areas: dict[str, Area]
    run: ImportRun


def make_figures(cast: Cast, *, ratio: float = 0.5, seed: int = 1, small: bool = False) -> MadeFigures:
    """Load monthly counts of six neighbourhoods; in Noord they are multiplied by `ratio` from START.

    With `small`, Dal has so few that it may not be shown.
    """
    year = 2080 + seed
    random = np.random.default_rng(seed)
    with acting_as_system(municipality=cast.home.pk):
        whole = _area(year, "GM0599", "Voorbeeldstad", AreaLevel.MUNICIPALITY, None, 0)
        areas = {
            name: _area(year, f"BU0599{place:04}", name, AreaLevel.NEIGHBOURHOOD, whole, place)
            for place, name in enumerate(NAMES)
        }
        theme = ensure_theme(
            municipality=cast.home.pk, field=SafetyField.LIVING, path=("Overlast", f"Proef {seed}")
        )
        source = Source.objects.create(
            municipality=cast.home,
            key=f"PROEF{seed}",
            name="Proefbron",
            attribution="Proefbron",
            area_year=year,
        )
        indicator = Indicator.objects.create(
            municipality=cast.home,
            source=source,
            key="1",
            name=f"Overlast {seed}",
            theme=theme,
            unit="meldingen",
        )
        run = ImportRun.objects.create(
            municipality=cast.home,
            source=source,
            file_name="proef.csv",
            sha256="0" * 64,
            shape="proef",
            outcome="loaded",
        )
        shared = np.exp(
            0.2 * np.sin(2 * np.pi * np.arange(len(MONTHS)) / 12) + random.normal(0, 0.1, len(MONTHS))
        )
        table = []
        for name in NAMES:
            level = 0.1 if small and name == "Dal" else 60.0
            change = np.array([ratio if name == "Noord" and month >= START else 1.0 for month in MONTHS])
            table.append(random.poisson(level * shared * change))
        table.append(np.sum(table, axis=0))
        for area, values in zip([*areas.values(), whole], table, strict=True):
            write_counts(
                cast,
                run,
                Series.objects.create(municipality=cast.home, indicator=indicator, area=area),
                values,
            )
    return MadeFigures(indicator, areas, run)


def write_counts(
    cast: Cast, run: ImportRun, series: Series, values: np.ndarray, months: list[date] = MONTHS
) -> None:
    """Write counts of a series; needs an identity of the system."""
    Observation.objects.bulk_create(
        Observation(
            municipality=cast.home,
            series=series,
            period=month,
            value=float(value),
            status=ObservationStatus.DEFINITIVE,
            run=run,
            line=1,
        )
        for month, value in zip(months, values, strict=True)
    )


def make_study(
    cast: Cast, made: MadeFigures, *, compared: bool = True, title: str = "Camera’s in Noord"
) -> Study:
    """Begin a study of Noord as the analyst, with a comparison or without, and work it out."""
    with acting_as(person=cast.people[Function.ANALYST].pk, municipality=cast.home.pk) as identity:
        study = services.start_study(
            identity=identity,
            values={
                "title": title,
                "happened": "Toezicht met camera’s op het plein in Noord.",
                "indicator": made.indicator,
                "areas": [made.areas["Noord"].pk],
                "starts_on": START,
            },
        )
        values = {
            "comparison": [made.areas[name].pk for name in ("Zuid", "West", "Kade")] if compared else [],
            "comparison_reason": "Even groot, en daar begon niets" if compared else "",
            "neighbours": [made.areas["Oost"].pk],
        }
        services.change_study(identity=identity, study=study, version=study.version, values=values)
        services.run_study(identity=identity, study=study)
    return study


def effect_objects(cast: Cast, made: MadeCase) -> dict[str, uuid.UUID | int]:
    """Return what stands in addresses of this room: a study, and two that lie beside the case."""
    figures = make_figures(cast)
    studies = [make_study(cast, figures, title=f"Licht in Noord {place}") for place in range(3)]
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk) as identity:
        for study in studies[1:]:
            services.link(identity=identity, case=made.case, study=study)
    names = ("effect_study", "effect_study_of_case", "effect_study_to_unlink")
    return {name: study.pk for name, study in zip(names, studies, strict=True)} | {"effect_run": 1}


def _area(year: int, code: str, name: str, level: AreaLevel, parent: Area | None, place: int) -> Area:
    west = 4.4 + 1.5 * SIDE * place - (0.5 * SIDE if place == 1 else 0)
    ring = [[west, 51.9], [west + SIDE, 51.9], [west + SIDE, 51.91], [west, 51.91], [west, 51.9]]
    return Area.objects.create(
        year=year,
        code=code,
        name=name,
        level=level,
        parent=parent,
        municipality_code="GM0599",
        inhabitants=40 if name == "Kade" else 2500,
        geometry=None if level == AreaLevel.MUNICIPALITY else {"type": "Polygon", "coordinates": [ring]},
    )
