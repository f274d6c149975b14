"""Scans and what is in them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from driehoek.access.identity import Identity
from driehoek.areas.models import Area, AreaLevel
from driehoek.ledger.models import Event
from driehoek.parties.models import Person
from driehoek.problems.queries import areas_of
from driehoek.scans.models import (
    Finding,
    FindingKind,
    Priority,
    Scan,
    ScanArea,
    ScanState,
    Session,
    SessionKind,
)
from driehoek.scans.rights import READERS, WRITERS
from driehoek.web.paging import Cursor, page_of

# Hot spots before groups before facilities.
KIND_ORDER = Case(
    *(When(kind=kind, then=Value(place)) for place, kind in enumerate(FindingKind.values)),
    default=Value(len(FindingKind.values)),
)
SESSION_ORDER = Case(
    *(When(kind=kind, then=Value(place)) for place, kind in enumerate(SessionKind.values)),
    default=Value(len(SessionKind.values)),
)


def visible_scans(identity: Identity) -> QuerySet[Scan]:
    """Return the scans that `identity` may see, with the names of their areas and how many sessions were held."""
    names = ScanArea.objects.filter(scan=OuterRef("pk")).order_by("area__name").values("area__name")
    found = Scan.objects.filter(municipality=identity.municipality).select_related(
        "previous", "corrects", "made_by", "fixed_by"
    )
    found = found.annotate(place_names=ArraySubquery(names), held=Count("sessions", distinct=True))
    return found if identity.holds(*READERS) else found.none()


def may_write(identity: Identity) -> bool:
    """Tell whether `identity` makes scans."""
    return identity.holds(*WRITERS)


def scan_list(identity: Identity, *, after: Cursor | None = None) -> tuple[list[Scan], bool]:
    """Return a page of scans, the last begun first, and whether there are more."""
    later = Scan.objects.filter(corrects=OuterRef("pk"), fixed_at__isnull=False)
    rows = visible_scans(identity).annotate(
        replaced=Exists(later),
        found=Count("findings", distinct=True),
        ranked=Count("priorities", distinct=True),
    )
    return page_of(rows, "made_at", after)


def scan_or_none(identity: Identity, scan: uuid.UUID) -> Scan | None:
    """Return one visible scan."""
    return visible_scans(identity).filter(pk=scan).first()


def state_of(scan: Scan) -> ScanState:
    """Return how far a scan is, that was read with its sessions."""
    if scan.is_fixed:
        return ScanState.FIXED
    return ScanState.IN_SESSION if getattr(scan, "held", 0) else ScanState.DRAFT


def superseded_by(scan: Scan) -> Scan | None:
    """Return the fixed scan that replaces a scan."""
    return Scan.objects.filter(corrects=scan, fixed_at__isnull=False).order_by("-number").first()


def sessions_of(scan: Scan) -> list[Session]:
    """Return the sessions that were held, in order, with the organisations; two queries."""
    rows = Session.objects.filter(scan=scan).prefetch_related("organisations")
    return list(rows.order_by(SESSION_ORDER))


def visible_findings(identity: Identity) -> QuerySet[Finding]:
    """Return the findings of visible scans with all that a line of text needs; no outline of an area."""
    rows = Finding.objects.filter(municipality=identity.municipality)
    rows = rows.select_related("scan", "theme", "area__parent", "previous")
    rows = rows.defer("area__geometry", "area__parent__geometry")
    return rows if identity.holds(*READERS) else rows.none()


def findings_of(identity: Identity, scan: Scan) -> list[Finding]:
    """Return the findings of a scan: hot spots, groups, facilities, by number; with the priorities they are in."""
    rows = (
        visible_findings(identity)
        .filter(scan=scan)
        .prefetch_related(Prefetch("priorities", Priority.objects.order_by("rank")))
    )
    return list(rows.order_by(KIND_ORDER, "number"))


def finding_or_none(identity: Identity, finding: uuid.UUID) -> Finding | None:
    """Return one visible finding."""
    return visible_findings(identity).filter(pk=finding).prefetch_related("priorities").first()


def priorities_of(identity: Identity, scan: Scan) -> list[Priority]:
    """Return the priorities of a scan, the first first, with what they rest on."""
    rows = _priorities(identity).filter(scan=scan)
    return list(rows.order_by("rank", "id"))


def priority_or_none(identity: Identity, priority: uuid.UUID) -> Priority | None:
    """Return one visible priority."""
    return _priorities(identity).filter(pk=priority).first()


def _priorities(identity: Identity) -> QuerySet[Priority]:
    rows = Priority.objects.filter(municipality=identity.municipality)
    rows = rows.select_related("scan", "theme", "lead").prefetch_related(
        Prefetch("findings", Finding.objects.order_by("number"))
    )
    return rows if identity.holds(*READERS) else rows.none()


def current_findings(identity: Identity) -> QuerySet[Finding]:
    """Return what the last fixed scans found: those that no later fixed scan follows or replaces."""
    later = Scan.objects.filter(
        Q(previous=OuterRef("scan")) | Q(corrects=OuterRef("scan")), fixed_at__isnull=False
    )
    return visible_findings(identity).filter(~Exists(later), scan__fixed_at__isnull=False)


def choosable_areas(identity: Identity) -> QuerySet[Area]:
    """Return the districts and neighbourhoods of the municipality, a district before what lies in it."""
    inside = areas_of(identity).exclude(level__in=(AreaLevel.MUNICIPALITY, AreaLevel.COUNTRY))
    # WK0599 01 and BU0599 01 03: without the prefix the codes of a district and its parts lie together.
    return inside.order_by(Substr("code", 3))


def last_change(subject: uuid.UUID, municipality: uuid.UUID) -> tuple[str, datetime] | None:
    """Return who changed a thing last, and when, for the person whose own change came too late."""
    event = Event.objects.filter(municipality=municipality, subject=subject).order_by("-sequence").first()
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at
