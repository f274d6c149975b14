"""Pages of the position, and what they share: who comes in, and what exists for the reader."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_POSITION, READERS_OF_POSITION
from driehoek.parties.models import Function
from driehoek.position.models import Agreement, Delivery, Item, Need
from driehoek.position.queries.agreements import agreements_of, last_change
from driehoek.position.queries.deliveries import deliveries_of
from driehoek.position.queries.items import items_of
from driehoek.position.queries.needs import needs_of
from driehoek.position.queries.walls import own_organisations
from driehoek.position.words import READERS_OF_ITEMS, SUPPLIERS
from driehoek.problems.models import Problem
from driehoek.web import formatting
from driehoek.web.components import Change, Conflict

KEEPERS: Final = KEEPERS_OF_POSITION
READERS: Final = READERS_OF_POSITION
# A supplier reads what concerns its own organisation.
READERS_AND_SUPPLIERS: Final = (*READERS, *SUPPLIERS)
READERS_OF_CONTENT: Final = (*READERS_OF_ITEMS, *SUPPLIERS)
# The adviser registers what came another way, for any supplier.
DELIVERERS: Final = (*SUPPLIERS, Function.SAFETY_ADVISER)
RATERS: Final = READERS_OF_ITEMS
Thing = TypeVar("Thing", Need, Agreement, Delivery, Item)
# Of these the platform keeps when they first had an item before them.
LEAVE_A_RECEIPT: Final = (Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER)


def need_or_404(request: IdentifiedRequest, need: uuid.UUID) -> Need:
    """Return a need that exists for the reader."""
    found = needs_of(request.identity).filter(pk=need).first()
    return _there(request, found)


def agreement_or_404(request: IdentifiedRequest, agreement: uuid.UUID) -> Agreement:
    """Return an agreement that exists for the reader."""
    found = agreements_of(request.identity).filter(pk=agreement).first()
    return _there(request, found)


def delivery_or_404(request: IdentifiedRequest, delivery: uuid.UUID) -> Delivery:
    """Return a delivery that exists for the reader."""
    found = deliveries_of(request.identity).filter(pk=delivery).first()
    return _there(request, found)


def item_or_404(request: IdentifiedRequest, item: uuid.UUID) -> Item:
    """Return an item that exists for the reader."""
    found = items_of(request.identity).filter(pk=item).first()
    return _there(request, found)


def _there(request: IdentifiedRequest, found: Thing | None) -> Thing:
    if found is None:
        raise Http404
    mark_exercise(request, found.problem)
    return found


def mark_exercise(request: HttpRequest, problem: Problem | None) -> None:
    """Let the page say that it is about an exercise."""
    if problem is not None and problem.training:
        request.training = True  # type: ignore[attr-defined]


def supplies(identity: Identity, supplier: uuid.UUID) -> bool:
    """Tell whether the reader works for a supplier, in a function that delivers."""
    return identity.holds(*SUPPLIERS) and supplier in own_organisations(identity)


def on_behalf(identity: Identity, supplier: uuid.UUID) -> bool:
    """Tell whether the reader would register for a supplier that is not their own."""
    return identity.holds(Function.SAFETY_ADVISER) and not supplies(identity, supplier)


def may_deliver(identity: Identity, supplier: uuid.UUID) -> bool:
    """Tell whether the reader may deliver: for their own organisation, or as the adviser for any."""
    return supplies(identity, supplier) or identity.holds(Function.SAFETY_ADVISER)


def require_deliverer(identity: Identity, supplier: uuid.UUID) -> None:
    """Refuse who may see what is expected, but does not deliver it.

    Raises:
        PermissionDenied: with whom to turn to.
    """
    if not may_deliver(identity, supplier):
        raise PermissionDenied(_("Alleen de leverancier of de adviseur kan dit leveren."))


def back_to(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Go to the page that a form was on, `next`, when it is one of ours; else to `otherwise`."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted) if safe else HttpResponseRedirect(otherwise)


def too_late(request: HttpRequest, address: str) -> HttpResponse:
    """Say that someone else changed a thing first, and show it as it is now."""
    messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
    return redirect(address)


def conflict_of(thing: Agreement | Need, changes: list[Change]) -> Conflict:
    """Say who was first and when, with what is stored now where it differs from what was typed."""
    last: tuple[str, datetime] | None = last_change(thing)
    who, when = last or ("", None)
    return Conflict(who=who, when=when, changes=changes)


def changes_between(form: Any, now: dict[str, Any]) -> list[Change]:
    """Return the fields of a form whose stored value differs from what was typed, in words."""
    found = []
    for name, field in form.fields.items():
        if name == "version" or name not in now or name not in form.cleaned_data:
            continue
        typed, stored = _key(form.cleaned_data[name]), _key(now[name])
        if typed != stored:
            found.append(Change(str(field.label), _words(field, now[name])))
    return found


def _key(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value))


def _words(field: Any, value: Any) -> str:
    """Say a stored value as the form would show it."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return formatting.date_long(value, language=formatting.known(get_language()))
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    choices = dict(getattr(field, "choices", ()) or ()) if not hasattr(field, "queryset") else {}
    if hasattr(field, "queryset"):
        row = value if hasattr(value, "pk") else field.queryset.filter(pk=value).first()
        return field.label_from_instance(row) if row is not None else ""
    return str(choices.get(value, value))


def uuid_of(given: str) -> uuid.UUID | None:
    """Read an id from an address; what cannot be read is none."""
    try:
        return uuid.UUID(given)
    except ValueError:
        return None
