"""Along whom an urgent provision rings at the receiver, in words: who knows, who is next, whom to ring (OM08)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines.ladder import RouteStep
from driehoek.deadlines.routes import RungKind
from driehoek.exchange.models import Provision
from driehoek.exchange.queries.urgency import Ringing, ringing
from driehoek.exchange.request_words import moment
from driehoek.web.components import Row, Tag

NOT_DIALLED: Final = re.compile(r"[^0-9+]")


@dataclass(frozen=True)
class Phone:
    """Someone on the contact route, and how to ring."""

    who: str
    phone: str
    note: str = ""

    @property
    def dial(self) -> str:
        """The number as a telephone dials it."""
        return NOT_DIALLED.sub("", self.phone)


@dataclass(frozen=True)
class Route:
    """How far an urgent provision has gone.

    Attributes:
        says: where it stands, in a sentence.
        next: who is told next and when.
        confirmed: whether someone at the receiver confirmed.
        told: who was told, with when.
        phones: whom to ring by hand.
    """

    says: str
    next: str = ""
    confirmed: bool = False
    told: list[Row] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)


def route_for_giver(identity: Identity, provision: Provision) -> Route | None:
    """Return how an urgent provision goes round at the receiver; None when it does not ring."""
    found = ringing(identity, provision)
    if found is None:
        return None
    told = [_row(step) for step in found.steps if step.state == "done"]
    phones = [Phone(one.name, one.phone, one.note) for one in found.contacts]
    if provision.received_at is not None:
        who = provision.received_by.name if provision.received_by else ""
        said = _("%(who)s bevestigde %(when)s.") % {"who": who, "when": moment(provision.received_at)}
        return Route(said, confirmed=True, told=told, phones=phones)
    coming = _next(found, found.steps) if found.open else ""
    return Route(_("Nog niemand heeft bevestigd."), coming, told=told, phones=phones)


def _row(step: RouteStep) -> Row:
    tag = Tag(_("gezien"), "calm") if step.seen else Tag(_("nog niet gezien"), "ask")
    at = moment(step.at) if step.at else ""
    return Row(step.who, tags=(tag,), text=f"{step.label}, {at}")


def _next(found: Ringing, steps: Sequence[RouteStep]) -> str:
    """Say who is told next; the first of the route is reminded when the first term is over."""
    step = next((one for one in steps if one.state == "next"), None)
    if step is None:
        return _("De route is ten einde. Bel zelf tot u iemand spreekt.")
    at = step.at or found.due_at
    if step.kind == RungKind.REMINDER:
        # Who is first was told when it was given; the reminder is the first step that the route itself takes.
        said = _("%(who)s kreeg meteen bericht en wordt herinnerd %(at)s.")
        return said % {"who": step.who, "at": moment(at)}
    if at <= timezone.now():
        return _("Hierna, binnen enkele minuten: %(who)s.") % {"who": step.who}
    return _("Hierna, %(at)s: %(who)s.") % {"at": moment(at), "who": step.who}
