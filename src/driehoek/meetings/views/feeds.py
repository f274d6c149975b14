"""One's own calendar: the page to make and revoke the secret address, and the file behind it."""

from __future__ import annotations

import hashlib
from typing import Final

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions, public
from driehoek.meetings.queries import feeds as queries
from driehoek.meetings.services import feeds as services
from driehoek.meetings.views.common import SEATED

LANGUAGE: Final = "nl"
# Calendars ask every few minutes to hours; more than this is not a calendar.
MOST_PER_HOUR: Final = 120
HOUR: Final = 3600
FRESH: Final = 300


@for_functions(*SEATED)
@require_GET
def page(request: IdentifiedRequest) -> HttpResponse:
    """Say what the address does, and whether there is one."""
    return _page(request, "")


@for_functions(*SEATED)
@require_POST
def make(request: IdentifiedRequest) -> HttpResponse:
    """Make a new secret address and show it, this once."""
    secret = services.make_feed(identity=request.identity)
    answer = _page(request, request.build_absolute_uri(reverse("meetings:calendar", args=[secret])))
    answer["Cache-Control"] = "no-store"
    return answer


@for_functions(*SEATED)
@require_POST
def revoke(request: IdentifiedRequest) -> HttpResponse:
    """Let the secret address stop working."""
    if services.revoke_feed(identity=request.identity):
        messages.success(request, _("De koppeling is ingetrokken. Uw agenda krijgt niets nieuws meer."))
    return redirect("meetings:feed")


@public
@require_GET
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out the calendar of whoever the secret belongs to; no session, no content, not too often."""
    identity = queries.whose(secret)
    if identity is None:
        raise Http404
    made: HttpResponse
    if _too_often(secret):
        made = HttpResponse(_("Te vaak gevraagd. Probeer het later weer."), status=429)
        made["Retry-After"] = str(HOUR)
        return made
    with override(LANGUAGE):
        content = queries.feed(identity)
    mark = f'"{hashlib.sha256(content).hexdigest()}"'
    if request.headers.get("If-None-Match") == mark:
        made = HttpResponseNotModified()
    else:
        made = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        made["Content-Disposition"] = 'inline; filename="overleggen.ics"'
    made["ETag"] = mark
    made["Cache-Control"] = f"private, max-age={FRESH}"
    made["X-Robots-Tag"] = "noindex"
    made["Referrer-Policy"] = "no-referrer"
    return made


def _page(request: IdentifiedRequest, address: str) -> HttpResponse:
    context = {"feed": queries.own_feed(request.identity), "address": address}
    return render(request, "meetings/feed.html", context)


def _too_often(secret: str) -> bool:
    """Count the questions for one secret in an hour; the key is its hash, so that no cache holds a secret."""
    key = f"meetings-feed:{queries.hash_of(secret).hex()}"
    if cache.add(key, 1, HOUR):
        return False
    try:
        return cache.incr(key) > MOST_PER_HOUR
    except ValueError:
        return False
