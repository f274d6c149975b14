"""Reading a file with reports: a row becomes the words of one report, or is refused with line, column and reason."""

from __future__ import annotations

import io
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.areas.files import HEAD, UnusableError, open_csv
from driehoek.exports.cells import ORDERS
from driehoek.figures.importing.periods import parse_period
from driehoek.figures.importing.sheets import sheet_rows
from driehoek.position.models import Delivery, DeliveryState
from driehoek.position.queries.deliveries import deliveries_of
from driehoek.reports.content import Content, NewFlag
from driehoek.reports.forms.writing import LONGEST
from driehoek.reports.intake.layout import (
    AGREEMENT,
    DELIVERY,
    FIXED,
    FLAG,
    FLAG_TEXT,
    GIST,
    MOST_ROWS,
    PERIOD,
    STATUS,
    Asked,
    asked_of,
    standing_of,
    standings,
)
from driehoek.screening import screen
from driehoek.web.screened import refusal, warning

MOST_BYTES: Final = 2 * 1024 * 1024
# These say which report a row is; they are ours, and hold no text of the writer.
NAMING: Final = (DELIVERY, AGREEMENT, PERIOD)
LINE_LONGEST: Final = 140
VALUE_SHOWN: Final = 80


@dataclass(frozen=True)
class Reject:
    """A row that was refused: where, which value, why."""

    line: int
    reason: str
    column: str = ""
    value: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return what is stored of it; a citizen service number is never among it."""
        shown = "" if any(one.refuse for one in screen(self.value)) else self.value[:VALUE_SHOWN]
        return {"line": self.line, "column": self.column[:120], "value": shown, "reason": self.reason}


class Refused(Exception):
    """A row cannot be used."""

    def __init__(self, reason: str, column: str = "", value: str = "") -> None:
        super().__init__(reason)
        self.column, self.value = column, value


@dataclass(frozen=True)
class Row:
    """One report from a file.

    Attributes:
        line: where it stands.
        delivery: what it is about.
        content: its words.
        doubts: (column, sentence) of what looks like personal data.
    """

    line: int
    delivery: Delivery
    content: Content
    doubts: tuple[tuple[str, str], ...] = ()


@dataclass
class Read:
    """What a file holds."""

    rows: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def read_file(identity: Identity, content: bytes) -> Read:
    """Read a file that a writer offers.

    Raises:
        UnusableError: no CSV or XLSX, a formula in a cell, a column that no form has, or too much.
    """
    if len(content) > MOST_BYTES:
        raise UnusableError(_("Dit bestand is groter dan 2 MB. Maak het kleiner."))
    if not content.strip():
        raise UnusableError(_("Het bestand is leeg."))
    asked = {one.agreement.pk: one for one in asked_of(identity)}
    header, lines = _opened(content)
    columns = _columns(header, list(asked.values()))
    read = Read()
    found: list[tuple[int, dict[str, str]]] = []
    for line, cells in lines:
        if len(found) >= MOST_ROWS:
            raise UnusableError(_("Dit bestand heeft meer dan 200 rijen. Splits het."))
        if any(cell.strip() for cell in cells):
            named = _named(line, cells, columns, read)
            # A row of the template that nobody filled in is no report, and empties no draft.
            if set(named) - set(NAMING):
                found.append((line, named))
    deliveries = _Deliveries(identity, asked, [row for _line_number, row in found])
    for line, row in found:
        try:
            read.rows.append(_row(line, row, asked, deliveries))
        except Refused as why:
            read.rejects.append(Reject(line, str(why), why.column, why.value))
    _refuse_twice(read)
    named = dict(zip(columns, (name.strip() for name in header), strict=True))
    read.rejects = [replace(one, column=named.get(one.column, one.column)) for one in read.rejects]
    read.rows = [
        replace(row, doubts=tuple((named[column], words) for column, words in row.doubts))
        for row in read.rows
    ]
    return read


def _opened(content: bytes) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    stream = io.BytesIO(content)
    if content[:HEAD].startswith(b"PK\x03\x04"):
        rows = sheet_rows(stream)
        _line, header = next(rows, (0, []))
        return header, rows
    names, lines = open_csv(stream, limit=MOST_BYTES)
    return names, iter(lines)


def _columns(header: Sequence[str], asked: Sequence[Asked]) -> list[str]:
    """Return the columns in small letters; every one must be known to a form of this writer.

    Raises:
        UnusableError: one is unknown or stands there twice, or there is no way to tell what a row is about.
    """
    columns = [_plain(name).casefold() for name in header]
    known = {one.casefold() for one in FIXED} | {place for one in asked for place in one.places}
    for name, given in zip(columns, header, strict=True):
        if name and name not in known:
            raise UnusableError(
                _("Kolom “%(name)s” kennen wij niet. Gebruik het sjabloon, dan kloppen de kolommen.")
                % {"name": given.strip()[:80]}
            )
        if name and columns.count(name) > 1:
            raise UnusableError(_("Kolom “%(name)s” staat er twee keer.") % {"name": given.strip()[:80]})
    if DELIVERY not in columns and not {AGREEMENT, PERIOD} <= set(columns):
        raise UnusableError(_("Er is geen kolom “levering”, en niet “afspraak” met “periode”."))
    return columns


def _named(line: int, cells: Sequence[str], columns: Sequence[str], read: Read) -> dict[str, str]:
    """Return the filled cells of a row by their column; a row that is wider than the header is refused."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        read.rejects.append(Reject(line, _("Deze rij heeft meer cellen dan er kolommen zijn.")))
        return {}
    pairs = zip(columns, cells, strict=False)
    named = {name: _plain(cell) for name, cell in pairs if name and cell.strip()}
    without = [cell for name, cell in zip(columns, cells, strict=False) if not name and cell.strip()]
    if without:
        read.rejects.append(Reject(line, _("Hier staat tekst in een kolom zonder naam."), value=without[0]))
        return {}
    return named


