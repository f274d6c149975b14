"""Charts: what is drawn, what is said, how it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import caches
from django.test import override_settings
from django.utils.safestring import SafeString

from driehoek.web.charts import (
    Bar,
    BarChart,
    Chart,
    Point,
    SeriesChart,
    bar_chart,
    drawing,
    series_chart,
    sparkline,
)
from driehoek.web.charts.scales import number_ticks, position, time_labels

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def own_cache() -> Iterator[None]:
    """Keep drawings in memory, so that a test sees only its own."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "charts under test"}
    with override_settings(CACHES={"default": memory, "charts": memory}):
        caches["charts"].clear()
        yield


def points(count: int = 24) -> tuple[Point, ...]:
    """Two years: 20 a month, expected 15 to 25, the last one 40 and flagged, the one before provisional."""
    months = [date(2024 + index // 12, index % 12 + 1, 1) for index in range(count)]
    plain = [Point(month, 20, 15, 25) for month in months]
    plain[-2] = replace(plain[-2], provisional=True)
    plain[-1] = replace(plain[-1], value=40, alarm=True)
    return tuple(plain)


def definition(**changes: object) -> SeriesChart:
    base = SeriesChart(
        "Inbraken in <Noord>", "inbraken", "month", points(), source="gesimuleerd", language="nl"
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def drawn(svg: str, name: str) -> list[ET.Element]:
    return [element for element in ET.fromstring(svg).iter() if element.get("class") == name]


def heights(path: str) -> list[float]:
    return [float(y) for _x, y in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", path)]


def across(path: str) -> list[float]:
    return [float(x) for x, _y in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", path)]


@pytest.fixture
def chart() -> Chart:
    return series_chart(definition())


def test_drawing_holds_no_style_and_no_colour_of_its_own(chart: Chart) -> None:
    for svg in (chart.svg, chart.narrow, sparkline(points(), title="klein")):
        assert "style" not in svg
        assert "<script" not in svg
        colours = {
            element.get(name)
            for element in ET.fromstring(svg).iter()
            for name in ("fill", "stroke")
            if element.get(name)
        }
        assert colours <= {"none"}


def test_drawing_has_a_name_and_a_description_that_point_to_each_other(chart: Chart) -> None:
    ids = []
    for svg in (chart.svg, chart.narrow):
        root = ET.fromstring(svg)
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert desc is not None
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert title.text == "Inbraken in <Noord>"
        assert desc.text == chart.summary
        ids += [title.get("id"), desc.get("id")]
    assert len(set(ids)) == 4


def test_text_is_escaped(chart: Chart) -> None:
    assert isinstance(chart.svg, SafeString)
    assert "<Noord>" not in chart.svg
    assert "&lt;Noord&gt;" in chart.svg


def test_band_line_and_dots_stand_where_the_figures_say(chart: Chart) -> None:
    (band,) = drawn(chart.svg, "dh-c-band")
    (line,) = drawn(chart.svg, "dh-c-line")
    (alarm,) = drawn(chart.svg, "dh-c-alarm")
    (open_dot,) = drawn(chart.svg, "dh-c-open")
    # The axis runs from 0 at the foot (y = plot height) to 40 at the top (y = 0).
    foot = max(heights(line.get("d", ""))) * 2
    expected = {value: foot * (1 - value / 40) for value in (15, 20, 25, 40)}
    edges = sorted({round(y, 1) for y in heights(band.get("d", ""))})
    assert edges == pytest.approx([expected[25], expected[15]], abs=0.1)
    ys = heights(line.get("d", ""))
    assert len(ys) == 24
    assert ys[:-1] == pytest.approx([expected[20]] * 23, abs=0.1)
    assert ys[-1] == pytest.approx(0, abs=0.1)
    xs = across(line.get("d", ""))
    steps = [after - before for before, after in pairwise(xs)]
    assert max(steps) - min(steps) < 0.3
    place = re.fullmatch(r"translate\(([\d.]+),([\d.]+)\)", alarm.get("transform", ""))
    assert place
    assert float(place[1]) == pytest.approx(xs[-1], abs=0.1)
    assert float(place[2]) == pytest.approx(ys[-1], abs=0.1)
    before = re.fullmatch(r"translate\(([\d.]+),([\d.]+)\)", open_dot.get("transform", ""))
    assert before
    assert float(before[1]) == pytest.approx(xs[-2], abs=0.1)


def test_axes_speak_the_readers_language() -> None:
    dutch = series_chart(definition(points=tuple(replace(p, value=(p.value or 0) * 100) for p in points())))
    english = series_chart(
        definition(points=tuple(replace(p, value=(p.value or 0) * 100) for p in points()), language="en")
    )
    words = [element.text for element in ET.fromstring(dutch.svg).iter() if element.text]
    assert {"okt", "4.000", "2024", "2025"} <= set(words)
    words = [element.text for element in ET.fromstring(english.svg).iter() if element.text]
    assert {"Oct", "4,000"} <= set(words)


def test_same_definition_gives_the_same_drawing() -> None:
    first = series_chart(definition())
    caches["charts"].clear()
    assert series_chart(definition()) == first
    assert series_chart(definition(key="tweede")).svg != first.svg


def test_a_known_drawing_comes_from_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    first = series_chart(definition())

    def refuse(*_args: object, **_kwargs: object) -> str:
        msg = "drawn again"
        raise AssertionError(msg)

    monkeypatch.setattr(drawing.vlc, "vegalite_to_svg", refuse)
    assert series_chart(definition()) == first
    with pytest.raises(AssertionError, match="drawn again"):
        series_chart(definition(title="Iets anders"))


def test_other_code_does_not_take_older_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    first = series_chart(definition())
    monkeypatch.setattr(drawing, "CODE", "other")
    assert series_chart(definition()).svg != first.svg


def test_on_paper_the_day_colours_and_a_size_are_in_the_drawing() -> None:
    chart = series_chart(definition(), standalone=True)
    root = ET.fromstring(chart.svg)
    assert chart.narrow == ""
    assert root.get("width")
    assert root.get("height")
    assert "class=" not in chart.svg
    assert "#010" not in chart.svg
    assert drawing.PAPER["#010104"] in chart.svg
    assert "Source Sans 3" in chart.svg


def test_summary_says_what_is_to_be_seen(chart: Chart) -> None:
    assert chart.summary == (
        "40 inbraken in december 2025: meer dan verwacht (15 tot 25). "
        "In de laatste 12 maanden week 1 periode af."
    )


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (
            Point(date(2026, 1, 1), 20, 15, 25),
            "20 inbraken in januari 2026: volgens verwachting (15 tot 25).",
        ),
        (Point(date(2026, 1, 1), 9, 15, 25), "minder dan verwacht"),
        (Point(date(2026, 1, 1), 9), "9 inbraken in januari 2026."),
    ],
)
def test_summary_of_other_endings(last: Point, words: str) -> None:
    assert words in series_chart(definition(points=(last,))).summary


def test_a_series_without_figures_says_so() -> None:
    for found in ((), (Point(date(2026, 1, 1), None, 15, 25),)):
        chart = series_chart(definition(points=found))
        assert chart.summary == "Er zijn nog geen cijfers over inbraken."
        assert chart.svg.startswith("<svg")


def test_table_holds_every_period_newest_first(chart: Chart) -> None:
    assert chart.header == ("Periode", "Aantal", "Verwacht", "Oordeel")
    assert len(chart.rows) == 24
    assert chart.rows[0] == ("december 2025", "40", "15 tot 25", "meer dan verwacht, gemarkeerd")
    assert chart.rows[1] == ("november 2025", "20", "15 tot 25", "volgens verwachting, voorlopig")
    assert chart.rows[-1][0] == "januari 2024"


def test_key_names_only_what_is_drawn(chart: Chart) -> None:
    assert [entry.label for entry in chart.key] == ["gemeld", "verwacht", "wijkt af", "voorlopig"]
    plain = series_chart(definition(points=(Point(date(2026, 1, 1), 3),)))
    assert [entry.label for entry in plain.key] == ["gemeld"]


def test_a_missing_period_breaks_the_line() -> None:
    gap = tuple(point for point in points() if point.start != date(2024, 6, 1))
    (line,) = drawn(series_chart(definition(points=gap)).svg, "dh-c-line")
    assert line.get("d", "").count("M") == 2


def test_periods_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="in order of time"):
        definition(points=tuple(reversed(points())))
    with pytest.raises(ValueError, match="each once"):
        definition(points=(points()[0], points()[0]))


def test_a_count_below_zero_is_refused_and_a_limit_below_zero_stays_out_of_sight() -> None:
    with pytest.raises(ValueError, match="below zero"):
        definition(points=(Point(date(2026, 1, 1), -1),))
    low = tuple(replace(point, lower=-30) for point in points())
    (band,) = drawn(series_chart(definition(points=low)).svg, "dh-c-band")
    (line,) = drawn(series_chart(definition()).svg, "dh-c-line")
    assert max(heights(band.get("d", ""))) == pytest.approx(2 * heights(line.get("d", ""))[0], abs=0.2)


def test_sparkline_is_small_and_has_a_name() -> None:
    svg = sparkline(points(12), title="Twaalf maanden & een uitschieter")
    root = ET.fromstring(svg)
    assert root.get("viewBox") == "0 0 132 44"
    assert root.get("class") == "dh-spark"
    assert root.findtext(f"{SVG}title") == "Twaalf maanden & een uitschieter"
    assert root.find(f".//{SVG}text") is None
    assert len(svg) < 2500
    assert len(drawn(svg, "dh-c-alarm")) == 1


def test_sparkline_of_nothing_and_of_one_value_can_be_drawn() -> None:
    assert sparkline((), title="leeg").startswith("<svg")
    assert len(drawn(sparkline((Point(date(2026, 1, 1), 0),), title="een"), "dh-c-last")) == 1


def test_bars_are_as_long_as_their_values() -> None:
    chart = bar_chart(
        BarChart(
            "Per wijk",
            "per 1.000 woningen",
            (Bar("Noord", 6.0, highlight=True, note="hoog"), Bar("Zuid", 3.0)),
            reference=4.5,
            reference_label="gemeente",
            language="nl",
        )
    )
    (high,) = drawn(chart.svg, "dh-c-bar-alarm")
    (plain,) = drawn(chart.svg, "dh-c-bar")
    width = [float(found[1]) for e in (high, plain) if (found := re.search(r"h([\d.]+)", e.get("d", "")))]
    assert width[0] == pytest.approx(2 * width[1], rel=0.01)
    assert len(drawn(chart.svg, "dh-c-reference")) == 1
    assert chart.rows == (("Noord", "6", "hoog"), ("Zuid", "3", "–"))
    assert chart.summary == "Noord heeft het hoogste cijfer: 6 per 1.000 woningen; gemeente: 4,5."
    assert "style" not in chart.svg


def test_bars_of_nothing_say_so() -> None:
    assert bar_chart(BarChart("Leeg", "keer", (), language="nl")).summary == "Er is niets te vergelijken."


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([3], [0, 1, 2, 3]),
        ([38, None], [0, 10, 20, 30, 40]),
        ([0.7], [0, 0.2, 0.4, 0.6, 0.8]),
        ([], [0, 1]),
        ([4100], [0, 2000, 4000, 6000]),
    ],
)
def test_ticks_are_round(values: list[float | None], ticks: list[float]) -> None:
    assert number_ticks(values) == ticks


def test_periods_count_on_over_the_years() -> None:
    weeks = [date(2020, 12, 21) + timedelta(weeks=index) for index in range(4)]
    places = [position(week, "week") for week in weeks]
    assert [place - places[0] for place in places] == [0, 1, 2, 3]
    assert position(date(2026, 10, 1), "quarter") - position(date(2025, 10, 1), "quarter") == 4
    assert position(date(2026, 1, 1), "year") == 2026


def test_never_more_labels_than_fit() -> None:
    for months in (1, 5, 12, 24, 60, 240):
        labels = time_labels(24300, 24300 + months - 1, "month", most=9, language="nl")
        assert len(labels) <= 9
        assert all(24300 <= place < 24300 + months for place in labels)
    weeks = time_labels(2900, 2951, "week", most=5, language="nl")
    assert 2951 in weeks
    assert next(iter(weeks.values()))[0].startswith("wk ")
