"""Everything about one deviation."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.analysis.models import Acknowledgement, Coverage, Deviation, Follow, Mute
from driehoek.analysis.periods import number_of, start_of
from driehoek.analysis.queries.lines import EvidencePoint, deviations_of, points_of
from driehoek.figures.models import Frequency, Observation

EVIDENCE_PERIODS: Final = 36


@dataclass(frozen=True)
class Evidence:
    """Everything about one deviation.

    Attributes:
        deviation: the deviation, with its series, indicator, source, theme and area.
        points: the series over the last three years, oldest first, with the rows it came from.
        history: the other deviations of the same series, newest first.
        acknowledgements: who took note of it, newest first; undone ones left out.
        mutes: mutes in force that silence it.
        follows: what the reader follows of its theme and area.
        coverage: what the last detection of its source looked at.
    """

    deviation: Deviation
    points: tuple[EvidencePoint, ...]
    history: list[Deviation]
    acknowledgements: list[Acknowledgement]
    mutes: list[Mute]
    follows: list[Follow]
    coverage: Coverage | None = field(default=None)

    def own(self, person: uuid.UUID) -> Acknowledgement | None:
        """Return the acknowledgement of `person`, or None."""
        return next((one for one in self.acknowledgements if one.person_id == person), None)


def deviation_evidence(identity: Identity, deviation: uuid.UUID) -> Evidence:
    """Return everything about one deviation, in a fixed number of queries.

    Raises:
        Deviation.DoesNotExist: there is none in this municipality.
    """
    found = deviations_of(identity).select_related("signal_value").get(pk=deviation)
    series = found.series
    rhythm = Frequency(series.indicator.frequency)
    last = number_of(found.period, rhythm)
    observations = (
        Observation.objects.filter(
            series=series,
            period__gte=start_of(last - EVIDENCE_PERIODS + 1, rhythm),
            period__lte=start_of(last + EVIDENCE_PERIODS, rhythm),
        )
        .select_related("run")
        .order_by("period")
    )
    history = list(
        Deviation.objects.filter(series=series).exclude(pk=found.pk).order_by("-period", "rule")[:12]
    )
    flagged = {row.period for row in history if row.withdrawn_at is None} | {found.period}
    today = timezone.localdate()
    return Evidence(
        deviation=found,
        points=points_of(found, observations, flagged, with_files=True),
        history=history,
        acknowledgements=list(
            Acknowledgement.objects.filter(deviation=found, undone_at=None).select_related("person")
        ),
        mutes=list(
            Mute.objects.filter(
                Q(area=None) | Q(area=series.area_id),
                indicator=series.indicator_id,
                ended_at=None,
                until__gte=today,
            ).select_related("person")
        ),
        follows=list(
            Follow.objects.filter(
                Q(theme=series.indicator.theme_id) | Q(area=series.area_id), person=identity.person
            )
        ),
        coverage=Coverage.objects.filter(
            source=series.indicator.source_id, frequency=series.indicator.frequency
        )
        .order_by("-latest")
        .first(),
    )
