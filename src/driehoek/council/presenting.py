"""A council version as it is shown: the same words and numbers on the page, on paper and in a file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from driehoek.council.content import AnswerContent, Cell, Content, FigureTable, Line
from driehoek.council.words import said_quarter, said_short_quarter
from driehoek.exports.cells import guard
from driehoek.figures.words import said_period, spoken
from driehoek.web import formatting
from driehoek.web.charts import Chart, Point, SeriesChart, series_chart
from driehoek.web.paper import compile_pdf

HERE: Final = Path(__file__).parent / "templates" / "council"
# A line through fewer points says nothing.
DRAWN_FROM: Final = 3
INDENT: Final = {"municipality": "", "district": "", "neighbourhood": "– "}


@dataclass(frozen=True)
class ShownTable:
    """One indicator as it is shown.

    Attributes:
        header, rows: the areas with the last quarter, the same one a year before, and per 1,000 inhabitants.
        all_header, all_rows: the areas with every quarter.
        chart: the months of the whole municipality; None when too few can be shown.
        sentence: the answer first.
        note: how much is not shown and why; empty when everything is.
    """

    table: FigureTable
    sentence: str
    header: list[str]
    rows: list[list[str]]
    all_header: list[str]
    all_rows: list[list[str]]
    chart: Chart | None
    note: str
    source: str

    @property
    def numeric(self) -> range:
        """Which columns hold numbers."""
        return range(1, len(self.all_header))


def shown_tables(content: Content) -> list[ShownTable]:
    """Return every table of a version as it is shown on the page."""
    return [_shown(table, content.minimum) for table in content.tables]


def said_cell(cell: Cell) -> str:
    """Write a count, that it is not shown, or that there is none."""
    if cell.hidden:
        return _("niet getoond")
    return _("geen cijfer") if cell.value is None else formatting.number(cell.value, language=spoken())


def hiding_words(minimum: int) -> str:
    """Explain why places in a table are not shown."""
    return _(
        "“Niet getoond” staat er als een aantal onder de %(minimum)s ligt, of als zo’n klein aantal anders uit te "
        "rekenen zou zijn. Kleine aantallen kunnen verraden over wie het gaat. Totalen kloppen wel."
    ) % {"minimum": minimum}


def release_csv(content: Content) -> str:
    """Return every count that is shown as semicolon-separated text for a Dutch spreadsheet; hidden ones are empty."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("indicator"),
            _("gebied"),
            _("code"),
            _("periode"),
            _("aantal"),
            _("eenheid"),
            _("opmerking"),
            _("bron"),
        ]
    )
    for table in content.tables:
        for line in table.lines:
            for quarter, cell in zip(table.quarters, line.cells, strict=True):
                writer.writerow(_file_row(table, line.name, line.code, quarter, cell))
        for month, cell in zip(table.months, table.course, strict=True):
            whole = table.lines[0]
            writer.writerow(_file_row(table, whole.name, whole.code, month[:7], cell))
    # The mark at the beginning lets a spreadsheet read it as UTF-8.
    return "\ufeff" + target.getvalue()


def release_pdf(content: Content, *, number: int, released: date, sha256: str) -> bytes:
    """Set a release as PDF/UA-1, tagged and in the language of the page."""
    common = _paper(content.title, content.municipality)
    lead = _("Raadsversie %(number)s over het %(quarter)s, vrijgegeven op %(day)s") % {
        "number": number,
        "quarter": said_quarter(f"{content.year}-Q{content.quarter}"),
        "day": formatting.date_long(released, language=spoken()),
    }
    parts = [
        {
            "title": one.table.label,
            "sentence": one.sentence,
            "header": one.all_header,
            "rows": one.all_rows,
            "note": one.note,
            "source": one.source,
            "caption": one.table.label,
        }
        for one in shown_tables(content)
    ]
    given = common | {
        "lead": lead,
        "intro": content.intro,
        "texts": [{"heading": one.heading, "text": one.text} for one in content.texts],
        "tables": parts,
        "explanation": hiding_words(content.minimum) if any(one["note"] for one in parts) else "",
        "seal": _("Kenmerk van de inhoud (SHA-256): %(digest)s") % {"digest": sha256},
    }
    return compile_pdf(HERE / "release.typ", given)


def answer_pdf(content: AnswerContent, *, sent: date, sha256: str) -> bytes:
    """Set a sent answer as PDF/UA-1."""
    given = _paper(content.title, content.municipality) | {
        "lead": _("Antwoord op raadsvraag %(number)s, verzonden op %(day)s")
        % {"number": content.number, "day": formatting.date_long(sent, language=spoken())},
        "asked": asked_words(content),
        "question_heading": _("De vraag"),
        "question": content.question,
        "answer_heading": _("Het antwoord"),
        "answer": content.answer,
        "sources_heading": _("Waar dit op steunt"),
        "sources": [
            {"number": str(one.number), "statement": one.statement, "source": source_words(one)}
            for one in content.references
        ],
        "seal": _("Kenmerk van de inhoud (SHA-256): %(digest)s") % {"digest": sha256},
    }
    return compile_pdf(HERE / "answer.typ", given)


