"""Work that is done after a page has answered: judging the figures anew."""

from __future__ import annotations

import uuid
from typing import Any

from procrastinate.contrib.django import app


@app.task(name="analysis.detect")
def detect(municipality: str) -> None:
    """Judge the figures of a municipality (services.detect_deviations)."""
    from driehoek.analysis.services import detect_deviations

    detect_deviations(municipality=uuid.UUID(municipality))


def request_detection(*, municipality: uuid.UUID) -> None:
    """Put a detection on the queue, in the caller's transaction: it runs when, and only when, that commits.

    Detections of one municipality run one after the other. A second request is not dropped for a waiting
    first one, which may already have read the figures; running twice only costs a second.
    """
    detect.configure(lock=f"analysis:{municipality}").defer(municipality=str(municipality))


def on_figures_loaded(*, municipality: uuid.UUID, **_kwargs: Any) -> None:
    """Hear that figures were loaded (figures.signals.figures_loaded)."""
    request_detection(municipality=municipality)
