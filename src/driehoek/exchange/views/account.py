"""The figures about the exchange, for the talk in the driehoek and the yearly account (OM09)."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK
from driehoek.exchange import account_rows as rows
from driehoek.exchange.accounting import QUARTERS, Period
from driehoek.exchange.parties import PARTIES
from driehoek.exchange.queries import account as queries
from driehoek.meetings.services import put_forward

EARLIEST: Final = 2000


@for_functions(*PARTIES)
@require_GET
def account(request: IdentifiedRequest, year: int) -> HttpResponse:
    """Show how the parties asked, answered and gave in a year or a quarter, beside the year before."""
    period = _period(year, request.GET.get("kwartaal", ""))
    found = queries.account(request.identity, period)
    today = timezone.localdate()
    context = {
        "period": rows.period_words(period),
        "year": year,
        "quarter": period.quarter,
        "quarters": range(1, QUARTERS + 1),
        "earlier": year - 1 if year > queries.first_year(request.identity) else None,
        "later": year + 1 if year < today.year else None,
        "empty": found.is_empty,
        "sentences": rows.summary(found),
        "chart": rows.answers_chart(found),
        "tables": [
            (title, *layout)
            for title, layout in (
                (_("Wat u vroeg, en het antwoord"), rows.answering_table(found.we_asked, period)),
                (_("Wat u gevraagd werd, en uw antwoord"), rows.answering_table(found.they_asked, period)),
                (_("Wat u kreeg"), rows.giving_table(found.they_gave, period)),
                (_("Wat u gaf"), rows.giving_table(found.we_gave, period)),
            )
            if len(layout[0]) > 1
        ],
        "may_put_forward": request.identity.holds(*DRIEHOEK) and not found.is_empty,
    }
    return render(request, "exchange/account.html", context)


@for_functions(*PARTIES)
@require_GET
def account_now(request: IdentifiedRequest) -> HttpResponse:  # noqa: ARG001 - the year alone decides
    """Lead to the figures of this year."""
    return redirect("exchange:account", timezone.localdate().year)


@for_functions(*DRIEHOEK)
@require_POST
def account_to_agenda(request: IdentifiedRequest, year: int) -> HttpResponse:
    """Put the figures on the agenda of the driehoek; a second time gives the same point."""
    _period(year, "")
    address = reverse("exchange:account", args=[year])
    put_forward(
        identity=request.identity,
        title=_("De uitwisseling in %(year)s") % {"year": year},
        text=_("Wat vroegen wij elkaar, hoe snel kwam het antwoord, en wat spreken wij anders af?"),
        origin="exchange.account",
        origin_id=str(year),
        origin_url=address,
    )
    messages.success(request, _("De cijfers staan op de agenda van de driehoek."))
    return redirect(address)


def _period(year: int, quarter: str) -> Period:
    today = timezone.localdate()
    if not EARLIEST <= year <= today.year:
        raise Http404
    chosen = int(quarter) if quarter in {str(one) for one in range(1, QUARTERS + 1)} else None
    return Period.of(year, chosen, today=today)
