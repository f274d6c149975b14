"""Every read about areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class AreaShape:
    """An area with its outline.

    Attributes:
        id: of the area; `code`, `name` and `level` are its own.
        geometry: GeoJSON in CRS84.
        point: a longitude and latitude inside it, where a mark for the whole area can stand.
    """

    id: int
    code: str
    name: str
    level: str
    geometry: dict[str, Any]
    point: tuple[float, float]


def shapes_of(municipality_code: str) -> list[AreaShape]:
    """Return the outline of a municipality and of the areas in it, in the newest division; one query.

    The areas are the districts, or the neighbourhoods where no district has a shape. What has no shape is left out.
    """
    from shapely.geometry import shape

    rows = areas_of(municipality_code).defer(None).exclude(geometry=None)
    found = []
    for area in rows.exclude(level=AreaLevel.COUNTRY):
        if area.geometry is None:
            continue
        inside = shape(area.geometry).representative_point()
        point = (round(inside.x, 5), round(inside.y, 5))
        found.append(AreaShape(area.pk, area.code, area.name, area.level, area.geometry, point))
    districts = any(one.level == AreaLevel.DISTRICT for one in found)
    unwanted = AreaLevel.NEIGHBOURHOOD if districts else AreaLevel.DISTRICT
    return [one for one in found if one.level != unwanted]


def shape_at(shapes: Iterable[AreaShape], point: tuple[float, float]) -> AreaShape | None:
    """Return the smallest of `shapes` in which a longitude and latitude lie, or None."""
    from shapely.geometry import Point, shape

    here = Point(point)
    inside = [(polygon.area, one) for one in shapes if (polygon := shape(one.geometry)).covers(here)]
    return min(inside, key=lambda pair: pair[0])[1] if inside else None


def _features(rows: Iterable[tuple[str, str, Any]]) -> Iterable[dict[str, Any]]:
    for code, name, geometry in rows:
        yield {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "name": name},
            "geometry": geometry,
        }
