"""The front page of the exchange, for each side: what waits, what we asked, what came in."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import received_words, request_words
from driehoek.exchange.models import Request
from driehoek.exchange.parties import PARTIES, RECEIVERS
from driehoek.exchange.queries import own_side as queries
from driehoek.web.components import Row, Tag

# The other pages of the room: name, words, what one finds there. Who may not open one is not shown it.
PLACES: Final[tuple[tuple[str, str | Promise, str | Promise], ...]] = (
    ("inbox", gettext_lazy("Verzoeken aan ons"), gettext_lazy("Wat anderen van uw organisatie vragen.")),
    (
        "given",
        gettext_lazy("Verstrekt door ons"),
        gettext_lazy("Wat uw organisatie gaf, en wat ermee gebeurde."),
    ),
    (
        "planned_list",
        gettext_lazy("Voornemens"),
        gettext_lazy("Sluitingen en verboden, vooraf voorgelegd aan het OM."),
    ),
    (
        "standing_list",
        gettext_lazy("Vaste gevallen"),
        gettext_lazy("Wat partijen elkaar altijd laten weten."),
    ),
    (
        "returns",
        gettext_lazy("Terugkeer (BIJ)"),
        gettext_lazy("Wie terugkomt, en wat de gemeente daarover besluit."),
    ),
    (
        "oral_list",
        gettext_lazy("Mondeling gedeeld"),
        gettext_lazy("Wat is gezegd en achteraf is vastgelegd."),
    ),
    (
        "account_now",
        gettext_lazy("Cijfers"),
        gettext_lazy("Antwoordtijden, weigeringen en gronden, per jaar."),
    ),
)


@for_functions(*PARTIES)
@require_GET
def front(request: IdentifiedRequest) -> HttpResponse:
    """Show what is asked of the reader first, then what the own side asked and received."""
    identity = request.identity
    requests, _more = queries.page_of_requests(identity)
    received, _more = queries.page_of_received(identity, "")
    receiver = identity.holds(*RECEIVERS)
    context = {
        "lead": _("Vragen en geven aan OM, politie en andere partijen. De wet kijkt mee.")
        if receiver
        else _("Vragen en geven aan de burgemeester en andere partijen. De wet kijkt mee."),
        "ask_label": _("Vraag om informatie"),
        "giving": _links(request, (("provision_new", _("Verstrek uit eigen beweging")),)),
        "asked": [*_giving_rows(request), *asked_rows(queries.waiting(identity))],
        "requests": [request_words.row(one) for one in requests[: queries.SHOWN]],
        "received": [received_words.row(one) for one in received[: queries.SHOWN]],
        "places": _places(request),
    }
    return render(request, "exchange/front.html", context)


def _giving_rows(request: IdentifiedRequest) -> list[Row]:
    """Return how much waits for the reader as the side that is asked: requests first, then planned powers."""
    waits, urgent, late = queries.asked_of_us(request.identity)
    rows: list[Row] = []
    if waits:
        tags = [Tag(_("spoed"), "crisis")] if urgent else []
        if late:
            tags.append(Tag(ngettext("%(n)s te laat", "%(n)s te laat", late) % {"n": late}, "ask"))
        rows.append(
            Row(
                title=ngettext("Beantwoord één verzoek", "Beantwoord %(n)s verzoeken", waits) % {"n": waits},
                url=_open(request, "inbox"),
                text=_("Verzoeken aan uw organisatie."),
                tags=tuple(tags),
            )
        )
    return rows + [
        Row(
            title=_("Zeg of u bezwaar hebt: %(title)s") % {"title": one.title},
            url=reverse("exchange:planned", args=[one.pk]),
            text=_("kan tot %(when)s") % {"when": request_words.moment(one.object_until)},
            tags=(Tag(_("voornemen"), "ask"),),
            meta=one.organisation.name,
        )
        for one in queries.planned_for_us(request.identity)
    ]


def asked_rows(found: queries.Waiting) -> list[Row]:
    """Return what waits for the reader as receiver, what cannot wait on top."""
    urgent = [one for one in found.provisions if one.urgent]
    others = [one for one in found.provisions if not one.urgent]
    rows = [received_words.asked_row(one) for one in (*urgent, *others)]
    rows += [_answer_row(one) for one in found.answers]
    return rows + [_draft_row(one) for one in found.drafts]


def _answer_row(one: Request) -> Row:
    return Row(
        title=_("Lees het antwoord: %(about)s") % {"about": request_words.title_of(one)},
        url=reverse("exchange:request", args=[one.pk]),
        text=request_words.since_words(one),
        tags=(request_words.state_tag(one),),
        meta=" · ".join(filter(None, [one.number, one.to_organisation.name])),
    )


def _draft_row(one: Request) -> Row:
    return Row(
        title=_("Maak uw verzoek af: %(about)s") % {"about": request_words.title_of(one)},
        url=reverse("exchange:request", args=[one.pk]),
        text=request_words.since_words(one),
        tags=(Tag(_("concept"), "unknown"),),
        meta=one.to_organisation.name,
    )


def _links(request: IdentifiedRequest, named: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(label, url) for name, label in named if (url := _open(request, name))]


def _places(request: IdentifiedRequest) -> list[Row]:
    return [Row(str(label), url, str(text)) for name, label, text in PLACES if (url := _open(request, name))]


def _open(request: IdentifiedRequest, name: str) -> str:
    """Return the address of a page of this room that this reader may open, or nothing."""
    try:
        address = reverse(f"exchange:{name}")
    except NoReverseMatch:
        return ""
    view = resolve(address).func
    allowed = getattr(view, "for_functions", None)
    return address if allowed is None or request.identity.holds(*allowed) else ""
