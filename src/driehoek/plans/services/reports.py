"""Writing a quarterly report: beginning it, and choosing and writing theme by theme."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.plans.models import QuarterlyReport, ReportPart
from driehoek.plans.queries.candidates import candidates
from driehoek.plans.queries.walls import visible_parts, visible_reports
from driehoek.plans.services.common import record, require_keeper
from driehoek.problems.models import Theme


class ReportExistsError(Exception):
    """There is a report about that quarter already."""

    def __init__(self, existing: QuarterlyReport) -> None:
        super().__init__(str(existing.pk))
        self.existing = existing


@dataclass(frozen=True)
class PartWords:
    """What someone chose and wrote for one part; see the model for the fields."""

    text: str = ""
    outlook: str = ""
    closed: str = ""
    chosen: Collection[str] = ()
    left_out: bool = False


@transaction.atomic
def start_report(*, identity: Identity, year: int, quarter: int) -> QuarterlyReport:
    """Begin the report about a quarter, with what asks for attention chosen already.

    Raises:
        ReportExistsError: it was begun before.
    """
    require_keeper(identity)
    try:
        with transaction.atomic():
            report = QuarterlyReport.objects.create(
                municipality_id=identity.municipality,
                year=year,
                quarter=quarter,
                started_by_id=identity.person,
            )
    except IntegrityError as error:
        if existing := visible_reports(identity).filter(year=year, quarter=quarter).first():
            raise ReportExistsError(existing) from error
        raise
    found = candidates(identity, year, quarter)
    parts = [found.general, *found.themes]
    ReportPart.objects.bulk_create(
        ReportPart(
            municipality_id=identity.municipality,
            report=report,
            theme=part.theme,
            chosen=[one.key for one in part.offers if one.by_itself],
            offered=[one.key for one in part.offers],
            changed_by_id=identity.person,
        )
        for part in parts
    )
    record(report.municipality_id, "report:started", report.pk, data={"year": year, "quarter": quarter})
    return report


@transaction.atomic
def save_part(
    *,
    identity: Identity,
    report: QuarterlyReport,
    theme: Theme | None,
    version: int,
    words: PartWords,
    offered: Collection[str],
) -> ReportPart:
    """Store what was chosen and written about a theme (None: over all themes).

    `version` is the one that was read, 0 for a theme that had no part yet; `offered` are the keys of what the
    writer could choose from, and only these can be chosen.

    Raises:
        VersionConflict: someone else stored this part meanwhile.
    """
    require_keeper(identity)
    values = {
        "text": words.text.strip(),
        "outlook": words.outlook.strip(),
        "closed": words.closed.strip(),
        "chosen": sorted(set(words.chosen) & set(offered)),
        "offered": sorted(set(offered)),
        "left_out": words.left_out,
        "changed_by_id": identity.person,
    }
    part = visible_parts(identity).filter(report=report, theme=theme).first()
    if part is None:
        part = _first(report, theme, version, values)
    else:
        rows = visible_parts(identity)
        by = values.pop("changed_by_id")
        update_once(rows, part, version, changed_by=by, changed_at=timezone.now(), **values)
    record(report.municipality_id, "report:written", report.pk, part.version, {"part": str(part.pk)})
    return part


def _first(
    report: QuarterlyReport, theme: Theme | None, version: int, values: dict[str, object]
) -> ReportPart:
    if version:
        raise VersionConflict
    try:
        with transaction.atomic():
            return ReportPart.objects.create(
                municipality_id=report.municipality_id, report=report, theme=theme, **values
            )
    except IntegrityError as error:
        raise VersionConflict from error
