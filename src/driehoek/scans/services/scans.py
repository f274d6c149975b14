"""Beginning a scan, holding its sessions, fixing it, and replacing what was fixed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.areas.models import Area
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.parties.models import Organisation
from driehoek.scans.models import (
    Finding,
    Priority,
    PriorityFinding,
    Scan,
    ScanArea,
    Session,
    SessionKind,
    SessionOrganisation,
    Trend,
)
from driehoek.scans.queries.scans import KIND_ORDER, visible_scans
from driehoek.scans.services.common import record, refuse_numbers, require_open, require_writer

# What a finding keeps when the next scan takes it over to be judged again; the knowledge of last year is not new.
KEPT: Final = (
    "kind",
    "name",
    "theme_id",
    "area_id",
    "shape",
    "facility",
    "size_from",
    "size_until",
    "age_from",
    "age_until",
    "places",
    "weekdays",
    "hour_from",
    "hour_until",
)
KNOWN: Final = (
    *KEPT,
    "figures",
    "system_knowledge",
    "street_knowledge",
    "source",
    "period",
    "certainty",
    "trend",
    "previous_id",
)
# Within this time the same scan of the same person is the same form, sent twice.
TWICE: Final = timedelta(seconds=30)
RANKED: Final = ("rank", "title", "theme_id", "why", "approach", "lead_id", "by_when", "national")


class NotYet(Exception):
    """The scan cannot be fixed yet; `reasons` say what it lacks."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class ScanValues:
    """What a scan is about.

    Attributes:
        year: of which year.
        areas: which areas; none means the whole municipality.
        question: why it is made.
        previous: the fixed scan that it is compared with.
    """

    year: int
    areas: tuple[Area, ...] = ()
    question: str = ""
    previous: Scan | None = None


@dataclass(frozen=True)
class SessionValues:
    """When a session was, who sat there, and what it came to."""

    held_on: date
    organisations: tuple[Organisation, ...] = ()
    conclusion: str = ""


@transaction.atomic
def begin_scan(*, identity: Identity, values: ScanValues, take_over: bool = True) -> Scan:
    """Begin a scan; return it.

    Args:
        identity: who makes it.
        values: what it is about.
        take_over: begin with the findings of the previous scan, without their knowledge, to be judged again.

    Who sends it twice gets the scan that was begun.

    Raises:
        PermissionDenied: not one who makes scans, or the previous scan is not fixed.
        PersonalNumber: a text holds a citizen service number.
    """
    require_writer(identity)
    refuse_numbers(values.question)
    if values.previous is not None and not values.previous.is_fixed:
        raise PermissionDenied(_("Vergelijken kan alleen met een scan die is vastgesteld."))
    _lock(identity.municipality)
    just_now = Scan.objects.filter(
        municipality=identity.municipality,
        year=values.year,
        previous=values.previous,
        made_by=identity.person,
        corrects=None,
        fixed_at=None,
        made_at__gt=Now() - TWICE,
    ).first()
    if just_now is not None:
        return just_now
    scan = Scan.objects.create(
        municipality_id=identity.municipality,
        year=values.year,
        question=values.question.strip(),
        previous=values.previous,
        made_by_id=identity.person,
    )
    _set_areas(scan, values.areas)
    taken = _take_over(scan, values.previous) if values.previous and take_over else 0
    record(
        municipality=scan.municipality_id,
        action="scan:begun",
        subject=scan.pk,
        version=scan.version,
        data={"year": scan.year, "taken_over": taken},
    )
    return scan


