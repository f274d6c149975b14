"""The published files about areas, read into plain rows: code lists, inhabitants, shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.areas.files import UnusableError, check_path, odata_rows, open_csv
from driehoek.areas.models import AreaLevel

LEVELS = {
    "NL": AreaLevel.COUNTRY,
    "GM": AreaLevel.MUNICIPALITY,
    "WK": AreaLevel.DISTRICT,
    "BU": AreaLevel.NEIGHBOURHOOD,
}
# Neighbourhood codes may hold letters (BU0363MA07); the municipality's four digits never do.
CODE = re.compile(r"^(NL\d{2}|GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4})$", re.ASCII)
YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
CODE_COLUMNS = ("statcode", "buurtcode", "wijkcode", "gemeentecode", "code", "gm_code", "wk_code", "bu_code")
INHABITANT_COLUMNS = ("AantalInwoners_5", "population", "inwoners", "aantal_inwoners")
AREA_COLUMNS = ("WijkenEnBuurten", "nhood_id", "code", "statcode")


@dataclass(frozen=True)
class CodeRow:
    """One line of a code list: a CBS code without padding, its name, level and municipality code."""

    code: str
    name: str
    level: AreaLevel
    municipality_code: str


@dataclass(frozen=True)
class Skipped:
    """A line of a file on areas that was not taken, and why."""

    line: int
    value: str
    reason: str


def year_of(path: Path, given: int | None) -> int:
    """Return the year of the area division: as given, else the four digits in the file's name.

    Raises:
        UnusableError: neither says it.
    """
    if given is not None:
        return given
    found = YEAR_IN_NAME.findall(path.stem)
    if len(set(found)) == 1:
        return int(found[0])
    raise UnusableError(
        _("%(name)s: de naam noemt geen jaar. Geef het jaar van de indeling met --year.")
        % {"name": path.name}
    )


def code_of(text: str) -> str | None:
    """Return a code without its padding, or None when it is no CBS code of a level that is used here."""
    code = text.strip()
    return code if CODE.match(code) else None


def read_code_list(path: Path) -> tuple[list[CodeRow], list[Skipped]]:
    """Read a CBS code list (`WijkenEnBuurten`: Key, Title, …, Municipality), padded keys and all.

    Raises:
        UnusableError: no such columns, another encoding, a repeated key.
    """
    check_path(path, settings.IMPORT_MAX_FILE_BYTES)
    rows: dict[str, CodeRow] = {}
    skipped: list[Skipped] = []
    with path.open("rb") as stream:
        header, lines = open_csv(stream, limit=settings.IMPORT_MAX_FILE_BYTES)
        at = _columns(header, path, "Key", "Title", "Municipality")
        for line, cells in lines:
            if not cells:
                continue
            if len(cells) <= max(at):
                skipped.append(Skipped(line, ",".join(cells)[:80], _("te weinig kolommen")))
                continue
            key, title, municipality = (cells[index].strip() for index in at)
            code = code_of(key)
            if code is None or not title:
                skipped.append(Skipped(line, key, _("geen code van land, gemeente, wijk of buurt")))
                continue
            if code in rows:
                raise UnusableError(
                    _("%(name)s, regel %(line)d: code %(code)s komt twee keer voor.")
                    % {"name": path.name, "line": line, "code": code}
                )
            rows[code] = CodeRow(code, title, LEVELS[code[:2]], municipality or _municipality_of(code))
    if not rows:
        raise UnusableError(_("%(name)s: geen enkele code gevonden.") % {"name": path.name})
    return list(rows.values()), skipped


def read_inhabitants(path: Path) -> tuple[dict[str, int], list[Skipped]]:
    """Read inhabitants per code: a CSV with a code and a number, or the OData JSON of 85984NED.

    Raises:
        UnusableError: neither format, or no usable line.
    """
    check_path(path, settings.IMPORT_MAX_FILE_BYTES)
    found: dict[str, int] = {}
    skipped: list[Skipped] = []
    with path.open("rb") as stream:
        for line, code, value in _inhabitant_rows(stream, path):
            known = code_of(code)
            number = _whole(value)
            if known is None or number is None:
                skipped.append(Skipped(line, f"{code}: {value}", _("geen code met een heel aantal inwoners")))
            else:
                found[known] = number
    if not found:
        raise UnusableError(_("%(name)s: geen enkel inwonertal gevonden.") % {"name": path.name})
    return found, skipped


def _inhabitant_rows(stream: Any, path: Path) -> Iterator[tuple[int, str, Any]]:
    limit = settings.IMPORT_MAX_FILE_BYTES
    if path.suffix.lower() == ".json":
        for line, row in odata_rows(stream, limit=limit):
            code = next((row[name] for name in AREA_COLUMNS if name in row), "")
            value = next((row[name] for name in INHABITANT_COLUMNS if name in row), None)
            yield line, str(code), value
        return
    header, lines = open_csv(stream, limit=limit)
    code_at = next((header.index(name) for name in AREA_COLUMNS if name in header), None)
    value_at = next((header.index(name) for name in INHABITANT_COLUMNS if name in header), None)
    if code_at is None or value_at is None:
        raise UnusableError(
            _("%(name)s: een kolom met de code of met het aantal inwoners ontbreekt. Gevonden: %(found)s.")
            % {"name": path.name, "found": ", ".join(header)[:120]}
        )
    for line, cells in lines:
        if len(cells) > max(code_at, value_at):
            yield line, cells[code_at], cells[value_at]


def read_shapes(
    path: Path, municipality_code: str | None = None
) -> tuple[dict[str, dict[str, Any]], list[Skipped]]:
    """Read geometries by code from GeoJSON or GeoPackage, in any projection, as GeoJSON in CRS84.

    Shapes are simplified in metres and rounded to five decimals (about a metre), so that the map of a whole
    municipality stays small; with `municipality_code` only those of that municipality. Codes come from
    `statcode`, `buurtcode`, `wijkcode`, `gemeentecode` or `code`.

    Raises:
        UnusableError: not a file of shapes, no projection, or no column with codes.
    """
    import numpy as np
    import pyogrio
    import shapely
    from pyproj import Transformer
    from pyproj.exceptions import CRSError

    check_path(path, settings.IMPORT_MAX_FILE_BYTES)
    try:
        meta, _fids, geometry, columns = pyogrio.raw.read(path)
        shapes = shapely.from_wkb(geometry)
        to_metres = Transformer.from_crs(meta["crs"], "EPSG:28992", always_xy=True)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        shapely.errors.GEOSException,
    ) as error:
        raise UnusableError(
            _("%(name)s: dit is geen GeoJSON of GeoPackage.") % {"name": path.name}
        ) from error
    except CRSError as error:
        raise UnusableError(
            _("%(name)s: de projectie ontbreekt of is onbekend.") % {"name": path.name}
        ) from error
    codes = _codes_in(dict(zip(meta["fields"], columns, strict=True)), path)
    if municipality_code:
        mine = np.array([str(code)[2:6] == municipality_code[2:] for code in codes], np.bool_)
        codes, shapes = codes[mine], shapes[mine]
    shapes = _through(shapely, np, shapes, to_metres)
    shapes = shapely.simplify(shapes, TOLERANCE_METRES, preserve_topology=True)
    to_degrees = Transformer.from_crs("EPSG:28992", "OGC:CRS84", always_xy=True)
    shapes = _through(shapely, np, shapes, to_degrees)
    found: dict[str, dict[str, Any]] = {}
    skipped: list[Skipped] = []
    for line, (code, shape) in enumerate(zip(codes, shapes, strict=True), start=1):
        known = code_of(str(code))
        if known is None or shape is None or shape.is_empty:
            skipped.append(Skipped(line, str(code), _("geen code van gemeente, wijk of buurt, of geen vlak")))
        else:
            found[known] = json.loads(shapely.to_geojson(shapely.set_precision(shape, 1e-5)))
    return found, skipped


TOLERANCE_METRES = 15.0


def _through(shapely: Any, np: Any, shapes: Any, transformer: Any) -> Any:
    def moved(points: Any) -> Any:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(shapes, moved)


def _codes_in(columns: dict[str, Any], path: Path) -> Any:
    """Return the codes: of the most detailed level whose column is there."""
    lower = {name.lower(): values for name, values in columns.items()}
    for name in CODE_COLUMNS:
        if name in lower:
            return lower[name]
    raise UnusableError(
        _("%(name)s: geen kolom met codes (%(wanted)s).")
        % {"name": path.name, "wanted": ", ".join(CODE_COLUMNS[:5])}
    )


def _columns(header: list[str], path: Path, *wanted: str) -> list[int]:
    missing = [name for name in wanted if name not in header]
    if missing:
        raise UnusableError(
            _("%(name)s: kolom %(missing)s ontbreekt. Gevonden: %(found)s.")
            % {"name": path.name, "missing": ", ".join(missing), "found": ", ".join(header)[:120]}
        )
    return [header.index(name) for name in wanted]


def _municipality_of(code: str) -> str:
    return "" if code.startswith("NL") else f"GM{code[2:6]}"


def _whole(value: Any) -> int | None:
    text = str(value).strip()
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
