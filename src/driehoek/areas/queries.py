"""Every read about areas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Q, QuerySet

from driehoek.areas.models import Area, AreaLevel


def newest_year(municipality_code: str) -> int | None:
    """Return the newest division in which the municipality has areas, or None."""
    found = Area.objects.filter(municipality_code=municipality_code).aggregate(newest=Max("year"))
    newest: int | None = found["newest"]
    return newest


def areas_of(municipality_code: str, *, year: int | None = None) -> QuerySet[Area]:
    """Return the areas of a municipality in one division (the newest, when no year is named), by code.

    Geometry is left out; ask `geometry_of` for it.
    """
    own = Area.objects.filter(municipality_code=municipality_code)
    division: Any = own.order_by("-year").values("year")[:1] if year is None else year
    return own.filter(year=division).defer("geometry").order_by("code")


def comparable_areas(municipality_code: str, *, year: int) -> QuerySet[Area]:
    """Return a municipality's own areas, the country, and the other municipalities, for comparison."""
    return (
        Area.objects.filter(year=year)
        .filter(
            Q(municipality_code=municipality_code) | Q(level__in=[AreaLevel.COUNTRY, AreaLevel.MUNICIPALITY])
        )
        .defer("geometry")
    )


def geometry_of(municipality_code: str, *, year: int, level: AreaLevel) -> dict[str, Any]:
    """Return the shapes of one level as a GeoJSON FeatureCollection with `code` and `name`, in CRS84."""
    rows = Area.objects.filter(
        municipality_code=municipality_code, year=year, level=level, geometry__isnull=False
    ).values_list("code", "name", "geometry")
    return {"type": "FeatureCollection", "features": list(_features(rows))}


def _features(rows: Iterable[tuple[str, str, Any]]) -> Iterable[dict[str, Any]]:
    for code, name, geometry in rows:
        yield {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "name": name},
            "geometry": geometry,
        }
