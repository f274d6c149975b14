"""Pages of the calendar: by week, by month, on paper, and one moment."""

from __future__ import annotations

import calendar as weeks
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK
from driehoek.deadlines.calendar import local_day
from driehoek.moments import actions, queries
from driehoek.moments.forms import first_day
from driehoek.moments.models import Moment, MomentKind, MomentState
from driehoek.moments.queries import MomentFilter, Occurrence
from driehoek.moments.rights import READERS
from driehoek.moments.rows import pairs, row, tags, time_row
from driehoek.moments.words import spoken
from driehoek.web import formatting
from driehoek.web.components import Row

AHEAD: Final = timedelta(weeks=6)
_WEEK: Final = timedelta(days=7)
_YEARS: Final = (1990, 2200)


@dataclass(frozen=True)
class Week:
    """A week of the list: its name, its days, and what takes place."""

    key: str
    title: str
    note: str
    rows: list[Row]


@dataclass(frozen=True)
class Day:
    """A day of the month table."""

    day: date
    label: str
    inside: bool
    today: bool
    found: list[Occurrence]


def moment_or_404(request: IdentifiedRequest, moment: uuid.UUID) -> Moment:
    """Return a visible moment; an invisible one does not exist."""
    found = queries.moment_with_places(request.identity, moment)
    if found is None:
        raise Http404
    return found


@for_functions(*READERS)
@require_GET
def calendar(request: IdentifiedRequest) -> HttpResponse:
    """List six weeks, by week; `vanaf` names the first day."""
    first = first_day(request.GET.get("vanaf", ""))
    return render(request, "moments/calendar.html", _list(request, first))


@for_functions(*READERS)
@require_GET
def on_paper(request: IdentifiedRequest) -> HttpResponse:
    """Show the same six weeks for printing; `deel=open` leaves out what is confidential."""
    first = first_day(request.GET.get("vanaf", ""))
    open_only = request.GET.get("deel") == "open"
    return render(request, "moments/print.html", _list(request, first, open_only=open_only))


@for_functions(*READERS)
@require_GET
def month(request: IdentifiedRequest) -> HttpResponse:
    """Show a month as a table of weeks, on a phone as a list; `maand` names it, as 2026-11."""
    first = _month(request.GET.get("maand", ""))
    chosen = _filter(request)
    days = weeks.Calendar().monthdatescalendar(first.year, first.month)
    found = queries.on_days(request.identity, days[0][0], days[-1][-1], chosen)
    context = _choices(request, chosen) | {
        "month": formatting.month(first, language=spoken()),
        "value": f"{first:%Y-%m}",
        "weekdays": [formatting.SHORT_DAYS[spoken()][number] for number in range(7)],
        "weeks": [(week[0].isocalendar().week, _days(week, first, found)) for week in days],
        "lists": _weeks([one for one in found if _is_in(one, first)], first),
        "before_url": _with(request, maand=f"{first - timedelta(days=1):%Y-%m}"),
        "after_url": _with(request, maand=f"{first + timedelta(days=31):%Y-%m}"),
        "may_write": queries.may_write(request.identity),
    }
    return render(request, "moments/month.html", context)


@for_functions(*READERS)
@require_GET
def page(request: IdentifiedRequest, moment: uuid.UUID) -> HttpResponse:
    """Show what is known about a moment, when it takes place, and what can be done."""
    found = moment_or_404(request, moment)
    may_write = queries.may_write(request.identity)
    times = queries.next_of(found)
    context = {
        "moment": found,
        "tags": tags(found),
        "facts": pairs(found, times[0]),
        "times": [time_row(one, may_write=may_write, recurs=found.schedule.recurs) for one in times],
        "recurs": found.schedule.recurs,
        "is_cancelled": found.state == MomentState.CANCELLED,
        "may_write": may_write,
        "may_ask": found.problem is not None and request.identity.holds(*DRIEHOEK),
        "actions": actions.actions_for(request, found),
    }
    return render(request, "moments/page.html", context)


