"""The position over time on the screen: thirteen months, whole and by partner."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.parties.models import Organisation
from driehoek.position import gap_words
from driehoek.position.history_tables import names_for, part_columns, rows_by_partner
from driehoek.position.looking_back import Share
from driehoek.position.queries.history import (
    Figures,
    Period,
    PeriodFigures,
    Standing,
    by_period,
    last_months,
    standings,
)
from driehoek.position.queries.measuring import VIEWERS, reads_questions, reads_ratings, scope_of
from driehoek.position.queries.profile import partners_in_sight
from driehoek.problems.models import Theme
from driehoek.problems.queries import theme_tree
from driehoek.web.charts import Chart, Point, SeriesChart, series_chart
from driehoek.web.components import Cell, Column


@for_functions(*VIEWERS)
@require_GET
def history(request: IdentifiedRequest) -> HttpResponse:
    """Show the gap over thirteen months: on time, how many gaps, and by partner."""
    identity = request.identity
    partner, theme = _partner(request), _theme(request)
    narrowed = {"partner": partner.pk if partner else None, "theme": theme.pk if theme else None}
    months = last_months()
    year = Period(months[1].starts, months[-1].ends)
    *monthly, whole = by_period(identity, [*months, year], **narrowed)
    now = timezone.now()
    gaps = standings(identity, [min(one.ends, now) for one in months], **narrowed)
    names = names_for(identity)
    may_see = {"with_ratings": reads_ratings(identity), "with_questions": reads_questions(identity)}
    context = {
        "partners": partners_in_sight(identity),
        "partner": partner,
        "themes": theme_tree(identity),
        "theme": theme,
        "lead": _history_lead(whole.whole, gaps),
        "empty": whole.whole.is_empty and all(one.whole.is_empty for one in monthly),
        "on_time_chart": _on_time_chart(monthly),
        "gaps_chart": _gaps_chart(monthly, gaps),
        "month_columns": _month_columns(),
        "month_rows": [
            _month_row(one, gap)
            for one, gap in zip(reversed(monthly), reversed(gaps), strict=True)
            if gap.needed or not one.whole.is_empty
        ],
        "partner_columns": part_columns(_("Partner"), **may_see),
        "partner_rows": rows_by_partner(whole, names, **may_see),
        "this_year": timezone.localdate().year,
        "everything": scope_of(identity).everything,
    }
    return render(request, "position/history.html", context)


def _history_lead(year: Figures, gaps: list[Standing]) -> str:
    first, last = gaps[0], gaps[-1]
    on_time = Share(year.on_time, year.due)
    parts = []
    if year.due:
        parts.append(_("In 12 maanden op tijd: %(share)s.") % {"share": on_time.words})
    if last.needed:
        words = ngettext("Nu is er %(number)s gat.", "Nu zijn er %(number)s gaten.", last.gaps)
        parts.append(words % {"number": gap_words.count(last.gaps)})
        if first.needed:
            parts.append(_("Een jaar geleden: %(number)s.") % {"number": gap_words.count(first.gaps)})
    return " ".join(parts) or _("Hier is nog niets gevraagd.")


def _on_time_chart(monthly: list[PeriodFigures]) -> Chart:
    points = [Point(_day(one), _percent(one.whole.share_on_time)) for one in monthly]
    return _drawn(
        SeriesChart(
            _("Op tijd geleverd"),
            _("procent op tijd"),
            "month",
            tuple(points),
            source=_source(),
            key="op-tijd",
        )
    )


def _gaps_chart(monthly: list[PeriodFigures], gaps: list[Standing]) -> Chart:
    points = [
        Point(_day(one), float(gap.gaps) if gap.needed else None)
        for one, gap in zip(monthly, gaps, strict=True)
    ]
    return _drawn(
        SeriesChart(
            _("Gaten aan het eind van de maand"),
            _("gaten"),
            "month",
            tuple(points),
            source=_source(),
            key="gaten",
        )
    )


def _drawn(definition: SeriesChart) -> Chart:
    """Draw a chart; with one line in it the key says nothing that the title does not."""
    return replace(series_chart(definition), key=())


def _source() -> str:
    return _("Driehoek, behoeften en leveringen tot en met %(day)s") % {"day": gap_words.day(timezone.now())}


def _month_columns() -> list[Column]:
    return [
        Column(_("Maand")),
        Column(_("Nodig"), numeric=True),
        Column(_("Op tijd")),
        Column(_("Te laat"), numeric=True),
        Column(_("Onvoldoende"), numeric=True),
        Column(_("Niet afgesproken"), numeric=True),
        Column(_("Gaten"), numeric=True),
    ]


def _month_row(one: PeriodFigures, gap: Standing) -> list[Cell]:
    numbers = (gap.late, gap.insufficient, gap.not_agreed, gap.gaps)
    month = _day(one)
    url = f"{reverse('position:matrix')}?maand={month.isoformat()[:7]}"
    return [
        Cell(gap_words.month(month), url=url if gap.needed else ""),
        Cell(gap_words.count(gap.needed)),
        Cell(Share(one.whole.on_time, one.whole.due).words),
        *(Cell(gap_words.count(number)) for number in numbers),
    ]


def _partner(request: IdentifiedRequest) -> Organisation | None:
    """Return the partner that the address names; one that is not in sight does not exist."""
    given = request.GET.get("partner", "")
    if not given:
        return None
    found = next((one for one in partners_in_sight(request.identity) if str(one.pk) == given), None)
    if found is None:
        raise Http404
    return found


def _theme(request: IdentifiedRequest) -> Theme | None:
    given = request.GET.get("thema", "")
    if not given:
        return None
    try:
        wanted = uuid.UUID(given)
    except ValueError as error:
        raise Http404 from error
    found = Theme.objects.filter(municipality=request.identity.municipality, pk=wanted).first()
    if found is None:
        raise Http404
    return found


def _day(one: PeriodFigures) -> date:
    return timezone.localtime(one.period.starts).date()


def _percent(share: float | None) -> float | None:
    return None if share is None else float(round(share * 100))
