"""Priorities of a scan: what is done first, in which order, and where it goes from there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import Max

from driehoek.access.identity import Identity
from driehoek.ledger.versions import update_once
from driehoek.meetings.models import AgendaPoint
from driehoek.meetings.services import put_forward
from driehoek.scans.models import Finding, Priority, PriorityFinding, Scan
from driehoek.scans.services.common import AlreadyThere, record, refuse_numbers, require_open

# How a priority is called on the agenda of the driehoek.
ORIGIN: Final = "scans.priority"
Direction = Literal["up", "down"]


@dataclass(frozen=True)
class PriorityValues:
    """Everything about a priority that people fill in; see models.Priority."""

    title: str
    theme: uuid.UUID
    why: str
    findings: tuple[Finding, ...] = ()
    approach: str = ""
    lead: uuid.UUID | None = None
    by_when: date | None = None
    national: bool = False

    def as_columns(self) -> dict[str, Any]:
        """Return the columns of a row."""
        return {
            "title": self.title,
            "theme_id": self.theme,
            "why": self.why,
            "approach": self.approach,
            "lead_id": self.lead,
            "by_when": self.by_when,
            "national": self.national,
        }


@transaction.atomic
def add_priority(*, identity: Identity, scan: Scan, values: PriorityValues) -> Priority:
    """Add a priority at the end; return it.

    Raises:
        PermissionDenied: not one who makes scans, or the scan is fixed.
        PersonalNumber: a text holds a citizen service number.
        AlreadyThere: the scan has one with this title.
    """
    require_open(identity, scan)
    refuse_numbers(values.title, values.why, values.approach)
    Scan.objects.select_for_update().get(pk=scan.pk)
    _require_new(scan.pk, values.title)
    last: int = Priority.objects.filter(scan=scan).aggregate(last=Max("rank"))["last"] or 0
    priority = Priority.objects.create(
        municipality_id=scan.municipality_id, scan=scan, rank=last + 1, **values.as_columns()
    )
    _set_findings(priority, values.findings)
    _record(priority, "added", {"rank": priority.rank, "national": priority.national})
    return priority


@transaction.atomic
def change_priority(
    *, identity: Identity, priority: Priority, version: int, values: PriorityValues
) -> list[str]:
    """Change a priority that was read at `version`; return the names of what changed.

    Raises:
        PermissionDenied: not one who makes scans, or the scan is fixed.
        PersonalNumber: a text holds a citizen service number.
        VersionConflict: it was changed meanwhile.
        AlreadyThere: the scan has another with this title.
    """
    require_open(identity, priority.scan)
    if values.title != priority.title:
        _require_new(priority.scan_id, values.title)
    refuse_numbers(values.title, values.why, values.approach)
    columns = values.as_columns()
    changed = [name for name, value in columns.items() if getattr(priority, name) != value]
    stored = set(PriorityFinding.objects.filter(priority=priority).values_list("finding", flat=True))
    if stored != {finding.pk for finding in values.findings}:
        changed.append("findings")
    if not changed:
        return []
    update_once(_rows(priority), priority, version, **columns)
    if "findings" in changed:
        PriorityFinding.objects.filter(priority=priority).delete()
        _set_findings(priority, values.findings)
    _record(priority, "changed", {"changed": changed})
    return changed


@transaction.atomic
def move_priority(*, identity: Identity, priority: Priority, direction: Direction) -> bool:
    """Move a priority one place up or down; tell whether it moved. The version stays: moving disturbs no editor.

    Raises:
        PermissionDenied: not one who makes scans, or the scan is fixed.
    """
    require_open(identity, priority.scan)
    Scan.objects.select_for_update().get(pk=priority.scan_id)
    rows = list(Priority.objects.filter(scan=priority.scan_id).order_by("rank", "id"))
    here = next((place for place, row in enumerate(rows) if row.pk == priority.pk), None)
    there = None if here is None else here + (-1 if direction == "up" else 1)
    if here is None or there is None or not 0 <= there < len(rows):
        return False
    rows[here], rows[there] = rows[there], rows[here]
    for rank, row in enumerate(rows, start=1):
        if row.rank != rank:
            Priority.objects.filter(pk=row.pk).update(rank=rank)
    _record(priority, "moved", {"direction": direction})
    return True


@transaction.atomic
def drop_priority(*, identity: Identity, priority: Priority, version: int) -> None:
    """Take a priority out of a scan that is not fixed; those below it move up.

    Raises:
        PermissionDenied: not one who makes scans, or the scan is fixed.
        VersionConflict: it was changed meanwhile.
    """
    require_open(identity, priority.scan)
    update_once(_rows(priority), priority, version)
    PriorityFinding.objects.filter(priority=priority.pk).delete()
    Priority.objects.filter(pk=priority.pk).delete()
    for rank, row in enumerate(
        Priority.objects.filter(scan=priority.scan_id).order_by("rank", "id"), start=1
    ):
        if row.rank != rank:
            Priority.objects.filter(pk=row.pk).update(rank=rank)
    _record(priority, "dropped", {"rank": priority.rank})


@transaction.atomic
def to_agenda(*, identity: Identity, priority: Priority, text: str, url: str) -> AgendaPoint:
    """Put a priority on the agenda of the driehoek; while its point is open, return that one.

    Args:
        identity: one of the driehoek or who prepares it.
        priority: which priority; of a fixed scan too.
        text: why, and what is asked.
        url: path of the page of its scan.
    """
    point = put_forward(
        identity=identity,
        title=priority.title,
        text=text,
        origin=ORIGIN,
        origin_id=str(priority.pk),
        origin_url=url,
    )
    _record(priority, "proposed", {"rank": priority.rank, "point": str(point.pk)})
    return point


def _require_new(scan: uuid.UUID, title: str) -> None:
    if Priority.objects.filter(scan=scan, title=title).exists():
        raise AlreadyThere


def _rows(priority: Priority) -> Any:
    return Priority.objects.filter(scan=priority.scan_id, scan__fixed_at=None)


def _set_findings(priority: Priority, findings: tuple[Finding, ...]) -> None:
    PriorityFinding.objects.bulk_create(
        PriorityFinding(
            municipality_id=priority.municipality_id, scan_id=priority.scan_id, priority=priority, finding=one
        )
        for one in findings
    )


def _record(priority: Priority, act: str, data: Any) -> None:
    record(
        municipality=priority.municipality_id,
        action=f"priority:{act}",
        subject=priority.pk,
        version=priority.version,
        data=data,
    )