def _list(request: IdentifiedRequest, first: date, *, open_only: bool = False) -> dict[str, Any]:
    chosen = _filter(request)
    last = first + AHEAD - timedelta(days=1)
    found = queries.on_days(request.identity, first, last, chosen)
    if open_only:
        found = [one for one in found if not one.moment.confidential and not one.problem]
    closed = any(one.moment.confidential or one.problem for one in found)
    return _choices(request, chosen) | {
        "weeks": _weeks(found, first),
        "first": first,
        "last": last,
        "is_now": first == timezone.localdate(),
        "before_url": _with(request, vanaf=(first - AHEAD).isoformat()),
        "after_url": _with(request, vanaf=(last + timedelta(days=1)).isoformat()),
        "may_write": queries.may_write(request.identity),
        "closed": closed,
        "open_only": open_only,
    }


def _choices(request: IdentifiedRequest, chosen: MomentFilter) -> dict[str, Any]:
    kept = urlencode(
        {key: str(value) for key, value in request.GET.items() if key in {"soort", "gebied", "vanaf"}}
    )
    return {
        "chosen": chosen,
        "kinds": MomentKind.choices,
        "areas": list(queries.choosable_areas(request.identity)),
        "narrowed": bool(chosen.kind or chosen.area),
        "kept": kept,
    }


def _weeks(found: list[Occurrence], first: date) -> list[Week]:
    """Put what takes place under the week in which it begins, or under the first week when it runs already."""
    by_monday: dict[date, list[Row]] = {}
    for one in found:
        day = max(local_day(one.starts_at), first)
        by_monday.setdefault(day - timedelta(days=day.weekday()), []).append(row(one))
    return [_week(monday, rows) for monday, rows in sorted(by_monday.items())]


def _week(monday: date, rows: list[Row]) -> Week:
    language = spoken()
    ends = (
        formatting.date_short(day, language=language) for day in (monday, monday + _WEEK - timedelta(days=1))
    )
    title = _("Week %(week)s") % {"week": monday.isocalendar().week}
    return Week(
        f"week-{monday.isocalendar().week}",
        title,
        _("%(first)s tot en met %(last)s") % dict(zip(("first", "last"), ends, strict=True)),
        rows,
    )


def _days(week: list[date], first: date, found: list[Occurrence]) -> list[Day]:
    today = timezone.localdate()
    return [
        Day(
            day=day,
            label=formatting.date_short(day, language=spoken()),
            inside=day.month == first.month,
            today=day == today,
            found=[one for one in found if _is_on(one, day)],
        )
        for day in week
    ]


def _is_on(one: Occurrence, day: date) -> bool:
    # What ends at midnight is not on the next day.
    return local_day(one.starts_at) <= day <= local_day(one.ends_at - timedelta(microseconds=1))


def _is_in(one: Occurrence, first: date) -> bool:
    """Tell whether something takes place in the month that begins on `first`."""
    following = (first + timedelta(days=31)).replace(day=1)
    return (
        local_day(one.starts_at) < following and local_day(one.ends_at - timedelta(microseconds=1)) >= first
    )


def _filter(request: HttpRequest) -> MomentFilter:
    kind, area = request.GET.get("soort", ""), request.GET.get("gebied", "")
    return MomentFilter(
        kind=kind if kind in MomentKind.values else "",
        area=int(area) if area.isascii() and area.isdigit() and len(area) < 10 else None,
    )


def _month(given: str) -> date:
    year, _sign, number = given.partition("-")
    today = timezone.localdate().replace(day=1)
    try:
        found = date(int(year), int(number), 1)
    except ValueError:
        return today
    return found if _YEARS[0] <= found.year <= _YEARS[1] else today


def _with(request: HttpRequest, **changed: str) -> str:
    kept = {key: str(value) for key, value in request.GET.items()}
    return "?" + urlencode(kept | changed)
