"""A place as people write it: latitude and longitude, one point on a line; three or more are the corners of a zone."""

from __future__ import annotations

import re
from typing import Any, Final

from django.utils.translation import gettext as _

from driehoek.areas.models import AreaLevel
from driehoek.areas.queries import AreaShape

NUMBER: Final = re.compile(r"-?\d{1,3}(?:[.,]\d+)?")
# The Netherlands with its waters: west, south, east, north.
COUNTRY: Final = (3.0, 50.6, 7.4, 53.8)
MOST_CORNERS: Final = 60
PLACES: Final = 5
LEAST_CORNERS: Final = 3


class NoPlace(ValueError):
    """It cannot be read as a place; the message says what to do."""


def read_place(text: str) -> dict[str, Any] | None:
    """Return a GeoJSON point or polygon (CRS84, so longitude first); None for an empty text.

    Raises:
        NoPlace: it is no place, or one outside the Netherlands.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    if len(lines) > MOST_CORNERS:
        raise NoPlace(_("Een vlak heeft hier hooguit %(n)s hoekpunten.") % {"n": MOST_CORNERS})
    points = [_point(line) for line in lines]
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    if len(points) < LEAST_CORNERS:
        raise NoPlace(_("Een vlak heeft minstens drie hoekpunten. Eén regel is een punt."))
    closed = points if points[0] == points[-1] else [*points, points[0]]
    shape = {"type": "Polygon", "coordinates": [closed]}
    from shapely.geometry import shape as polygon_of

    if not polygon_of(shape).is_valid:
        raise NoPlace(_("De randen van dit vlak kruisen elkaar. Zet de hoekpunten op volgorde."))
    return shape


def write_place(shape: dict[str, Any] | None) -> str:
    """Return a stored place as people write it."""
    if shape is None:
        return ""
    points = [shape["coordinates"]] if shape["type"] == "Point" else shape["coordinates"][0][:-1]
    return "\n".join(f"{latitude:.5f} {longitude:.5f}" for longitude, latitude in points)


def require_inside(shape: dict[str, Any], shapes: list[AreaShape]) -> None:
    """Refuse a place that has nothing to do with the municipality, where its outline is known.

    Raises:
        NoPlace: it lies outside.
    """
    from shapely.geometry import shape as polygon_of

    whole = [one for one in shapes if one.level == AreaLevel.MUNICIPALITY] or shapes
    place = polygon_of(shape)
    if whole and not any(polygon_of(one.geometry).intersects(place) for one in whole):
        raise NoPlace(
            _("Deze plek ligt buiten de gemeente. Schrijf de breedtegraad eerst, zoals 51.92250 4.47917.")
        )


def _point(line: str) -> list[float]:
    found = NUMBER.findall(line)
    if len(found) != 2:
        raise NoPlace(
            _("“%(line)s” is geen plek. Schrijf breedte en lengte, zoals 51.92250 4.47917.")
            % {"line": line[:30]}
        )
    latitude, longitude = (round(float(one.replace(",", ".")), PLACES) for one in found)
    west, south, east, north = COUNTRY
    if not (west <= longitude <= east and south <= latitude <= north):
        raise NoPlace(
            _("Deze plek ligt niet in Nederland. Schrijf de breedtegraad eerst, zoals 51.92250 4.47917.")
        )
    return [longitude, latitude]
