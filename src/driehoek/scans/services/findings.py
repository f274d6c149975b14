"""Hot spots, hot groups and hot facilities: adding, changing, dropping, and taking figures over."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import transaction
from django.db.models import Max

from driehoek.access.identity import Identity
from driehoek.ledger.versions import update_once
from driehoek.scans.models import Finding, FindingKind, PriorityFinding, Scan, Trend
from driehoek.scans.queries.figures import figures_for
from driehoek.scans.queries.scans import visible_findings
from driehoek.scans.services.common import AlreadyThere, record, refuse_numbers, require_open


@dataclass(frozen=True)
class FindingValues:
    """Everything about a finding that people fill in; see models.Finding."""

    name: str
    theme: uuid.UUID
    area: int | None = None
    shape: dict[str, Any] | None = None
    facility: str = ""
    size_from: int | None = None
    size_until: int | None = None
    age_from: int | None = None
    age_until: int | None = None
    places: str = ""
    weekdays: tuple[int, ...] = field(default=())
    hour_from: int | None = None
    hour_until: int | None = None
    system_knowledge: str = ""
    street_knowledge: str = ""
    source: str = ""
    period: str = ""
    certainty: str = "unknown"
    trend: str = Trend.UNKNOWN
    previous: uuid.UUID | None = None

    def as_columns(self) -> dict[str, Any]:
        """Return the columns of a row."""
        columns: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            name = f"{one.name}_id" if one.name in {"theme", "area", "previous"} else one.name
            columns[name] = list(value) if isinstance(value, tuple) else value
        return columns

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is written freely."""
        return (
            self.name,
            self.places,
            self.system_knowledge,
            self.street_knowledge,
            self.source,
            self.period,
        )


@transaction.atomic
def add_finding(
    *, identity: Identity, scan: Scan, kind: FindingKind, values: FindingValues, with_figures: bool = True
) -> Finding:
    """Add a finding to a scan, with what the registers count in its area; return it.

    Raises:
        PermissionDenied: not one who makes scans, or the scan is fixed.
        PersonalNumber: a text holds a citizen service number.
        AlreadyThere: the scan has one of this kind and name.
    """
    require_open(identity, scan)
    refuse_numbers(*values.texts)
    # The row of the scan is the turn: two who add at once get numbers after each other.
    Scan.objects.select_for_update().get(pk=scan.pk)
    _require_new(scan, kind, values.name)
    last: int = Finding.objects.filter(scan=scan).aggregate(last=Max("number"))["last"] or 0
    finding = Finding.objects.create(
        municipality_id=scan.municipality_id, scan=scan, kind=kind, number=last + 1, **values.as_columns()
    )
    if with_figures:
        _fill(identity, finding)
    _record(finding, "added", {"kind": finding.kind, "number": finding.number})
    return finding


@transaction.atomic
def change_finding(*, identity: Identity, finding: Finding, version: int, values: FindingValues) -> list[str]:
    """Change a finding that was read at `version`; return the names of what changed.

    Another area or theme has other figures: those are taken over anew.

    Raises:
        PermissionDenied: not one who makes scans, or the scan is fixed.
        PersonalNumber: a text holds a citizen service number.
        VersionConflict: it was changed meanwhile.
        AlreadyThere: the scan has another of this kind and name.
    """
    require_open(identity, finding.scan)
    refuse_numbers(*values.texts)
    if values.name != finding.name:
        _require_new(finding.scan, finding.kind, values.name)
    columns = values.as_columns()
    changed = [name for name, value in columns.items() if getattr(finding, name) != value]
    if not changed:
        return []
    update_once(_rows(identity), finding, version, **columns)
    if {"area_id", "theme_id"} & set(changed):
        _fill(identity, Finding.objects.select_related("area", "theme").get(pk=finding.pk))
    _record(finding, "changed", {"changed": changed})
    return changed


@transaction.atomic
def take_figures(*, identity: Identity, finding: Finding, version: int) -> int:
    """Take the figures of the area and theme over as they stand now; return how many.

    Raises:
        PermissionDenied: not one who makes scans, or the scan is fixed.
        VersionConflict: it was changed meanwhile.
    """
    require_open(identity, finding.scan)
    found = [one.as_json() for one in figures_for(identity, finding.area, finding.theme)]
    update_once(_rows(identity), finding, version, figures=found)
    _record(finding, "figures", {"figures": len(found)})
    return len(found)


@transaction.atomic
def drop_finding(*, identity: Identity, finding: Finding, version: int) -> None:
    """Take a finding out of a scan that is not fixed; its number is not given again to another below it.

    Raises:
        PermissionDenied: not one who makes scans, or the scan is fixed.
        VersionConflict: it was changed meanwhile.
    """
    require_open(identity, finding.scan)
    update_once(_rows(identity), finding, version)
    PriorityFinding.objects.filter(finding=finding.pk).delete()
    Finding.objects.filter(pk=finding.pk).delete()
    _record(finding, "dropped", {"kind": finding.kind, "number": finding.number})


def _rows(identity: Identity) -> Any:
    return Finding.objects.filter(pk__in=visible_findings(identity).values("pk"), scan__fixed_at=None)


def _require_new(scan: Scan, kind: str, name: str) -> None:
    if Finding.objects.filter(scan=scan, kind=kind, name=name).exists():
        raise AlreadyThere


def _fill(identity: Identity, finding: Finding) -> None:
    finding.figures = [one.as_json() for one in figures_for(identity, finding.area, finding.theme)]
    Finding.objects.filter(pk=finding.pk).update(figures=finding.figures)


def _record(finding: Finding, act: str, data: Any) -> None:
    record(
        municipality=finding.municipality_id,
        action=f"finding:{act}",
        subject=finding.pk,
        version=finding.version,
        data=data,
    )
