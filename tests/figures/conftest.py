"""A small municipality with areas, and short ways to offer it files."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from driehoek.access.identity import acting_as_system
from driehoek.areas.models import Area, AreaLevel
from driehoek.areas.reading import CodeRow
from driehoek.areas.services import write_areas, write_inhabitants
from driehoek.figures.services import Offer, Result, load_figures, preview_figures
from tests.support.cast import Cast

Load = Callable[..., Result]
TODAY = date(2022, 9, 15)
ROWS = [
    CodeRow("NL00", "Nederland", AreaLevel.COUNTRY, ""),
    CodeRow("GM0599", "Voorbeeldstad", AreaLevel.MUNICIPALITY, "GM0599"),
    CodeRow("GM0363", "Andersdam", AreaLevel.MUNICIPALITY, "GM0363"),
    CodeRow("WK059901", "Centrum", AreaLevel.DISTRICT, "GM0599"),
    CodeRow("WK059902", "Molenveld", AreaLevel.DISTRICT, "GM0599"),
    CodeRow("BU05990110", "Oude Haven", AreaLevel.NEIGHBOURHOOD, "GM0599"),
    CodeRow("BU059901MA", "Marktkwartier", AreaLevel.NEIGHBOURHOOD, "GM0599"),
    CodeRow("BU05990220", "Molenveld", AreaLevel.NEIGHBOURHOOD, "GM0599"),
    CodeRow("BU03630001", "Grachtenhoek", AreaLevel.NEIGHBOURHOOD, "GM0363"),
]


def make_areas(year: int = 2022) -> None:
    write_areas(year=year, rows=ROWS)
    write_inhabitants(
        area_year=year, year=2022, numbers={"BU05990110": 4000, "BU059901MA": 1000, "BU05990220": 40}
    )


@pytest.fixture
def home(cast: Cast) -> Iterator[Cast]:
    """The cast, with areas, acting as the home municipality's own system."""
    make_areas()
    with acting_as_system(municipality=cast.home.pk):
        yield cast


@pytest.fixture
def load(home: Cast) -> Load:
    """Load text or bytes for the home municipality; keywords go into the offer."""

    def call(content: str | bytes, *, preview: bool = False, **options: Any) -> Result:
        offer = replace(Offer(home.home, "proef.csv", today=TODAY), **options)
        raw = content.encode() if isinstance(content, str) else content
        return (preview_figures if preview else load_figures)(offer=offer, stream=io.BytesIO(raw))

    return call


def area(code: str) -> Area:
    return Area.objects.get(year=2022, code=code)


def gebieden(*rows: str) -> str:
    return "\n".join(["gebied,soort,period,aantal", *rows]) + "\n"


@pytest.fixture
def make_command(home: Cast, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run `driehoek figures …` for the home municipality; gives status, output and errors."""
    from driehoek.figures.commands import main

    def call(*arguments: str, **keywords: Any) -> tuple[int, str, str]:
        code = main([*arguments, "--municipality", "GM0599"], **keywords)
        told = capsys.readouterr()
        return code, told.out, told.err

    return call
