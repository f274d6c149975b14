"""The simulation: the publisher's format, the same importer, always the same figures."""

from __future__ import annotations

import json

from driehoek.access.identity import acting_as_system
from driehoek.areas.models import Area, AreaLevel
from driehoek.figures.demo import load_demo_figures
from driehoek.figures.importing.shapes import Family
from driehoek.figures.models import ImportRun, Indicator, Observation
from driehoek.figures.simulation import PLANTED, answer
from driehoek.parties.models import Municipality
from tests.support.cast import Cast


def test_the_same_seed_gives_the_same_figures_in_the_publishers_format() -> None:
    first = answer("GM9901", Family.CRIME, months=24)
    assert first == answer("GM9901", Family.CRIME, months=24)
    assert first != answer("GM9901", Family.CRIME, months=24, seed=1)
    row = json.loads(first)["value"][0]
    assert list(row) == ["ID", "SoortMisdrijf", "WijkenEnBuurten", "Perioden", "GeregistreerdeMisdrijven_1"]
    assert (len(row["SoortMisdrijf"]), len(row["WijkenEnBuurten"])) == (6, 10)
    assert row["Perioden"] == "2020MM09"


def test_the_fictional_town_is_loaded_through_the_importer(cast: Cast) -> None:
    with acting_as_system(municipality=cast.home.pk):
        Municipality.objects.filter(pk=cast.home.pk).update(cbs_code="GM9901")
        town = Municipality.objects.get(pk=cast.home.pk)
        source = load_demo_figures(town, shared=None)
        assert source.simulated
        assert source.key == "SIM-47022NED"
        assert load_demo_figures(town, shared=None) == source
        assert list(ImportRun.objects.values_list("outcome", flat=True)) == ["unchanged"] * 2 + ["loaded"] * 2
        assert not ImportRun.objects.filter(rows_rejected__gt=0).exists()
        assert Area.objects.filter(municipality_code="GM9901", level=AreaLevel.NEIGHBOURHOOD).count() == 12
        assert Area.objects.get(code="GM9901").inhabitants == 48_353
        # Kinds that are not published by month are there, hidden, without a single figure.
        hidden = Indicator.objects.filter(source=source, hidden=True)
        assert sorted(hidden.values_list("key", flat=True)) == ["1.4.1", "3.2.1", "3.2.2", "3.7.3"]
        assert not Observation.objects.filter(series__indicator__hidden=True).exists()


def test_the_planted_deviations_stand_out(cast: Cast) -> None:
    with acting_as_system(municipality=cast.home.pk):
        Municipality.objects.filter(pk=cast.home.pk).update(cbs_code="GM9901")
        load_demo_figures(Municipality.objects.get(pk=cast.home.pk), shared=None)
        neighbourhoods = list(
            Area.objects.filter(municipality_code="GM9901", level=AreaLevel.NEIGHBOURHOOD).order_by("code")
        )
        for planted in PLANTED:
            values = list(
                Observation.objects.filter(
                    series__area=neighbourhoods[planted.neighbourhood],
                    series__indicator__key=planted.kind,
                    series__indicator__source__simulated=True,
                )
                .order_by("period")
                .values_list("value", flat=True)
            )
            assert len(values) == 72
            there = values[-1 - planted.months_ago]
            assert there > 2 * max(1, sorted(values)[len(values) // 2])
