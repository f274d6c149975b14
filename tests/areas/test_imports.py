"""Areas from the files of CBS and PDOK, in their format with made-up places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from driehoek.areas import queries, services
from driehoek.areas.commands import main
from driehoek.areas.files import UnusableError
from driehoek.areas.models import Area, AreaLevel

CODES = """"Key","Title","Description","Municipality","DetailRegionCode"
"NL00      ","Nederland",,"",""
"GM9902    ","Voorbeeldstad","Gemeente 'Voorbeeldstad' (GM9902)","GM9902","GM9902"
"WK990201  ","Wijk 01 Centrum","Wijk","GM9902","WK990201"
"BU99020101","Oude Haven","Buurt","GM9902","BU99020101"
"BU990201MA","Markt, noord","Buurt
over twee regels","GM9902","BU990201MA"
"GM9903    ","Andersdam","Gemeente","GM9903","GM9903"
"WK990300  ","Wijk 00","Wijk","GM9903","WK990300"
"BU99030000","Grachtenhoek","Buurt","GM9903","BU99030000"
"LD01      ","Noord (LD)","Landsdeel","",""
"""


@pytest.fixture
def code_list(tmp_path: Path) -> Path:
    path = tmp_path / "meta_47022NED_2022_WijkenEnBuurten.csv"
    path.write_text(CODES, encoding="utf-8")
    return path


def square(west: float, south: float, step: float = 0.01) -> dict[str, Any]:
    ring = [
        [west, south],
        [west + step, south],
        [west + step, south + step],
        [west, south + step],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def shapes(path: Path, code: str = "statcode", crs: str | None = None, **geometries: dict[str, Any]) -> Path:
    features = [
        {"type": "Feature", "properties": {code: name, "statnaam": name}, "geometry": geometry}
        for name, geometry in geometries.items()
    ]
    content: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(content))
    return path


@pytest.mark.django_db
def test_a_code_list_is_taken_as_published(code_list: Path) -> None:
    result = services.import_code_list(path=code_list)
    assert (result.year, result.read, result.written) == (2022, 9, 8)
    assert [(row.line, row.value) for row in result.skipped] == [(11, "LD01")]
    area = Area.objects.get(year=2022, code="BU990201MA")
    assert (area.name, area.level, area.municipality_code) == ("Markt, noord", "neighbourhood", "GM9902")
    assert area.parent is not None
    assert area.parent.parent is not None
    assert [area.parent.code, area.parent.parent.code] == ["WK990201", "GM9902"]
    assert services.import_code_list(path=code_list).written == 0


@pytest.mark.django_db
def test_a_renamed_area_is_changed_and_another_year_is_another_area(code_list: Path) -> None:
    services.import_code_list(path=code_list)
    code_list.write_text(CODES.replace('"Oude Haven"', '"Nieuwe Haven"'), encoding="utf-8")
    assert services.import_code_list(path=code_list).written == 1
    assert Area.objects.get(code="BU99020101").name == "Nieuwe Haven"
    services.import_code_list(path=code_list, year=2024)
    assert Area.objects.filter(code="BU99020101").count() == 2
    assert queries.newest_year("GM9902") == 2024
    assert {area.year for area in queries.areas_of("GM9902")} == {2024}


@pytest.mark.django_db
def test_one_municipality_of_the_list(code_list: Path) -> None:
    services.import_code_list(path=code_list, municipality_code="GM9902")
    assert set(Area.objects.values_list("code", flat=True)) == {
        "NL00", "GM9902", "WK990201", "BU99020101", "BU990201MA",
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["85984NED_2024.csv", "85984NED_2024.json"])
def test_inhabitants_from_csv_or_odata_and_their_sums(code_list: Path, tmp_path: Path, name: str) -> None:
    services.import_code_list(path=code_list)
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text('"","nhood_id","population"\n"1","BU99020101",3455\n"2","BU990201MA",45\n"3","x",1\n')
    else:
        rows = [{"WijkenEnBuurten": "BU99020101", "AantalInwoners_5": 3455},
                {"WijkenEnBuurten": "BU990201MA", "AantalInwoners_5": 45},
                {"WijkenEnBuurten": "BU99030000", "AantalInwoners_5": None}]  # fmt: skip
        path.write_text(json.dumps({"odata.metadata": "x", "value": rows}))
    result = services.import_inhabitants(path=path, area_year=2022)
    assert (result.written, len(result.skipped)) == (2, 1)
    found = dict(Area.objects.filter(municipality_code="GM9902").values_list("code", "inhabitants"))
    assert found == {"BU99020101": 3455, "BU990201MA": 45, "WK990201": 3500, "GM9902": 3500}
    assert Area.objects.get(code="GM9902").inhabitants_year == 2024
    assert Area.objects.get(code="GM9903").inhabitants is None


@pytest.mark.django_db
def test_shapes_in_degrees_and_in_rd_become_crs84(code_list: Path, tmp_path: Path) -> None:
    services.import_code_list(path=code_list)
    path = shapes(tmp_path / "buurten_2022.geojson", BU99020101=square(4.5, 51.9))
    assert services.import_geometry(path=path).written == 1
    rd = shapes(tmp_path / "wijken_2022.geojson", "wijkcode", "urn:ogc:def:crs:EPSG::28992",
                WK990201=square(155_000, 463_000, 1000), WK990300=square(0, 0, 1))  # fmt: skip
    assert services.import_geometry(path=rd, municipality_code="GM9902").written == 1
    longitude, latitude = Area.objects.get(code="WK990201").geometry["coordinates"][0][0]
    # The origin of the Dutch grid lies in Amersfoort.
    assert longitude == pytest.approx(5.38720621, abs=0.02)
    assert latitude == pytest.approx(52.15517440, abs=0.02)
    assert Area.objects.get(code="WK990300").geometry is None
    collection = queries.geometry_of("GM9902", year=2022, level=AreaLevel.DISTRICT)
    assert [feature["properties"]["code"] for feature in collection["features"]] == ["WK990201"]


@pytest.mark.django_db
def test_shapes_are_simplified(code_list: Path, tmp_path: Path) -> None:
    services.import_code_list(path=code_list)
    many = [[4.5 + step / 100_000, 51.9] for step in range(1000)]
    shape = {"type": "Polygon", "coordinates": [[*many, [4.51, 51.91], [4.5, 51.91], [4.5, 51.9]]]}
    services.import_geometry(path=shapes(tmp_path / "a_2022.geojson", BU99020101=shape))
    assert len(Area.objects.get(code="BU99020101").geometry["coordinates"][0]) < 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (CODES.encode("utf-16"), "UTF-16"),
        (b'"Code","Naam"\n"GM0001","x"\n', "kolom Key, Title, Municipality ontbreekt"),
        ((CODES + '"GM9902    ","Nog eens",,"GM9902",""\n').encode(), "regel 12: code GM9902 komt twee keer"),
        (b'"Key","Title","Municipality"\n"XX","x",""\n', "geen enkele code"),
    ],
)
def test_an_unusable_code_list_is_refused_whole(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "lijst_2022.csv"
    path.write_bytes(content)
    with pytest.raises(UnusableError, match=says):
        services.import_code_list(path=path)
    assert not Area.objects.exists()


@pytest.mark.django_db
def test_the_command_reports_and_names_what_is_wrong(
    code_list: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "codes", str(code_list), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == 8
    other = tmp_path / "lijst.csv"
    other.write_text(CODES)
    assert main(["import", "codes", str(other)]) == 2
    assert "--year" in capsys.readouterr().err
    assert main(["import", "codes", str(tmp_path / "weg.csv"), "--year", "2022"]) == 2
    assert main(["import", "inhabitants", str(other)]) == 2
    text = tmp_path / "geen_kaart_2022.geojson"
    text.write_text("hallo")
    assert main(["import", "geometry", str(text)]) == 2
    assert "geen GeoJSON of GeoPackage" in capsys.readouterr().err
