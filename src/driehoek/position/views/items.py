"""Pages of what reached the mayor: the list, one item with who saw it, and rating it with one tap (OV04)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.parties.models import Function
from driehoek.position import page_parts, sentences, services
from driehoek.position.forms.items import RatingForm
from driehoek.position.models import Item, Reading, Verdict
from driehoek.position.queries import items as queries
from driehoek.position.queries.needs import partners_of, themes_of
from driehoek.position.services.must_know import waiting
from driehoek.position.views import (
    LEAVE_A_RECEIPT,
    RATERS,
    READERS_OF_CONTENT,
    back_to,
    item_or_404,
    uuid_of,
)
from driehoek.position.words import READERS_OF_ITEMS
from driehoek.web import formatting
from driehoek.web.components import Pair
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*READERS_OF_ITEMS)
@require_GET
def item_list(request: IdentifiedRequest) -> HttpResponse:
    """List what came in, the last on top."""
    chosen = _filter(request)
    found, more = queries.item_list(request.identity, chosen, after=keyset_cursor(request))
    context = {
        "items": [(item, sentences.item_row(item), _mine(item)) for item in found],
        "next_url": next_page(request, found[-1].received_at, found[-1].pk) if more else "",
        "chosen": chosen,
        "seen_choices": queries.Seen.choices,
        "theme_choices": themes_of(request.identity),
        "partner_choices": partners_of(request.identity),
        "narrowed": chosen != queries.ItemFilter(),
        "verdicts": Verdict.choices,
        "here": request.get_full_path(),
    }
    return render(request, "position/items.html", context)


@for_functions(*READERS_OF_CONTENT)
@require_GET
def item(request: IdentifiedRequest, item: uuid.UUID) -> HttpResponse:
    """Show an item; who must be able to say since when they knew leaves a receipt."""
    found = item_or_404(request, item)
    if request.identity.holds(*LEAVE_A_RECEIPT) and found.provided_by_id != request.identity.person:
        services.open_item(identity=request.identity, item=found)
    return _page(request, found, RatingForm())


@for_functions(*RATERS)
@require_POST
def rate(request: IdentifiedRequest, item: uuid.UUID) -> HttpResponse:
    """Say with one tap what an item was worth; the supplier sees it."""
    found = item_or_404(request, item)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    values = form.cleaned_data
    verdict = Verdict(values["verdict"])
    services.rate(
        identity=request.identity, item=found, verdict=verdict, mark=values["mark"], note=values["note"]
    )
    messages.success(
        request,
        _(
            "Uw oordeel: %(verdict)s. De leverancier ziet dit. U kunt het op de pagina van het bericht terugdraaien."
        )
        % {"verdict": sentences.lower(verdict.label)},
    )
    return back_to(request, _address(found))


@for_functions(*RATERS)
@require_POST
def unrate(request: IdentifiedRequest, item: uuid.UUID) -> HttpResponse:
    """Take a rating back."""
    found = item_or_404(request, item)
    services.withdraw_rating(identity=request.identity, item=found)
    messages.success(request, _("Uw oordeel is ingetrokken."))
    return back_to(request, _address(found))


@for_functions(*RATERS)
@require_POST
def seen(request: IdentifiedRequest, item: uuid.UUID) -> HttpResponse:
    """Say to have seen an item."""
    found = item_or_404(request, item)
    services.acknowledge(identity=request.identity, item=found)
    messages.success(request, _("Vastgelegd: u hebt dit gezien."))
    return back_to(request, _address(found))


@for_functions(Function.SAFETY_ADVISER)
@require_POST
def told(request: IdentifiedRequest, item: uuid.UUID) -> HttpResponse:
    """Say that the mayor was told in person what must be known today."""
    found = item_or_404(request, item)
    if services.tell_in_person(identity=request.identity, item=found):
        messages.success(request, _("Vastgelegd: u hebt het de burgemeester verteld."))
    else:
        messages.info(request, _("Dit was al bekend bij de burgemeester."))
    return back_to(request, _address(found))


def _page(request: IdentifiedRequest, found: Item, form: RatingForm) -> HttpResponse:
    readings = queries.readings_of(found)
    mine = next((one for one in readings if one.person_id == request.identity.person), None)
    rates = request.identity.holds(*RATERS)
    context = {
        "item": found,
        "tags": sentences.item_tags(found),
        "facts": _facts(found),
        "analysis": _analysis(found),
        "readings": readings,
        "mine": mine,
        "my_rating": sentences.rating_words(mine) if mine and mine.verdict else "",
        "form": form,
        "verdicts": Verdict.choices,
        "may_rate": rates,
        "may_ask": rates and found.expired_at is None,
        "back": _back(request),
        "must_know": _must_know(request, found),
        "shown": page_parts.ITEM.shown(request, found),
    }
    return render(request, "position/item.html", context)


def _must_know(request: IdentifiedRequest, found: Item) -> dict[str, Any] | None:
    """Say that the mayor must know this today and has not opened it, with what follows; None when that is past."""
    deadline = waiting(found) if found.must_know else None
    if deadline is None:
        return None
    until = formatting.moment(deadline.due_at, language=sentences.language())
    return {
        "title": _("De burgemeester moet dit vandaag weten"),
        "text": _("Het is nog niet geopend. Na %(until)s worden anderen gevraagd om te bellen.")
        % {"until": until},
        "may_tell": request.identity.holds(Function.SAFETY_ADVISER),
    }


def _back(request: IdentifiedRequest) -> tuple[str, str]:
    if request.identity.holds(*READERS_OF_ITEMS):
        return reverse("position:items"), _("Binnengekomen")
    return reverse("position:mine"), _("Van u gevraagd")


def _address(item: Item) -> str:
    return reverse("position:item", args=[item.pk])


def _filter(request: HttpRequest) -> queries.ItemFilter:
    given = request.GET.get("lees", "")
    return queries.ItemFilter(
        seen=queries.Seen(given) if given in queries.Seen.values else queries.Seen.ALL,
        theme=uuid_of(request.GET.get("thema", "")),
        partner=uuid_of(request.GET.get("partner", "")),
        training=request.GET.get("oefening") == "ja",
    )


def _mine(item: Item) -> Reading | None:
    """Return what the reader did with an item of the list."""
    found: list[Reading] = item.mine  # type: ignore[attr-defined]  # queries.items.item_list adds it
    return found[0] if found else None


def _facts(item: Item) -> list[Pair]:
    """Return everything that says what an item is worth: from whom, of when, how sure."""
    language = sentences.language()
    facts = [Pair(_("Van wie"), f"{item.supplier.name} ({item.provided_by.name})")]
    if item.fact_on:
        facts.append(Pair(_("Datum van het feit"), formatting.date_long(item.fact_on, language=language)))
    facts += [
        Pair(_("Ontvangen"), _received(item)),
        Pair(_("Zekerheid"), sentences.lower(item.get_certainty_display())),
        Pair(_("Bron"), item.source or _("niet genoemd")),
        Pair(_("Thema"), item.theme.name),
        Pair(_("Soort informatie"), sentences.lower(item.get_info_kind_display())),
        Pair(_("Vertrouwelijkheid"), sentences.lower(item.get_classification_display())),
    ]
    if item.reference:
        facts.append(_place_of_document(item))
    if item.expires_on:
        facts.append(Pair(_("Vervalt op"), formatting.date_long(item.expires_on, language=language)))
    agreement = item.delivery.agreement if item.delivery else None
    if agreement is None:
        facts.append(Pair(_("Afspraak"), _("geen, dit kwam ongevraagd")))
    facts += sentences.context_pairs(agreement, item.problem, agreement.need if agreement else None)
    return facts


def _place_of_document(item: Item) -> Pair:
    """Say where the document lies; one tap away when that is a page of Driehoek itself."""
    here = item.reference
    if here.startswith("/") and url_has_allowed_host_and_scheme(here, allowed_hosts=None):
        return Pair(_("Waar het stuk ligt"), _("in Driehoek"), here, _("Bekijk"))
    return Pair(_("Waar het stuk ligt"), here)


def _received(item: Item) -> str:
    moment = formatting.moment(item.received_at, language=sentences.language())
    punctual = sentences.punctual_words(item.delivery) if item.delivery else ""
    return ", ".join(filter(None, [moment, punctual]))


def _analysis(item: Item) -> list[Pair]:
    """Return how far analytical information reaches."""
    found: list[Pair] = []
    pairs: tuple[tuple[Any, str], ...] = (
        (_("Periode"), item.period),
        (_("Vergeleken met"), item.comparison),
        (_("Wat dit niet zegt"), item.limits),
    )
    found += [Pair(str(label), value) for label, value in pairs if value]
    return found
