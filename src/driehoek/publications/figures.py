"""The figures of a publication: read once with their source when it is offered, drawn from what was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.access.identity import Identity
from driehoek.areas.models import AreaLevel
from driehoek.figures.models import Indicator, Observation, Series, Source
from driehoek.figures.queries import area_lines
from driehoek.figures.words import said_source
from driehoek.publications.contents import Content
from driehoek.publications.models import Audience, DraftFigure, FigureKind
from driehoek.standard.queries.comparing import compared

if TYPE_CHECKING:
    from driehoek.web.charts import Chart

MOST_AREAS: Final = 12
# A count under this in an area can point at a household (domain.md, section 7.6).
SMALLEST: Final = 5
PER_THOUSAND: Final = "per 1.000 inwoners"


class NoFigures(Exception):
    """A figure of the draft has no values to show; the message names it."""


def freeze(identity: Identity, figures: Sequence[DraftFigure], audience: str) -> list[Content]:
    """Read the values of the figures of a draft as they are now; small numbers are hidden for a wide audience.

    Raises:
        NoFigures: one of them has nothing to show.
    """
    wide = audience == Audience.EVERYONE
    makers = {FigureKind.SERIES: _series, FigureKind.ELSEWHERE: _elsewhere, FigureKind.AREAS: _areas}
    return [makers[FigureKind(one.kind)](identity, one, wide=wide) for one in figures]


def draw(frozen: Content, *, standalone: bool = False, key: str = "") -> Chart:
    """Draw a figure from what was kept of it; what is hidden says so in the table."""
    # Drawing is heavy to load, and a command that draws nothing should start quickly.
    if frozen["kind"] == FigureKind.SERIES:
        return _drawn_series(frozen, standalone=standalone, key=key)
    return _drawn_bars(frozen, standalone=standalone, key=key)


def _series(identity: Identity, figure: DraftFigure, *, wide: bool) -> Content:
    found = _place(identity, figure)
    if found is None:
        raise NoFigures(figure.indicator.name)
    rows = Observation.objects.filter(series=found.pk).order_by("-period")
    values = list(rows.values_list("period", "value", "status")[: figure.periods])[::-1]
    if not any(value is not None for _period, value, _status in values):
        raise NoFigures(figure.indicator.name)
    counts = figure.indicator.decimals == 0
    hidden = [wide and counts and too_small(value) for _period, value, _status in values]
    return _base(figure, f"{figure.indicator.name}, {found.area.name}", values[-1][0]) | {
        "unit": figure.indicator.unit,
        "frequency": figure.indicator.frequency,
        "points": [
            [period.isoformat(), None if secret else value, status == "p"]
            for (period, value, status), secret in zip(values, hidden, strict=True)
        ],
        "hidden": [place for place, secret in enumerate(hidden) if secret],
    }


def _place(identity: Identity, figure: DraftFigure) -> Series | None:
    rows = Series.objects.filter(municipality=identity.municipality, indicator=figure.indicator)
    rows = (
        rows.filter(area__code=figure.area.code)
        if figure.area is not None
        else rows.filter(area__level=AreaLevel.MUNICIPALITY, area__municipality_code=identity.cbs_code)
    )
    return rows.select_related("area").defer("area__geometry").order_by("-area__year").first()


def _elsewhere(identity: Identity, figure: DraftFigure, *, wide: bool) -> Content:
    [found] = compared(identity, [figure.indicator])
    sides = [one for one in (found.own, *found.alike) if one is not None and one.year is not None]
    if found.own is None or found.own.year is None or not (found.alike or found.country):
        raise NoFigures(figure.indicator.name)
    counts = figure.indicator.decimals == 0
    bars = [
        [one.name, None if wide and counts and too_small(one.total) else round(one.year or 0, 2)]
        for one in sides
    ]
    country = found.country.year if found.country else None
    return _base(figure, _("%(what)s, vergeleken met elders") % {"what": figure.indicator.name}, found.own.newest) | {
        "unit": PER_THOUSAND if counts else figure.indicator.unit,
        "bars": bars,
        "own": found.own.name,
        "reference": None if country is None else round(country, 2),
        "reference_label": found.country.name if found.country else "",
    }  # fmt: skip


def _areas(identity: Identity, figure: DraftFigure, *, wide: bool) -> Content:
    lines = area_lines(identity, figure.indicator)
    for level in (AreaLevel.DISTRICT, AreaLevel.NEIGHBOURHOOD):
        inside = [one for one in lines if one.area.level == level and one.year_total is not None]
        if inside:
            break
    else:
        raise NoFigures(figure.indicator.name)
    inside.sort(key=lambda one: (-(one.year_total or 0), one.area.name))
    secret, only_small = _hidden([one.year_total or 0 for one in inside]) if wide else (frozenset(), True)
    bars = [[one.area.name, None if place in secret else one.year_total] for place, one in enumerate(inside)]
    title = _("%(what)s per wijk of buurt, het laatste jaar") % {"what": figure.indicator.name}
    return _base(figure, title, max(one.latest.period for one in inside)) | {
        "unit": figure.indicator.unit,
        "bars": bars[:MOST_AREAS],
        "own": "",
        "reference": None,
        "reference_label": "",
        "only_small": only_small,
    }


def _hidden(counts: list[float]) -> tuple[frozenset[int], bool]:
    """Return the places of the counts that are hidden beside their total, and whether all of them are small.

    Where others than the small ones are hidden too, none of them says which it is.
    """
    # The solver is heavy to load, and only a wide audience needs it.
    import numpy as np

    from driehoek.statistics.suppression import ROOT, Reason, Rule, Table, suppress

    values = np.array([[sum(counts)], *([one] for one in counts)], dtype=np.float64)
    mask = suppress(Table(values, (ROOT, *(0 for _ in counts))), Rule(minimum=SMALLEST)).mask[1:, 0]
    secret = frozenset(int(place) for place in np.flatnonzero(mask != Reason.SHOWN))
    return secret, not bool((mask == Reason.SECONDARY).any())


def too_small(value: float | None) -> bool:
    """Tell whether a count is too small to show; nought is hidden too, or it would mark what is not nought."""
    return value is not None and value < SMALLEST


def _base(figure: DraftFigure, title: str, newest: date) -> Content:
    source: Source = figure.indicator.source
    said = said_source(source, newest, figure.indicator.frequency)
    return {"kind": figure.kind, "indicator": str(figure.indicator_id), "title": title, "source": said}


def _drawn_series(frozen: Content, *, standalone: bool, key: str) -> Chart:
    from driehoek.web.charts import Point, SeriesChart, series_chart

    points = tuple(
        Point(date.fromisoformat(start), value, provisional=provisional)
        for start, value, provisional in frozen["points"]
    )
    chart = series_chart(
        SeriesChart(
            frozen["title"], frozen["unit"], frozen["frequency"], points, source=frozen["source"], key=key
        ),
        standalone=standalone,
    )
    hidden = {len(points) - 1 - place for place in frozen["hidden"]}
    if not hidden:
        return chart
    rows = tuple(
        (row[0], less_than_five(), *row[2:]) if place in hidden else row
        for place, row in enumerate(chart.rows)
    )
    return replace(chart, rows=rows, summary=f"{chart.summary} {hidden_words(len(hidden))}")


def _drawn_bars(frozen: Content, *, standalone: bool, key: str) -> Chart:
    from driehoek.web.charts import Bar, BarChart, bar_chart

    bars: list[tuple[str, Any]] = [(label, value) for label, value in frozen["bars"]]
    shown = tuple(
        Bar(label, value, note=_("eigen gemeente") if label == frozen["own"] else "")
        for label, value in bars
        if value is not None
    )
    chart = bar_chart(
        BarChart(
            frozen["title"],
            frozen["unit"],
            shown,
            reference=frozen["reference"],
            reference_label=frozen["reference_label"],
            source=frozen["source"],
            key=key,
        ),
        standalone=standalone,
    )
    said = less_than_five() if frozen.get("only_small", True) else _("niet getoond")
    secret = tuple((label, said, "–") for label, value in bars if value is None)
    if not secret:
        return chart
    return replace(chart, rows=(*chart.rows, *secret), summary=f"{chart.summary} {hidden_words(len(secret))}")


def less_than_five() -> str:
    """Say a hidden number."""
    return _("minder dan 5")


def hidden_words(number: int) -> str:
    """Say how many numbers are hidden, and why."""
    said = ngettext(
        "Eén klein getal is niet getoond, zodat het niemand aanwijst.",
        "%(n)s kleine getallen zijn niet getoond, zodat ze niemand aanwijzen.",
        number,
    )
    return said % {"n": number}


def choosable(identity: Identity) -> list[Indicator]:
    """Return the indicators that a figure can show: running, with figures."""
    has = Series.objects.filter(municipality=identity.municipality).values("indicator")
    rows = Indicator.objects.filter(municipality=identity.municipality, ended_at=None, pk__in=has)
    return list(rows.select_related("source").order_by("name", "frequency"))
