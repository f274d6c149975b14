"""Maps: one view of things in places, drawn in the browser, on the server and on paper, and always a list as well.

A room makes a `MapView` and shows it with `web/components/map.html`; the browser fetches the same things as GeoJSON
(CRS84) from an address of the room, which checks who asks. Without a script, and on paper, the page has the drawing
that is made here. Nothing is told by colour alone: each kind has a shape and each thing a number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.conf import settings
from django.http import JsonResponse
from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from driehoek.web.components import Row

Shape = Literal["circle", "square", "diamond"]
Point = tuple[float, float]
WIDTH: Final = 720
HEIGHT: Final = 480
MARGIN: Final = 44
# Half of a mark and the air around it, on the drawing.
APART: Final = 27.0
ROUNDS: Final = 60
# About 600 metres: one thing by itself is not shown as if it were the whole world.
LEAST_SPAN: Final = 0.008
OUTLINES: Final[dict[Shape, str]] = {
    "circle": "M0-12A12 12 0 1 1 0 12A12 12 0 1 1 0-12Z",
    "square": "M-11-11H11V11H-11Z",
    "diamond": "M0-15L15 0L0 15L-15 0Z",
}
# Colours of the day for paper, which knows no style sheet.
PAPER: Final = {
    "ground": "#f6f5f1",
    "area": "#ffffff",
    "edge": "#6d7981",
    "zone": "#fdf1e6",
    "mark": "#0b5a7a",
    "vague": "#ffffff",
    "text": "#14212b",
    "on": "#ffffff",
}


@dataclass(frozen=True)
class MapArea:
    """An area as the ground of a map.

    Attributes:
        value: what a form sends when the area is chosen; empty when it cannot be.
        name: its name, written on the map where there is room; empty for the outline of the whole.
        geometry: a GeoJSON polygon in CRS84.
        point: where the name stands.
    """

    value: str
    name: str
    geometry: dict[str, Any]
    point: Point


@dataclass(frozen=True)
class MapItem:
    """A thing on the map and in the list.

    Attributes:
        key: names it in both.
        mark: what stands in its mark, at most two signs.
        shape: the form of its mark, which tells its kind.
        kind: that kind in words.
        row: its line in the list.
        point: where its mark stands; None when it is in the list alone.
        zone: the GeoJSON polygon that it takes up, if known.
        vague: whether only the area is known, not the place; then the edge of the mark is dashed.
    """

    key: str
    mark: str
    shape: Shape
    kind: str
    row: Row
    point: Point | None = None
    zone: dict[str, Any] | None = None
    vague: bool = False

    @property
    def words(self) -> str:
        """What a screen reader says of its mark."""
        return f"{self.mark}. {self.row.title}, {self.kind.lower()}"


@dataclass(frozen=True)
class MapView:
    """Everything that `web/components/map.html` needs.

    Attributes:
        id: names the map on its page.
        title: what the map shows.
        source_url: where the browser gets the same as GeoJSON.
        items: the things, in the order of the list.
        areas: the ground.
        empty: what the list says when there is nothing.
    """

    id: str
    title: str
    source_url: str
    items: Sequence[MapItem]
    areas: Sequence[MapArea]
    empty: str = ""

    @property
    def summary(self) -> str:
        """Say in words what can be seen."""
        shown = sum(item.point is not None for item in self.items)
        parts = [
            ngettext("%(n)s plek op de kaart.", "%(n)s plekken op de kaart.", shown) % {"n": shown},
        ]
        vague = sum(item.vague and item.point is not None for item in self.items)
        if vague:
            said = ngettext(
                "Van %(n)s is alleen het gebied bekend; de rand is daar gestippeld.",
                "Van %(n)s is alleen het gebied bekend; de rand is daar gestippeld.",
                vague,
            )
            parts.append(said % {"n": vague})
        hidden = len(self.items) - shown
        if hidden:
            said = ngettext("%(n)s staat alleen in de lijst.", "%(n)s staan alleen in de lijst.", hidden)
            parts.append(said % {"n": hidden})
        return " ".join(parts)

    @property
    def legend(self) -> list[tuple[Shape, str]]:
        """The shapes with what they stand for, each once."""
        return list({item.shape: (item.shape, item.kind) for item in self.items}.values())

    @property
    def drawing(self) -> SafeString:
        """The map as it is without a script and on paper."""
        return draw(self.areas, self.items, title=f"{self.title}. {self.summary}")

    @property
    def has_ground(self) -> bool:
        """Whether there is anything to draw at all."""
        return bool(self.areas) or any(item.point for item in self.items)


@dataclass(frozen=True)
class BaseMap:
    """The pictures under the map, of a host that the installation names; empty means a plain ground."""

    url: str
    attribution: str


def base_map() -> BaseMap:
    """Return the base map of this installation (DRIEHOEK_MAP_TILES, DRIEHOEK_MAP_ATTRIBUTION)."""
    return BaseMap(getattr(settings, "MAP_TILES", ""), getattr(settings, "MAP_ATTRIBUTION", ""))


def collection(areas: Iterable[MapArea], items: Iterable[MapItem]) -> dict[str, Any]:
    """Return areas and things as a GeoJSON FeatureCollection in CRS84."""
    features = [
        _feature(area.geometry, role="area", value=area.value, name=area.name, point=area.point)
        for area in areas
    ]
    for item in items:
        if item.point is None:
            continue
        place = item.zone or {"type": "Point", "coordinates": list(item.point)}
        features.append(
            _feature(
                place,
                role="item",
                key=item.key,
                mark=item.mark,
                shape=item.shape,
                words=item.words,
                url=item.row.url,
                vague=item.vague,
                point=item.point,
            )
        )
    return {"type": "FeatureCollection", "features": features}


def geojson(areas: Iterable[MapArea], items: Iterable[MapItem]) -> JsonResponse:
    """Answer a browser that asks for a map."""
    return JsonResponse(collection(areas, items), content_type="application/geo+json")


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def draw(
    areas: Sequence[MapArea], items: Sequence[MapItem], *, title: str, standalone: bool = False
) -> SafeString:
    """Draw a map as SVG.

    Args:
        areas: the ground.
        items: the things; those without a point are left out.
        title: what can be seen, for who does not see it.
        standalone: bring its own colours, for paper.
    """
    shown = [item for item in items if item.point is not None]
    to_paper = _projection(areas, shown)
    parts = [_shape(area.geometry, to_paper, "area", standalone) for area in areas]
    parts += [_shape(item.zone, to_paper, "zone", standalone) for item in shown if item.zone]
    parts += [_name(area, to_paper, standalone) for area in areas if area.name]
    places = spread([to_paper(item.point) for item in shown if item.point])
    parts += [_mark(item, place, standalone) for item, place in zip(shown, places, strict=True)]
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" {_look("ground", standalone)}/>'
    return mark_safe(  # noqa: S308 - escaped piece by piece
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" class="dh-map__drawing" role="img"'
        f' aria-label="{esc(title)}">{ground}{"".join(parts)}</svg>'
    )


def spread(places: Sequence[Point], *, apart: float = APART) -> list[Point]:
    """Move marks that would lie over each other apart, as little as it takes; the browser does the same."""
    found = [list(place) for place in places]
    for _round in range(ROUNDS):
        moved = False
        for first in range(len(found)):
            for second in range(first + 1, len(found)):
                moved |= _push(found[first], found[second], apart, first + second)
        if not moved:
            break
    return [(x, y) for x, y in found]


def _push(one: list[float], other: list[float], apart: float, turn: int) -> bool:
    right, down = other[0] - one[0], other[1] - one[1]
    far = math.hypot(right, down)
    if far >= apart:
        return False
    if far < 0.01:
        right, down, far = math.cos(turn), math.sin(turn), 1.0
        step = apart / 2
    else:
        step = (apart - far) / 2 + 0.01
    for place, sign in ((one, -1), (other, 1)):
        place[0] += sign * step * right / far
        place[1] += sign * step * down / far
    return True


def _projection(areas: Sequence[MapArea], items: Sequence[MapItem]) -> Any:
    """Return what turns a longitude and latitude into a place on the drawing: around the things, or the areas."""
    around = [point for item in items for point in _points(item)]
    if not around:
        around = [point for area in areas for point in positions(area.geometry)] or [(5.3, 52.1)]
    west, east = min(x for x, _y in around), max(x for x, _y in around)
    south, north = min(y for _x, y in around), max(y for _x, y in around)
    squeeze = math.cos(math.radians((south + north) / 2))
    span = max((east - west) * squeeze / (WIDTH - 2 * MARGIN), (north - south) / (HEIGHT - 2 * MARGIN))
    scale = 1 / max(span, LEAST_SPAN / HEIGHT)
    middle = ((west + east) / 2, (south + north) / 2)

    def to_paper(point: Point) -> Point:
        return (
            WIDTH / 2 + (point[0] - middle[0]) * squeeze * scale,
            HEIGHT / 2 - (point[1] - middle[1]) * scale,
        )

    return to_paper


def _points(item: MapItem) -> list[Point]:
    found = positions(item.zone) if item.zone else []
    return [*found, item.point] if item.point else found


def positions(geometry: dict[str, Any]) -> list[Point]:
    """Return every longitude and latitude of a GeoJSON geometry."""
    return [point for ring in rings(geometry) for point in ring]


def rings(geometry: dict[str, Any]) -> list[list[Point]]:
    """Return the rings of a polygon or of several; a point is a ring of one."""
    given = geometry["coordinates"]
    if geometry["type"] == "Point":
        return [[(given[0], given[1])]]
    polygons = given if geometry["type"] == "MultiPolygon" else [given]
    return [[(point[0], point[1]) for point in ring] for polygon in polygons for ring in polygon]


def _shape(geometry: dict[str, Any] | None, to_paper: Any, kind: str, standalone: bool) -> str:
    if geometry is None:
        return ""
    path = "".join(_ring([to_paper(point) for point in ring]) for ring in rings(geometry))
    return f'<path d="{path}" {_look(kind, standalone)}/>' if path else ""


def _ring(places: list[Point]) -> str:
    """Write a ring, without points that lie within a pixel of the one before, or not at all when far outside."""
    if all(not (-WIDTH < x < 2 * WIDTH and -HEIGHT < y < 2 * HEIGHT) for x, y in places):
        return ""
    kept: list[Point] = []
    for x, y in places:
        if not kept or math.hypot(x - kept[-1][0], y - kept[-1][1]) >= 1:
            kept.append((x, y))
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in kept) + "Z"


def _name(area: MapArea, to_paper: Any, standalone: bool) -> str:
    """Write the name of an area where it fits inside its outline."""
    across = [to_paper(point)[0] for point in positions(area.geometry)]
    x, y = to_paper(area.point)
    room = min(max(across), WIDTH) - max(min(across), 0)
    if room < 7 * len(area.name) or not (40 < x < WIDTH - 40 and 34 < y < HEIGHT):
        return ""
    look = f'fill="{PAPER["edge"]}" font-size="11"' if standalone else 'class="dh-map__name"'
    # Above the middle, where the mark of a thing stands of which only the area is known.
    return f'<text x="{x:.0f}" y="{y - 20:.0f}" text-anchor="middle" aria-hidden="true" {look}>{esc(area.name)}</text>'


def _mark(item: MapItem, place: Point, standalone: bool) -> str:
    x, y = place
    kind = "vague" if item.vague else "mark"
    text = "text" if item.vague else "on"
    look = (
        f'fill="{PAPER[text]}" font-size="13" font-weight="600"'
        if standalone
        else f'class="dh-map__number dh-map__number--{kind}"'
    )
    return (
        f'<g transform="translate({x:.1f} {y:.1f})"><path d="{OUTLINES[item.shape]}" {_look(kind, standalone)}/>'
        f'<text y="4.5" text-anchor="middle" {look}>{esc(item.mark)}</text></g>'
    )


def _look(kind: str, standalone: bool) -> str:
    if not standalone:
        return f'class="dh-map__{kind}"'
    stroke = {"ground": "", "area": PAPER["edge"], "zone": "#8a3b00"}.get(kind, PAPER["mark"])
    dash = ' stroke-dasharray="3 2"' if kind in {"vague", "zone"} else ""
    edge = f' stroke="{stroke}" stroke-width="{1 if kind == "area" else 2}"' if stroke else ""
    return f'fill="{PAPER[kind]}"{edge}{dash}'
