"""On the position's pages: a request is answered through the exchange, not by a plain delivery."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.exchange.parties import home_of
from driehoek.exchange.queries.requests import requests
from driehoek.exchange.services.in_position import ORIGIN
from driehoek.position import page_parts
from driehoek.position.models import Delivery
from driehoek.position.page_parts import DeliveryPart
from driehoek.web.components import Row

KEY: Final = "exchange-answer"


def register() -> None:
    """Lead from a delivery to the request that it answers; called once from the room's app."""
    page_parts.FORMS.append(form_url)
    page_parts.DELIVERY.register(DeliveryPart(KEY, "asked", 10, "exchange/parts/answer.html", answer_part))


def form_url(delivery: Delivery) -> str | None:
    """Return where an answer to a request is written: nothing is handed over beside the exchange."""
    return reverse("exchange:front") if delivery.agreement.need.origin == ORIGIN else None


def answer_part(request: IdentifiedRequest, delivery: Delivery) -> dict[str, Any] | None:
    """The request that a delivery answers, for its two sides."""
    if delivery.agreement.need.origin != ORIGIN:
        return None
    found = requests(request.identity).filter(agreement=delivery.agreement_id).first()
    if found is None:
        return None
    asked = home_of(request.identity).filter(pk=found.to_organisation_id).exists()
    row = Row(
        title=_("Verzoek %(number)s") % {"number": found.number},
        url=reverse("exchange:judge" if asked else "exchange:request", args=[found.pk]),
        text=_("Het antwoord komt via de uitwisseling."),
    )
    return {"rows": [row]}
