"""What was told by word of mouth, in words: rows, facts, and the incidents of the officer."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.exchange.models import OralIncident, OralReply, Provision
from driehoek.exchange.services.oral import is_late
from driehoek.grounds.asking import words_of
from driehoek.grounds.outcomes import outcome_label
from driehoek.web import formatting
from driehoek.web.components import Entry, Pair, Row, Tag


def told_row(provision: Provision, own: set[uuid.UUID]) -> Row:
    """Make a list row: what was told, by whom to whom, and what the other side says of it."""
    return Row(
        title=provision.title,
        url=reverse("exchange:oral", args=[provision.pk]),
        text=between(provision.giver.name, provision.recipient.name),
        tags=tags_of(provision, own),
        meta=" · ".join([provision.number, moment(provision.given_at)]),
    )


def tags_of(provision: Provision, own: set[uuid.UUID]) -> tuple[Tag, ...]:
    """Say whether the other side agrees, and whether it was written down late."""
    agreed = getattr(provision, "agreed", None)
    if agreed is None:
        asked = provision.recipient_id in own
        tags = [Tag(_("te bevestigen"), "ask") if asked else Tag(_("nog niet bevestigd"), "unknown")]
    else:
        tags = [Tag(_("bevestigd"), "calm") if agreed else Tag(_("ging anders"), "ask")]
    if is_late(provision):
        tags.append(Tag(_("laat vastgelegd"), "ask"))
    return tuple(tags)


def facts_of(provision: Provision) -> list[Pair]:
    """List what both sides may know: not what was said."""
    by = provision.released_by.name if provision.released_by else ""
    data = ", ".join(words_of("data_categories", one) for one in provision.data_categories)
    return [
        Pair(_("Nummer"), provision.number),
        Pair(_("Verteld door"), f"{by}, {provision.giver.name}"),
        Pair(_("Aan"), provision.recipient.name),
        Pair(_("Wanneer"), moment(provision.given_at)),
        Pair(_("Vastgelegd"), moment(provision.released_at)),
        Pair(_("Waarvoor"), words_of("purpose", provision.purpose)),
        Pair(_("Welke gegevens"), data),
        Pair(_("Over wie"), words_of("subject", provision.subject)),
    ]


def timeline_of(provision: Provision, reply: OralReply | None) -> list[Entry]:
    """Tell what happened, the newest first."""
    told: list[Entry] = []
    if reply is not None:
        title = _("Bevestigd: zo is het verteld") if reply.agrees else _("Het ging anders")
        told.append(Entry(reply.given_at, title, text=reply.words, source=reply.given_by.name))
    if provision.released_at is not None and provision.given_at is not None:
        told.append(Entry(provision.released_at, _("Vastgelegd in Driehoek"), source=provision.giver.name))
        told.append(Entry(provision.given_at, _("Verteld"), source=provision.giver.name))
    return told


def incident_row(incident: OralIncident) -> Row:
    """Make a list row for the officer: between whom, what the law says, and until when."""
    due = incident.deadline.due_at if incident.deadline is not None else None
    if incident.settled_at is not None:
        text = _("Afgehandeld door %(who)s, %(when)s.") % {
            "who": incident.settled_by.name if incident.settled_by else "",
            "when": moment(incident.settled_at),
        }
    else:
        text = _("Bekijk dit vóór %(when)s.") % {"when": moment(due)} if due else ""
    settled = Tag(_("afgehandeld"), "calm") if incident.settled_at else Tag(_("af te handelen"), "ask")
    return Row(
        title=between(incident.giver.name, incident.recipient.name),
        url=reverse("exchange:oral_incident", args=[incident.pk]),
        text=text,
        tags=(settled, outcome_label(incident.outcome)),
        meta=" · ".join([incident.number, moment(incident.told_at)]),
    )


def incident_facts(incident: OralIncident) -> list[Pair]:
    """List what the officer knows of it: never what was said."""
    return [
        Pair(_("Nummer"), incident.number),
        Pair(_("Verteld door"), incident.giver.name),
        Pair(_("Aan"), incident.recipient.name),
        Pair(_("Wanneer"), moment(incident.told_at)),
        Pair(_("Vastgelegd"), moment(incident.recorded_at)),
    ]


def between(giver: str, recipient: str) -> str:
    """Say who told whom."""
    return _("%(giver)s aan %(recipient)s") % {"giver": giver, "recipient": recipient}


def moment(value: datetime | None) -> str:
    """Write a moment in the reader's language."""
    return formatting.moment(value, language=formatting.known(get_language())) if value else ""
