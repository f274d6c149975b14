"""Pages about due dates: what is late, what comes, and the one reminder (ST09)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.deadlines import kinds, lines, queries, services
from driehoek.deadlines.calendar import local_day
from driehoek.deadlines.models import Deadline
from driehoek.deadlines.routes import SUPPLIERS
from driehoek.parties.models import Person
from driehoek.web import formatting
from driehoek.web.paging import keyset_cursor, next_page

BOARD: Final = (*KEEPERS_OF_POSITION, *SUPPLIERS)
WEEKS_AHEAD: Final = 4


@for_functions(*BOARD)
@require_GET
def late(request: IdentifiedRequest) -> HttpResponse:
    """Show what is late: a keeper all of it, with the one reminder; a supplier their own."""
    identity = request.identity
    keeps = identity.holds(*KEEPERS_OF_POSITION)
    organisation = _organisation(request) if keeps else None
    kind = request.GET.get("soort", "")
    rows, following = queries.late(
        identity, organisation=organisation, kind=kind, after=keyset_cursor(request)
    )
    _see(identity, rows)
    count = queries.late_count(identity, organisation=organisation, kind=kind)
    context = {
        "lines": lines.lines_of(identity, rows, with_route=keeps),
        "keeps": keeps,
        "count": count,
        "many": count > queries.COUNT_CAP,
        "cap": queries.COUNT_CAP,
        "partners": queries.partners(identity) if keeps else (),
        "kinds": kinds.labels(),
        "organisation": organisation,
        "kind": kind,
        "narrowed": bool(organisation or kind),
        "now": timezone.now(),
        "next_url": next_page(request, *following) if following else "",
        "here": request.get_full_path(),
    }
    return render(request, "deadlines/late.html", context)


@for_functions(*BOARD)
@require_GET
def coming(request: IdentifiedRequest) -> HttpResponse:
    """Show what is due in the next weeks, week by week."""
    identity = request.identity
    after = keyset_cursor(request)
    rows, following = queries.due_soon(identity, days=7 * WEEKS_AHEAD, after=after)
    _see(identity, rows)
    context = {
        "weeks": _by_week(lines.lines_of(identity, rows)),
        "keeps": identity.holds(*KEEPERS_OF_POSITION),
        "late_count": queries.late_count(identity) if after is None else 0,
        "cap": queries.COUNT_CAP,
        "number": WEEKS_AHEAD,
        "now": timezone.now(),
        "here": request.get_full_path(),
        "next_url": next_page(request, *following) if following else "",
    }
    return render(request, "deadlines/coming.html", context)


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def remind(request: IdentifiedRequest, deadline: uuid.UUID) -> HttpResponse:
    """Send the one reminder; a second attempt is refused with when and by whom it was sent."""
    found = queries.find(request.identity, deadline)
    if found is None:
        raise Http404
    try:
        persons = services.remind(identity=request.identity, deadline=found)
    except services.AlreadyRemindedError as past:
        messages.warning(request, _already(past))
    except services.NotDueError:
        messages.info(
            request, _("Er valt niets te herinneren: het is binnen, vervallen of nog niet aan de beurt.")
        )
    except services.NobodyToRemindError:
        messages.error(
            request,
            _("Er is niemand om te herinneren. Zet iemand in de contactroute van deze partner."),
        )
    else:
        names = ", ".join(
            Person.objects.filter(pk__in=persons).order_by("name").values_list("name", flat=True)
        )
        messages.success(request, _("De herinnering is verstuurd aan %(names)s.") % {"names": names})
    return redirect(_back(request))


def _already(past: services.AlreadyRemindedError) -> str:
    at = formatting.moment(past.at, language=formatting.known(get_language()))
    by = past.by or "Driehoek"
    return _("Er is al herinnerd, %(at)s door %(who)s. Er gaat geen tweede herinnering uit.") % {
        "at": at,
        "who": by,
    }


def _see(identity: Identity, rows: list[Deadline]) -> None:
    """Note that the reader now sees what they were told of."""
    services.see_notices(identity=identity, deadlines=[row.pk for row in rows])


def _by_week(found: list[lines.Line]) -> list[tuple[str, list[lines.Line]]]:
    """Put lines under "Deze week", "Volgende week" or the day on which the week begins."""
    monday = local_day(timezone.now())
    monday -= timedelta(days=monday.weekday())
    named = {0: _("Deze week"), 1: _("Volgende week")}
    weeks: dict[int, list[lines.Line]] = {}
    for line in found:
        weeks.setdefault(max(0, (local_day(line.deadline.due_at) - monday).days // 7), []).append(line)
    language = formatting.known(get_language())
    return [
        (
            named.get(number)
            or _("Week van %(day)s")
            % {"day": formatting.date_short(monday + timedelta(weeks=number), language=language)},
            rows,
        )
        for number, rows in weeks.items()
    ]


def _organisation(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get("partner", ""))
    except ValueError:
        return None


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and safe else reverse("deadlines:late")
