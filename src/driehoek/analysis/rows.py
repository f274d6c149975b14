"""Deviations as rows of a list and as charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.analysis import sentences
from driehoek.analysis.merging import DeviationLine
from driehoek.analysis.models import Deviation
from driehoek.analysis.queries import EvidencePoint, deviations_for, standing_mark
from driehoek.figures.models import Frequency
from driehoek.web.charts import Chart, Point, SeriesChart, series_chart, sparkline
from driehoek.web.components import Row, Tag

KEPT_SECONDS: Final = 3600


def first_page_rows(identity: Identity, *, limit: int, at: datetime | None = None) -> tuple[list[Row], int]:
    """Return what deviates now as rows of the reader's first page, and how many more lines there are.

    The page is read far more often than deviations change. The rows are kept for each reader and language
    until the ledger or the figures say that something changed, or the day turns; the question whether it
    did is one short query.

    Args:
        identity: the reader.
        limit: how many rows to return.
        at: an earlier moment, to read what stood then; that is never kept.
    """
    mark = standing_mark(identity) if at is None else None
    key = f"deviations:{identity.municipality}:{identity.person}:{get_language()}:{limit}:{mark}"
    kept: tuple[list[Row], int] | None = cache.get(key) if mark else None
    if kept is not None:
        return kept
    lines, more = deviations_for(identity, limit=limit, at=at)
    found = ([deviation_row(line) for line in lines], more)
    if mark:
        cache.set(key, found, timeout=KEPT_SECONDS)
    return found


def deviation_row(line: DeviationLine, *, standalone: bool = False) -> Row:
    """Make the row of one line of the first page, with a sparkline.

    Args:
        line: what deviates.
        standalone: for paper, where the drawing brings its own colours.
    """
    deviation = line.deviation
    text = " ".join(part for part in (sentences.sentence(deviation), sentences.also_words(line)) if part)
    drawing = ""
    if len(line.points) > 1:
        drawing = sparkline(
            chart_points(line.points),
            title=_spark_title(line),
            frequency=sentences.RHYTHMS[Frequency(deviation.series.indicator.frequency)],
            standalone=standalone,
            key=str(deviation.pk),
        )
    return Row(
        title=sentences.title(deviation),
        url=reverse("analysis:deviation", args=[deviation.pk]),
        text=text,
        meta=sentences.meta(deviation),
        chart=drawing,
        subject=f"analysis.deviation:{deviation.pk}",
    )


def _spark_title(line: DeviationLine) -> str:
    flagged = sum(1 for point in line.points if point.flagged)
    return ngettext(
        "De laatste %(periods)s cijfers, %(flagged)s keer buiten het verwachte bereik",
        "De laatste %(periods)s cijfers, %(flagged)s keer buiten het verwachte bereik",
        flagged,
    ) % {"periods": len(line.points), "flagged": flagged}


def list_row(deviation: Deviation, *, tags: Sequence[Tag] = ()) -> Row:
    """Make the row of a deviation in the full list, without a drawing."""
    return Row(
        title=sentences.title(deviation),
        url=reverse("analysis:deviation", args=[deviation.pk]),
        kind=_("gevolgd") if getattr(deviation, "followed", False) else "",
        tags=tuple(tags),
        text=sentences.sentence(deviation),
        meta=f"{deviation.series.indicator.theme.name} · {sentences.meta(deviation)}",
    )


def chart_points(points: Sequence[EvidencePoint]) -> tuple[Point, ...]:
    """Turn stored points into points of a chart."""
    return tuple(
        Point(
            start=point.start,
            value=point.value,
            lower=point.lower,
            upper=point.upper,
            alarm=point.flagged,
            provisional=point.provisional,
        )
        for point in points
    )


def evidence_chart(
    deviation: Deviation, points: Sequence[EvidencePoint], *, standalone: bool = False
) -> Chart:
    """Draw the series of a deviation with its expected range."""
    indicator = deviation.series.indicator
    return series_chart(
        SeriesChart(
            title=_("%(indicator)s in %(area)s")
            % {"indicator": indicator.name, "area": sentences.area_name(deviation.series.area)},
            unit=indicator.unit,
            frequency=sentences.RHYTHMS[Frequency(indicator.frequency)],
            points=chart_points(points),
            source=sentences.meta(deviation),
        ),
        standalone=standalone,
    )
