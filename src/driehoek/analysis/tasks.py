"""Work that is done after a page has answered: judging the figures anew."""

from __future__ import annotations

import uuid
from typing import Any

from driehoek.jobs.app import municipality_task


@municipality_task()
def detect(*, municipality: uuid.UUID, **_arguments: Any) -> None:
    """Judge the figures of a municipality (services.detect_deviations)."""
    from driehoek.analysis.services import detect_deviations

    detect_deviations(municipality=municipality)


def request_detection(*, municipality: uuid.UUID) -> None:
    """Put a detection on the queue, in the caller's transaction: it runs when, and only when, that commits.

    A second request is not dropped for a waiting first one, which may start before this transaction commits
    and would not see its figures. Detections of one municipality wait for each other; running twice costs a
    second.
    """
    detect.defer(municipality=municipality)


def on_figures_changed(*, municipality: uuid.UUID, **_kwargs: Any) -> None:
    """Hear that figures were loaded, or that an indicator ended or came back (figures.signals)."""
    request_detection(municipality=municipality)
