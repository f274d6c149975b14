"""Detection end to end: figures in the database, deviations, ranges and ledger lines out."""

from __future__ import annotations

import json
import uuid
from datetime import date

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.analysis.models import Coverage, Deviation, ExpectedRange, Judgement, Rule, Sense, SignalValue
from driehoek.analysis.reading import figure_tables
from driehoek.analysis.services import detect_deviations
from driehoek.analysis.tasks import detect
from driehoek.figures.models import Direction, Frequency, Series
from driehoek.figures.signals import figures_loaded
from driehoek.ledger.models import Event
from tests.analysis.support import LATEST, Figures, months, with_outbreak
from tests.support.cast import Cast


def deviations(figures: Figures, **conditions: object) -> list[Deviation]:
    with acting_as_system(municipality=figures.municipality.pk):
        return list(Deviation.objects.filter(**conditions).order_by("period", "series", "rule"))


def events(figures: Figures, action: str) -> list[Event]:
    with acting_as_system(municipality=figures.municipality.pk):
        return list(Event.objects.filter(action=action).order_by("sequence"))


def signal(figures: Figures, **values: object) -> SignalValue:
    with acting_as_system(municipality=figures.municipality.pk):
        return SignalValue.objects.create(municipality=figures.municipality, **values)


def test_a_planted_outbreak_is_found_and_explained(figures: Figures) -> None:
    quiet = [figures.series(figures.indicator(f"Stil {n}"), figures.town, months(n)) for n in range(20)]
    hit = figures.series(figures.indicator(), figures.town, with_outbreak(months(100), 40), status="p")
    result = detect_deviations(municipality=figures.municipality.pk)
    assert result.series == result.judged == 21
    [row] = deviations(figures, period=LATEST)
    assert row.series_id == hit.pk
    assert (row.rule, row.sense) == (Rule.STATISTICAL, Sense.MORE)
    assert row.provisional
    assert row.lower is not None
    assert row.upper is not None
    assert row.observed > row.upper > row.lower
    assert row.p_value is not None
    assert row.p_value <= row.method["cut"]
    assert row.method["name"] == "farrington_flexible"
    assert row.method["parameters"]["b"] == 5
    assert row.method["tested"] == 21
    assert {series.pk for series in quiet}.isdisjoint({row.series_id})
    found = [json.loads(event.data) for event in events(figures, "analysis:deviation:found")]
    assert {"series": hit.pk, "period": "2022-08-01", "rule": "statistical", "sense": "more"} in found


def test_older_periods_are_one_line_on_the_ledger(figures: Figures) -> None:
    figures.series(figures.indicator(), figures.town, with_outbreak(months(100), 60, last=4))
    result = detect_deviations(municipality=figures.municipality.pk)
    assert result.found >= 4
    assert len(events(figures, "analysis:deviation:found")) == 1
    [older] = events(figures, "analysis:history:found")
    assert json.loads(older.data) == {"count": result.found - 1}


def test_detecting_again_changes_nothing(figures: Figures, outbreak: Deviation) -> None:
    before = len(events(figures, "analysis:deviation:found"))
    result = detect_deviations(municipality=figures.municipality.pk)
    assert (result.found, result.withdrawn) == (0, 0)
    assert result.standing >= 1
    assert len(events(figures, "analysis:deviation:found")) == before


def test_a_revision_that_takes_the_deviation_away_withdraws_it(figures: Figures, outbreak: Deviation) -> None:
    figures.revise(outbreak.series_id, LATEST, 20)
    result = detect_deviations(municipality=figures.municipality.pk)
    assert result.withdrawn == 1
    [row] = deviations(figures, pk=outbreak.pk)
    assert row.withdrawn_at is not None
    assert row.withdrawn_because == "figures"
    [event] = events(figures, "analysis:deviation:withdrawn")
    assert event.subject == outbreak.pk
    figures.revise(outbreak.series_id, LATEST, outbreak.observed)
    assert detect_deviations(municipality=figures.municipality.pk).found == 1
    [row] = deviations(figures, pk=outbreak.pk)
    assert row.withdrawn_at is None
    assert json.loads(events(figures, "analysis:deviation:found")[-1].data)["again"] is True


