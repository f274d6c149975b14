"""The guide itself: its tips in one place, hiding them and wanting them back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.rules import DRIEHOEK
from driehoek.guide.cards import Card, cards
from driehoek.guide.queries import texts
from driehoek.guide.queries.tips import shelf_of
from driehoek.guide.services import texts as services
from driehoek.guide.shapes import GuideKind, Mark, Part
from driehoek.guide.views import back_path
from driehoek.guide.words import EDITORS


@dataclass(frozen=True)
class Chapter:
    """A chapter of the guide on the page: its tips per part."""

    kind: GuideKind
    parts: list[tuple[Part, list[Card]]]


@require_GET
def overview(request: IdentifiedRequest) -> HttpResponse:
    """Show the tips for this reader by type and part; those of all readers on request."""
    shelf = shelf_of(request, request.identity)
    everything = request.GET.get("alle") == "ja"
    shown = [
        tip for tip in shelf.tips if everything or not tip.readers.isdisjoint(request.identity.functions)
    ]
    made = cards(request.identity, (tip for tip in shown if tip.key not in shelf.hidden))
    chapters = [
        Chapter(kind, [(part, found) for part in Part if (found := _of(made, kind, part))])
        for kind in GuideKind
    ]
    context = {
        "chapters": [chapter for chapter in chapters if chapter.parts],
        "everything": everything,
        "hidden": sum(1 for tip in shelf.tips if tip.key in shelf.hidden),
        "marks": [(one.value, one.label) for one in Mark],
        "member": request.identity.holds(*DRIEHOEK),
        "editor": request.identity.holds(*EDITORS),
        "back": request.get_full_path(),
    }
    return render(request, "guide/overview.html", context)


@require_GET
def hidden_tips(request: IdentifiedRequest) -> HttpResponse:
    """List the tips this reader has had enough of, to bring them back."""
    shelf = shelf_of(request, request.identity)
    found = [tip for tip in shelf.tips if tip.key in shelf.hidden]
    return render(request, "guide/hidden.html", {"cards": cards(request.identity, found)})


@require_POST
def hide(request: IdentifiedRequest, key: str) -> HttpResponse:
    """Never show this reader a tip again."""
    if texts.tip_of(request.identity, key) is None:
        raise Http404
    services.hide_tip(identity=request.identity, key=key)
    messages.success(
        request, _("Deze tip ziet u niet meer. Bij “Verborgen tips” in de gids haalt u haar terug.")
    )
    return redirect(back_path(request, reverse("guide:overview")))


@require_POST
def show(request: IdentifiedRequest, key: str) -> HttpResponse:
    """Show a hidden tip again."""
    if texts.tip_of(request.identity, key) is None:
        raise Http404
    if services.show_tip(identity=request.identity, key=key):
        messages.success(request, _("U ziet deze tip weer."))
    return redirect("guide:hidden")


def _of(made: list[Card], kind: GuideKind, part: Part) -> list[Card]:
    return [card for card in made if card.tip.kind == kind and card.tip.part == part]
