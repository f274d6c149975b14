"""The lines of the first page: what is current, what is left out, what is merged, what stands on top."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.analysis import services
from driehoek.analysis.models import Deviation, Rule, Sense
from driehoek.analysis.queries import DeviationLine, deviations_for
from driehoek.analysis.rows import first_page_rows
from driehoek.analysis.sentences import also_words
from driehoek.areas.models import Area
from driehoek.figures.models import Indicator
from driehoek.parties.models import Function
from tests.analysis.support import LATEST, Figures, months, with_outbreak
from tests.support.cast import Cast


def lines(cast: Cast, function: Function = Function.MAYOR, limit: int = 5) -> tuple[list[DeviationLine], int]:
    with acting_as(person=cast.people[function].pk) as identity:
        return deviations_for(identity, limit=limit)


def planted(figures: Figures, indicator: Indicator, area: Area, *, size: float, seed: int) -> int:
    return figures.series(indicator, area, with_outbreak(months(seed), size)).pk


def test_what_deviates_now_is_listed_with_its_last_year(cast: Cast, outbreak: Deviation) -> None:
    [line], more = lines(cast)
    assert more == 0
    assert line.deviation.pk == outbreak.pk
    assert line.deviation.series.area.name == "Havenkwartier"
    assert len(line.points) == 12
    assert line.points[-1].start == LATEST
    assert line.points[-1].flagged
    assert line.points[-1].upper is not None


def test_it_takes_three_queries_however_many_there_are(cast: Cast, figures: Figures) -> None:
    for number in range(12):
        planted(figures, figures.indicator(f"Soort {number}"), figures.town, size=60, seed=number)
    detect = services.detect_deviations(municipality=cast.home.pk)
    assert detect.found >= 12
    mayor = cast.people[Function.MAYOR].pk
    with acting_as(person=mayor) as identity, CaptureQueriesContext(connection) as asked:
        found, more = deviations_for(identity)
        names = [line.deviation.series.area.name for line in found]
        themes = [line.deviation.series.indicator.theme.name for line in found]
        sources = [line.deviation.series.indicator.source.attribution for line in found]
    assert len(found) == 5
    assert more == 7
    assert len(names) == len(themes) == len(sources) == 5
    # Setting the identity back costs a statement that is not this reading's.
    assert len([query for query in asked if "set_config" not in query["sql"]]) == 3
    assert not any("geometry" in query["sql"] for query in asked)


def test_kept_rows_follow_a_revision_that_changes_no_verdict(
    cast: Cast, figures: Figures, outbreak: Deviation
) -> None:
    def text() -> str:
        with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
            [row], _more = first_page_rows(identity, limit=5)
            return row.text

    before = text()
    assert before.startswith(f"{outbreak.observed:.0f} in")
    assert text() == before
    figures.revise(outbreak.series_id, LATEST, outbreak.observed + 3)
    assert services.detect_deviations(municipality=cast.home.pk).found == 0
    assert text().startswith(f"{outbreak.observed + 3:.0f} in")


def test_only_the_newest_period_of_a_source_counts(cast: Cast, figures: Figures) -> None:
    values = months(100)
    values[-2] += 60
    figures.series(figures.indicator(), figures.town, values)
    services.detect_deviations(municipality=cast.home.pk)
    assert lines(cast) == ([], 0)
    with acting_as_system(municipality=cast.home.pk):
        assert Deviation.objects.filter(period=date(2022, 7, 1)).exists()


def test_what_is_withdrawn_is_left_out(cast: Cast, figures: Figures, outbreak: Deviation) -> None:
    figures.revise(outbreak.series_id, LATEST, 20)
    services.detect_deviations(municipality=cast.home.pk)
    assert lines(cast) == ([], 0)


def test_what_stood_at_an_earlier_moment_can_be_read(
    cast: Cast, figures: Figures, outbreak: Deviation
) -> None:
    before = timezone.now()
    with acting_as_system(municipality=cast.home.pk):
        Deviation.objects.filter(pk=outbreak.pk).update(withdrawn_at=before + timedelta(hours=1))
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        later = before + timedelta(minutes=5)
        assert len(deviations_for(identity, at=later)[0]) == 1
        assert not deviations_for(identity, at=before + timedelta(hours=2))[0]
        assert not deviations_for(identity, at=before - timedelta(days=1))[0]


def test_one_indicator_in_many_areas_is_one_line(cast: Cast, figures: Figures) -> None:
    indicator = figures.indicator()
    places = [figures.town, figures.district, *figures.neighbourhoods]
    for seed, area in enumerate(places):
        planted(figures, indicator, area, size=60 if area == figures.town else 45, seed=seed)
    services.detect_deviations(municipality=cast.home.pk)
    [line], _more = lines(cast)
    assert len(line.siblings) == 4
    assert set(line.places) | {line.deviation.series.area.name} == {area.name for area in places}
    assert line.weight == max(row.rank for row in [line.deviation, *line.siblings])
    assert also_words(line).startswith("Ook in ")
    assert also_words(line).endswith("en nog 1 gebied.")


def test_a_total_joins_the_kind_that_explains_it_and_stands_alone_where_none_does(
    cast: Cast, figures: Figures
) -> None:
    kind = figures.indicator("Winkeldiefstal")
    total = figures.indicator("Totaal misdrijven", is_total=True)
    planted(figures, kind, figures.town, size=60, seed=1)
    planted(figures, total, figures.town, size=70, seed=2)
    planted(figures, total, figures.neighbourhoods[0], size=50, seed=3)
    services.detect_deviations(municipality=cast.home.pk)
    found, _more = lines(cast)
    names = {
        (line.deviation.series.indicator.name, line.deviation.series.area.name): [
            one.series_id for one in line.siblings
        ]
        for line in found
    }
    assert set(names) == {("Winkeldiefstal", "Voorbeeldstad"), ("Totaal misdrijven", "Havenkwartier")}
    assert len(names["Winkeldiefstal", "Voorbeeldstad"]) == 1
    joined = next(line for line in found if line.siblings)
    assert also_words(joined) == "Ook te zien in: Totaal misdrijven."


def test_more_and_less_are_never_one_line(cast: Cast, figures: Figures) -> None:
    indicator = figures.indicator()
    planted(figures, indicator, figures.neighbourhoods[0], size=60, seed=1)
    fallen = months(2, mean=60)
    fallen[-1] = 5
    figures.series(indicator, figures.neighbourhoods[1], fallen)
    services.detect_deviations(municipality=cast.home.pk)
    found, _more = lines(cast)
    assert [line.deviation.sense for line in found] == [Sense.MORE, Sense.LESS]


def test_sixty_areas_and_twenty_five_kinds_stay_a_short_list(cast: Cast, figures: Figures) -> None:
    with acting_as_system(municipality=cast.home.pk):
        areas = Area.objects.bulk_create(
            Area(year=9000, code=f"BU{n:08d}", name=f"Buurt {n}", level="neighbourhood") for n in range(60)
        )
    values = np.random.default_rng(3).poisson(12, (25, 60, 66)).astype(float)
    values[0, :, -1] += 40
    figures.many([figures.indicator(f"Soort {kind}") for kind in range(25)], areas, values)
    result = services.detect_deviations(municipality=cast.home.pk, periods=1)
    assert result.judged == 1500
    found, more = lines(cast)
    assert len(found) + more <= 12
    assert found[0].deviation.series.indicator.name == "Soort 0"
    assert len(found[0].siblings) == 59


def test_what_the_reader_follows_stands_higher_for_that_reader_only(cast: Cast, figures: Figures) -> None:
    other = Figures(cast.home, key="47024NED")
    strong = planted(figures, figures.indicator("Sterk"), figures.town, size=50, seed=1)
    weak = planted(other, other.indicator("Zwakker"), other.neighbourhoods[0], size=42, seed=2)
    services.detect_deviations(municipality=cast.home.pk)
    assert [line.deviation.series_id for line in lines(cast)[0]] == [strong, weak]
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        # Following the district takes in the neighbourhood under it.
        services.follow(identity=identity, area=other.district)
    assert [line.deviation.series_id for line in lines(cast)[0]] == [weak, strong]
    assert [line.deviation.series_id for line in lines(cast, Function.ANALYST)[0]] == [strong, weak]
    with acting_as(person=cast.people[Function.ANALYST].pk) as identity:
        services.follow(identity=identity, theme=other.theme)
    assert [line.deviation.series_id for line in lines(cast, Function.ANALYST)[0]] == [weak, strong]


def test_seen_is_for_the_reader_and_can_be_taken_back(cast: Cast, outbreak: Deviation) -> None:
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.acknowledge(identity=identity, deviation=outbreak, reason="Bekend")
        services.acknowledge(identity=identity, deviation=outbreak, reason="Nog eens")
        assert deviations_for(identity) == ([], 0)
    assert len(lines(cast, Function.ANALYST)[0]) == 1
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert services.undo_acknowledgement(identity=identity, deviation=outbreak)
        assert not services.undo_acknowledgement(identity=identity, deviation=outbreak)
        assert len(deviations_for(identity)[0]) == 1


def test_a_mute_silences_for_everyone_until_its_date_or_its_end(cast: Cast, outbreak: Deviation) -> None:
    until = timezone.localdate() + timedelta(days=5)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        muted = _mute(identity, outbreak, until)
    assert lines(cast) == ([], 0)
    with acting_as_system(municipality=cast.home.pk):
        type(muted).objects.filter(pk=muted.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert len(lines(cast)[0]) == 1
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        first = _mute(identity, outbreak, until)
        second = _mute(identity, outbreak, until + timedelta(days=1))
        first.refresh_from_db()
        assert first.ended_at is not None
    assert lines(cast) == ([], 0)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert services.end_mute(identity=identity, mute=second)
        assert not services.end_mute(identity=identity, mute=second)
    assert len(lines(cast)[0]) == 1


def _mute(identity: Identity, deviation: Deviation, until: date) -> services.Mute:
    found = Deviation.objects.select_related("series__indicator", "series__area").get(pk=deviation.pk)
    return services.mute(
        identity=identity,
        indicator=found.series.indicator,
        area=found.series.area,
        reason="Telfout bij de bron",
        until=until,
    )


@pytest.mark.parametrize("days", [-1, 400])
def test_a_mute_without_reason_or_with_a_wrong_date_is_refused(
    cast: Cast, outbreak: Deviation, days: int
) -> None:
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        with pytest.raises(ValueError, match="year"):
            _mute(identity, outbreak, timezone.localdate() + timedelta(days=days))
        with pytest.raises(ValueError, match="reason"):
            services.acknowledge(identity=identity, deviation=outbreak, reason="  ")


def test_rules_on_the_same_value_are_one_line(cast: Cast, figures: Figures, outbreak: Deviation) -> None:
    with acting_as(person=cast.people[Function.ANALYST].pk) as identity:
        indicator = Indicator.objects.get(series=outbreak.series_id)
        services.set_signal_value(
            identity=identity, indicator=indicator, area=None, rule=Rule.FIXED, threshold=30, minimum_count=5
        )
    services.detect_deviations(municipality=cast.home.pk)
    [line], more = lines(cast)
    assert more == 0
    # What the municipality asked to hear of leads; the statistics say it too.
    assert line.deviation.rule == Rule.FIXED
    assert [one.rule for one in line.siblings] == [Rule.STATISTICAL]
    assert line.places == []