def test_a_value_that_did_not_change_stays_when_only_the_common_bound_moved(figures: Figures) -> None:
    weak = figures.series(figures.indicator(), figures.town, with_outbreak(months(100), 17))
    detect_deviations(municipality=figures.municipality.pk)
    [row] = deviations(figures, series=weak, period=LATEST)
    for number in range(60):
        figures.series(figures.indicator(f"Stil {number}"), figures.town, months(number))
    detect_deviations(municipality=figures.municipality.pk)
    [row] = deviations(figures, series=weak, period=LATEST)
    assert row.p_value is not None
    assert row.p_value > row.method["cut"]
    assert row.withdrawn_at is None


def test_fewer_than_expected_is_stored_with_its_side_and_ranks_lower_when_it_is_good_news(
    figures: Figures,
) -> None:
    for direction in (Direction.LOWER, Direction.HIGHER):
        values = months(3, mean=60)
        values[-1] = 8
        figures.series(figures.indicator(str(direction), direction=direction), figures.town, values)
    detect_deviations(municipality=figures.municipality.pk)
    good, bad = deviations(figures, period=LATEST)
    assert good.sense == bad.sense == Sense.LESS
    assert good.rank == pytest.approx(bad.rank / 2)


def test_small_numbers_are_not_flagged(figures: Figures) -> None:
    values = np.zeros(96)
    values[::4] = 1
    values[-1] = 4
    figures.series(figures.indicator(), figures.town, values)
    detect_deviations(municipality=figures.municipality.pk)
    assert not deviations(figures, period=LATEST)
    values[-1] = 9
    other = figures.series(figures.indicator(), figures.town, values)
    detect_deviations(municipality=figures.municipality.pk)
    assert [row.series_id for row in deviations(figures, period=LATEST)] == [other.pk]


def test_a_run_is_counted(figures: Figures) -> None:
    figures.series(figures.indicator(), figures.town, with_outbreak(months(100), 45, last=3))
    detect_deviations(municipality=figures.municipality.pk)
    [row] = deviations(figures, period=LATEST)
    assert row.run_length == 3


def test_series_that_cannot_be_judged_say_why(figures: Figures) -> None:
    short = figures.series(figures.indicator(), figures.town, months(1, length=30))
    rate = figures.series(figures.indicator(), figures.town, months(2) / 7)
    few = figures.series(figures.indicator(), figures.town, np.zeros(96))
    well = figures.series(figures.indicator(), figures.town, months(3))
    ended = figures.series(figures.indicator(), figures.town, months(4), latest=date(2022, 5, 1))
    old = figures.series(figures.indicator(), figures.town, months(5), latest=date(2019, 5, 1))
    result = detect_deviations(municipality=figures.municipality.pk)
    assert (result.series, result.judged) == (6, 2)
    with acting_as_system(municipality=figures.municipality.pk):
        ranges = {row.series_id: row for row in ExpectedRange.objects.all()}
        [coverage] = Coverage.objects.all()
    assert {pk: row.judgement for pk, row in ranges.items()} == {
        short.pk: Judgement.TOO_SHORT,
        rate.pk: Judgement.NOT_COUNTS,
        few.pk: Judgement.TOO_FEW,
        well.pk: Judgement.JUDGED,
        ended.pk: Judgement.JUDGED,
        old.pk: Judgement.NO_FIGURES,
    }
    assert len(ranges[well.pk].upper) == 24
    assert all(value is not None for value in ranges[well.pk].upper)
    assert set(ranges[short.pk].upper) == {None}
    assert (coverage.latest, coverage.series, coverage.current, coverage.judged) == (LATEST, 6, 4, 1)


def test_hidden_and_ended_indicators_and_missing_values_are_left_alone(figures: Figures) -> None:
    outbreak = with_outbreak(months(100), 40)
    figures.series(figures.indicator(hidden=True), figures.town, outbreak)
    missing = outbreak.copy()
    missing[-1] = np.nan
    figures.series(figures.indicator(), figures.town, missing)
    detect_deviations(municipality=figures.municipality.pk)
    assert not deviations(figures, period=LATEST)


