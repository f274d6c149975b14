"""How figures are said on the screen: values, comparisons, sources, statuses."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.figures.models import Indicator, Source
from driehoek.figures.queries import Latest
from driehoek.web import formatting

Language = formatting.Language


def spoken() -> Language:
    """Return the language of the page."""
    return formatting.known(get_language())


def said_value(value: float | None, decimals: int = 0) -> str:
    """Write a value, or that the source does not know it."""
    if value is None:
        return _("onbekend")
    return formatting.number(value, decimals, language=spoken())


def said_period(frequency: str, start: date) -> str:
    """Write a period: augustus 2022."""
    return formatting.period(start, cast("formatting.Frequency", frequency), language=spoken())


def said_comparison(indicator: Indicator, latest: Latest) -> str:
    """Write how a value compares with the same period a year earlier, without judging it."""
    if latest.value is None or latest.year_before is None:
        return _("geen cijfer van een jaar eerder")
    before = said_value(latest.year_before, indicator.decimals)
    difference = latest.value - latest.year_before
    if difference == 0:
        return _("gelijk aan een jaar eerder (%(before)s)") % {"before": before}
    words = {"number": said_value(abs(difference), indicator.decimals), "before": before}
    if difference > 0:
        return _("%(number)s meer dan een jaar eerder (%(before)s)") % words
    return _("%(number)s minder dan een jaar eerder (%(before)s)") % words


def said_certainty(*, provisional: bool) -> str:
    """Write whether a value may still change."""
    return _("voorlopig") if provisional else _("definitief")


def said_source(source: Source, state: date | None = None, frequency: str = "month") -> str:
    """Write where figures come from and up to when: "Politie/CBS 47022NED, stand augustus 2022"."""
    name = _("gesimuleerde cijfers") if source.simulated else source.attribution
    if state is None:
        return name
    return _("%(name)s, stand %(state)s") % {"name": name, "state": said_period(frequency, state)}
