"""The words of the exchange for what is due: an answer, someone who takes it up, receipt, and an end (OM06, OM08).

What a reader may not see of it is not in the list at all (migration 0004), so nothing neutral is said of it either.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.deadlines import kinds
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline
from driehoek.exchange.models import Provision, Request
from driehoek.exchange.parties import home_of
from driehoek.exchange.queries.provisions import given, received
from driehoek.exchange.queries.requests import requests
from driehoek.exchange.services.asking import REQUEST
from driehoek.exchange.services.expiring import EXPIRY
from driehoek.exchange.services.urgency import RECEIPT, URGENT


def register() -> None:
    """Tell the room of due dates who has the words for the exchange."""
    kinds.register(REQUEST, _requests, label=gettext_lazy("Verzoeken om gegevens"))
    kinds.register(URGENT, _urgent, label=gettext_lazy("Spoedverzoeken om op te pakken"))
    kinds.register(RECEIPT, _receipts, label=gettext_lazy("Verstrekkingen om te bevestigen"))
    kinds.register(EXPIRY, _endings, label=gettext_lazy("Verstrekkingen die aflopen"))


def _requests(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    return _said_of_requests(identity, deadlines, _("Antwoord op verzoek %(number)s"))


def _urgent(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    return _said_of_requests(identity, deadlines, _("Spoed: pak verzoek %(number)s op"))


def _said_of_requests(
    identity: Identity, deadlines: list[Deadline], title: str
) -> Mapping[uuid.UUID, Description]:
    by_subject = {one.subject: one.pk for one in deadlines}
    home = set(home_of(identity).values_list("pk", flat=True))
    return {
        by_subject[one.pk]: Description(
            title=title % {"number": one.number},
            url=_address(one, home),
            detail=f"{one.from_organisation.name} · {one.theme.name}",
        )
        for one in requests(identity).filter(pk__in=by_subject)
    }


def _address(request: Request, home: set[uuid.UUID]) -> str:
    """The asked side judges it; the asking side looks where it stands."""
    name = "exchange:judge" if request.to_organisation_id in home else "exchange:request"
    return reverse(name, args=[request.pk])


def _receipts(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    return _said_of_provisions(identity, deadlines, _("Bevestig ontvangst: %(title)s"))


def _endings(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    return _said_of_provisions(identity, deadlines, _("Wordt vernietigd: %(title)s"))


def _said_of_provisions(
    identity: Identity, deadlines: list[Deadline], title: str
) -> Mapping[uuid.UUID, Description]:
    by_subject = {one.subject: one.pk for one in deadlines}
    got = {one.pk: one for one in received(identity).filter(pk__in=by_subject)}
    sent = {one.pk: one for one in given(identity).filter(pk__in=by_subject) if one.pk not in got}
    return {
        by_subject[one.pk]: Description(
            title=title % {"title": one.title},
            url=reverse("exchange:received" if one.pk in got else "exchange:provision", args=[one.pk]),
            detail=_who(one),
        )
        for one in (*got.values(), *sent.values())
    }


def _who(provision: Provision) -> str:
    return f"{provision.giver.name} · {provision.theme.name}"
