"""The common perspective: the views of the table side by side, and over the years."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK, READERS_OF_POSITION
from driehoek.guide.models import SEATS, Scan, ScanSeat
from driehoek.guide.queries import scans as queries
from driehoek.guide.services import scans as services
from driehoek.guide.shapes import GuideKind, Part
from driehoek.guide.views.scans import scan_or_404
from driehoek.guide.words import LEVELS, LOOKS
from driehoek.parties.models import Function
from driehoek.position.queries.history import YearFigures, measured
from driehoek.web.components import Cell, Column
from driehoek.web.formatting import number

ROUNDS_SHOWN = 6


@dataclass(frozen=True)
class Voice:
    """What one seat says about a statement."""

    seat: str
    answer: str
    unknown: bool
    note: str


@dataclass(frozen=True)
class Line:
    """A statement with every seat's answer."""

    beside: queries.Beside
    voices: list[Voice]
    unknown: str


@for_functions(*DRIEHOEK)
@require_GET
def together(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Lay the answers of all who handed in beside each other; the differences first."""
    found = scan_or_404(request, scan)
    _require_own_view(request, found)
    rows = queries.together(found)
    seats = list(ScanSeat.objects.filter(scan=found).select_related("holder"))
    done = {seat.function for seat in seats if seat.submitted_at}
    lines = [_line(row, done) for row in rows]
    context = {
        "scan": found,
        "lines": [line for line in lines if line.beside.differs],
        "alike": [line for line in lines if not line.beside.differs],
        "handed_in": [str(seat.label) for seat in SEATS if seat in done],
        "waiting": [str(seat.label) for seat in SEATS if seat not in done],
        "chapters": [kind for kind in GuideKind if any(line.beside.question.kind == kind for line in lines)],
    }
    return render(request, "guide/scan_together.html", context)


@for_functions(*DRIEHOEK)
@require_POST
def to_agenda(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Put one difference, or all of them, on the agenda of the driehoek."""
    found = scan_or_404(request, scan)
    _require_own_view(request, found)
    wanted = request.POST.get("question", "")
    differences = [row for row in queries.together(found) if row.differs]
    chosen = [row for row in differences if wanted in {"all", row.question.key}]
    if not chosen and wanted != "all":
        raise Http404
    url = reverse("guide:scan_together", args=[found.pk])
    points = services.put_on_agenda(identity=request.identity, scan=found, rows=chosen, url=url)
    if len(points) == 1:
        return redirect(f"{reverse('guide:acted', args=[points[0].pk])}?terug={url}")
    messages.success(
        request,
        ngettext(
            "%(count)d verschil staat op de agenda.", "%(count)d verschillen staan op de agenda.", len(points)
        )
        % {"count": len(points)},
    )
    return redirect("meetings:agenda")


@for_functions(*DRIEHOEK)
@require_GET
def years(request: IdentifiedRequest) -> HttpResponse:
    """Show what people said round after round, beside what was measured in the same years."""
    rounds = [
        scan for scan in queries.rounds(request.identity) if queries.may_compare(request.identity, scan)
    ][:ROUNDS_SHOWN]
    rounds.reverse()
    found = [queries.cells_together(queries.together(scan)) for scan in rounds]
    figures = measured(request.identity, sorted({scan.year for scan in rounds})) if rounds else []
    context = {
        "rounds": rounds,
        "columns": [Column(_("Onderdeel")), *(Column(scan.title) for scan in rounds)],
        "rows": _rows_over_rounds(found),
        "own_part": not request.identity.holds(*READERS_OF_POSITION),
        "nothing_measured": all(one.is_empty for one in figures),
        "measured_columns": _measured_columns(figures),
        "measured_rows": _measured_rows(figures),
    }
    return render(request, "guide/years.html", context)


def _require_own_view(request: IdentifiedRequest, scan: Scan) -> None:
    if not queries.may_compare(request.identity, scan):
        raise PermissionDenied(
            _("U ziet de antwoorden van de anderen als u zelf hebt ingeleverd. Zo stuurt niemand een ander.")
        )


def _line(row: queries.Beside, done: set[str]) -> Line:
    voices = [_voice(seat, row) for seat in SEATS if seat in done]
    return Line(row, voices, ", ".join(str(seat.label) for seat in row.unknown))


def _voice(seat: Function, row: queries.Beside) -> Voice:
    value = row.values.get(seat)
    said = _("weet ik niet") if value is None else _("%(value)d van 5") % {"value": value}
    return Voice(str(seat.label), said, value is None, row.notes.get(seat, ""))


def _rows_over_rounds(found: list[list[queries.Cell]]) -> list[list[Cell]]:
    """Return one row for each part of each chapter, with a cell for each round."""
    by_place = [{(cell.kind, cell.part): cell for cell in cells} for cells in found]
    return [
        [
            Cell(f"{kind.label}: {str(part.label).lower()}"),
            *(_cell(row.get((kind, part))) for row in by_place),
        ]
        for kind in GuideKind
        for part in Part
    ]


def _cell(cell: queries.Cell | None) -> Cell:
    if cell is None or cell.mean is None:
        return Cell(str(LEVELS["unknown"]), tag="unknown")
    words = f"{number(cell.mean, decimals=1)} {LEVELS[cell.level]}"
    return Cell(words, tag=LOOKS[cell.level])  # type: ignore[arg-type]  # LOOKS holds kinds of tag


def _measured_columns(figures: list[YearFigures]) -> list[Column]:
    return [Column(_("Gemeten")), *(Column(str(one.year), numeric=True) for one in figures)]


def _measured_rows(figures: list[YearFigures]) -> list[list[str]]:
    names = (
        (_("Behoeften"), "needed"),
        (_("Waarvan afgesproken"), "agreed"),
        (_("Verwachte leveringen"), "due"),
        (_("Waarvan op tijd"), "on_time"),
        (_("Als onvoldoende beoordeeld"), "insufficient"),
    )
    return [[label, *(str(getattr(one, name)) for one in figures)] for label, name in names]
