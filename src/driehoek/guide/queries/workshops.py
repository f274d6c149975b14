"""Sessions of the driehoek about a worked case."""

from __future__ import annotations

import uuid

from django.db.models import Count, QuerySet

from driehoek.access.identity import Identity
from driehoek.guide.models import Workshop, WorkshopOutcome
from driehoek.guide.queries.texts import readable
from driehoek.guide.shapes import Case, Section


def workshops(identity: Identity) -> QuerySet[Workshop]:
    """Return the sessions of this municipality, newest first, with how much each kept."""
    return (
        Workshop.objects.filter(municipality=identity.municipality)
        .select_related("led_by")
        .annotate(kept=Count("outcomes"))
        .order_by("-planned_on", "-made_at")
    )


def workshop_of(identity: Identity, workshop: uuid.UUID) -> Workshop | None:
    """Return a session, or None."""
    rows = Workshop.objects.filter(municipality=identity.municipality, pk=workshop)
    return rows.select_related("led_by").first()


def case_of(workshop: Workshop) -> Case | None:
    """Return the case as it was prepared; None when it cannot be read any more."""
    text = readable(Section.CASE, workshop.case, workshop.content)
    return text if isinstance(text, Case) else None


def outcomes(workshop: Workshop) -> QuerySet[WorkshopOutcome]:
    """Return what a session kept, in the order in which it was agreed."""
    return WorkshopOutcome.objects.filter(workshop=workshop).order_by("made_at")
