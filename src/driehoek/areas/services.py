"""Every write about areas: public data shared by all municipalities, so without ledger lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from driehoek.areas.models import Area, AreaLevel
from driehoek.areas.reading import CodeRow, Skipped, read_code_list, read_inhabitants, read_shapes, year_of

# One lock for all writing to areas: two imports of one list take turns instead of failing on the key.
LOCK = 5_990_001


@dataclass(frozen=True)
class AreaImport:
    """What an import of areas did: the year of the division, lines read, rows written, lines skipped."""

    year: int
    read: int
    written: int
    skipped: tuple[Skipped, ...]


@transaction.atomic
def import_code_list(
    *, path: Path, year: int | None = None, municipality_code: str | None = None
) -> AreaImport:
    """Take a CBS code list as published, whole or for one municipality; running it again changes nothing.

    Args:
        path: the CSV with Key, Title and Municipality.
        year: the year of the division; None takes it from the file's name.
        municipality_code: keep only the country and the areas of this municipality.

    Raises:
        UnusableError: the file cannot be read, nothing is written then.
    """
    division = year_of(path, year)
    rows, skipped = read_code_list(path)
    if municipality_code:
        rows = [
            row
            for row in rows
            if row.level == AreaLevel.COUNTRY or row.municipality_code == municipality_code
        ]
    return AreaImport(
        division, len(rows) + len(skipped), write_areas(year=division, rows=rows), tuple(skipped)
    )


def forget_plans() -> None:
    """Let the database plan anew before much is written: a plan from when tables were small reads them whole.

    The checks of references keep their plans for as long as a connection lasts; with seventeen thousand areas such a
    plan took sixteen seconds where a new one takes none.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


@transaction.atomic
def write_areas(*, year: int, rows: list[CodeRow]) -> int:
    """Add or rename areas of a division, tie each to the one that holds it; return how many changed."""
    _lock()
    forget_plans()
    known = {area.code: area for area in Area.objects.filter(year=year)}
    wanted = [row for row in rows if _differs(known.get(row.code), row)]
    Area.objects.bulk_create(
        (
            Area(
                year=year,
                code=row.code,
                name=row.name,
                level=row.level,
                municipality_code=row.municipality_code,
            )
            for row in wanted
        ),
        update_conflicts=True,
        unique_fields=["year", "code"],
        update_fields=["name", "level", "municipality_code"],
        batch_size=2000,
    )
    if wanted:
        _tie(year)
    return len(wanted)


@transaction.atomic
def import_inhabitants(*, path: Path, area_year: int, year: int | None = None) -> AreaImport:
    """Set inhabitants of the areas of division `area_year` whose codes the file names.

    Districts and municipalities that the file does not name get the sum of their neighbourhoods, when each of
    those is known.

    Args:
        path: a CSV with code and number, or the OData JSON of 85984NED.
        area_year: which division to write to.
        year: the year of the numbers; None takes it from the file's name.
    """
    counted = year_of(path, year)
    numbers, skipped = read_inhabitants(path)
    written = write_inhabitants(area_year=area_year, year=counted, numbers=numbers)
    return AreaImport(area_year, len(numbers) + len(skipped), written, tuple(skipped))


@transaction.atomic
def write_inhabitants(*, area_year: int, year: int, numbers: dict[str, int]) -> int:
    """Set inhabitants by code in one division; return how many areas the numbers fitted."""
    _lock()
    areas = list(Area.objects.filter(year=area_year).only("id", "code", "level", "parent_id"))
    values = {area.pk: numbers[area.code] for area in areas if area.code in numbers}
    fitted = len(values)
    for level in (AreaLevel.DISTRICT, AreaLevel.MUNICIPALITY):
        values |= _sums(areas, values, level)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE areas_area a SET inhabitants = v.number, inhabitants_year = %s "
            "FROM unnest(%s::bigint[], %s::int[]) AS v(id, number) WHERE a.id = v.id "
            "AND (a.inhabitants, a.inhabitants_year) IS DISTINCT FROM (v.number, %s)",
            [year, list(values), list(values.values()), year],
        )
    return fitted


@transaction.atomic
def import_geometry(
    *, path: Path, year: int | None = None, municipality_code: str | None = None
) -> AreaImport:
    """Set the shapes of areas from GeoJSON or GeoPackage (any projection), simplified, as CRS84."""
    division = year_of(path, year)
    shapes, skipped = read_shapes(path, municipality_code)
    written = write_geometry(year=division, shapes=shapes, municipality_code=municipality_code)
    return AreaImport(division, len(shapes) + len(skipped), written, tuple(skipped))


@transaction.atomic
def write_geometry(
    *, year: int, shapes: dict[str, dict[str, Any]], municipality_code: str | None = None
) -> int:
    """Set shapes by code in one division; return how many areas they fitted."""
    _lock()
    areas = Area.objects.filter(year=year, code__in=shapes)
    if municipality_code:
        areas = areas.filter(municipality_code=municipality_code)
    found = list(areas)
    for area in found:
        area.geometry = shapes[area.code]
    Area.objects.bulk_update(found, ["geometry"], batch_size=200)
    return len(found)


def _differs(area: Area | None, row: CodeRow) -> bool:
    return area is None or (area.name, area.level, area.municipality_code) != (
        row.name,
        row.level,
        row.municipality_code,
    )


# How many characters of a code, behind its prefix, name the area above it: BU05991081 lies in WK059910.
ABOVE = {
    AreaLevel.NEIGHBOURHOOD: ("WK", 6),
    AreaLevel.DISTRICT: ("GM", 4),
    AreaLevel.MUNICIPALITY: ("NL00", 0),
}


def _tie(year: int) -> None:
    """Tie each area to the one above it by code, up to the country."""
    areas = list(Area.objects.filter(year=year).values_list("pk", "code", "level", "parent_id"))
    by_code = {code: pk for pk, code, _level, _parent in areas}
    wanted = {
        pk: parent
        for pk, code, level, before in areas
        if (parent := by_code.get(_above(code, AreaLevel(level)))) is not None and parent != before
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE areas_area a SET parent_id = v.parent "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS v(id, parent) WHERE a.id = v.id",
            [list(wanted), list(wanted.values())],
        )


def _above(code: str, level: AreaLevel) -> str:
    prefix, digits = ABOVE.get(level, ("", 0))
    return prefix + code[2 : 2 + digits]


def _sums(areas: list[Area], values: dict[int, int], level: AreaLevel) -> dict[int, int]:
    children: dict[int, list[int]] = {}
    for area in areas:
        if area.parent_id is not None:
            children.setdefault(area.parent_id, []).append(area.pk)
    return {
        area.pk: sum(values[child] for child in children[area.pk])
        for area in areas
        if area.level == level
        and area.pk not in values
        and children.get(area.pk)
        and all(child in values for child in children[area.pk])
    }


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