@transaction.atomic
def begin_correction(*, identity: Identity, scan: Scan) -> Scan:
    """Begin a new version of a fixed scan with everything in it; fixing that one replaces it.

    Who asks twice, or second, gets the version that was begun already.

    Raises:
        PermissionDenied: not one who makes scans, the scan is not fixed, or something builds on it already.
    """
    require_writer(identity)
    if not scan.is_fixed:
        raise PermissionDenied(_("Deze scan is nog niet vastgesteld. U kunt haar gewoon wijzigen."))
    _lock(identity.municipality)
    begun = Scan.objects.filter(corrects=scan, fixed_at=None).first()
    if begun is not None:
        return begun
    if Scan.objects.filter(Q(previous=scan) | Q(corrects=scan)).exists():
        raise PermissionDenied(_("Er is al een nieuwe scan of versie begonnen na deze. Ga daar verder."))
    new = Scan.objects.create(
        municipality_id=scan.municipality_id,
        year=scan.year,
        question=scan.question,
        previous=scan.previous,
        corrects=scan,
        made_by_id=identity.person,
    )
    _set_areas(new, tuple(scan.areas.all()))
    _copy(new, scan)
    record(
        municipality=new.municipality_id,
        action="scan:corrected",
        subject=new.pk,
        version=new.version,
        data={"number": scan.number or 0},
    )
    return new


@transaction.atomic
def change_scan(*, identity: Identity, scan: Scan, version: int, values: ScanValues) -> list[str]:
    """Change what a scan is about; return the names of what changed. The previous scan stays.

    Raises:
        PermissionDenied: not one who makes scans, or it is fixed.
        VersionConflict: it was changed meanwhile.
    """
    require_open(identity, scan)
    refuse_numbers(values.question)
    columns = {"year": values.year, "question": values.question.strip()}
    changed = [name for name, value in columns.items() if getattr(scan, name) != value]
    stored = set(ScanArea.objects.filter(scan=scan).values_list("area", flat=True))
    if stored != {area.pk for area in values.areas}:
        changed.append("areas")
    if not changed:
        return []
    update_once(_rows(identity), scan, version, **columns)
    if "areas" in changed:
        ScanArea.objects.filter(scan=scan).delete()
        _set_areas(scan, values.areas)
    record(
        municipality=scan.municipality_id,
        action="scan:changed",
        subject=scan.pk,
        version=scan.version,
        data={"changed": changed},
    )
    return changed


@transaction.atomic
def hold_session(
    *, identity: Identity, scan: Scan, kind: SessionKind, version: int, values: SessionValues
) -> Session:
    """Record a session of a scan, or change what was recorded of it at `version` (0 when there was nothing).

    Raises:
        PermissionDenied: not one who makes scans, or the scan is fixed.
        VersionConflict: someone else recorded or changed it meanwhile.
    """
    require_open(identity, scan)
    refuse_numbers(values.conclusion)
    columns = {"held_on": values.held_on, "conclusion": values.conclusion.strip()}
    found = Session.objects.filter(scan=scan, kind=kind).first()
    if found is None:
        found = Session(municipality_id=scan.municipality_id, scan=scan, kind=kind, **columns)
        # Two who record at once: the second is told, and keeps the text.
        Session.objects.bulk_create([found], ignore_conflicts=True)
        if not Session.objects.filter(pk=found.pk).exists():
            raise VersionConflict
    else:
        update_once(Session.objects.filter(scan=scan), found, version, **columns)
        SessionOrganisation.objects.filter(session=found).delete()
    SessionOrganisation.objects.bulk_create(
        SessionOrganisation(
            municipality_id=scan.municipality_id, scan=scan, session=found, organisation=organisation
        )
        for organisation in values.organisations
    )
    record(
        municipality=scan.municipality_id,
        action="session:held",
        subject=scan.pk,
        version=found.version,
        data={"session": str(kind), "organisations": len(values.organisations)},
    )
    return found


def lacking(scan: Scan) -> list[str]:
    """Say what a scan still lacks before it can be fixed; three queries."""
    held = set(Session.objects.filter(scan=scan).values_list("kind", flat=True))
    found = [
        _("De sessie “%(name)s” is nog niet vastgelegd.") % {"name": kind.label}
        for kind in SessionKind
        if kind not in held
    ]
    if not Finding.objects.filter(scan=scan).exists():
        found.append(_("Er is nog geen hot spot, hot group of hot facility."))
    if not Priority.objects.filter(scan=scan).exists():
        found.append(_("Er is nog geen prioriteit."))
    return found


