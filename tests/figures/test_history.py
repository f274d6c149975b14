"""Provisional becomes definitive, what was before is kept, the same content changes nothing (ST15)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from driehoek.access.identity import acting_as_system
from driehoek.figures.models import ImportRun, Observation, ObservationRevision, Series
from driehoek.figures.signals import figures_loaded
from driehoek.ledger.models import Event
from tests.figures.conftest import Load, gebieden
from tests.support.cast import Cast


def months(*values: float, year: int = 2022) -> str:
    return gebieden(
        *(
            f"Oude Haven,Totaal misdrijven,{year}MM{month:02d},{value}"
            for month, value in enumerate(values, 1)
        )
    )


@pytest.mark.story("ST15")
def test_the_same_content_again_changes_nothing(load: Load) -> None:
    first = load(months(1, 2, 3))
    again = load(months(1, 2, 3))
    assert (first.run.outcome, again.run.outcome) == ("loaded", "unchanged")
    assert (again.run.rows_new, again.run.rows_changed, again.run.rows_same) == (0, 0, 3)
    assert first.run.sha256 == again.run.sha256
    assert not ObservationRevision.objects.exists()
    assert set(Observation.objects.values_list("run", flat=True)) == {first.run.pk}


@pytest.mark.story("ST15")
def test_a_changed_value_keeps_what_was_before(load: Load) -> None:
    first = load(months(1, 2, 3))
    second = load(months(1, 2, 5, 4))
    assert (second.run.rows_new, second.run.rows_changed, second.run.rows_same) == (1, 1, 2)
    kept = ObservationRevision.objects.get()
    assert (kept.period, kept.value, kept.line, kept.run_id) == (date(2022, 3, 1), 3, 4, first.run.pk)
    assert kept.replaced_by_id == second.run.pk
    now = Observation.objects.get(period=date(2022, 3, 1))
    assert (now.value, now.run_id, now.line) == (5, second.run.pk, 4)


def test_figures_become_definitive_after_two_years_and_by_the_publishers_word(load: Load) -> None:
    rows = "".join(f"Oude Haven,Totaal misdrijven,{year}MM08,1\n" for year in (2019, 2020, 2021, 2022))
    load(gebieden() + rows)
    statuses = dict(Observation.objects.values_list("period__year", "status"))
    assert statuses == {2019: "d", 2020: "d", 2021: "p", 2022: "p"}
    load("indicator", preview=False)  # an unusable file changes nothing
    load(gebieden() + "Oude Haven,Totaal misdrijven,2023MM08,1\n" + rows, today=date(2023, 9, 1))
    assert Observation.objects.get(period__year=2021).status == "d"
    kept = ObservationRevision.objects.get()
    assert (kept.period.year, kept.status, kept.value) == (2021, "p", 1)


def test_a_definitive_value_does_not_fall_back(load: Load) -> None:
    load(months(1, 2))
    Observation.objects.update(status="d")
    assert load(months(1, 2), provisional=True).run.outcome == "unchanged"
    assert set(Observation.objects.values_list("status", flat=True)) == {"d"}


def test_a_definitive_value_that_changes_again_is_taken_and_reported(load: Load) -> None:
    load(months(1, 2))
    Observation.objects.update(status="d")
    result = load(months(1, 9))
    assert (result.run.rows_changed, result.run.rows_redefined) == (1, 1)
    assert ObservationRevision.objects.get().status == "d"


def test_older_figures_never_replace_newer_ones(load: Load) -> None:
    load(months(1, 2), published_on=date(2022, 9, 1))
    result = load(months(1, 1), published_on=date(2022, 8, 1))
    assert result.run.outcome == "refused"
    assert "2022-08-01" in result.run.problem
    assert Observation.objects.get(period=date(2022, 2, 1)).value == 2


def test_a_preview_counts_and_writes_nothing(load: Load) -> None:
    load(months(1, 2, 3))
    result = load(months(1, 5, 3, 4), preview=True)
    assert (result.run.outcome, result.run.rows_new, result.run.rows_changed) == ("previewed", 1, 1)
    assert Observation.objects.count() == 3
    assert not ObservationRevision.objects.exists()


def test_a_preview_of_the_first_file_makes_no_series(load: Load) -> None:
    result = load(months(1, 2), preview=True)
    assert (result.run.rows_new, Series.objects.count()) == (2, 0)


def test_simulated_and_real_figures_never_share_a_series(load: Load) -> None:
    load(months(1, 2))
    result = load(months(7, 8), simulated=True)
    assert result.run.rows_new == 2
    assert Series.objects.count() == 2
    assert result.run.source is not None
    assert (result.run.source.key, result.run.source.simulated) == ("SIM-47022NED", True)


def test_listeners_hear_which_series_changed_and_can_stop_the_load(load: Load) -> None:
    heard: list[dict[str, Any]] = []

    def listen(**told: Any) -> None:
        heard.append(told)
        if told["run"].file_name == "stuk.csv":
            raise RuntimeError("cannot compute")

    figures_loaded.connect(listen)
    try:
        first = load(months(1, 2))
        load(months(1, 2))
        load(gebieden("Marktkwartier,Totaal misdrijven,2022MM01,1"))
        with pytest.raises(RuntimeError):
            load(months(9), file_name="stuk.csv")
    finally:
        figures_loaded.disconnect(listen)
    series = list(Series.objects.order_by("pk").values_list("pk", flat=True))
    assert [told["series"] for told in heard[:2]] == [(series[0],), (series[1],)]
    assert heard[0]["run"] == first.run
    assert Observation.objects.get(series=series[0], period=date(2022, 1, 1)).value == 1


def test_the_ledger_tells_counts_only(load: Load) -> None:
    result = load(months(1, 2))
    event = Event.objects.get(action="figures:import:loaded")
    assert event.subject == result.run.pk
    assert event.data == '{"changed":0,"hidden":0,"new":2,"read":2,"redefined":0,"rejected":0,"same":0}'


def test_a_series_with_figures_cannot_be_removed(load: Load) -> None:
    from django.db import IntegrityError, transaction

    result = load(months(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Series.objects.all()._raw_delete("default")
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.filter(pk=result.run.pk)._raw_delete("default")


def test_another_municipality_sees_and_changes_nothing(home: Cast, load: Load) -> None:
    load(months(1))
    with acting_as_system(municipality=home.away.pk):
        for model in (Observation, Series, ImportRun):
            assert not model._default_manager.exists()
        assert Observation.objects.update(value=99) == 0
    assert Observation.objects.get().value == 1
