"""What a chart says in words: its sentence, its table, its key."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.web import formatting
from driehoek.web.charts.model import KeyEntry, Point, SeriesChart
from driehoek.web.formatting import Frequency, Language

RECENT: Final[dict[str, int]] = {"week": 52, "month": 12, "quarter": 8, "year": 5}

LINE_SWATCH: Final = SafeString(
    '<svg viewBox="0 0 26 12" aria-hidden="true" focusable="false">'
    '<path class="dh-c-line" stroke-width="2" d="M1 6H25"/></svg>'
)
BAND_SWATCH: Final = SafeString(
    '<svg viewBox="0 0 26 12" aria-hidden="true" focusable="false">'
    '<path class="dh-c-band" d="M0 1H26V12H0Z"/>'
    '<path class="dh-c-limit" stroke-dasharray="3 3" d="M0 1H26"/></svg>'
)
ALARM_SWATCH: Final = SafeString(
    '<svg viewBox="0 0 26 12" aria-hidden="true" focusable="false">'
    '<circle class="dh-c-alarm" cx="13" cy="6" r="5"/></svg>'
)
OPEN_SWATCH: Final = SafeString(
    '<svg viewBox="0 0 26 12" aria-hidden="true" focusable="false">'
    '<circle class="dh-c-open" stroke-width="1.5" cx="13" cy="6" r="4.5"/></svg>'
)


def verdict(point: Point) -> str:
    """Say in words how a period relates to what was expected."""
    if point.value is None:
        return _("geen cijfer")
    if point.lower is None and point.upper is None:
        return _("afwijking") if point.alarm else _("geen verwachting")
    if point.upper is not None and point.value > point.upper:
        return _("meer dan verwacht")
    if point.lower is not None and point.value < point.lower:
        return _("minder dan verwacht")
    return _("volgens verwachting")


def series_summary(chart: SeriesChart, language: Language) -> str:
    """Say what the chart shows: the last figure, what was expected, how often it deviated lately."""
    known = [point for point in chart.points if point.value is not None]
    if not known:
        return _("Er zijn nog geen cijfers over %(unit)s.") % {"unit": chart.unit}
    last = known[-1]
    facts = {
        "value": formatting.number(last.value, language=language),
        "unit": chart.unit,
        "period": spoken_period(last.start, chart.frequency, language),
        "range": formatting.span(last.lower, last.upper, language=language),
        "verdict": verdict(last),
    }
    if last.lower is None or last.upper is None:
        sentence = _("%(value)s %(unit)s in %(period)s.") % facts
    else:
        sentence = _("%(value)s %(unit)s in %(period)s: %(verdict)s (%(range)s).") % facts
    return f"{sentence} {_deviations(chart)}".strip()


def spoken_period(start: date, frequency: Frequency, language: Language) -> str:
    """Write a period inside a sentence: "oktober 2022", "het 4e kwartaal 2026"."""
    text = formatting.period(start, frequency, language=language)
    return f"het {text}" if frequency == "quarter" and language == "nl" else text


def _deviations(chart: SeriesChart) -> str:
    count = RECENT[chart.frequency]
    recent = chart.points[-count:]
    if not any(point.upper is not None for point in recent):
        return ""
    flagged = sum(point.alarm for point in recent)
    facts = {"flagged": flagged, "count": len(recent), "periods": _periods(chart.frequency, len(recent))}
    if not flagged:
        return _("In de laatste %(count)s %(periods)s week niets af.") % facts
    return (
        ngettext(
            "In de laatste %(count)s %(periods)s week %(flagged)s periode af.",
            "In de laatste %(count)s %(periods)s weken %(flagged)s periodes af.",
            flagged,
        )
        % facts
    )


def _periods(frequency: Frequency, count: int) -> str:
    names = {
        "week": ngettext("week", "weken", count),
        "month": ngettext("maand", "maanden", count),
        "quarter": ngettext("kwartaal", "kwartalen", count),
        "year": ngettext("jaar", "jaren", count),
    }
    return names[frequency]


def series_rows(chart: SeriesChart, language: Language) -> tuple[tuple[str, ...], ...]:
    """Give the table behind the chart, newest first."""
    return tuple(_cells(point, chart.frequency, language) for point in reversed(chart.points))


def _cells(point: Point, frequency: Frequency, language: Language) -> tuple[str, ...]:
    expected = (
        formatting.span(point.lower, point.upper, language=language)
        if point.lower is not None and point.upper is not None
        else formatting.NO_VALUE
    )
    notes = [verdict(point)]
    if point.alarm:
        notes.append(_("gemarkeerd"))
    if point.provisional:
        notes.append(_("voorlopig"))
    return (
        formatting.period(point.start, frequency, language=language),
        formatting.number(point.value, language=language),
        expected,
        ", ".join(notes),
    )


def series_key(points: tuple[Point, ...]) -> tuple[KeyEntry, ...]:
    """Name the marks that this chart uses, and no others."""
    entries = [KeyEntry(LINE_SWATCH, _("gemeld"))]
    if any(point.upper is not None for point in points):
        entries.append(KeyEntry(BAND_SWATCH, _("verwacht")))
    if any(point.alarm for point in points):
        entries.append(KeyEntry(ALARM_SWATCH, _("wijkt af")))
    if any(point.provisional and not point.alarm for point in points):
        entries.append(KeyEntry(OPEN_SWATCH, _("voorlopig")))
    return tuple(entries)
