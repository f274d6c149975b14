"""What deviates now, as the lines of a reader's first page."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.analysis.merging import DeviationLine, Group, Standing, merge
from driehoek.analysis.models import (
    Acknowledgement,
    Coverage,
    Deviation,
    ExpectedRange,
    Follow,
    Mute,
    Sense,
)
from driehoek.analysis.periods import number_of, start_of
from driehoek.figures.models import Frequency, Observation, ObservationStatus

READERS: Final = READERS_OF_FIGURES
# How much higher a deviation stands for someone who follows its theme or area.
FOLLOWED: Final = 2.0
# More than can stand at once: the false-discovery bound leaves some dozens at most in a city.
MOST: Final = 500
SPARK_PERIODS: Final = 12
_AREA = "series__area"
# A polygon weighs more than all the rest of a page; no list needs it.
_HEAVY = tuple(f"{_AREA}{step}__geometry" for step in ("", "__parent", "__parent__parent"))
_THEME = "series__indicator__theme"
_ENDED = "series__indicator__ended_at"


# Written out, because every first page asks it; the partial index event_of_analysis serves it.
LAST_WORD: Final = """
SELECT (SELECT e.sequence FROM ledger_event e
         WHERE e.municipality_id = %(municipality)s AND e.action LIKE 'analysis:%%'
         ORDER BY e.sequence DESC LIMIT 1),
       (SELECT max(c.detected_at) FROM analysis_coverage c WHERE c.municipality_id = %(municipality)s)
"""


def muted(*, on: date) -> Exists:
    """Tell in a query whether a mute in force silences the deviation."""
    rows = Mute.objects.filter(
        Q(area=None) | Q(area=OuterRef(_AREA)),
        indicator=OuterRef("series__indicator"),
        ended_at=None,
        until__gte=on,
    )
    return Exists(rows)


def seen_by(identity: Identity) -> Q:
    """Tell in a query whether the reader took note of the deviation."""
    seen = Acknowledgement.objects.filter(person=identity.person, undone_at=None)
    return Q(pk__in=seen.values("deviation"))


def followed_by(identity: Identity) -> Case:
    """Tell in a query whether the reader follows the deviation: a theme or area takes in what lies under it."""
    own = Follow.objects.filter(person=identity.person)
    themes, areas = own.exclude(theme=None).values("theme"), own.exclude(area=None).values("area")
    wanted = Q()
    for step in ("", "__parent", "__parent__parent"):
        wanted |= Q(**{f"{_THEME}{step}__in": themes}) | Q(**{f"{_AREA}{step}__in": areas})
    return Case(When(wanted, then=True), default=False)


def deviations_of(identity: Identity) -> QuerySet[Deviation]:
    """Return the deviations of the acting person's municipality with all that a line of text needs."""
    return (
        Deviation.objects.filter(municipality=identity.municipality)
        .select_related(
            "series__indicator__source", _THEME, f"{_AREA}__parent__parent", "series__expected_range"
        )
        .defer(*_HEAVY)
    )


def deviations_for(
    identity: Identity, *, limit: int = 5, at: datetime | None = None
) -> tuple[list[DeviationLine], int]:
    """Return what deviates now for the reader's first page, and how many more lines there are.

    Only the current period of each source counts; what is withdrawn, muted, or acknowledged by this reader
    is left out, as is what an ended indicator said. Siblings are merged (merging.merge), what the reader
    follows counts double. Three queries: all that stand as plain tuples, then the few that are shown in
    full, then their last periods.

    Args:
        identity: the reader.
        limit: how many lines to return.
        at: an earlier moment, to read what stood then; None means now.
    """
    current = Coverage.objects.filter(
        source=OuterRef("series__indicator__source"), frequency=OuterRef("series__indicator__frequency")
    )
    rows = Deviation.objects.filter(
        ~muted(on=timezone.localdate()), ~seen_by(identity), municipality=identity.municipality
    )
    if at is None:
        rows = rows.filter(withdrawn_at=None, **{_ENDED: None})
    else:
        current = current.filter(began_at__lte=at)
        rows = rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at), found_at__lte=at)
        rows = rows.filter(Q(**{_ENDED: None}) | Q(**{f"{_ENDED}__gt": at}))
    rows = rows.filter(period=Subquery(current.order_by("-latest").values("latest")[:1]))
    groups = merge(_standing(identity, rows), followed=FOLLOWED)
    shown = _in_full(identity, groups[:limit])
    _add_points(shown)
    return shown, len(groups) - len(shown)


