"""The first page, on screen and on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, public
from driehoek.access.rules import FIRST_PAGES, KEEPERS_OF_POSITION, KEPT_APART
from driehoek.brief import places, queries, rows, services, words
from driehoek.brief.pdf import brief_pdf


@public
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page, or to the sign-in page."""
    return redirect("brief:today" if request.user.is_authenticated else places.sign_in_name())


@require_GET
def today(request: IdentifiedRequest) -> HttpResponse:
    """Answer the three questions and put the receipt on the ledger; lead who is kept apart to what is theirs."""
    if request.identity.functions <= KEPT_APART:
        return redirect(FIRST_PAGES[min(request.identity.functions)])
    at = timezone.now()
    page = queries.today(request.identity, at=None)
    services.record_seen(
        identity=request.identity,
        visit=page.visit,
        newest=max((change.sequence for change in page.changed), default=0),
    )
    request.live_since = page.visit.upto  # type: ignore[attr-defined]
    context = {
        "shows_position": request.identity.holds(*KEEPERS_OF_POSITION),
        "greeting": words.greeting(request.identity, str(request.user), at=at),
        "lead": words.one_breath(page),
        "standing_in": words.standing_in(request.identity),
        "asked": rows.asked(page),
        "going_on": rows.going_on(page, at=at),
        "changed": rows.changed(page),
        "coming": rows.coming(page),
    }
    return render(request, "brief/today.html", context)


@require_GET
def pdf(request: IdentifiedRequest) -> HttpResponse:
    """Give the first page as one A4."""
    content = brief_pdf(request.identity, str(request.user), at=timezone.now())
    name = _("vandaag") + f"-{timezone.localdate():%Y-%m-%d}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
