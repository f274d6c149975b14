"""Reading the register of processing activities: what is processed for what, on which basis, until when (TZ01)."""

from __future__ import annotations

import uuid

from django.db.models import F, QuerySet
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.grounds.models import ActivityVersion


def versions(identity: Identity) -> QuerySet[ActivityVersion]:
    """Return every version of every activity of the municipality, with its covenant."""
    return ActivityVersion.objects.filter(municipality=identity.municipality).select_related(
        "covenant", "made_by"
    )


def newest(identity: Identity, *, ended: bool = False) -> list[ActivityVersion]:
    """Return the newest version of each activity, what must be looked at again first on top; one query.

    A register of processing activities has some dozens of lines, so it is one page.
    """
    last = versions(identity).order_by("activity", "-number").distinct("activity").values("pk")
    rows = versions(identity).filter(pk__in=last, ended=ended)
    return list(rows.order_by(F("expires_on").asc(nulls_last=True), "name"))


def history(identity: Identity, activity: uuid.UUID) -> list[ActivityVersion]:
    """Return the versions of an activity, newest first; empty when there is none."""
    return list(versions(identity).filter(activity=activity).order_by("-number"))


def version_at(identity: Identity, slug: str, number: int) -> ActivityVersion | None:
    """Return the version that an address of the processing log is about."""
    return versions(identity).filter(slug=slug, number=number).first()


def number_in_force(municipality: uuid.UUID, slug: str) -> int | None:
    """Return the number of the version that holds today, or None when the register has none (ledger.activities)."""
    rows = ActivityVersion.objects.filter(
        municipality=municipality, slug=slug, valid_from__lte=timezone.localdate()
    )
    return rows.order_by("-number").values_list("number", flat=True).first()
