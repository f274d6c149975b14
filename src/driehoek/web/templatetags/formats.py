"""Filters that write numbers, dates and times in the active language: `{% load formats %}`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import get_language

from driehoek.web import formatting
from driehoek.web.formatting import Frequency, Number

register = template.Library()

Day = date | datetime | None


def _spoken() -> formatting.Language:
    return formatting.known(get_language())


@register.filter
def number(value: Number | None, decimals: int | None = None) -> str:
    """`{{ 1234.5|number }}` gives 1.234,5; `{{ 3|number:2 }}` gives 3,00."""
    return formatting.number(value, decimals, language=_spoken())


@register.filter
def percent(value: Number | None, decimals: int = 0) -> str:
    """`{{ 0.123|percent }}` gives 12%."""
    return formatting.percent(value, decimals, language=_spoken())


@register.filter
def per_thousand(count: Number | None, inhabitants: int | None) -> str:
    """`{{ 34|per_thousand:10000 }}` gives 3,4 per 1.000 inwoners."""
    return formatting.per_thousand(count, inhabitants, language=_spoken())


@register.filter
def span(lower: Number | None, upper: Number | None) -> str:
    """`{{ 18|span:27 }}` gives 18 tot 27."""
    return formatting.span(lower, upper, language=_spoken())


@register.filter
def date_long(value: Day) -> str:
    """Give 23 november 2026."""
    return formatting.date_long(value, language=_spoken()) if value else ""


@register.filter
def date_short(value: Day) -> str:
    """Give do 26 nov, with the year when it is not this year."""
    return formatting.date_short(value, language=_spoken()) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """Give 14.05 uur."""
    return formatting.clock(value, language=_spoken()) if value else ""


@register.filter
def clock_table(value: datetime | None) -> str:
    """Give 14:05, as it stands in a table."""
    return f"{formatting.local(value):%H:%M}" if value else ""


@register.filter
def clock_seconds(value: datetime | None) -> str:
    """Give 14.05.09, for a page that tries again by itself."""
    if not value:
        return ""
    moment_ = formatting.local(value)
    return f"{moment_:%H:%M:%S}" if _spoken() == "en" else f"{moment_:%H.%M.%S}"


@register.filter
def moment(value: Day) -> str:
    """Give gisteren 08.12 or do 26 nov 12.00."""
    return formatting.moment(value, language=_spoken()) if value else ""


@register.filter
def since(value: Day) -> str:
    """Give sinds gisteren 08.12."""
    return formatting.since(value, language=_spoken()) if value else ""


@register.filter
def relative_day(value: Day) -> str:
    """Give vandaag, gisteren, morgen or the short date."""
    return formatting.relative_day(value, language=_spoken()) if value else ""


@register.filter
def month(value: Day) -> str:
    """Give oktober 2022."""
    return formatting.month(value, language=_spoken()) if value else ""


@register.filter
def period(value: Day, frequency: Frequency = "month") -> str:
    """`{{ start|period:"quarter" }}` gives 4e kwartaal 2026."""
    return formatting.period(value, frequency, language=_spoken()) if value else ""


@register.filter
def duration(value: timedelta | None) -> str:
    """Give 49 min or 2 uur 5 min."""
    return formatting.duration(value, language=_spoken()) if value is not None else ""