def asked_words(content: AnswerContent) -> str:
    """Say who asked, and when it came in."""
    day = formatting.date_long(date.fromisoformat(content.asked_on), language=spoken())
    return _("Gesteld door %(who)s, ontvangen op %(day)s.") % {"who": content.asked_by, "day": day}


def source_words(fact: Any) -> str:
    """Say where a fact can be found, of when it is, and how sure it is; of a stored fact or of a sent one."""
    day = date.fromisoformat(fact.as_of) if isinstance(fact.as_of, str) and fact.as_of else fact.as_of
    parts = [fact.source]
    if day:
        parts.append(formatting.date_long(day, language=spoken()))
    if fact.certainty:
        parts.append(fact.certainty)
    return " · ".join(parts)


def _paper(title: str, place: str) -> dict[str, Any]:
    return {
        "language": formatting.known(get_language()),
        "title": title,
        "place": place,
        "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
    }


def _shown(table: FigureTable, minimum: int) -> ShownTable:
    last, before = table.quarters[-1], table.quarters[0]
    return ShownTable(
        table=table,
        sentence=_sentence(table),
        header=[_("Gebied"), said_short_quarter(last), said_short_quarter(before), _("per 1.000 inwoners")],
        rows=[
            [_named(line), said_cell(line.cells[-1]), said_cell(line.cells[0]), _share(line)]
            for line in table.lines
        ],
        all_header=[_("Gebied"), *map(said_short_quarter, table.quarters)],
        all_rows=[[_named(line), *map(said_cell, line.cells)] for line in table.lines],
        chart=_chart(table),
        note=_note(table, minimum),
        source=table.source + (" · " + _("voorlopige cijfers") if table.provisional else ""),
    )


def _named(line: Line) -> str:
    return f"{INDENT.get(line.level, '')}{line.name}"


def _share(line: Line) -> str:
    if line.cells[-1].hidden:
        return _("niet getoond")
    if line.per_thousand is None:
        return _("geen cijfer")
    return formatting.number(line.per_thousand, 1, language=spoken())


def _sentence(table: FigureTable) -> str:
    """Say how it stands in the whole municipality, and against the same quarter a year before."""
    if not table.lines:
        return ""
    last, before = table.lines[0].cells[-1], table.lines[0].cells[0]
    given = {
        "where": table.lines[0].name,
        "when": said_quarter(table.quarters[-1]),
        "value": said_cell(last),
        "unit": table.unit,
        "before": said_cell(before),
    }
    if last.hidden or last.value is None:
        return _("%(where)s, %(when)s: %(value)s.") % given
    if before.value is None:
        return _("%(where)s, %(when)s: %(value)s %(unit)s.") % given
    difference = last.value - before.value
    if difference == 0:
        return _("%(where)s, %(when)s: %(value)s %(unit)s, evenveel als een jaar eerder.") % given
    given["far"] = formatting.number(abs(difference), language=spoken())
    if difference > 0:
        return (
            _("%(where)s, %(when)s: %(value)s %(unit)s, %(far)s meer dan een jaar eerder (%(before)s).")
            % given
        )
    return (
        _("%(where)s, %(when)s: %(value)s %(unit)s, %(far)s minder dan een jaar eerder (%(before)s).") % given
    )


def _note(table: FigureTable, minimum: int) -> str:
    if not table.hidden:
        return ""
    return ngettext(
        "%(count)s aantal is niet getoond: onder de %(minimum)s, of nodig om zo’n klein aantal te beschermen.",
        "%(count)s aantallen zijn niet getoond: onder de %(minimum)s, of nodig om zo’n klein aantal te beschermen.",
        table.hidden,
    ) % {"count": table.hidden, "minimum": minimum}


def _chart(table: FigureTable) -> Chart | None:
    """Draw the months of the whole municipality; a hidden month is a gap, and the table behind it says so."""
    if sum(1 for cell in table.course if cell.value is not None) < DRAWN_FROM:
        return None
    points = tuple(
        Point(date.fromisoformat(month), cell.value)
        for month, cell in zip(table.months, table.course, strict=True)
    )
    drawn = series_chart(
        SeriesChart(
            title=_("%(what)s per maand in %(where)s") % {"what": table.label, "where": table.lines[0].name},
            unit=table.unit,
            frequency="month",
            points=points,
            key=table.key,
        )
    )
    rows = [
        (said_period("month", date.fromisoformat(month)), said_cell(cell))
        for month, cell in zip(table.months, table.course, strict=True)
    ]
    return replace(
        drawn,
        header=(_("Periode"), _("Aantal")),
        rows=tuple(reversed(rows)),
        numeric=frozenset({1}),
    )


def _file_row(table: FigureTable, name: str, code: str, period: str, cell: Cell) -> list[str]:
    value = "" if cell.value is None else f"{cell.value:.0f}"
    remark = "" if cell.value is not None else said_cell(cell)
    texts = [guard(text) for text in (table.unit, remark, table.source)]
    return [guard(table.label), guard(name), guard(code), period, value, *texts]
