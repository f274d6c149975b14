"""What the asking and receiving side adds to the page of a problem, and to that of an item."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.gate import IdentifiedRequest, holders
from driehoek.access.models import Level
from driehoek.exchange import received_words, request_words
from driehoek.exchange.asking import can_give
from driehoek.exchange.models import Provision
from driehoek.exchange.parties import PARTIES, RECEIVERS
from driehoek.exchange.queries import own_side as queries
from driehoek.exchange.request_screen import own_organisation
from driehoek.parties.models import Function, Organisation
from driehoek.position import page_parts
from driehoek.position.models import Item
from driehoek.position.page_parts import CellPart, ItemPart
from driehoek.problems.models import Problem, Status, Theme
from driehoek.problems.parts import PagePart
from driehoek.problems.parts import register as register_problem_part
from driehoek.web.menu import MenuEntry, register_place

KEY: Final = "exchange-side"
WORDS: Final = (
    gettext_lazy("Uitwisseling"),
    gettext_lazy("Vragen en geven aan OM, politie en andere partijen, op een grondslag."),
)
# One page with two names: for a prosecutor and a team chief it is daily work and stands in front.
PLACES: Final = (
    MenuEntry(WORDS[0], "exchange:front", WORDS[1], holders(*RECEIVERS), order=42),
    MenuEntry(
        WORDS[0], "exchange:desk", WORDS[1], holders(Function.PROSECUTOR, Function.TEAM_CHIEF), order=25
    ),
)


def register() -> None:
    """Add the place in the bar and the parts of pages; called once from the room's app."""
    for place in PLACES:
        register_place(place)
    register_problem_part(PagePart(KEY, "information", 30, "exchange/parts/problem.html", problem_part))
    page_parts.CELL.register(CellPart(KEY, "more", 10, "exchange/parts/cell.html", cell_part))
    page_parts.ITEM.register(ItemPart(KEY, "asked", 20, "exchange/parts/item.html", item_part))


def problem_part(request: IdentifiedRequest, problem: Problem, _level: Level) -> dict[str, Any] | None:
    """The requests and provisions about a problem that this reader's side has, and the way to ask."""
    if not request.identity.holds(*PARTIES):
        return None
    requests, provisions = queries.about_problem(request.identity, problem)
    receiver = request.identity.holds(*RECEIVERS)
    running = problem.status != Status.CLOSED
    if not (requests or provisions or (receiver and running)):
        return None
    query = urlencode({"probleem": str(problem.pk)})
    return {
        "rows": [
            *(received_words.row(one) for one in provisions),
            *(request_words.row(one) for one in requests),
        ],
        "ask_url": f"{reverse('exchange:request_new')}?{query}" if running else "",
        "ask_label": _("Vraag het OM") if receiver else _("Vraag de burgemeester"),
    }


def cell_part(
    request: IdentifiedRequest, theme: Theme, partner: Organisation | None
) -> dict[str, Any] | None:
    """The way from a gap to a request, where the partner is one that can be asked on a legal basis."""
    if partner is None or not request.identity.holds(*RECEIVERS):
        return None
    own = own_organisation(request.identity)
    if own is None or own.pk == partner.pk or not can_give(partner, own):
        return None
    query = urlencode({"aan": str(partner.pk), "thema": str(theme.pk)})
    return {
        "url": f"{reverse('exchange:request_new')}?{query}",
        "label": _("Vraag nu aan: %(partner)s") % {"partner": partner.name},
    }


def item_part(request: IdentifiedRequest, item: Item) -> dict[str, Any] | None:
    """The way from an item to the provision that it stands for, for who may see that."""
    # An item of the exchange holds no text: that stands, sealed, in the provision.
    if item.text or not request.identity.holds(*PARTIES):
        return None
    found: Provision | None = queries.received(request.identity).filter(item=item).first()
    return {"rows": [received_words.row(found)]} if found is not None else None
