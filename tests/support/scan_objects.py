"""Area scans with one of everything in them, for tests that need one."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.parties.models import Organisation
from driehoek.problems.models import Theme
from driehoek.scans import services
from driehoek.scans.models import Finding, FindingKind, Scan, SessionKind
from driehoek.scans.services import FindingValues, PriorityValues, ScanValues, SessionValues


def finding_values(theme: Theme, name: str = "Stationsplein", **more: Any) -> FindingValues:
    """Return a hot spot that both registers and street know."""
    usual: dict[str, Any] = {
        "system_knowledge": "Meer meldingen.",
        "street_knowledge": "Ruzie na sluitingstijd.",
    }
    return FindingValues(name=name, theme=theme.pk, **(usual | more))


def hold_sessions(identity: Identity, scan: Scan) -> None:
    """Hold the three sessions of a scan."""
    organisations = tuple(Organisation.objects.filter(municipality=identity.municipality)[:2])
    for kind in SessionKind:
        values = SessionValues(timezone.localdate(), organisations, "Besproken.")
        services.hold_session(identity=identity, scan=scan, kind=kind, version=0, values=values)


def make_scan(
    identity: Identity,
    theme: Theme,
    *names: str,
    year: int | None = None,
    previous: Scan | None = None,
    fixed: bool = True,
    **more: Any,
) -> Scan:
    """Make a scan with a hot spot for each name, tied to the same name in the scan before, and fix it."""
    values = ScanValues(year=year or timezone.localdate().year, previous=previous)
    scan = services.begin_scan(identity=identity, values=values, take_over=False)
    known = {row.name: row.pk for row in Finding.objects.filter(scan=previous)} if previous else {}
    found = tuple(
        services.add_finding(
            identity=identity,
            scan=scan,
            kind=FindingKind.SPOT,
            values=finding_values(theme, name, previous=known.get(name), **more),
        )
        for name in names
    )
    services.add_priority(
        identity=identity,
        scan=scan,
        values=PriorityValues(
            title="Rust bij het station", theme=theme.pk, why="Het wordt erger.", findings=found
        ),
    )
    hold_sessions(identity, scan)
    if fixed:
        services.fix_scan(identity=identity, scan=scan, version=scan.version)
        scan.refresh_from_db()
    return scan


def scan_objects(identity: Identity, theme: Theme) -> dict[str, uuid.UUID | int | str]:
    """Make a fixed scan and one that is being made; the names are those of the rights table."""
    fixed = make_scan(identity, theme, "Stationsplein")
    draft = make_scan(identity, theme, "Kade", fixed=False)
    return {
        "area_scan": draft.pk,
        "area_scan_fixed": fixed.pk,
        "area_session": SessionKind.STREET.value,
        "hot_kind": FindingKind.SPOT.value,
        "hot_finding": draft.findings.get().pk,
        "scan_priority": draft.priorities.get().pk,
        "return_rule": "hot_spot_returns",
    }