def standing_mark(identity: Identity) -> str:
    """Return what changes when anything does that `deviations_for` reads; empty when nothing was ever found.

    Finding, withdrawing, noting, muting and following each leave an event; a detection that finds nothing new
    leaves its moment in Coverage; a mute ends with its day. One query, on an index of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(LAST_WORD, {"municipality": identity.municipality})
        sequence, looked = cursor.fetchone() or (None, None)
    if sequence is None or looked is None:
        return ""
    return f"{sequence}-{looked:%Y%m%d%H%M%S%f}-{timezone.localdate():%Y%m%d}"


def _standing(identity: Identity, rows: QuerySet[Deviation]) -> list[Standing]:
    """Read what stands as plain tuples: making hundreds of objects would cost more than the query."""
    found = rows.annotate(followed=followed_by(identity)).values_list(
        "pk",
        "rank",
        "sense",
        "rule",
        "series",
        "series__indicator",
        "series__indicator__name",
        "series__indicator__is_total",
        "series__indicator__source",
        _AREA,
        f"{_AREA}__name",
        "followed",
    )
    return [Standing(*row) for row in found.order_by("-rank", "id")[:MOST]]


def _in_full(identity: Identity, groups: Sequence[Group]) -> list[DeviationLine]:
    if not groups:
        return []
    leads = deviations_of(identity).in_bulk([group.rows[0].pk for group in groups])
    return [
        DeviationLine(deviation=leads[group.rows[0].pk], weight=group.weight, siblings=group.rows[1:])
        for group in groups
    ]


@dataclass(frozen=True)
class EvidencePoint:
    """One period of a series as a chart and a source row show it."""

    start: date
    value: float | None
    lower: float | None = None
    upper: float | None = None
    flagged: bool = False
    provisional: bool = False
    run: uuid.UUID | None = None
    file_name: str = ""
    line: int = 0


def _add_points(lines: Sequence[DeviationLine]) -> None:
    """Give each line the last periods of its series, for a sparkline; one query for all."""
    leads = [line.deviation for line in lines]
    if not leads:
        return
    wanted = Q()
    for lead in leads:
        rhythm = Frequency(lead.series.indicator.frequency)
        first = start_of(number_of(lead.period, rhythm) - SPARK_PERIODS + 1, rhythm)
        wanted |= Q(series=lead.series_id, period__gte=first, period__lte=lead.period)
    found: dict[int, list[Observation]] = defaultdict(list)
    for observation in Observation.objects.filter(wanted).order_by("series", "period"):
        found[observation.series_id].append(observation)
    for line in lines:
        line.points = points_of(line.deviation, found[line.deviation.series_id], {line.deviation.period})


def points_of(
    deviation: Deviation,
    observations: Iterable[Observation],
    flagged: set[date],
    *,
    with_files: bool = False,
) -> tuple[EvidencePoint, ...]:
    """Lay observations beside the stored expected range.

    Args:
        deviation: whose range and side count.
        observations: of its series, in order of time.
        flagged: periods that are marked whatever the range says.
        with_files: name the file of each value too; then `run` must have been loaded along.
    """
    bounds = bounds_by_period(deviation)
    points = []
    for observation in observations:
        lower, upper = bounds.get(observation.period, (None, None))
        points.append(
            EvidencePoint(
                start=observation.period,
                value=observation.value,
                lower=lower,
                upper=upper,
                flagged=observation.period in flagged
                or (lower is not None and _outside(observation.value, lower, upper, deviation)),
                provisional=observation.status == ObservationStatus.PROVISIONAL,
                run=observation.run_id,
                file_name=observation.run.file_name if with_files else "",
                line=observation.line,
            )
        )
    return tuple(points)


def _outside(value: float | None, lower: float | None, upper: float | None, deviation: Deviation) -> bool:
    """Tell whether a value lies outside its expected range on the side of the deviation."""
    if value is None or lower is None or upper is None:
        return False
    return value > upper if deviation.sense == Sense.MORE else value < lower


def bounds_by_period(deviation: Deviation) -> dict[date, tuple[float | None, float | None]]:
    """Return the stored expected range of a deviation's series by first day of the period."""
    stored: ExpectedRange | None = getattr(deviation.series, "expected_range", None)
    if stored is None:
        return {}
    rhythm = Frequency(deviation.series.indicator.frequency)
    first = number_of(stored.first, rhythm)
    return {
        start_of(first + place, rhythm): ends
        for place, ends in enumerate(zip(stored.lower, stored.upper, strict=True))
    }
