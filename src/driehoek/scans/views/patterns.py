"""Patterns over types: where more than one thing meets (OV08)."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK
from driehoek.meetings.queries import open_points
from driehoek.scans import words
from driehoek.scans.queries.patterns import Element, Pattern, lead, name
from driehoek.scans.queries.patterns import patterns as find_patterns
from driehoek.scans.rights import READERS
from driehoek.scans.services.patterns import ORIGIN, origin_id, put_on_agenda
from driehoek.web import formatting
from driehoek.web.components import Row, Tag, TagKind

# As many as a table can take in; the rest is one tap away.
SHOWN: Final = 8
KINDS: Final[dict[str, TagKind]] = {"exception": "ask", "problem": "accent"}


@for_functions(*READERS)
@require_GET
def patterns(request: IdentifiedRequest) -> HttpResponse:
    """Show where things meet, the most on one theme first; `alles=ja` shows all of it."""
    found = find_patterns(request.identity)
    shown = found if request.GET.get("alles") == "ja" else found[:SHOWN]
    may = request.identity.holds(*DRIEHOEK)
    waiting: set[str] = set()
    if may and shown:
        waiting = set(open_points(request.identity).filter(origin=ORIGIN).values_list("origin_id", flat=True))
    context = {
        "patterns": [_card(one, may=may, waiting=waiting) for one in shown],
        "more": len(found) - len(shown),
    }
    return render(request, "scans/patterns.html", context)


@for_functions(*DRIEHOEK)
@require_POST
def to_agenda(request: IdentifiedRequest) -> HttpResponse:
    """Put a pattern on the agenda, as it is now for this reader; twice gives one point."""
    wanted = request.POST.get("pattern", "")
    found = next((one for one in find_patterns(request.identity) if one.key == wanted), None)
    if found is None:
        messages.info(request, _("Dit patroon is er niet meer. Kijk hieronder wat nu samenkomt."))
    else:
        put_on_agenda(identity=request.identity, pattern=found, url=reverse("scans:patterns"))
        messages.success(request, _("Het patroon staat op de agenda van de driehoek."))
    return redirect("scans:patterns")


def _card(one: Pattern, *, may: bool, waiting: set[str]) -> dict[str, Any]:
    return {
        "key": one.key,
        "id": f"patroon-{one.place.code}-{one.theme or 'meer'}",
        "title": name(one),
        "lead": lead(one),
        "rows": [_row(element) for element in one.elements],
        "beside": [_row(element) for element in one.beside],
        "may_propose": may and origin_id(one) not in waiting,
        "waits": origin_id(one) in waiting,
        "ask_url": _ask_url(one),
    }


def _row(element: Element) -> Row:
    since = element.since_words
    if element.since and not since:
        since = _("sinds %(day)s") % {"day": formatting.month(element.since, language=words.spoken())}
    return Row(
        title=element.title,
        url=element.url,
        kind=element.theme_name,
        tags=[Tag(str(element.part.label), KINDS.get(element.part, ""))],
        text=element.text,
        meta=" · ".join(filter(None, (since, element.sure))),
    )


def _ask_url(one: Pattern) -> str:
    """Return where a question about the first thing that can be asked about is typed; empty when there is none."""
    subjects = [element.subject for element in one.elements if element.subject]
    if not subjects:
        return ""
    kind, _sign, identifier = subjects[0].partition(":")
    return f"{reverse('position:question_new')}?{urlencode({'over': kind, 'id': identifier})}"
