"""What readers thought of items, to be read together with the items."""

from __future__ import annotations

from typing import Literal

from django.db.models import Prefetch, QuerySet

from driehoek.position.models import Reading


def rated() -> Prefetch[Literal["readings"], QuerySet[Reading], Literal["ratings"]]:
    """Return what to prefetch for `item.ratings`: the readings of those who rated it, newest first."""
    readings = Reading.objects.exclude(verdict="").select_related("person").order_by("-rated_at")
    return Prefetch("readings", to_attr="ratings", queryset=readings)
