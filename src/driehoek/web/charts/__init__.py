"""Charts: one definition, drawn on the server, the same on the page and on paper.

A chart comes with its sentence and its table, so that nobody depends on the drawing.
"""

from __future__ import annotations

from driehoek.web.charts.bars import Bar, BarChart, bar_chart
from driehoek.web.charts.model import Chart, KeyEntry, Point, SeriesChart
from driehoek.web.charts.series import series_chart, sparkline

__all__ = [
    "Bar",
    "BarChart",
    "Chart",
    "KeyEntry",
    "Point",
    "SeriesChart",
    "bar_chart",
    "series_chart",
    "sparkline",
]
