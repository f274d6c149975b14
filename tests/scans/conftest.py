"""A town of two districts with shapes, figures in one of them, and a case that only some may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.areas.models import Area, AreaLevel
from driehoek.figures.models import ImportRun, Indicator, Observation, Series, Source
from driehoek.parties.models import Function
from driehoek.problems.models import Kind, Problem, SafetyField, Theme
from driehoek.problems.services import NewProblem, ensure_theme, open_problem
from driehoek.scans.models import Scan
from tests.support.cast import Cast
from tests.support.scan_objects import make_scan

ADVISER = Function.SAFETY_ADVISER
YEAR = 2022
MakeScan = Callable[..., Scan]
OpenCase = Callable[..., Problem]


def square(west: float, south: float, size: float = 0.02) -> dict[str, Any]:
    """Return a square in degrees."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass(frozen=True)
class Town:
    """The areas of the home municipality, and its two themes."""

    whole: Area
    centre: Area
    north: Area
    station: Area
    violence: Theme
    youth: Theme


@pytest.fixture
def town(cast: Cast) -> Town:
    """Two districts beside each other; the neighbourhood in the centre has no shape of its own."""

    def add(
        code: str, name: str, level: AreaLevel, parent: Area | None, shape: dict[str, Any] | None
    ) -> Area:
        return Area.objects.create(
            year=YEAR,
            code=code,
            name=name,
            level=level,
            parent=parent,
            geometry=shape,
            municipality_code=cast.home.cbs_code,
        )

    outline = {
        "type": "Polygon",
        "coordinates": [[[4.4, 51.9], [4.44, 51.9], [4.44, 51.92], [4.4, 51.92], [4.4, 51.9]]],
    }
    whole = add("GM0599", "Voorbeeldstad", AreaLevel.MUNICIPALITY, None, outline)
    centre = add("WK059901", "Centrum", AreaLevel.DISTRICT, whole, square(4.4, 51.9))
    north = add("WK059902", "Noord", AreaLevel.DISTRICT, whole, square(4.42, 51.9))
    station = add("BU05990101", "Stationsbuurt", AreaLevel.NEIGHBOURHOOD, centre, None)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        violence, youth = (
            ensure_theme(municipality=identity.municipality, field=field, path=(name,))
            for field, name in ((SafetyField.LIVING, "Geweld"), (SafetyField.YOUTH, "Jeugd"))
        )
    return Town(whole, centre, north, station, violence, youth)


@pytest.fixture
def figures(cast: Cast, town: Town) -> Indicator:
    """Mishandeling in the centre: 2 a month for a year, then 3 a month for a year."""
    with acting_as_system(municipality=cast.home.pk):
        source = Source.objects.create(
            municipality=cast.home, key="47022NED", name="Politie", attribution="Politie/CBS 47022NED"
        )
        run = ImportRun.objects.create(
            municipality=cast.home, source=source, file_name="cijfers.csv", sha256="0" * 64, shape="plain",
            outcome=ImportRun.Outcome.LOADED,
        )  # fmt: skip
        indicator = Indicator.objects.create(
            municipality=cast.home, source=source, key="1.4.5", name="Mishandeling", theme=town.violence,
            unit="misdrijven",
        )  # fmt: skip
        series = Series.objects.create(municipality=cast.home, indicator=indicator, area=town.centre)
        Observation.objects.bulk_create(
            Observation(
                municipality=cast.home, series=series, period=date(2020 + month // 12, month % 12 + 1, 1),
                value=2 if month < 12 else 3, status="d", run=run, line=month,
            )
            for month in range(24)
        )  # fmt: skip
    return indicator


@pytest.fixture
def make(cast: Cast, town: Town) -> MakeScan:
    """Make a scan as the adviser, with hot spots in the centre unless told otherwise."""

    def made(*names: str, theme: Theme | None = None, **more: Any) -> Scan:
        with acting_as(person=cast.people[ADVISER].pk) as identity:
            return make_scan(identity, theme or town.violence, *names, **({"area": town.centre.pk} | more))

    return made


@pytest.fixture
def open_case(cast: Cast, town: Town) -> OpenCase:
    """Open a complex case in an area as the adviser: team chief, analyst, prosecutor and deputy have no grant."""

    def opened(
        title: str = "Zaak Nachtvlinder", *, theme: Theme | None = None, area: Area | None = None
    ) -> Problem:
        with acting_as(person=cast.people[ADVISER].pk) as identity:
            return open_problem(
                identity=identity,
                new=NewProblem(
                    title=title,
                    kind=Kind.COMPLEX,
                    theme=theme or town.violence,
                    owner=identity.person,
                    areas=(area or town.centre,),
                ),
            )

    return opened


def identity_of(cast: Cast, function: Function) -> Any:
    """Act as a function in the home municipality."""
    return acting_as(person=cast.people[function].pk)
