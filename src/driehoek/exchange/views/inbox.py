"""What waits at the reader's organisation, and everything that it gave (OM02)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import giving_words as words
from driehoek.exchange.models import Request
from driehoek.exchange.parties import PARTIES, RECEIVERS
from driehoek.exchange.queries import giving as queries
from driehoek.exchange.urgent import MAY_RING
from driehoek.web.components import Row
from driehoek.web.paging import keyset_cursor, next_page


@dataclass(frozen=True)
class Section:
    """One list on the inbox."""

    id: str
    title: str
    rows: list[Row]
    note: str = ""
    kind: str = ""
    next_url: str = ""


@for_functions(*PARTIES)
@require_GET
def inbox(request: IdentifiedRequest) -> HttpResponse:
    """List what waits: what cannot wait on top, then by when an answer is needed."""
    found = queries.inbox(request.identity, after=keyset_cursor(request))
    last = found.requests[-1] if found.requests else None
    following = next_page(request, last.due_at, last.pk) if last is not None and found.more else ""
    listed = [
        Section(
            "urgent", _("Kan niet wachten"), [words.waiting_row(one) for one in found.urgent], kind="crisis"
        ),
        Section(
            "requests",
            _("Verzoeken"),
            [words.waiting_row(one) for one in found.requests],
            _late_words(found.requests),
            "ask",
            following,
        ),
        Section(
            "approvals",
            _("Wacht op toestemming"),
            [words.given_row(one) for one in found.approvals],
            kind="ask",
        ),
        Section("drafts", _("Concepten"), [words.given_row(one) for one in found.drafts]),
        Section("running", _("Nog niet alles is vrij"), [words.given_row(one) for one in found.running]),
    ]
    context = {
        "sections": [section for section in listed if section.rows],
        "lead": _lead(found),
        "may_urgent": request.identity.holds(*MAY_RING),
        "may_picture": request.identity.holds(*RECEIVERS),
    }
    return render(request, "exchange/giving/inbox.html", context)


@for_functions(*PARTIES)
@require_GET
def given(request: IdentifiedRequest) -> HttpResponse:
    """List what the organisation gave and what is in the making, the newest first."""
    rows, more = queries.page_of_given(request.identity, keyset_cursor(request))
    context = {
        "rows": [words.given_row(one) for one in rows],
        "next_url": next_page(request, rows[-1].made_at, rows[-1].pk) if more else "",
    }
    return render(request, "exchange/giving/given.html", context)


def _lead(found: queries.Inbox) -> str:
    waiting = len(found.urgent) + len(found.requests)
    if not waiting:
        return _("Er wacht geen verzoek.")
    if found.more:
        return _("Meer dan %(n)s verzoeken wachten op uw besluit.") % {"n": waiting}
    return ngettext(
        "%(n)s verzoek wacht op uw besluit.", "%(n)s verzoeken wachten op uw besluit.", waiting
    ) % {"n": waiting}


def _late_words(requests: list[Request]) -> str:
    now = timezone.now()
    late = sum(1 for one in requests if one.due_at < now)
    return ngettext("%(n)s te laat", "%(n)s te laat", late) % {"n": late} if late else ""
