"""The chart of an outcome: what was counted, and after the start the range expected without a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from driehoek.effects import sayings
from driehoek.effects.models import Run, Study
from driehoek.figures.words import said_source

if TYPE_CHECKING:
    from driehoek.web.charts import Chart


def chart_of(study: Study, run: Run, *, standalone: bool = False) -> Chart | None:
    """Draw an outcome; None when there is nothing to draw. The soft band begins at the start."""
    from driehoek.web.charts import Point, SeriesChart, series_chart

    months = [date.fromisoformat(one) for one in run.inputs["months"]]
    if not months:
        return None
    main = sayings.main_of(run.result)
    nothing = [None] * len(months)
    lower, upper = main.get("lower") or nothing, main.get("upper") or nothing
    start = date.fromisoformat(run.inputs["starts_on"])
    first = (start.year * 12 + start.month) - run.inputs["before"]
    points = []
    for place, day in enumerate(months):
        if day.year * 12 + day.month < first:
            continue
        counts = [area["counts"][place] for area in run.inputs["target"]]
        value = None if any(one is None for one in counts) else sum(counts)
        after = day >= start
        points.append(Point(day, value, lower[place] if after else None, upper[place] if after else None))
    names = ", ".join(one["name"] for one in run.inputs["target"])
    drawn = series_chart(
        SeriesChart(
            _("%(what)s in %(areas)s") % {"what": study.indicator.name, "areas": names},
            study.indicator.unit,
            "month",
            tuple(points),
            source=said_source(study.indicator.source, months[-1], "month"),
            key=str(run.pk),
        ),
        standalone=standalone,
    )
    text = _(
        "De lijn is wat is geteld. De zachte band begint bij de start (%(start)s) en is "
        "wat zonder verandering was verwacht: 95 van de 100 maanden zouden erin vallen."
    ) % {"start": sayings.month(start)}
    return replace(drawn, summary=text if main.get("estimate") else _("De lijn is wat is geteld."))
