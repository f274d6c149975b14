"""Pages of a delivery: what is expected, handing it over, saying there is nothing, and what comes unasked."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.identity import Identity
from driehoek.deadlines.ladder import route_of as ladder_of
from driehoek.deadlines.recurrence import Rhythm
from driehoek.ledger.versions import VersionConflict
from driehoek.position import page_parts, sentences, services
from driehoek.position.forms.items import (
    MOST_ITEMS,
    ItemForm,
    NothingForm,
    ProvideForm,
    ReceivedForm,
    item_forms,
    new_items,
    sent_items,
    with_one_more,
)
from driehoek.position.models import Agreement, AgreementState, Delivery, DeliveryState, InfoKind, Item
from driehoek.position.queries.deliveries import deliveries_of, last_source, with_items
from driehoek.position.queries.items import just_sent
from driehoek.position.services import NewItem
from driehoek.position.views import (
    DELIVERERS,
    KEEPERS,
    READERS_AND_SUPPLIERS,
    agreement_or_404,
    delivery_or_404,
    mark_exercise,
    may_deliver,
    on_behalf,
    require_deliverer,
    too_late,
)
from driehoek.position.words import READERS_OF_ITEMS
from driehoek.web import formatting
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version


@for_functions(*READERS_AND_SUPPLIERS)
@require_GET
def delivery(request: IdentifiedRequest, delivery: uuid.UUID) -> HttpResponse:
    """Show a delivery: when it is due and who is told, or what came."""
    found = delivery_or_404(request, delivery)
    waits = found.state == DeliveryState.EXPECTED
    late = sentences.is_late(found)
    full = with_items(request.identity, deliveries_of(request.identity).filter(pk=found.pk)).get()
    context = {
        "delivery": found,
        "agreement": found.agreement,
        "tag": sentences.delivery_tag(found),
        "lead": sentences.opening(sentences.period_words(found)),
        "facts": [*_facts(found), *sentences.context_pairs(None, found.problem, found.agreement.need)],
        "items": [(sentences.item_row(item), item.ratings) for item in _seen(full)],
        "ladder": sentences.ladder(ladder_of(request.identity, found.deadline))
        if late and found.deadline
        else [],
        "waits": waits,
        "is_late": late,
        "is_received": found.state == DeliveryState.RECEIVED,
        "may_deliver": waits and may_deliver(request.identity, found.supplier_id),
        "may_keep": request.identity.holds(*KEEPERS),
        "may_ask": request.identity.holds(*READERS_OF_ITEMS),
        "shown": page_parts.DELIVERY.shown(request, found),
    }
    return render(request, "position/delivery.html", context)


@for_functions(*DELIVERERS)
@require_http_methods(["GET", "POST"])
def deliver(request: IdentifiedRequest, delivery: uuid.UUID) -> HttpResponse:
    """Hand over what was expected, on one screen; "nog een bericht" adds a message and keeps what was typed."""
    found = delivery_or_404(request, delivery)
    require_deliverer(request.identity, found.supplier_id)
    if found.state != DeliveryState.EXPECTED:
        return _not_expected(request, found)
    if own_form := page_parts.own_form_of(found):
        return redirect(own_form)
    received = _received_form(request, found.supplier_id)
    if request.method != "POST":
        forms = item_forms(found.agreement, _known(request.identity, found))
    elif "more" in request.POST:
        forms = with_one_more(found.agreement, request.POST)
    else:
        forms = sent_items(found.agreement, request.POST)
        if forms.is_valid() and (received is None or received.is_valid()):
            return _hand_over(request, found, new_items(forms), posted_version(request), received)
    return _deliver_page(request, found, forms, received, NothingForm(initial={"version": found.version}))


@for_functions(*DELIVERERS)
@require_POST
def nothing(request: IdentifiedRequest, delivery: uuid.UUID) -> HttpResponse:
    """Say that there is nothing to report: that too is what was asked."""
    found = delivery_or_404(request, delivery)
    require_deliverer(request.identity, found.supplier_id)
    if found.state != DeliveryState.EXPECTED:
        return _not_expected(request, found)
    form = NothingForm(request.POST)
    if not form.is_valid():
        received = ReceivedForm() if on_behalf(request.identity, found.supplier_id) else None
        return _deliver_page(
            request, found, item_forms(found.agreement, _known(request.identity, found)), received, form
        )
    item = NewItem(
        title=_("Niets te melden"),
        text=form.cleaned_data["reason"],
        info_kind=InfoKind(found.agreement.info_kind),
    )
    return _hand_over(request, found, [item], form.cleaned_data["version"], None)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def drop(request: IdentifiedRequest, delivery: uuid.UUID) -> HttpResponse:
    """Say that a delivery is not awaited any more."""
    found = delivery_or_404(request, delivery)
    address = reverse("position:delivery", args=[found.pk])
    if request.method == "POST":
        try:
            services.drop_delivery(identity=request.identity, delivery=found, version=posted_version(request))
        except VersionConflict:
            return too_late(request, address)
        messages.success(request, _("Deze levering wordt niet meer verwacht."))
        return redirect("position:agreement", found.agreement_id)
    context = {
        "version": found.version,
        "title": _("Levering laten vervallen"),
        "consequence_title": _("Wat dit doet"),
        "consequence": _(
            "Niemand wacht hier meer op en er gaan geen herinneringen meer uit. "
            "De afspraak zelf loopt door. U kunt dit niet terugdraaien."
        ),
        "summary": [Pair(_("Wat"), found.agreement.what), *_facts(found)],
        "submit_label": _("Laat vervallen"),
        "negative": True,
        "cancel_url": address,
        "back_url": address,
        "back_label": found.agreement.what,
    }
    return render(request, "position/turn.html", context)


@for_functions(*DELIVERERS)
@require_http_methods(["GET", "POST"])
def report(request: IdentifiedRequest, agreement: uuid.UUID) -> HttpResponse:
    """Report an event that was agreed on."""
    found = agreement_or_404(request, agreement)
    require_deliverer(request.identity, found.supplier_id)
    if found.rhythm != Rhythm.EVENT or found.state != AgreementState.ACTIVE:
        messages.info(request, _("Onder deze afspraak wordt nu niets gemeld."))
        return redirect("position:agreement", found.pk)
    form = ItemForm(request.POST or None, agreement=found)
    received = _received_form(request, found.supplier_id)
    if request.method == "POST" and form.is_valid() and (not received or received.is_valid()):
        twin = just_sent(
            request.identity, found.supplier, form.cleaned_data["title"], form.cleaned_data["text"]
        )
        return _sent_twice(request, twin) if twin else _report(request, found, form, received)
    context = _form_page(found, form) | {
        "received": received,
        "title": _("Meld nu"),
        "lead": f"{found.what} – {sentences.rhythm_words(found)}",
        "submit_label": _("Meld het"),
    }
    return render(request, "position/report_form.html", context)


@for_functions(*DELIVERERS)
@require_http_methods(["GET", "POST"])
def provide(request: IdentifiedRequest) -> HttpResponse:
    """Report something that the mayor must know and nobody asked for."""
    form = ProvideForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        twin = just_sent(request.identity, values["supplier"], values["title"], values["text"])
        if twin:
            return _sent_twice(request, twin)
        mark_exercise(request, values["problem"])
        made = services.provide(
            identity=request.identity,
            new=form.new_item(),
            supplier=values["supplier"],
            theme=values["theme"],
            problem=values["problem"],
        )
        messages.success(request, _("Gemeld. Op deze pagina ziet u wie het las."))
        return redirect("position:item", made.pk)
    back = reverse("position:mine")
    context = {
        "form": form,
        "title": _("Iets melden wat de burgemeester moet weten"),
        "lead": _("Ook als niemand erom vroeg. Zonder namen en andere persoonsgegevens."),
        "submit_label": _("Meld het"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Van u gevraagd"),
    }
    return render(request, "position/report_form.html", context)


def _report(
    request: IdentifiedRequest, agreement: Agreement, form: ItemForm, received: ReceivedForm | None
) -> HttpResponse:
    made = services.provide(
        identity=request.identity,
        new=form.new_item(),
        supplier=agreement.supplier,
        theme=agreement.need.theme,
        agreement=agreement,
        received_at=received.received_at() if received else None,
    )
    messages.success(request, _("Gemeld. Op deze pagina ziet u wie het las."))
    return redirect("position:item", made.pk)


def _hand_over(
    request: IdentifiedRequest,
    delivery: Delivery,
    items: list[NewItem],
    version: int,
    received: ReceivedForm | None,
) -> HttpResponse:
    try:
        made = services.deliver(
            identity=request.identity,
            delivery=delivery,
            version=version,
            items=items,
            received_at=received.received_at() if received else None,
        )
    except VersionConflict:
        return _not_expected(request, delivery_or_404(request, delivery.pk))
    words = ngettext("%(count)s bericht is geleverd.", "%(count)s berichten zijn geleverd.", len(made))
    messages.success(request, words % {"count": len(made)} + " " + _("Hieronder ziet u wie het las."))
    return redirect("position:delivery", delivery.pk)


def _not_expected(request: IdentifiedRequest, delivery: Delivery) -> HttpResponse:
    """Say plainly that a delivery was handed over, or dropped, already; nothing is stored twice."""
    if delivery.state == DeliveryState.RECEIVED:
        who = delivery.received_by.name if delivery.received_by else ""
        words = _("Deze levering was al binnen, van %(who)s. Er is niets dubbel opgeslagen.") % {"who": who}
    elif delivery.state == DeliveryState.DROPPED:
        words = _("Deze levering wordt niet meer verwacht. Er is niets opgeslagen.")
    else:
        words = _("Deze levering is net gewijzigd. Er is niets opgeslagen. Open haar opnieuw.")
    messages.warning(request, words)
    return redirect("position:delivery", delivery.pk)


def _sent_twice(request: IdentifiedRequest, twin: Item) -> HttpResponse:
    messages.warning(request, _("Dit bericht was al binnen. Er is niets dubbel opgeslagen."))
    return redirect("position:item", twin.pk)


def _known(identity: Identity, delivery: Delivery) -> dict[str, Any]:
    """Return what need not be typed again: the period, and the source that was named last time."""
    return {
        "period": sentences.days_words(delivery, in_full=True),
        "source": last_source(identity, delivery.agreement),
    }


def _received_form(request: IdentifiedRequest, supplier: uuid.UUID) -> ReceivedForm | None:
    """Return the question when it came, for the adviser who registers it for another."""
    if not on_behalf(request.identity, supplier):
        return None
    return ReceivedForm(request.POST if request.method == "POST" else None)


def _deliver_page(
    request: IdentifiedRequest,
    delivery: Delivery,
    forms: Any,
    received: ReceivedForm | None,
    nothing_form: NothingForm,
) -> HttpResponse:
    back = reverse("position:delivery", args=[delivery.pk])
    judged: list[Any] = [nothing_form]
    if forms.is_bound:
        judged += [*forms, *([received] if received else [])]
    wrong = any(form.errors for form in judged) or (forms.is_bound and bool(forms.non_form_errors()))
    context = {
        "delivery": delivery,
        "forms": forms,
        "received": received,
        "nothing": nothing_form,
        "wrong": wrong,
        "may_add": forms.total_form_count() < MOST_ITEMS,
        "title": _("Binnengekomen") if received else _("Lever"),
        "lead": " ".join(filter(None, [delivery.agreement.what, sentences.period_words(delivery)])),
        "due": sentences.due_words(delivery),
        "threshold": delivery.agreement.threshold,
        "submit_label": _("Sla op als binnen") if received else _("Lever"),
        "back_url": back,
        "back_label": delivery.agreement.what,
    }
    return render(request, "position/deliver.html", context)


def _form_page(agreement: Agreement, form: ItemForm) -> dict[str, Any]:
    back = reverse("position:agreement", args=[agreement.pk])
    return {
        "form": form,
        "agreement": agreement,
        "cancel_url": back,
        "back_url": back,
        "back_label": agreement.what,
    }


def _seen(delivery: Delivery) -> list[Any]:
    return list(delivery.seen_items)  # type: ignore[attr-defined]  # queries.deliveries.with_items adds it


def _facts(delivery: Delivery) -> list[Pair]:
    language = sentences.language()
    facts = [Pair(_("Van wie"), delivery.supplier.name), Pair(_("Thema"), delivery.theme.name)]
    if delivery.deadline is not None:
        due = formatting.moment(delivery.deadline.due_at, language=language)
        facts.append(Pair(_("Uiterlijk"), due))
    if delivery.received_at is not None:
        moment = formatting.moment(delivery.received_at, language=language)
        words = ", ".join(filter(None, [moment, sentences.punctual_words(delivery)]))
        facts.append(Pair(_("Binnen"), words))
        facts.append(Pair(_("Ingevoerd door"), delivery.received_by.name if delivery.received_by else ""))
    return facts
