"""The gap on the screen: the matrix of partner and theme, and one cell with each need and its next step."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK
from driehoek.meetings.services import put_forward
from driehoek.parties.models import Organisation
from driehoek.position import gap_words, page_parts
from driehoek.position.gap import COVERED, GAPS, MEANINGS, TAGS, URGENCY, GapKind, Seat, next_step
from driehoek.position.models import InfoKind
from driehoek.position.queries.history import last_months
from driehoek.position.queries.matrix import matrix, next_due, partners_not_asked
from driehoek.position.queries.matrix_shapes import Cell, Line, Matrix, PartnerRow, ThemeColumn
from driehoek.position.queries.measuring import VIEWERS, reads_ratings, scope_of
from driehoek.problems.models import SafetyField, Theme
from driehoek.web.components import Action, Row, Tag

# So many lines of an agenda text; more is for the page behind it.
SHOWN_ON_AGENDA: Final = 3
# In an address: the needs that name no partner.
NOBODY: Final = "niemand"


@dataclass(frozen=True)
class Square:
    """One cell as the table shows it."""

    url: str = ""
    kind: str = ""
    tag: str = ""
    note: str = ""


@dataclass(frozen=True)
class Chosen:
    """How the matrix is narrowed."""

    field: SafetyField | None
    month: date | None
    only_gaps: bool

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.field or self.month or self.only_gaps)


@for_functions(*VIEWERS)
@require_GET
def matrix_page(request: IdentifiedRequest) -> HttpResponse:
    """Show the gap, partner by theme: a table on a desk, a list for each partner on a phone."""
    chosen = _chosen(request)
    found = matrix(request.identity, month=chosen.month, field=chosen.field, only_gaps=chosen.only_gaps)
    seen = [row.partner.id for row in found.rows if row.partner.id]
    context = {
        "matrix": found,
        "lead": gap_words.summary(found),
        "chosen": chosen,
        "chosen_month": chosen.month.isoformat()[:7] if chosen.month else "",
        "month_words": gap_words.month(chosen.month) if chosen.month else "",
        "fields": SafetyField.choices,
        "months": _months(),
        "legend": _legend(found),
        "rows": [(row, gap_words.partner_name(row.partner), _note(row), _squares(row)) for row in found.rows],
        "lists": [_as_list(found, row) for row in sorted(found.rows, key=lambda row: -row.tally.gaps)],
        "not_asked": [] if chosen.narrowed else partners_not_asked(request.identity, seen),
        "this_year": timezone.localdate().year,
        "seat": found.seat.value,
        "ratings_hidden": not reads_ratings(request.identity),
    }
    return render(request, "position/matrix.html", context)


@for_functions(*VIEWERS)
@require_GET
def cell(request: IdentifiedRequest, theme: uuid.UUID) -> HttpResponse:
    """Show what is needed on a theme from a partner, and for each need the step that would close its gap."""
    place = _theme_or_404(request, theme)
    partner = _partner_or_404(request)
    found = matrix(request.identity, theme=place.pk)
    lines = _lines_of(found, request.GET.get("partner", ""), partner)
    dues = next_due(request.identity, [line.agreement for line in lines if line.agreement])
    cell = Cell(place.pk, partner.pk if partner else None, tuple(lines))
    name = _partner_words(request, partner)
    context = {
        "theme": place,
        "partner": partner,
        "title": f"{place.name}: {name}" if name else place.name,
        "lead": gap_words.cell_summary(cell),
        "rows": [_line_row(line, found, dues, with_partner=not name) for line in lines],
        "seat": found.seat.value,
        "may_put_forward": request.identity.holds(*DRIEHOEK) and bool(_for_agenda(lines)),
        "asked_partner": request.GET.get("partner", ""),
        "meanings": [(Tag(str(kind.label), TAGS[kind]), str(MEANINGS[kind])) for kind in URGENCY],
        "shown": page_parts.CELL.shown(request, place, partner),
    }
    return render(request, "position/cell.html", context)


@for_functions(*DRIEHOEK)
@require_POST
def cell_to_agenda(request: IdentifiedRequest, theme: uuid.UUID) -> HttpResponse:
    """Put the gaps of a cell on the agenda of the driehoek; a second time gives the same point."""
    place = _theme_or_404(request, theme)
    partner = _partner_or_404(request)
    asked = request.POST.get("partner", "")
    found = matrix(request.identity, theme=place.pk)
    gaps = _for_agenda(_lines_of(found, asked, partner))
    if not gaps:
        messages.info(request, _("Hier is nu geen gat dat de driehoek kan bespreken."))
        return redirect(_cell_url(place.pk, asked))
    name = _partner_words(request, partner)
    put_forward(
        identity=request.identity,
        title=(
            _("Informatie die ontbreekt: %(what)s")
            % {"what": f"{place.name}, {name}" if name else place.name}
        )[:140],
        text=_agenda_text(gaps),
        origin="position.cell",
        origin_id=f"{place.pk}:{asked}",
        origin_url=_cell_url(place.pk, asked),
    )
    messages.success(request, _("Dit staat op de agenda van de driehoek."))
    return redirect(_cell_url(place.pk, asked))


def _chosen(request: HttpRequest) -> Chosen:
    """Read the filter from the address; what cannot be read is no filter."""
    field, month = request.GET.get("veld", ""), request.GET.get("maand", "")
    return Chosen(
        field=SafetyField(field) if field in SafetyField.values else None,
        month=_month(month),
        only_gaps=request.GET.get("gaten") == "1",
    )


def _month(given: str) -> date | None:
    try:
        found = date.fromisoformat(f"{given}-01")
    except ValueError:
        return None
    first = timezone.localdate().replace(day=1)
    return found if found < first else None


def _months() -> list[tuple[str, str]]:
    """The months that have ended in the last year, newest first, for the choice of moment."""
    ended = [timezone.localtime(one.starts).date() for one in reversed(last_months()[:-1])]
    return [(day.isoformat()[:7], gap_words.month(day)) for day in ended]


def _legend(found: Matrix) -> list[tuple[Tag, str, int]]:
    """The kinds with what they mean and how many needs there are of each."""
    return [
        (Tag(str(kind.label), TAGS[kind]), str(MEANINGS[kind]), found.tally.kinds[kind])
        for kind in URGENCY
        if found.tally.kinds[kind]
    ]


def _note(row: PartnerRow) -> str:
    tally = row.tally
    if not tally.total:
        return ""
    return _("%(covered)s van %(total)s gedekt") % {
        "covered": gap_words.count(tally.covered),
        "total": gap_words.count(tally.total),
    }


def _squares(row: PartnerRow) -> list[Square]:
    return [_square(cell) for cell in row.cells]


def _square(cell: Cell) -> Square:
    kind = cell.kind
    if kind is None:
        return Square()
    number = len(cell.lines)
    note = ""
    if number > 1:
        note = _("%(same)s van %(number)s") % {
            "same": gap_words.count(cell.tally.kinds[kind]),
            "number": gap_words.count(number),
        }
    return Square(_cell_url(cell.theme, _key(cell.partner)), str(kind.label), TAGS[kind], note)


@dataclass(frozen=True)
class PartnerList:
    """A partner as the phone shows it: gaps first, what is covered folded away."""

    name: str
    note: str
    gaps: list[Row]
    covered: list[Row]
    covered_words: str


def _as_list(found: Matrix, row: PartnerRow) -> PartnerList:
    named: list[tuple[ThemeColumn, Cell, GapKind]] = [
        (theme, cell, cell.kind)
        for theme, cell in zip(found.themes, row.cells, strict=True)
        if cell.kind is not None
    ]
    named.sort(key=lambda one: (URGENCY.index(one[2]), one[0].name.casefold()))
    covered = [_cell_row(theme, cell, kind) for theme, cell, kind in named if kind in COVERED]
    words = ngettext("%(number)s thema gedekt", "%(number)s thema's gedekt", len(covered))
    return PartnerList(
        name=gap_words.partner_name(row.partner),
        note=_note(row),
        gaps=[_cell_row(theme, cell, kind) for theme, cell, kind in named if kind not in COVERED],
        covered=covered,
        covered_words=words % {"number": gap_words.count(len(covered))},
    )


def _cell_row(theme: ThemeColumn, cell: Cell, kind: GapKind) -> Row:
    worst = cell.worst
    more = len(cell.lines) - 1
    text = worst.sentence if worst else ""
    if more:
        words = ngettext("En nog %(number)s behoefte.", "En nog %(number)s behoeften.", more)
        text = f"{text} {words % {'number': gap_words.count(more)}}"
    return Row(
        title=theme.name,
        url=_cell_url(cell.theme, _key(cell.partner)),
        text=text,
        tags=(Tag(str(kind.label), TAGS[kind]),),
    )


def _line_row(line: Line, found: Matrix, dues: Mapping[uuid.UUID, datetime], *, with_partner: bool) -> Row:
    step = next_step(line.kind, line.handles, seat=found.seat)
    actions = [Action(step.words, step.url, about=line.sentence)] if step.url else []
    if line.kind == GapKind.BARRED and found.seat is Seat.KEEPER:
        actions.append(Action(_("Vraag het anders"), _ask_otherwise(line), about=line.sentence))
    due = dues.get(line.agreement) if line.agreement else None
    names = {row.partner.id: gap_words.partner_name(row.partner) for row in found.rows}
    meta = [str(InfoKind(line.info_kind).label), line.problem_title]
    if with_partner:
        meta.insert(0, names.get(line.partner, ""))
    if not step.url:
        meta.append(step.words)
    return Row(
        title=line.sentence,
        url=reverse("position:need", args=[line.need]) if found.seat is not Seat.SUPPLIER else "",
        tags=(Tag(str(line.kind.label), TAGS[line.kind]),),
        text=gap_words.why(line, seat=found.seat, due=due),
        meta=" · ".join(part for part in meta if part),
        actions=tuple(actions),
    )


def _ask_otherwise(line: Line) -> str:
    """Return the address for stating another need in the place of a barred one."""
    query = {"thema": str(line.theme), "partner": str(line.partner or ""), "soort": InfoKind.ANALYTICAL.value}
    return f"{reverse('position:need_new')}?{urlencode(query)}"


def _lines_of(found: Matrix, asked: str, partner: Organisation | None) -> list[Line]:
    """Return the lines of one cell, most urgent first; of every partner when none is asked for."""
    lines = list(found.lines)
    if partner is not None:
        lines = [line for line in lines if line.partner == partner.pk]
    elif asked == NOBODY:
        lines = [line for line in lines if line.partner is None]
    return sorted(lines, key=lambda line: (URGENCY.index(line.kind), line.since))


def _for_agenda(lines: list[Line]) -> list[Line]:
    """Return the gaps that everyone around the table may know of: none about a problem, which not all may see."""
    return [line for line in lines if line.kind in GAPS and line.problem is None]


def _agenda_text(gaps: list[Line]) -> str:
    shown = [f"{str(line.kind.label).capitalize()}: {line.sentence}" for line in gaps[:SHOWN_ON_AGENDA]]
    more = len(gaps) - len(shown)
    if more:
        words = ngettext("En nog %(number)s behoefte.", "En nog %(number)s behoeften.", more)
        shown.append(words % {"number": gap_words.count(more)})
    return "\n".join(shown)


def _theme_or_404(request: IdentifiedRequest, theme: uuid.UUID) -> Theme:
    found = Theme.objects.filter(municipality=request.identity.municipality, pk=theme).first()
    if found is None:
        raise Http404
    return found


def _partner_or_404(request: IdentifiedRequest) -> Organisation | None:
    """Return the partner that the address names, if any; one that the reader may not look at does not exist."""
    asked = request.POST.get("partner", "") or request.GET.get("partner", "")
    if asked in ("", NOBODY):
        return None
    try:
        wanted = uuid.UUID(asked)
    except ValueError as error:
        raise Http404 from error
    scope = scope_of(request.identity)
    found = Organisation.objects.filter(municipality=request.identity.municipality, pk=wanted).first()
    if found is None or not (scope.everything or found.pk in (scope.organisations or ())):
        raise Http404
    return found


def _partner_words(request: HttpRequest, partner: Organisation | None) -> str:
    if partner is not None:
        return partner.name
    asked = request.POST.get("partner", "") or request.GET.get("partner", "")
    return _("nog niemand") if asked == NOBODY else ""


def _key(partner: uuid.UUID | None) -> str:
    return str(partner) if partner else NOBODY


def _cell_url(theme: uuid.UUID, partner: str) -> str:
    address = reverse("position:cell", args=[theme])
    return f"{address}?{urlencode({'partner': partner})}" if partner else address