def _plain(cell: str) -> str:
    """Return a cell with one kind of line ends, and without the apostrophe that guards a spreadsheet."""
    text = "\n".join(cell.strip().splitlines())
    return text[1:] if text[:1] == "'" and text[1:2] in ORDERS else text


def _row(line: int, row: dict[str, str], asked: dict[uuid.UUID, Asked], deliveries: _Deliveries) -> Row:
    for column, text in row.items():
        _check_cell(column, text)
    delivery = deliveries.of(row)
    form = asked[delivery.agreement_id]
    sections: dict[str, str] = {}
    figures: dict[str, str] = {}
    for column, text in row.items():
        if column in FIXED:
            continue
        place = form.places.get(column)
        if place is None:
            raise Refused(_("Deze kolom hoort niet bij het formulier van deze afspraak."), column, text)
        (sections if place[0] == "section" else figures)[place[1]] = text
    content = Content(
        sections=sections,
        interpretations=figures,
        status=_standing(row.get(STATUS, ""), form),
        gist=_line(row, GIST),
        flags=_flags(row),
    )
    return Row(line, delivery, content, _doubts(row))


def _check_cell(column: str, text: str) -> None:
    if text.startswith("="):
        raise Refused(_("Dit is een formule. Zet er de tekst zelf neer."), column, text)
    if len(text) > LONGEST:
        raise Refused(_("Deze tekst is langer dan 4.000 tekens."), column, text)
    if column not in NAMING and (said := refusal(screen(text))):
        raise Refused(said, column)


def _doubts(row: dict[str, str]) -> tuple[tuple[str, str], ...]:
    said = (
        (column, warning(screen(text)))
        for column, text in row.items()
        if column not in (DELIVERY, AGREEMENT, PERIOD)
    )
    return tuple((column, words) for column, words in said if words)


def _standing(text: str, form: Asked) -> str:
    if not text:
        return ""
    if not form.form.asks_status:
        raise Refused(_("Dit formulier vraagt niet hoe de maatregel ervoor staat."), STATUS, text)
    found = standing_of(text)
    if found is None:
        raise Refused(_("Kies een van deze: %(words)s.") % {"words": standings()}, STATUS, text)
    return found