def test_sources_that_end_in_different_months_are_each_judged_to_their_own_end(figures: Figures) -> None:
    old = Figures(figures.municipality, latest=date(2022, 3, 1), key="47024NED")
    late = figures.series(figures.indicator(), figures.town, with_outbreak(months(100), 40))
    early = old.series(old.indicator(), old.town, with_outbreak(months(101), 40))
    detect_deviations(municipality=figures.municipality.pk)
    found = {(row.series_id, row.period) for row in deviations(figures)}
    assert (late.pk, LATEST) in found
    assert (early.pk, date(2022, 3, 1)) in found


@pytest.mark.parametrize(
    ("frequency", "length", "latest"),
    [(Frequency.WEEK, 320, date(2022, 8, 1)), (Frequency.QUARTER, 44, date(2022, 7, 1))],
)
def test_weeks_and_quarters_are_judged_too(
    figures: Figures, frequency: Frequency, length: int, latest: date
) -> None:
    generator = np.random.default_rng(4)
    values = with_outbreak(generator.poisson(30, length).astype(float), 90)
    figures.series(figures.indicator(frequency=frequency), figures.town, values, latest=latest)
    detect_deviations(municipality=figures.municipality.pk)
    assert [row.period for row in deviations(figures, period=latest)] == [latest]


def test_years_have_no_statistical_bound_but_a_signal_value_works(figures: Figures) -> None:
    indicator = figures.indicator(frequency=Frequency.YEAR)
    figures.series(indicator, figures.town, [300, 310, 290, 420], latest=date(2022, 1, 1))
    signal(figures, indicator=indicator, rule=Rule.FIXED, threshold=400)
    detect_deviations(municipality=figures.municipality.pk)
    [row] = deviations(figures)
    assert (row.rule, row.period, row.upper) == (Rule.FIXED, date(2022, 1, 1), None)


@pytest.mark.story("ST07")
def test_a_fixed_signal_value_is_heard_when_it_is_crossed(figures: Figures) -> None:
    indicator = figures.indicator()
    values = months(8)
    values[-1] = 33
    series = figures.series(indicator, figures.town, values)
    set_at = signal(figures, indicator=indicator, rule=Rule.FIXED, threshold=32)
    detect_deviations(municipality=figures.municipality.pk)
    [row] = deviations(figures, period=LATEST, rule=Rule.FIXED)
    assert (row.series_id, row.signal_value_id, row.observed) == (series.pk, set_at.pk, 33)
    assert row.method["parameters"] == {"threshold": 32, "signal_value_version": 1}
    assert row.pk in {event.subject for event in events(figures, "analysis:deviation:found")}
    with acting_as_system(municipality=figures.municipality.pk):
        SignalValue.objects.filter(pk=set_at.pk).update(threshold=33, version=2)
    detect_deviations(municipality=figures.municipality.pk)
    [row] = deviations(figures, period=LATEST, rule=Rule.FIXED)
    assert row.withdrawn_because == "rule"


def test_a_fixed_signal_value_heeds_direction_area_and_minimum(figures: Figures) -> None:
    halt = figures.indicator("Verwijzingen", direction=Direction.HIGHER)
    low = figures.series(halt, figures.town, [20.0] * 95 + [9.0])
    signal(figures, indicator=halt, rule=Rule.FIXED, threshold=10)
    theft = figures.indicator("Diefstal")
    here, there = figures.neighbourhoods[:2]
    quiet = figures.series(theft, here, [4.0] * 96)
    figures.series(theft, there, [4.0] * 96)
    signal(figures, indicator=theft, rule=Rule.FIXED, threshold=10)
    signal(figures, indicator=theft, area=here, rule=Rule.FIXED, threshold=3, minimum_count=4)
    small = figures.indicator("Klein")
    figures.series(small, here, [4.0] * 96)
    signal(figures, indicator=small, rule=Rule.FIXED, threshold=3, minimum_count=5)
    detect_deviations(municipality=figures.municipality.pk)
    rows = deviations(figures, period=LATEST, rule=Rule.FIXED)
    assert {(row.series_id, row.sense) for row in rows} == {(low.pk, Sense.LESS), (quiet.pk, Sense.MORE)}


