"""Findings on a map: where each one stands, and the areas under them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.areas.models import AreaLevel
from driehoek.areas.queries import AreaShape, shapes_of
from driehoek.scans import words
from driehoek.scans.models import Finding, FindingKind, Scan
from driehoek.scans.rows import finding_row
from driehoek.web.maps import MapArea, MapItem, MapView, Point, Shape

SHAPES: Final[dict[str, Shape]] = {
    FindingKind.SPOT: "circle",
    FindingKind.GROUP: "square",
    FindingKind.FACILITY: "diamond",
}


def ground(shapes: Iterable[AreaShape]) -> list[MapArea]:
    """Return the areas under a map: the outline of the whole first, without a name."""
    found = [
        MapArea(
            value="" if shape.level == AreaLevel.MUNICIPALITY else str(shape.id),
            name="" if shape.level == AreaLevel.MUNICIPALITY else shape.name,
            geometry=shape.geometry,
            point=shape.point,
        )
        for shape in shapes
    ]
    return sorted(found, key=lambda area: bool(area.value))


def items(
    findings: Sequence[Finding], shapes: Sequence[AreaShape], times: Mapping[uuid.UUID, int]
) -> list[MapItem]:
    """Return findings as things on a map; where only the area is known the mark stands in the middle of it."""
    by_code = {shape.code: shape.point for shape in shapes}
    return [_item(finding, by_code, times.get(finding.pk, 1)) for finding in findings]


def view(
    identity: Identity, scan: Scan, findings: Sequence[Finding], times: Mapping[uuid.UUID, int]
) -> MapView:
    """Return the map of a scan; one query."""
    shapes = shapes_of(identity.cbs_code)
    return MapView(
        id="scan-kaart",
        title=_("Kaart van de %(scan)s") % {"scan": words.name(scan).lower()},
        source_url=reverse("scans:map", args=[scan.pk]),
        items=items(findings, shapes, times),
        areas=ground(shapes),
        empty=_("Er is nog geen hot spot, hot group of hot facility"),
    )


def pick_view() -> MapView:
    """Return the map on which a place is chosen; the browser gets its areas from its address."""
    return MapView(
        id="plek-kaart",
        title=_("Kaart om de plek te kiezen"),
        source_url=reverse("scans:ground"),
        items=(),
        areas=(),
    )


def _item(finding: Finding, by_code: Mapping[str, Point], times: int) -> MapItem:
    point, zone = _place(finding.shape)
    vague = point is None
    if point is None and finding.area:
        parent = finding.area.parent
        point = by_code.get(finding.area.code) or (by_code.get(parent.code) if parent else None)
    return MapItem(
        key=str(finding.pk),
        mark=str(finding.number),
        shape=SHAPES[finding.kind],
        kind=str(FindingKind(finding.kind).label),
        row=finding_row(finding, times=times),
        point=point,
        zone=zone,
        vague=vague,
    )


def _place(shape: dict[str, Any] | None) -> tuple[Point | None, dict[str, Any] | None]:
    """Return where the mark of a shape stands, and the polygon when it is one."""
    if shape is None:
        return None, None
    if shape["type"] == "Point":
        longitude, latitude = shape["coordinates"]
        return (longitude, latitude), None
    from shapely.geometry import shape as polygon_of

    inside = polygon_of(shape).representative_point()
    return (round(inside.x, 5), round(inside.y, 5)), shape