def _line(row: dict[str, str], column: str) -> str:
    text = " ".join(row.get(column, "").split())
    if len(text) > LINE_LONGEST:
        raise Refused(_("Dit mag hooguit 140 tekens zijn."), column, text)
    return text


def _flags(row: dict[str, str]) -> tuple[NewFlag, ...]:
    title, text = _line(row, FLAG), row.get(FLAG_TEXT, "")
    if text and not title:
        raise Refused(_("Zeg in één regel wat de burgemeester moet weten."), FLAG, "")
    return (NewFlag(title, text),) if title else ()


def _refuse_twice(read: Read) -> None:
    """Refuse every row about a delivery that stands in the file more than once: nobody can tell which is right."""
    times = Counter(one.delivery.pk for one in read.rows)
    for one in read.rows:
        if times[one.delivery.pk] > 1:
            read.rejects.append(Reject(one.line, _("Dit rapport staat twee keer in het bestand."), DELIVERY))
    read.rows = [one for one in read.rows if times[one.delivery.pk] == 1]


class _Deliveries:
    """Which delivery a row is about: by its id, or by the names of agreement and period."""

    def __init__(
        self, identity: Identity, asked: dict[uuid.UUID, Asked], rows: Sequence[dict[str, str]]
    ) -> None:
        """Read in two queries what the rows name."""
        awaited = deliveries_of(identity).filter(agreement__in=asked).exclude(state=DeliveryState.DROPPED)
        ids = [found for row in rows if (found := _uuid(row.get(DELIVERY, "")))]
        self._by_id = awaited.in_bulk(ids)
        days = {day for row in rows if not row.get(DELIVERY) for day in _days(row.get(PERIOD, "")).values()}
        named = awaited.filter(Q(period_start__in=days) | Q(period_end__in=days)) if days else ()
        self._named = list(named)
        self._names: dict[str, list[uuid.UUID]] = {}
        for pk, one in asked.items():
            self._names.setdefault(one.agreement.what.casefold(), []).append(pk)
            self._names.setdefault(str(pk), []).append(pk)

    def of(self, row: dict[str, str]) -> Delivery:
        """Return the delivery of a row.

        Raises:
            Refused: it names none of this writer's, or more than one.
        """
        given = row.get(DELIVERY, "")
        if given:
            return self._of_id(given)
        agreement, period = row.get(AGREEMENT, ""), row.get(PERIOD, "")
        named = self._names.get(agreement.casefold(), [])
        if len(named) != 1:
            many = _("Er zijn meer afspraken met deze naam. Gebruik de kolom “levering” uit het sjabloon.")
            none = _("Deze afspraak kennen wij niet, of er hoort geen formulier bij.")
            raise Refused(many if named else none, AGREEMENT, agreement)
        days = _days(period)
        found = self._of_period(named[0], days) if days else []
        if len(found) != 1:
            reason = _(
                "Voor deze periode verwachten wij geen rapport. Schrijf bijvoorbeeld 2026-W47 of 2026-10."
            )
            raise Refused(reason, PERIOD, period)
        return found[0]

    def _of_period(self, agreement: uuid.UUID, days: dict[str, date]) -> list[Delivery]:
        return [
            one
            for one in self._named
            if one.agreement_id == agreement and all(getattr(one, name) == day for name, day in days.items())
        ]

    def _of_id(self, given: str) -> Delivery:
        found = self._by_id.get(_uuid(given) or uuid.UUID(int=0))
        if found is None:
            raise Refused(_("Deze levering kennen wij niet. Haal een nieuw sjabloon op."), DELIVERY, given)
        return found


def _uuid(given: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


def _days(text: str) -> dict[str, date]:
    """Return which column of a delivery a period names: its first and last day, its first day, or its last."""
    first, _sep, last = (part.strip() for part in text.partition("/"))
    try:
        if last:
            return {"period_start": date.fromisoformat(first), "period_end": date.fromisoformat(last)}
        if len(first) == len("2026-11-29") and first.count("-") == 2:
            return {"period_end": date.fromisoformat(first)}
    except ValueError:
        return {}
    period = parse_period(first)
    return {"period_start": period.start} if period else {}