@transaction.atomic
def fix_scan(*, identity: Identity, scan: Scan, version: int, at: datetime | None = None) -> int:
    """Fix a scan for good and return its number; nothing in it changes any more.

    Args:
        identity: who fixes it.
        scan: which scan.
        version: at which it was read.
        at: when it was fixed, for a scan that was made before Driehoek kept it; None means now.

    Raises:
        PermissionDenied: not one who makes scans, or it is fixed already.
        NotYet: a session, a finding or a priority is missing.
        VersionConflict: it was changed meanwhile.
    """
    require_open(identity, scan)
    if reasons := lacking(scan):
        raise NotYet(reasons)
    _lock(identity.municipality)
    numbers = Scan.objects.filter(municipality=identity.municipality)
    last: int = numbers.aggregate(last=Max("number"))["last"] or 0
    update_once(
        _rows(identity), scan, version, number=last + 1, fixed_at=at or Now(), fixed_by_id=identity.person
    )
    record(
        municipality=scan.municipality_id,
        action="scan:fixed",
        subject=scan.pk,
        version=scan.version,
        data={"number": last + 1, "year": scan.year},
    )
    return last + 1


@transaction.atomic
def discard_scan(*, identity: Identity, scan: Scan, version: int) -> None:
    """Throw a scan away that was never fixed, with everything in it.

    Raises:
        PermissionDenied: not one who makes scans, or it is fixed.
        VersionConflict: it was changed meanwhile.
    """
    require_open(identity, scan)
    update_once(_rows(identity), scan, version)
    for part in (PriorityFinding, Priority, Finding, SessionOrganisation, Session, ScanArea):
        part.objects.filter(scan=scan).delete()
    record(
        municipality=scan.municipality_id,
        action="scan:discarded",
        subject=scan.pk,
        version=scan.version,
        data={"year": scan.year},
    )
    Scan.objects.filter(pk=scan.pk).delete()


def _rows(identity: Identity) -> Any:
    """Return the scans that can be changed, plainly: an update takes no computed columns."""
    return Scan.objects.filter(pk__in=visible_scans(identity).values("pk"), fixed_at=None)


def _lock(municipality: uuid.UUID) -> None:
    """Take turns in a municipality until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"scans:{municipality}"])


def _set_areas(scan: Scan, areas: tuple[Area, ...]) -> None:
    ScanArea.objects.bulk_create(
        ScanArea(municipality_id=scan.municipality_id, scan=scan, area=area) for area in areas
    )


def _take_over(scan: Scan, previous: Scan) -> int:
    """Begin with what was found before: each is to be judged again, so what was known of it does not come along."""
    rows = Finding.objects.filter(scan=previous).order_by(KIND_ORDER, "number")
    new = [
        Finding(
            municipality_id=scan.municipality_id,
            scan=scan,
            number=number,
            previous=row,
            trend=Trend.UNKNOWN,
            **{name: getattr(row, name) for name in KEPT},
        )
        for number, row in enumerate(rows, start=1)
    ]
    return len(Finding.objects.bulk_create(new))


def _copy(new: Scan, old: Scan) -> None:
    """Take everything of a fixed scan along into the one that replaces it."""
    here = {"municipality_id": new.municipality_id, "scan": new}
    findings = {
        row.pk: Finding(**here, number=row.number, **{name: getattr(row, name) for name in KNOWN})
        for row in Finding.objects.filter(scan=old)
    }
    Finding.objects.bulk_create(findings.values())
    priorities = {
        row.pk: Priority(**here, **{name: getattr(row, name) for name in RANKED})
        for row in Priority.objects.filter(scan=old)
    }
    Priority.objects.bulk_create(priorities.values())
    PriorityFinding.objects.bulk_create(
        PriorityFinding(**here, priority=priorities[row.priority_id], finding=findings[row.finding_id])
        for row in PriorityFinding.objects.filter(scan=old)
    )
    sessions = {
        row.pk: Session(**here, kind=row.kind, held_on=row.held_on, conclusion=row.conclusion)
        for row in Session.objects.filter(scan=old)
    }
    Session.objects.bulk_create(sessions.values())
    SessionOrganisation.objects.bulk_create(
        SessionOrganisation(**here, session=sessions[row.session_id], organisation_id=row.organisation_id)
        for row in SessionOrganisation.objects.filter(scan=old)
    )
