"""Bars beside each other: places or kinds compared, longest first or in the given order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from driehoek.web import formatting
from driehoek.web.charts import model
from driehoek.web.charts.drawing import FONT, draw
from driehoek.web.charts.model import Chart
from driehoek.web.formatting import Language

ROW: Final = 34
WIDTHS: Final = {"dh-chart__wide": (720, 200), "dh-chart__narrow": (340, 120)}
TEXT: Final[dict[str, Any]] = {
    "fontSize": 14,
    "fontWeight": 600,
    "fill": model.VALUE,
    "stroke": model.HALO,
    "strokeWidth": 3,
}
LETTERS_PER_PIXEL: Final = 1 / 6.6


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: the place or kind.
        value: its length.
        highlight: whether it deviates; shown by colour and said in the table.
        note: said beside it in the table.
    """

    label: str
    value: float
    highlight: bool = False
    note: str = ""


@dataclass(frozen=True)
class BarChart:
    """Bars from zero, with an optional reference (the municipality, last year).

    Attributes:
        title: what is compared.
        unit: what one counts ("per 1.000 inwoners").
        bars: in the order of showing.
        reference: a value to compare with.
        reference_label: what that value is.
        source: publisher, table and date of the data.
        language: None takes the language of the page.
        key: tells equal drawings on one page apart.
    """

    title: str
    unit: str
    bars: tuple[Bar, ...]
    reference: float | None = None
    reference_label: str = ""
    source: str = ""
    language: Language | None = None
    key: str = ""


def bar_chart(chart: BarChart, *, standalone: bool = False) -> Chart:
    """Draw horizontal bars with their numbers, the sentence and the table."""
    language = chart.language or formatting.known(get_language())
    with override(language):
        summary = _summary(chart, language)
        header = (_("Wat"), chart.unit[:1].upper() + chart.unit[1:], _("Opmerking"))
        rows = tuple(
            (bar.label, formatting.number(bar.value, language=language), bar.note or formatting.NO_VALUE)
            for bar in chart.bars
        )

    def drawn(css: str) -> SafeString:
        return draw(
            lambda: _spec(chart, *WIDTHS[css], language),
            ("bars", chart, language),
            css=f"dh-chart__svg {css}",
            title=chart.title,
            description=summary,
            standalone=standalone,
        )

    return Chart(
        title=chart.title,
        summary=summary,
        svg=drawn("dh-chart__wide"),
        narrow=SafeString("") if standalone else drawn("dh-chart__narrow"),
        header=header,
        rows=rows,
        numeric=frozenset({1}),
        source=chart.source,
    )


def _summary(chart: BarChart, language: Language) -> str:
    if not chart.bars:
        return _("Er is niets te vergelijken.")
    top = max(chart.bars, key=lambda bar: bar.value)
    facts = {
        "label": top.label,
        "value": formatting.number(top.value, language=language),
        "unit": chart.unit,
        "reference": formatting.number(chart.reference, language=language),
        "name": chart.reference_label,
    }
    if chart.reference is None:
        return _("%(label)s heeft het hoogste cijfer: %(value)s %(unit)s.") % facts
    return _("%(label)s heeft het hoogste cijfer: %(value)s %(unit)s; %(name)s: %(reference)s.") % facts


def _spec(chart: BarChart, width: int, label_room: int, language: Language) -> dict[str, Any]:
    limit = int(label_room * LETTERS_PER_PIXEL)
    names = [_fit(bar.label, limit) for bar in chart.bars]
    rows = [
        {
            "y": str(index),
            "v": bar.value,
            "says": formatting.number(bar.value, language=language),
            "fill": model.BAR_ALARM if bar.highlight else model.BAR,
        }
        for index, bar in enumerate(chart.bars)
    ]
    data: dict[str, list[dict[str, Any]]] = {"bars": rows}
    top = max([bar.value for bar in chart.bars] + [chart.reference or 0, 1e-9])
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelPadding=10,
        labelExpr=f"({json.dumps(names)})[toNumber(datum.value)]",
        labelColor=model.VALUE,
        labelFontSize=14,
        labelLimit=0,
        labelOverlap=False,
    )
    x = alt.X("v:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=None)
    y = alt.Y("y:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.4, paddingOuter=0.2))
    base = alt.Chart(alt.NamedData(name="bars"))
    layers: list[Any] = [
        base.mark_bar(opacity=1).encode(x=x, y=y, color=alt.Color("fill:N", scale=None)),
        base.mark_text(align="left", dx=6, **TEXT).encode(x=x, y=y, text="says:N"),
    ]
    if chart.reference is not None:
        named = f"{chart.reference_label} {formatting.number(chart.reference, language=language)}".strip()
        data["reference"] = [{"v": chart.reference, "says": named}]
        mark = alt.Chart(alt.NamedData(name="reference"))
        layers.append(mark.mark_rule(color=model.REFERENCE, strokeWidth=1.5, strokeDash=[4, 3]).encode(x=x))
        # The name stands above the line, on the side where there is room.
        left = chart.reference < top / 2
        says = mark.mark_text(align="left" if left else "right", dx=-1 if left else 1, dy=-8, **TEXT)
        layers.append(says.encode(x=x, y=alt.value(0), text="says:N"))
    plot = alt.layer(*layers).properties(
        width=width - label_room - 52,
        height=max(1, len(rows)) * ROW,
        padding={"left": label_room, "right": 52, "top": 4 if chart.reference is None else 24, "bottom": 4},
        autosize={"type": "none"},
    )
    framed = plot.configure(font=FONT, background="transparent").configure_view(stroke=None)
    spec: dict[str, Any] = framed.to_dict(validate=False)
    return spec | {"datasets": data}


def _fit(label: str, limit: int) -> str:
    return label if len(label) <= limit else label[: limit - 1].rstrip() + "…"
