"""The shapes in which figures come, each a declared schema of columns (analytics.md, section 1.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.areas.files import UnusableError


class Family(StrEnum):
    """Which code list the kinds of a file come from."""

    CRIME = "crime"
    NUISANCE = "nuisance"
    BOTH = "both"
    OWN = "own"


class AreaBy(StrEnum):
    """How a file names its areas."""

    CODE = "code"
    NAME = "name"
    GEBIED = "gebied"
    COUNTRY = "country"


@dataclass(frozen=True)
class Shape:
    """A format: its name, the columns it must have (patterns on the header) and how it names areas."""

    key: str
    label: str | Promise
    kind: str
    area: str
    period: str
    value: str
    status: str = ""
    area_by: AreaBy = AreaBy.CODE


SHAPES: tuple[Shape, ...] = (
    Shape(
        "cbsodata",
        gettext_lazy("OData of cbsodata"),
        kind="SoortMisdrijf|Overlast",
        area="WijkenEnBuurten|RegioS",
        period="Perioden",
        value=r"Geregistreerde(Misdrijven|Overlast)_\d+",
        area_by=AreaBy.NAME,
    ),
    Shape(
        "statline",
        gettext_lazy("StatLine-CSV"),
        kind="Soort misdrijf|Soort overlast|Overlast",
        area="Wijken en buurten|Regio's",
        period="Perioden",
        value=r"Geregistreerde (misdrijven|overlast) \(aantal\)",
        area_by=AreaBy.NAME,
    ),
    Shape(
        "gebieden",
        gettext_lazy("CSV met gebied, soort, period en aantal"),
        kind="soort",
        area="gebied",
        period="period",
        value="aantal",
        area_by=AreaBy.GEBIED,
    ),
    Shape(
        "national",
        gettext_lazy("landelijke maandcijfers"),
        kind="crime_type_code",
        area="",
        period="date",
        value="frequency",
        area_by=AreaBy.COUNTRY,
    ),
    Shape(
        "national_year",
        gettext_lazy("landelijke jaarcijfers"),
        kind="incident_type_code",
        area="",
        period="year",
        value="incident_count",
        area_by=AreaBy.COUNTRY,
    ),
    Shape(
        "plain",
        gettext_lazy("eigen waarnemingen"),
        kind="indicator",
        area="gebied|area",
        period="periode|period",
        value="waarde|value",
        status="status",
        area_by=AreaBy.NAME,
    ),
)
NUISANCE_HEADER = re.compile("overlast", re.IGNORECASE)
TABLE_ID = re.compile(r"\b(\d{5}(?:NED|ned))\b")


@dataclass(frozen=True)
class Layout:
    """A shape found in a file: where its columns stand and what they hold.

    Attributes:
        shape: the declared shape.
        width: how many cells a row has.
        kind, area, period, value, status: column indexes; None where the shape has no such column.
        names: the header, for naming the column of a reject.
        family: which code list the kinds come from.
        table: the publisher's table, such as 47022NED, where the file says it.
    """

    shape: Shape
    width: int
    kind: int
    area: int | None
    period: int
    value: int
    status: int | None
    names: tuple[str, ...]
    family: Family
    table: str = ""

    @property
    def unread(self) -> tuple[str, ...]:
        """The columns that are left alone."""
        used = {self.kind, self.area, self.period, self.value, self.status}
        return tuple(name for index, name in enumerate(self.names) if name and index not in used)


def detect(header: list[str], *, table: str = "") -> Layout:
    """Find the shape whose columns are all in `header`.

    Raises:
        UnusableError: none fits; the message names what was found and what each shape needs.
    """
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        raise UnusableError(_("Kolom %(name)s staat twee keer in de kopregel.") % {"name": repeated[0]})
    for shape in SHAPES:
        layout = _fit(shape, header, table)
        if layout is not None:
            return layout
    raise UnusableError(
        _("De kopregel past bij geen bekend formaat. Gevonden: %(found)s. Bekend: %(known)s.")
        % {
            "found": ", ".join(header)[:160] or "–",
            "known": _("indicator, gebied, periode, waarde; of een tabel van Politie/CBS zoals 47022NED"),
        }
    )


def _fit(shape: Shape, header: list[str], table: str) -> Layout | None:
    kind, area = _find(header, shape.kind), _find(header, shape.area)
    period, value = _find(header, shape.period), _find(header, shape.value)
    if kind is None or period is None or value is None or (area is None and shape.area):
        return None
    return Layout(
        shape=shape,
        width=len(header),
        kind=kind,
        area=area,
        period=period,
        value=value,
        status=_find(header, shape.status),
        names=tuple(header),
        family=_family(shape, header[kind]),
        table=table,
    )


def _find(header: list[str], pattern: str) -> int | None:
    """Return the first column that fits, in the order of the header."""
    if not pattern:
        return None
    wanted = re.compile(pattern, re.IGNORECASE)
    return next((index for index, name in enumerate(header) if wanted.fullmatch(name)), None)


def _family(shape: Shape, kind_column: str) -> Family:
    if shape.key == "plain":
        return Family.OWN
    if shape.key in {"gebieden", "national_year"}:
        return Family.BOTH
    return Family.NUISANCE if NUISANCE_HEADER.search(kind_column) else Family.CRIME


def table_in(metadata: str) -> str:
    """Return the table id in an OData metadata address, or nothing."""
    found = TABLE_ID.search(metadata)
    return found.group(1).upper() if found else ""
