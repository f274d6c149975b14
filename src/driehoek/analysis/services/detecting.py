"""Every write about deviations: each in one transaction, with its lines on the ledger."""

from __future__ import annotations

import math
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.utils import timezone

from driehoek.access.identity import acting_as_system
from driehoek.analysis import detection
from driehoek.analysis.detection import Finding, Judged
from driehoek.analysis.models import (
    Coverage,
    Deviation,
    ExpectedRange,
    Judgement,
    Rule,
    SignalValue,
    Withdrawal,
)
from driehoek.analysis.periods import start_of
from driehoek.analysis.reading import figure_tables
from driehoek.ledger import services as ledger

PERIODS: Final = 12
_CHANGEABLE = (
    "sense",
    "signal_value_id",
    "method",
    "observed",
    "expected",
    "lower",
    "upper",
    "p_value",
    "rank",
    "run_length",
    "provisional",
)
_BATCH = 500
_Key = tuple[int, date, str]


@dataclass(frozen=True)
class DetectionResult:
    """What one detection did.

    Attributes:
        found: deviations that are new or stand again.
        standing: deviations that were known and still stand.
        withdrawn: deviations that the figures or the rules no longer bear out.
        series: series that were looked at.
        judged: series of which the newest figure has a statistical bound.
    """

    found: int
    standing: int
    withdrawn: int
    series: int
    judged: int


def detect_deviations(
    *, municipality: uuid.UUID, series_ids: Collection[int] | None = None, periods: int = PERIODS
) -> DetectionResult:
    """Judge the last `periods` periods of a municipality's figures by every rule, and store what deviates.

    Runs as the system, whoever calls it: the finding is nobody's act. Running it again without new figures
    changes nothing. A deviation that the figures no longer bear out is marked as withdrawn and stays. One
    whose own value did not change also stays while that value lies beyond its own bound, though the
    false-discovery bound over all series moved: a list that flickers is not believed.

    Args:
        municipality: whose figures.
        series_ids: store and withdraw for these series only; the others still count as the family over which
            false discoveries are bounded. None means every series.
        periods: how many periods back from the newest of each source.
    """
    with acting_as_system(municipality=municipality):
        _lock(municipality)
        tables = [detection.judge_table(table, periods=periods) for table in figure_tables(municipality)]
        signals = detection.SignalValues(SignalValue.objects.filter(municipality=municipality, ended_at=None))
        wanted = None if series_ids is None else frozenset(series_ids)
        findings = [
            finding
            for finding in detection.find(tables, signals, periods=periods)
            if wanted is None or finding.series in wanted
        ]
        result = _store(municipality, tables, findings, wanted, periods)
        _store_ranges(municipality, tables, wanted)
        _store_coverage(municipality, tables)
    return result


