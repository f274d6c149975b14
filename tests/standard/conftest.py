"""Figures with norms on them, for the tests of this room."""

from __future__ import annotations

from datetime import date

import pytest

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.areas.models import Area, AreaLevel
from driehoek.figures.models import Indicator
from driehoek.parties.models import Function
from driehoek.standard import services
from driehoek.standard.models import Decider, Norm, NormType
from tests.analysis.support import Figures
from tests.standard.support import THREE_HIGH
from tests.support.cast import Cast


@pytest.fixture
def figures(cast: Cast) -> Figures:
    """An empty set of figures of the home municipality, whose town has ten thousand inhabitants."""
    made = Figures(cast.home)
    with acting_as_system(municipality=cast.home.pk):
        Area.objects.filter(pk=made.town.pk).update(
            municipality_code=cast.home.cbs_code, inhabitants=10_000, inhabitants_year=2022
        )
    return made


@pytest.fixture
def country(figures: Figures) -> Area:
    """The Netherlands in the same division."""
    return Area.objects.create(
        year=figures.town.year,
        code="NL00",
        name="Nederland",
        level=AreaLevel.COUNTRY,
        inhabitants=1_000_000,
    )


def lay_down(
    cast: Cast, indicator: Indicator | None, of: NormType = NormType.ABSOLUTE, **values: object
) -> Norm:
    """Lay down a norm as the adviser, from 2021 on unless said otherwise."""
    known: dict[str, object] = {
        "decided_on": date(2021, 1, 1),
        "decided_by": Decider.DRIEHOEK,
        "valid_from": date(2021, 1, 1),
        "reason": "Afgesproken in het veiligheidsplan.",
    }
    if of == NormType.ABSOLUTE:
        known["target"] = 20.0
    new = services.NewNorm(type=of, indicator=indicator, **(known | values))  # type: ignore[arg-type]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        return services.set_norm(identity=identity, new=new)


@pytest.fixture
def broken(cast: Cast, figures: Figures) -> Norm:
    """Hooguit 20 per month, broken three months in a row up to August 2022."""
    indicator = figures.indicator()
    figures.series(indicator, figures.town, THREE_HIGH)
    return lay_down(cast, indicator)
