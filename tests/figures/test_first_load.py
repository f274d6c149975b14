"""A first load writes while it reads; what turns out at the end must still hold for all of it."""

from __future__ import annotations

import pytest

from driehoek.figures.catalogue import kinds
from driehoek.figures.importing.shapes import Family
from driehoek.figures.models import ImportRun, Observation, Series
from driehoek.figures.services.first import PART
from tests.figures.conftest import Load, gebieden

LABELS = [kind.label for kind in kinds() if kind.family == Family.CRIME and not kind.hidden_monthly]


def many(*, years: range = range(2005, 2015), last: str = "") -> str:
    """More rows than two parts hold: every kind and month of those years in one neighbourhood."""
    months = [f"{year}MM{month:02d}" for year in years for month in range(1, 13)]
    rows = [f'Oude Haven,"{label}",{month},3' for label in LABELS for month in months]
    assert len(rows) > PART
    return gebieden(*rows, *([last] if last else []))


def test_all_rows_arrive_with_their_lines(load: Load) -> None:
    result = load(many())
    count = len(LABELS) * 120
    assert (result.run.outcome, result.run.rows_read, result.run.rows_new) == ("loaded", count, count)
    assert sorted(Observation.objects.values_list("line", flat=True)) == list(range(2, count + 2))
    assert sorted(result.series) == sorted(Series.objects.values_list("pk", flat=True))
    assert load(many()).run.outcome == "unchanged"


def test_a_key_in_the_first_and_the_last_part_loads_neither(load: Load) -> None:
    result = load(many(last=f'Oude Haven,"{LABELS[0]}",2005MM01,4'))
    assert (result.run.rows_rejected, result.run.rows_new) == (2, len(LABELS) * 120 - 1)
    assert sorted(reject.line for reject in result.rejects) == [2, len(LABELS) * 120 + 2]
    assert ImportRun.objects.count() == 1


def test_a_later_period_at_the_end_makes_earlier_ones_definitive(load: Load) -> None:
    load(many(last=f'Oude Haven,"{LABELS[0]}",2022MM01,4'))
    statuses = set(Observation.objects.values_list("period__year", "status"))
    assert statuses == {(year, "d") for year in range(2005, 2015)} | {(2022, "p")}


@pytest.mark.parametrize("last", ['"nooit gesloten', "caf\udce9,Totaal misdrijven,2022MM01,4"])
def test_an_unusable_end_leaves_nothing(load: Load, last: str) -> None:
    content = many(last=last).encode("utf-8", "surrogateescape")
    result = load(content)
    assert (result.run.outcome, result.run.rows_new) == ("refused", 0)
    assert f"Regel {len(LABELS) * 120 + 2}" in result.run.problem
    assert not Observation.objects.exists()
    assert not Series.objects.exists()


def test_a_family_that_comes_late_is_loaded_the_careful_way(load: Load) -> None:
    result = load(many(last="Oude Haven,Melding overlast jeugd,2012MM01,4"))
    assert result.run.rows_new == len(LABELS) * 120 + 1
    found = Observation.objects.get(series__indicator__key="E35")
    assert found.series.indicator.source.key == "47024NED"


def test_rejects_in_the_middle_are_kept_in_a_first_load(load: Load) -> None:
    result = load(gebieden("Nergens,Totaal misdrijven,2022MM01,4") + many().split("\n", 1)[1])
    assert (result.run.rows_rejected, result.run.rows_new) == (1, len(LABELS) * 120)
    assert result.rejects[0].line == 2