def _lock(municipality: uuid.UUID) -> None:
    """Let one detection of a municipality run at a time; the next waits and finds what the first left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"analysis:{municipality}"])


def _store(
    municipality: uuid.UUID,
    tables: list[Judged],
    findings: list[Finding],
    wanted: frozenset[int] | None,
    periods: int,
) -> DetectionResult:
    known = _known_deviations(municipality, tables, wanted, periods)
    new: list[Deviation] = []
    again: list[Deviation] = []
    standing: list[Deviation] = []
    for finding in findings:
        row = known.pop((finding.series, finding.period, finding.rule), None)
        if row is None:
            if finding.confirmed:
                new.append(_updated(Deviation(municipality_id=municipality), finding))
        elif finding.confirmed or _stays(row, finding):
            (again if row.withdrawn_at else standing).append(row)
            _updated(row, finding)
        else:
            known[finding.series, finding.period, finding.rule] = row
    withdrawn = [row for row in known.values() if row.withdrawn_at is None]
    Deviation.objects.bulk_create(new, batch_size=_BATCH)
    _write_changed(again, standing, withdrawn)
    _record_all(municipality, tables, new, again, withdrawn)
    judgements = [judged.judgement(row) for judged in tables for row in range(len(judged.table.keys))]
    return DetectionResult(
        found=len(new) + len(again),
        standing=len(standing),
        withdrawn=len(withdrawn),
        series=len(judgements),
        judged=judgements.count(Judgement.JUDGED),
    )


def _known_deviations(
    municipality: uuid.UUID, tables: list[Judged], wanted: frozenset[int] | None, periods: int
) -> dict[_Key, Deviation]:
    """Read the stored deviations of the periods that were judged, each under its key."""
    starts: dict[int, date] = {}
    for judged in tables:
        start = start_of(judged.table.latest - periods + 1, judged.table.frequency)
        starts |= {key.series: start for key in judged.table.keys if wanted is None or key.series in wanted}
    if not starts:
        return {}
    rows = Deviation.objects.filter(municipality=municipality, period__gte=min(starts.values()))
    return {
        (row.series_id, row.period, row.rule): row
        for row in rows
        if row.series_id in starts and row.period >= starts[row.series_id]
    }


def _stays(row: Deviation, finding: Finding) -> bool:
    return (
        row.withdrawn_at is None
        and finding.rule == Rule.STATISTICAL
        and row.sense == finding.sense
        and row.observed == finding.observed
    )


def _updated(row: Deviation, finding: Finding) -> Deviation:
    row.series_id = finding.series
    row.period = finding.period
    row.rule = finding.rule
    row.signal_value_id = finding.signal_value
    for name in _CHANGEABLE:
        if name != "signal_value_id":
            setattr(row, name, getattr(finding, name))
    return row


def _write_changed(again: list[Deviation], standing: list[Deviation], withdrawn: list[Deviation]) -> None:
    moment = timezone.now()
    ended = {row.signal_value_id for row in withdrawn if row.signal_value_id is not None}
    in_force = set(SignalValue.objects.filter(id__in=ended, ended_at=None).values_list("id", "version"))
    for row in again:
        row.withdrawn_at, row.withdrawn_because = None, ""
    for row in withdrawn:
        version = row.method.get("parameters", {}).get("signal_value_version")
        by_rule = row.rule != Rule.STATISTICAL and (row.signal_value_id, version) not in in_force
        row.withdrawn_at = moment
        row.withdrawn_because = Withdrawal.RULE if by_rule else Withdrawal.FIGURES
    Deviation.objects.bulk_update(
        [*again, *standing, *withdrawn],
        [*(name.removesuffix("_id") for name in _CHANGEABLE), "withdrawn_at", "withdrawn_because"],
        batch_size=_BATCH,
    )


def _record_all(
    municipality: uuid.UUID,
    tables: list[Judged],
    new: list[Deviation],
    again: list[Deviation],
    withdrawn: list[Deviation],
) -> None:
    """Put each change on the ledger; what the first look at older periods brings up is one line together.

    A line for each would bury the news: the first load of a city gives two hundred deviations of the past
    year.
    """
    newest = {
        key.series: start_of(judged.table.latest, judged.table.frequency)
        for judged in tables
        for key in judged.table.keys
    }
    current = [row for row in new if row.period == newest[row.series_id]]
    for row in current:
        _record(row, "found")
    for row in again:
        _record(row, "found", again=True)
    for row in withdrawn:
        _record(row, "withdrawn", because=row.withdrawn_because)
    if older := len(new) - len(current):
        ledger.append(
            municipality=municipality,
            action="analysis:history:found",
            subject=municipality,
            data={"count": older},
        )


def _record(row: Deviation, verb: str, *, again: bool = False, because: str = "") -> None:
    data: dict[str, str | int | bool | list[str] | None] = {
        "series": row.series_id,
        "period": row.period.isoformat(),
        "rule": str(row.rule),
        "sense": str(row.sense),
    }
    if again:
        data["again"] = True
    if because:
        data["because"] = str(because)
    ledger.append(
        municipality=row.municipality_id, action=f"analysis:deviation:{verb}", subject=row.id, data=data
    )


def _store_ranges(municipality: uuid.UUID, tables: list[Judged], wanted: frozenset[int] | None) -> None:
    ranges = (
        row
        for judged in tables
        for row in _ranges(municipality, judged)
        if wanted is None or row.series_id in wanted
    )
    ExpectedRange.objects.bulk_create(
        ranges,
        update_conflicts=True,
        unique_fields=["series"],
        update_fields=["judgement", "first", "expected", "lower", "upper", "computed_at"],
        batch_size=_BATCH,
    )


def _ranges(municipality: uuid.UUID, judged: Judged) -> Iterator[ExpectedRange]:
    skip = max(judged.points - detection.SHOWN_PERIODS, 0)
    first = start_of(judged.first + skip, judged.table.frequency)
    for row, key in enumerate(judged.table.keys):
        yield ExpectedRange(
            series_id=key.series,
            municipality_id=municipality,
            judgement=judged.judgement(row),
            first=first,
            expected=_rounded(judged.bounds.expected[row, skip:]),
            lower=_rounded(judged.bounds.lower[row, skip:]),
            upper=_rounded(judged.bounds.upper[row, skip:]),
        )


def _rounded(values: Iterable[float]) -> list[float | None]:
    return [None if math.isnan(value) else round(float(value), 2) for value in values]


def _store_coverage(municipality: uuid.UUID, tables: list[Judged]) -> None:
    Coverage.objects.bulk_create(
        [
            Coverage(
                municipality_id=municipality,
                source_id=judged.table.source,
                frequency=judged.table.frequency,
                latest=start_of(judged.table.latest, judged.table.frequency),
                series=len(judged.table.keys),
                current=int(judged.current().sum()),
                judged=judged.judged_now(),
            )
            for judged in tables
        ],
        update_conflicts=True,
        unique_fields=["source", "frequency", "latest"],
        update_fields=["series", "current", "judged", "detected_at"],
    )
