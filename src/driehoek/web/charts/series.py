"""A series over time: the line, the soft band of what was expected, dots where it deviates."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any, Final

import altair as alt
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from driehoek.web import formatting
from driehoek.web.charts import model, scales, words
from driehoek.web.charts.drawing import FONT, draw
from driehoek.web.charts.model import Chart, Point, SeriesChart
from driehoek.web.formatting import Frequency, Language

SPARK: Final = (132, 44)
LINE_HEIGHT: Final = 16
# What vl-convert would measure differs by machine; with fixed edges the drawing is the same everywhere.
FIXED: Final = {"type": "none"}


@dataclass(frozen=True)
class Frame:
    """The size of a drawing and the room around its plot, in pixels."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    labels: int
    dot: int

    @property
    def inner(self) -> tuple[int, int]:
        """Width and height of the plot itself."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom


WIDE: Final = Frame(width=720, height=270, left=44, right=44, top=14, bottom=40, labels=9, dot=64)
NARROW: Final = Frame(width=340, height=230, left=36, right=38, top=12, bottom=40, labels=5, dot=56)


def series_chart(chart: SeriesChart, *, standalone: bool = False) -> Chart:
    """Draw a series with its expected range, sentence, table and key.

    Args:
        chart: what to draw.
        standalone: for paper: one drawing with fixed day colours and a size.
    """
    language = chart.language or formatting.known(get_language())
    with override(language):
        summary = words.series_summary(chart, language)
        key = words.series_key(chart.points)
        header = (_("Periode"), _("Aantal"), _("Verwacht"), _("Oordeel"))
        rows = words.series_rows(chart, language)

    def drawn(frame: Frame, css: str) -> SafeString:
        return draw(
            lambda: _full(chart, frame, language),
            ("series", chart, frame, language),
            css=f"dh-chart__svg {css}",
            title=chart.title,
            description=summary,
            standalone=standalone,
        )

    wide = drawn(WIDE, "dh-chart__wide")
    narrow = SafeString("") if standalone else drawn(NARROW, "dh-chart__narrow")
    return Chart(
        title=chart.title,
        summary=summary,
        svg=wide,
        narrow=narrow,
        header=header,
        rows=rows,
        numeric=frozenset({1}),
        source=chart.source,
        key=key,
    )


def sparkline(
    points: tuple[Point, ...],
    *,
    title: str,
    frequency: Frequency = "month",
    standalone: bool = False,
    key: str = "",
) -> SafeString:
    """Draw a small series (132 × 44) without axes: line, band, dots where it deviates.

    Args:
        points: the periods in order of time.
        title: what is to be seen, in words ("Twaalf maanden, laatste drie boven verwachting").
        frequency: how long one period lasts.
        standalone: for paper, with fixed day colours.
        key: tells equal drawings on one page apart.
    """
    width, height = SPARK
    frame = Frame(width=width, height=height, left=4, right=5, top=5, bottom=4, labels=0, dot=34)

    def build() -> dict[str, Any]:
        canvas = _canvas(points, frequency, x_axis=None, y_axis=None)
        return _spec(canvas, _layers(canvas, points, frequency, frame, stroke=1.6), frame)

    return draw(
        build,
        ("spark", points, frequency, key),
        css="dh-spark",
        title=title,
        description="",
        standalone=standalone,
    )


def _full(chart: SeriesChart, frame: Frame, language: Language) -> dict[str, Any]:
    places = [scales.position(point.start, chart.frequency) for point in chart.points] or [0]
    named = scales.time_labels(
        min(places), max(places), chart.frequency, most=frame.labels, language=language
    )
    if all(len(lines) == 1 for lines in named.values()):
        frame = replace(frame, height=frame.height - LINE_HEIGHT, bottom=frame.bottom - LINE_HEIGHT)
    ticks = scales.number_ticks(_heights(chart.points))
    x_axis = alt.Axis(
        values=list(named),
        labelExpr=f"({json.dumps({str(place): list(text) for place, text in named.items()})})[datum.value]",
        grid=False,
        domain=True,
        domainColor=model.AXIS,
        tickColor=model.AXIS,
        tickSize=5,
        labelPadding=4,
        labelLineHeight=LINE_HEIGHT,
        **_axis_text(),
    )
    y_axis = alt.Axis(
        values=ticks,
        labelExpr=f"({json.dumps(scales.number_labels(ticks, language=language))})[datum.value]",
        grid=True,
        gridColor=model.GRID,
        domain=False,
        ticks=False,
        labelPadding=8,
        **_axis_text(),
    )
    canvas = _canvas(chart.points, chart.frequency, x_axis=x_axis, y_axis=y_axis)
    layers = _layers(canvas, chart.points, chart.frequency, frame, stroke=2)
    layers.append(_last_label(canvas, chart, language))
    return _spec(canvas, layers, frame)


@dataclass(frozen=True)
class Canvas:
    """The shared axes of the layers, and their data by name: inside the layers it would be copied often."""

    x: alt.X
    y_scale: alt.Scale
    y_axis: alt.Axis | None
    data: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def over(self, name: str, rows: list[dict[str, Any]]) -> alt.Chart:
        """Start a layer on rows of its own."""
        self.data[name] = rows
        return alt.Chart(alt.NamedData(name=name))

    def y(self, column: str) -> alt.Y:
        """Place a column on the vertical axis."""
        return alt.Y(f"{column}:Q", scale=self.y_scale, axis=self.y_axis)


def _canvas(
    points: tuple[Point, ...], frequency: Frequency, *, x_axis: alt.Axis | None, y_axis: alt.Axis | None
) -> Canvas:
    places = [scales.position(point.start, frequency) for point in points] or [0]
    low, high = _extent(points, from_zero=y_axis is not None)
    edge = 0.4 if x_axis is not None else 0.0
    across = [min(places) - edge, max(max(places), min(places) + 1) + edge]
    return Canvas(
        x=alt.X("x:Q", scale=alt.Scale(domain=across, nice=False, zero=False), axis=x_axis),
        y_scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        y_axis=y_axis,
    )


def _extent(points: tuple[Point, ...], *, from_zero: bool) -> tuple[float, float]:
    """Give the ends of the vertical axis; a small drawing without one shows the shape, not the size."""
    heights = _heights(points)
    if from_zero:
        return 0, scales.number_ticks(heights)[-1]
    known = [number for number in [*heights, *(point.lower for point in points)] if number is not None]
    low, high = min(known, default=0), max(known, default=1)
    return low, high if high > low else low + 1


def _axis_text() -> dict[str, Any]:
    return {
        "title": None,
        "labelOverlap": False,
        "labelFlush": False,
        "labelColor": model.LABEL,
        "labelFontSize": 13,
        "labelLimit": 0,
    }


def _heights(points: tuple[Point, ...]) -> list[float | None]:
    return [number for point in points for number in (point.value, point.upper)]


def _row(point: Point, frequency: Frequency) -> dict[str, Any]:
    kind = "alarm" if point.alarm else "open" if point.provisional else "plain"
    return {
        "x": scales.position(point.start, frequency),
        "v": point.value,
        # Nothing is counted below zero, so nothing is drawn there.
        "lo": None if point.lower is None else max(0, point.lower),
        "hi": point.upper,
        "kind": kind,
    }


def _filled(points: tuple[Point, ...], frequency: Frequency) -> list[dict[str, Any]]:
    """Give a row for every period between the first and the last, so that a missing one breaks the line."""
    rows = {row["x"]: row for row in (_row(point, frequency) for point in points)}
    if not rows:
        return []
    empty = {"v": None, "lo": None, "hi": None, "kind": "plain"}
    return [rows.get(x, {"x": x, **empty}) for x in range(min(rows), max(rows) + 1)]


def _layers(
    canvas: Canvas, points: tuple[Point, ...], frequency: Frequency, frame: Frame, *, stroke: float
) -> list[alt.Chart]:
    rows = _filled(points, frequency)
    known = [row for row in rows if row["v"] is not None]
    alone = [row for row in known if row["kind"] == "plain" and _isolated(row, known)]
    base = canvas.over("series", rows).encode(x=canvas.x)
    layers = [
        base.mark_area(color=model.BAND, opacity=1, fillOpacity=1).encode(y=canvas.y("lo"), y2="hi:Q"),
        base.mark_line(color=model.LIMIT, strokeWidth=1, strokeDash=[3, 3]).encode(y=canvas.y("hi")),
        base.mark_line(color=model.LINE, strokeWidth=stroke, strokeJoin="round", strokeCap="round").encode(
            y=canvas.y("v")
        ),
    ]
    for kind, fill, edge in (("open", model.OPEN, model.LINE), ("alarm", model.ALARM, model.HALO)):
        marked = canvas.over(kind, [row for row in known if row["kind"] == kind])
        layers.append(_dots(canvas, marked, fill, edge, frame.dot))
    layers.append(_dots(canvas, canvas.over("alone", alone), model.LAST, model.LAST, frame.dot // 2))
    return layers


def _isolated(row: dict[str, Any], known: list[dict[str, Any]]) -> bool:
    """Tell whether a period has no neighbour, so that no line would show it; or is the last one."""
    places = {other["x"] for other in known}
    return row["x"] == max(places) or not {row["x"] - 1, row["x"] + 1} & places


def _dots(canvas: Canvas, base: alt.Chart, fill: str, edge: str, size: int) -> alt.Chart:
    dots: alt.Chart = base.encode(x=canvas.x, y=canvas.y("v")).mark_point(
        shape="circle", filled=False, fill=fill, stroke=edge, strokeWidth=1.5, size=size, opacity=1
    )
    return dots


def _last_label(canvas: Canvas, chart: SeriesChart, language: Language) -> alt.Chart:
    known = [point for point in chart.points if point.value is not None]
    rows = [
        {
            "x": scales.position(point.start, chart.frequency),
            "v": point.value,
            "says": formatting.number(point.value, language=language),
        }
        for point in known[-1:]
    ]
    base = canvas.over("last", rows).encode(x=canvas.x, y=canvas.y("v"), text="says:N")
    label: alt.Chart = base.mark_text(
        align="left",
        baseline="middle",
        dx=9,
        fontSize=15,
        fontWeight=600,
        fill=model.VALUE,
        stroke=model.HALO,
        strokeWidth=3,
    )
    return label


def _spec(canvas: Canvas, layers: list[alt.Chart], frame: Frame) -> dict[str, Any]:
    """Put the layers in a fixed frame, with their data."""
    width, height = frame.inner
    chart = alt.layer(*layers).properties(
        width=width,
        height=height,
        padding={"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom},
        autosize=FIXED,
    )
    framed = chart.configure(font=FONT, background="transparent").configure_view(stroke=None)
    spec: dict[str, Any] = framed.to_dict(validate=False)
    return spec | {"datasets": canvas.data}
