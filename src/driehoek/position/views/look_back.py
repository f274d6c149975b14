"""One year of the position to look back on with the driehoek, beside the year before."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK
from driehoek.meetings.services import put_forward
from driehoek.position import gap_words
from driehoek.position.history_tables import (
    Names,
    cell_name,
    mark_words,
    names_for,
    part_columns,
    rows_by_cell,
    rows_by_partner,
)
from driehoek.position.looking_back import Difference, Share, comparable, differences, shares
from driehoek.position.queries.history import Figures, PeriodFigures, by_period, first_year, year_of
from driehoek.position.queries.measuring import VIEWERS, reads_questions, reads_ratings
from driehoek.web import formatting
from driehoek.web.components import Cell, Column

EARLIEST: Final = 2000


@for_functions(*VIEWERS)
@require_GET
def look_back(request: IdentifiedRequest, year: int) -> HttpResponse:
    """Show one year of the position beside the year before, on one page to print for the driehoek."""
    identity = request.identity
    _require_year(year)
    before, found = by_period(identity, [year_of(year - 1), year_of(year)])
    names = names_for(identity)
    first = first_year(identity)
    with_ratings, with_questions = reads_ratings(identity), reads_questions(identity)
    cell_rows, silent = rows_by_cell(found, names, with_ratings=with_ratings)
    better, worse = _differences(before, found, names)
    context = {
        "year": year,
        "year_before": year - 1,
        "lead": _year_lead(found.whole, year),
        "empty": found.whole.is_empty,
        "first_year": first,
        "facts": _facts(found.whole, before.whole, with_ratings=with_ratings, with_questions=with_questions),
        "fact_columns": [Column(_("Wat")), Column(str(year)), Column(str(year - 1))],
        "better": better,
        "worse": worse,
        "comparable": comparable(before.whole, found.whole),
        "before_empty": before.whole.is_empty,
        "partner_columns": part_columns(
            _("Partner"), with_ratings=with_ratings, with_questions=with_questions
        ),
        "partner_rows": rows_by_partner(
            found, names, with_ratings=with_ratings, with_questions=with_questions
        ),
        "cell_columns": part_columns(_("Partner en thema"), with_ratings=with_ratings, with_questions=False),
        "cell_rows": cell_rows,
        "left_out": _left_out(silent),
        "earlier": year - 1 if first and year > first else None,
        "later": year + 1 if year < timezone.localdate().year else None,
        "ratings_hidden": not with_ratings,
        "may_put_forward": identity.holds(*DRIEHOEK) and not found.whole.is_empty,
    }
    return render(request, "position/look_back.html", context)


@for_functions(*DRIEHOEK)
@require_POST
def look_back_to_agenda(request: IdentifiedRequest, year: int) -> HttpResponse:
    """Put the look-back on the agenda of the driehoek; a second time gives the same point."""
    _require_year(year)
    address = reverse("position:look_back", args=[year])
    put_forward(
        identity=request.identity,
        title=_("Terugblik op de informatiepositie in %(year)s") % {"year": year},
        text=_("Wat was nodig, wat kwam er, en wat spreken wij anders af?"),
        origin="position.look_back",
        origin_id=str(year),
        origin_url=address,
    )
    messages.success(request, _("De terugblik staat op de agenda van de driehoek."))
    return redirect(address)


def _facts(now: Figures, before: Figures, *, with_ratings: bool, with_questions: bool) -> list[list[Cell]]:
    """The year in lines: what, this year, the year before."""
    new, old = shares(now), shares(before)
    labels = {
        "agreed": _("Behoeften met een afspraak"),
        "on_time": _("Leveringen op tijd"),
        "good": _("Berichten goed genoeg"),
        "answered": _("Vragen op tijd beantwoord"),
    }
    if not with_ratings:
        del labels["good"]
    if not with_questions:
        del labels["answered"]
    facts = [(label, new[name].words, old[name].words) for name, label in labels.items()]
    if with_ratings:
        facts.append(
            (_("Gemiddeld cijfer voor de inhoud"), mark_words(now.mean_mark), mark_words(before.mean_mark))
        )
    if with_questions:
        facts.append(
            (_("Gemiddelde tijd tot een antwoord"), _time(now.answer_hours), _time(before.answer_hours))
        )
    return [[Cell(text) for text in fact] for fact in facts]


def _differences(before: PeriodFigures, after: PeriodFigures, names: Names) -> tuple[list[str], list[str]]:
    """Say what became better and what worse: the whole first, then partner and theme."""
    # `make messages` does not see a text inside an f-string.
    whole = _("Alles samen")
    found: list[Difference] = [
        Difference(one.better, f"{whole}: {one.words}.") for one in differences(before.whole, after.whole)
    ]
    cells = sorted(after.cells, key=lambda key: cell_name(names, *key).casefold())
    for key in cells:
        if key in before.cells:
            name = cell_name(names, *key) if key[1] else names.partner(key[0])
            found += [
                Difference(one.better, f"{name}: {one.words}.")
                for one in differences(before.cells[key], after.cells[key])
            ]
    return [one.words for one in found if one.better], [one.words for one in found if not one.better]


def _year_lead(figures: Figures, year: int) -> str:
    if figures.is_empty:
        return ""
    running = year == timezone.localdate().year
    parts = [_("Tot en met vandaag.") if running else ""]
    needed = ngettext("%(number)s behoefte was er", "%(number)s behoeften waren er", figures.needed)
    agreed = ngettext("over %(number)s liep een afspraak", "over %(number)s liepen afspraken", figures.agreed)
    facts = (
        needed % {"number": gap_words.count(figures.needed)},
        agreed % {"number": gap_words.count(figures.agreed)},
    )
    parts.append(", ".join(facts) + ".")
    if figures.due:
        parts.append(_("Op tijd kwam: %(share)s.") % {"share": Share(figures.on_time, figures.due).words})
    return " ".join(part for part in parts if part)


def _left_out(silent: int) -> str:
    words = ngettext(
        "Bij %(number)s vak was iets nodig, maar hoefde niets te komen en kwam niets. Dat staat hier niet.",
        "Bij %(number)s vakken was iets nodig, maar hoefde niets te komen en kwam niets. Die staan hier niet.",
        silent,
    )
    return words % {"number": gap_words.count(silent)} if silent else ""


def _require_year(year: int) -> None:
    if not EARLIEST <= year <= timezone.localdate().year:
        raise Http404


def _time(hours: float | None) -> str:
    if hours is None:
        return formatting.NO_VALUE
    return formatting.duration(timedelta(hours=round(hours)), language=gap_words.language())
