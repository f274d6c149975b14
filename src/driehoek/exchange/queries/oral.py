"""Every read of what was told by word of mouth; all of it begins at `told` or `incidents`."""

from __future__ import annotations

import uuid

from django.db.models import F, QuerySet

from driehoek.access.identity import Identity
from driehoek.exchange.models import Kind, OralIncident, OralReply, Provision
from driehoek.exchange.parties import home_of
from driehoek.exchange.queries.provisions import given, received
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.web.paging import Cursor, page_of


def told(identity: Identity) -> QuerySet[Provision]:
    """Return what the reader's side told or was told, as far as it was recorded."""
    both = given(identity).filter(released_at__isnull=False) | received(identity)
    return both.filter(kind=Kind.ORAL).select_related("released_by").annotate(agreed=F("oral_reply__agrees"))


def page_of_told(identity: Identity, after: Cursor | None) -> tuple[list[Provision], bool]:
    """Return a page of both directions, the newest first, and whether more follows."""
    return page_of(told(identity), "released_at", after)


def told_or_none(identity: Identity, provision: uuid.UUID) -> Provision | None:
    """Return one of them."""
    return told(identity).filter(pk=provision).first()


def own_organisations(identity: Identity) -> set[uuid.UUID]:
    """Return the organisations for which the reader takes part."""
    return set(home_of(identity).values_list("pk", flat=True))


def reply_to(provision: Provision) -> OralReply | None:
    """Return what the other side said of it."""
    return OralReply.objects.filter(provision=provision).select_related("given_by").first()


def incident_of(provision: Provision) -> OralIncident | None:
    """Return the incident that it is, for the side that told it."""
    return OralIncident.objects.filter(provision=provision).first()


def others(identity: Identity, own: Organisation) -> QuerySet[Organisation]:
    """Return everyone who can have been told; also whom the law knows no way to, because what happened is recorded."""
    found = Organisation.objects.filter(municipality=identity.municipality, ended_at=None)
    return found.exclude(pk=own.pk).order_by("name")


def home(identity: Identity) -> Organisation | None:
    """Return for whom the reader tells; the municipality when there are several."""
    found = sorted(home_of(identity), key=lambda one: one.kind != OrganisationKind.MUNICIPALITY)
    return found[0] if found else None


def incidents(identity: Identity) -> QuerySet[OralIncident]:
    """Return, for the officer, what was told and not allowed; nothing of what was said."""
    if not identity.holds(Function.DPO):
        return OralIncident.objects.none()
    found = OralIncident.objects.filter(municipality=identity.municipality)
    return found.select_related("giver", "recipient", "decision", "settled_by", "deadline")