@pytest.mark.story("ST07")
@pytest.mark.parametrize(("now", "crossed"), [(26, True), (25, False), (10, False)])
def test_a_change_against_last_year_is_heard_above_its_percentage(
    figures: Figures, now: float, crossed: bool
) -> None:
    indicator = figures.indicator()
    values = np.full(30, 20.0)
    values[-1] = now
    figures.series(indicator, figures.town, values)
    signal(figures, indicator=indicator, rule=Rule.CHANGE, threshold=25)
    detect_deviations(municipality=figures.municipality.pk)
    rows = deviations(figures, period=LATEST)
    assert bool(rows) is crossed
    if rows:
        assert rows[0].method["previous"] == 20
        assert rows[0].method["change"] == pytest.approx(30)


def test_a_rise_from_nothing_counts_and_one_below_the_minimum_does_not(figures: Figures) -> None:
    indicator = figures.indicator()
    large = figures.series(indicator, figures.town, [0.0] * 29 + [6.0])
    figures.series(indicator, figures.district, [1.0] * 29 + [4.0])
    signal(figures, indicator=indicator, rule=Rule.CHANGE, threshold=50)
    detect_deviations(municipality=figures.municipality.pk)
    [row] = deviations(figures, period=LATEST)
    assert row.series_id == large.pk
    assert row.method["change"] is None


@pytest.mark.story("ST07")
def test_a_statistical_signal_value_sets_the_minimum(figures: Figures) -> None:
    indicator = figures.indicator()
    figures.series(indicator, figures.town, with_outbreak(months(100), 40))
    signal(figures, indicator=indicator, rule=Rule.STATISTICAL, minimum_count=500)
    detect_deviations(municipality=figures.municipality.pk)
    assert not deviations(figures, period=LATEST)


def test_only_the_series_asked_for_are_written_but_all_count_as_the_family(figures: Figures) -> None:
    one = figures.series(figures.indicator(), figures.town, with_outbreak(months(100), 40))
    figures.series(figures.indicator(), figures.town, with_outbreak(months(101), 40))
    detect_deviations(municipality=figures.municipality.pk, series_ids=[one.pk])
    [row] = deviations(figures, period=LATEST)
    assert row.series_id == one.pk
    assert row.method["tested"] == 2


def test_a_load_of_figures_is_followed_by_a_detection(figures: Figures) -> None:
    figures.series(figures.indicator(), figures.town, with_outbreak(months(100), 40))
    place = figures.municipality.pk
    with acting_as_system(municipality=place):
        series = tuple(Series.objects.values_list("pk", flat=True))
        figures_loaded.send(sender=None, municipality=place, run=figures.run, series=series)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT args FROM procrastinate_jobs "
                "WHERE task_name = 'driehoek.analysis.tasks.detect' AND args->>'municipality' = %s",
                [str(place)],
            )
            [(args,)] = cursor.fetchall()
    arguments = json.loads(args) if isinstance(args, str) else args
    detect.work(municipality=uuid.UUID(arguments["municipality"]))
    assert deviations(figures, period=LATEST)


def test_another_municipality_is_neither_read_nor_written(cast: Cast, outbreak: Deviation) -> None:
    result = detect_deviations(municipality=cast.away.pk)
    assert result.series == 0
    with acting_as(person=cast.stranger.pk):
        assert not Deviation.objects.exists()
        assert not ExpectedRange.objects.exists()
        assert not Coverage.objects.exists()


def test_the_figures_are_read_in_one_query(figures: Figures) -> None:
    for number in range(6):
        figures.series(figures.indicator(), figures.town, months(number))
    with acting_as_system(municipality=figures.municipality.pk), CaptureQueriesContext(connection) as asked:
        [table] = figure_tables(figures.municipality.pk)
    assert table.values.shape == (6, 96)
    # The identity itself costs a statement before and after.
    assert sum("figures_observation" in query["sql"] for query in asked) == 1
