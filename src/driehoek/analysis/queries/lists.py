"""The full list of deviations, the mutes and the signal values."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.analysis.models import Coverage, Deviation, Mute, SignalValue
from driehoek.analysis.queries.lines import deviations_of, followed_by, muted, seen_by
from driehoek.areas.models import Area
from driehoek.figures.models import Indicator, Series
from driehoek.problems.models import Theme

PAGE: Final = 30
MOST: Final = 500
PERIODS: Final = 36
_THEME = "series__indicator__theme"
_AREA = "series__area"


class State(models.TextChoices):
    """What became of a deviation for this reader."""

    NEW = "nieuw", _("Nieuw voor u")
    SEEN = "gezien", _("Door u gezien")
    MUTED = "gedempt", _("Gedempt")
    WITHDRAWN = "ingetrokken", _("Ingetrokken")


@dataclass(frozen=True)
class DeviationFilter:
    """What the list can be narrowed to; None means all."""

    state: State = State.NEW
    theme: uuid.UUID | None = None
    area: int | None = None
    period: date | None = None


@dataclass(frozen=True)
class Cursor:
    """The last row of a page: the next page goes on after it, whatever was added meanwhile."""

    period: date
    rank: float
    pk: uuid.UUID


def deviation_list(
    identity: Identity, chosen: DeviationFilter, *, after: Cursor | None = None
) -> tuple[list[Deviation], bool]:
    """Return a page of deviations, newest and highest first, and whether there are more; one query."""
    rows = narrowed(identity, chosen).annotate(followed=followed_by(identity))
    if after:
        rows = rows.filter(
            Q(period__lt=after.period)
            | Q(period=after.period, rank__lt=after.rank)
            | Q(period=after.period, rank=after.rank, id__lt=after.pk)
        )
    found: list[Deviation] = [*rows.order_by("-period", "-rank", "-id")[: PAGE + 1]]
    return found[:PAGE], len(found) > PAGE


def narrowed(identity: Identity, chosen: DeviationFilter) -> QuerySet[Deviation]:
    """Return the deviations that a choice leaves for this reader."""
    rows = deviations_of(identity).filter(_in_state(identity, chosen.state))
    if chosen.theme:
        rows = rows.filter(_or_under(_THEME, chosen.theme))
    if chosen.area:
        rows = rows.filter(_or_under(_AREA, chosen.area))
    return rows.filter(period=chosen.period) if chosen.period else rows


def _in_state(identity: Identity, state: State) -> Q:
    is_muted, is_seen = Q(muted(on=timezone.localdate())), seen_by(identity)
    return {
        State.NEW: Q(withdrawn_at=None) & ~is_muted & ~is_seen,
        State.SEEN: Q(withdrawn_at=None) & is_seen,
        State.MUTED: Q(withdrawn_at=None) & is_muted,
        State.WITHDRAWN: Q(withdrawn_at__isnull=False),
    }[state]


def _or_under(path: str, wanted: uuid.UUID | int) -> Q:
    """Match a theme or area and what lies under it, two levels down."""
    return Q(**{path: wanted}) | Q(**{f"{path}__parent": wanted}) | Q(**{f"{path}__parent__parent": wanted})


@dataclass(frozen=True)
class FilterChoices:
    """What can be chosen in the filter: only what has figures."""

    themes: list[Theme]
    areas: list[Area]
    periods: list[date]


def filter_choices(identity: Identity) -> FilterChoices:
    """Return the themes and areas that have figures and the last periods with deviations; three queries."""
    place = identity.municipality
    indicators = Indicator.objects.filter(municipality=place, ended_at=None)
    return FilterChoices(
        themes=list(
            Theme.objects.filter(municipality=place, pk__in=indicators.values("theme")).order_by(
                "field", "name"
            )
        ),
        areas=list(
            Area.objects.filter(pk__in=Series.objects.filter(municipality=place).values("area"))
            .only("code", "name", "level")
            .order_by("code")
        ),
        periods=list(
            Deviation.objects.filter(municipality=place)
            .order_by("-period")
            .values_list("period", flat=True)
            .distinct()[:PERIODS]
        ),
    )


def last_coverage(identity: Identity) -> list[Coverage]:
    """Return what the last detection looked at, for each source and rhythm; one query."""
    return list(
        Coverage.objects.filter(municipality=identity.municipality)
        .select_related("source")
        .order_by("source_id", "frequency", "-latest")
        .distinct("source_id", "frequency")
    )


def active_mutes(identity: Identity) -> tuple[list[Mute], bool]:
    """Return the mutes in force, the one that ends first on top, and whether there are more; one query."""
    rows = list(
        Mute.objects.filter(
            municipality=identity.municipality, ended_at=None, until__gte=timezone.localdate()
        )
        .select_related("indicator", "area", "person")
        .defer("area__geometry")
        .order_by("until", "pk")[: MOST + 1]
    )
    return rows[:MOST], len(rows) > MOST


def signal_values(identity: Identity) -> tuple[list[SignalValue], bool]:
    """Return the signal values in force by name of the indicator, and whether there are more; one query."""
    rows = list(
        SignalValue.objects.filter(municipality=identity.municipality, ended_at=None)
        .select_related("indicator", "area")
        .defer("area__geometry")
        .order_by("indicator__name", "rule", "pk")[: MOST + 1]
    )
    return rows[:MOST], len(rows) > MOST
