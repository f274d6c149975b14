"""Maps: the same in GeoJSON, in the drawing and in the list; never by colour alone; a base map only when named."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from lxml import html

from driehoek.installation.tiles import tile_hosts
from driehoek.web import maps
from driehoek.web.components import Row
from driehoek.web.maps import MapArea, MapItem, MapView

SVG = "{http://www.w3.org/2000/svg}"
RING = [[4.4, 51.9], [4.44, 51.9], [4.44, 51.92], [4.4, 51.92], [4.4, 51.9]]
TOWN = MapArea("", "", {"type": "Polygon", "coordinates": [RING]}, (4.42, 51.91))
CENTRE = MapArea("7", "Centrum", {"type": "MultiPolygon", "coordinates": [[RING]]}, (4.42, 51.91))


def item(mark: str, point: tuple[float, float] | None = (4.41, 51.905), **more: object) -> MapItem:
    given: dict[str, object] = {
        "shape": "circle",
        "kind": "Hot spot",
        "row": Row(f"Plek <{mark}>", url=f"/{mark}/"),
    }
    return MapItem(key=mark, mark=mark, point=point, **(given | more))  # type: ignore[arg-type]


def view(*items: MapItem, areas: tuple[MapArea, ...] = (TOWN, CENTRE)) -> MapView:
    return MapView("kaart", "Kaart van de proef", "/kaart.json", items, areas, empty="Er is nog niets")


def page(one: MapView) -> html.HtmlElement:
    return html.fromstring(render_to_string("web/components/map.html", {"map": one, "csrf_token": "x"}))


def test_geojson_holds_the_areas_and_what_has_a_place_longitude_first() -> None:
    zone = {"type": "Polygon", "coordinates": [RING]}
    found = maps.collection((TOWN, CENTRE), (item("1"), item("2", None), item("3", zone=zone)))
    assert found["type"] == "FeatureCollection"
    roles = [one["properties"]["role"] for one in found["features"]]
    assert roles == ["area", "area", "item", "item"]
    spot, area = found["features"][2:]
    assert spot["geometry"] == {"type": "Point", "coordinates": [4.41, 51.905]}
    assert spot["properties"]["words"] == "1. Plek <1>, hot spot"
    assert area["geometry"] == zone
    assert area["properties"]["point"] == (4.41, 51.905)


def test_the_drawing_is_well_formed_escaped_and_numbers_every_mark() -> None:
    drawn = ET.fromstring(
        maps.draw((TOWN, CENTRE), (item("1"), item("<2", (4.43, 51.915))), title='Kaart "van" <hier>')
    )
    assert drawn.get("aria-label") == 'Kaart "van" <hier>'
    marks = [text.text for group in drawn.findall(f"{SVG}g") for text in group.findall(f"{SVG}text")]
    assert marks == ["1", "<2"]
    assert [text.text for text in drawn.findall(f"{SVG}text")] == ["Centrum"]
    assert all("style" not in element.attrib for element in drawn.iter())


def test_the_drawing_lies_as_the_world_does() -> None:
    drawn = ET.fromstring(maps.draw((TOWN,), (item("1", (4.40, 51.92)), item("2", (4.44, 51.90))), title="x"))
    north_west, south_east = (_place(group) for group in drawn.findall(f"{SVG}g"))
    assert north_west[0] < south_east[0]
    assert north_west[1] < south_east[1]
    across, down = south_east[0] - north_west[0], south_east[1] - north_west[1]
    # At this latitude a degree to the east is that much shorter than one to the north.
    assert math.isclose(across / down, 0.04 * math.cos(math.radians(51.91)) / 0.02, rel_tol=0.01)


def _place(group: ET.Element) -> tuple[float, float]:
    x, y = group.attrib["transform"].removeprefix("translate(").removesuffix(")").split()
    return float(x), float(y)


def test_each_kind_has_a_shape_of_its_own_and_an_unknown_place_a_dashed_edge() -> None:
    drawn = str(
        maps.draw((TOWN,), (item("1"), item("2", (4.43, 51.91), shape="square", vague=True)), title="x")
    )
    assert maps.OUTLINES["circle"] in drawn
    assert maps.OUTLINES["square"] in drawn
    assert drawn.count('class="dh-map__vague"') == 1
    alone = str(maps.draw((TOWN,), (item("1", vague=True),), title="x", standalone=True))
    assert "stroke-dasharray" in alone
    assert 'class="dh-map__vague' not in alone


@pytest.mark.parametrize("count", [2, 5, 12])
def test_marks_on_one_place_are_moved_apart_and_stay_near(count: int) -> None:
    found = maps.spread([(100.0, 100.0)] * count)
    near = [math.dist(one, other) for place, one in enumerate(found) for other in found[:place]]
    assert min(near) > maps.APART * 0.9
    assert max(math.dist(one, (100.0, 100.0)) for one in found) < maps.APART * count


def test_marks_that_do_not_touch_stay_where_they_are() -> None:
    assert maps.spread([(0.0, 0.0), (200.0, 0.0)]) == [(0.0, 0.0), (200.0, 0.0)]


def test_one_thing_or_none_is_drawn_too() -> None:
    for shown in ((), (item("1"),)):
        for areas in ((), (TOWN,)):
            assert ET.fromstring(maps.draw(areas, shown, title="x")) is not None


def test_the_page_has_drawing_list_and_words_without_a_script() -> None:
    found = page(view(item("1"), item("2", None), item("3", (4.43, 51.91), vague=True)))
    assert len(found.xpath(".//svg[@role='img']")) == 1
    rows = found.xpath(".//li[@data-map-item]")
    assert [row.get("data-map-item") for row in rows] == ["1", "2", "3"]
    assert [row.xpath(".//a/@href")[0] for row in rows] == ["/1/", "/2/", "/3/"]
    buttons = found.xpath(".//button[@data-map-show]")
    assert [button.get("data-map-show") for button in buttons] == ["1", "3"], "not for what has no place"
    assert all(button.get("type") == "button" and button.get("hidden") is not None for button in buttons)
    said = " ".join(found.text_content().split())
    assert "2 plekken op de kaart. Van 1 is alleen het gebied bekend" in said
    assert "1 staat alleen in de lijst." in said


def test_a_page_with_nothing_says_so() -> None:
    assert "Er is nog niets" in page(view(areas=())).text_content()
    assert not page(view(areas=())).xpath(".//*[@data-map-canvas]")


def test_there_is_no_base_map_unless_it_is_named() -> None:
    assert page(view(item("1"))).get("data-tiles") is None
    with override_settings(
        MAP_TILES="https://kaart.example.nl/{z}/{x}/{y}.png", MAP_ATTRIBUTION="Kaart: <Voorbeeld>"
    ):
        found = page(view(item("1")))
    assert found.get("data-tiles") == "https://kaart.example.nl/{z}/{x}/{y}.png"
    assert found.get("data-attribution") == "Kaart: <Voorbeeld>"


def test_only_the_host_of_the_base_map_is_let_in() -> None:
    assert tile_hosts("") == []
    assert tile_hosts("https://kaart.example.nl:8443/a/{z}/{x}/{y}.png?k=1") == [
        "https://kaart.example.nl:8443"
    ]


@pytest.mark.parametrize(
    "url", ["http://kaart.example.nl/{z}", "//kaart.example.nl", "https://{s}.example.nl/{z}", "x"]
)
def test_a_base_map_without_tls_or_one_host_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="DRIEHOEK_MAP_TILES"):
        tile_hosts(url)
