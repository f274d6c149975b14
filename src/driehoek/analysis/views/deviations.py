"""The list of deviations and the evidence of one."""

from __future__ import annotations

import uuid
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.analysis import sentences
from driehoek.analysis.detection import is_favourable
from driehoek.analysis.models import Coverage, Deviation, Sense
from driehoek.analysis.queries import (
    READERS,
    DeviationFilter,
    Evidence,
    State,
    deviation_evidence,
    filter_choices,
    last_coverage,
)
from driehoek.analysis.queries import deviation_list as read_list
from driehoek.analysis.queries.lists import Cursor
from driehoek.analysis.rows import evidence_chart, list_row
from driehoek.analysis.views import MUTERS, RULE_SETTERS
from driehoek.figures.models import Direction, Frequency
from driehoek.web import formatting
from driehoek.web.components import Cell, Column, Pair, Row, Tag


@for_functions(*READERS)
@require_GET
def deviation_list(request: IdentifiedRequest) -> HttpResponse:
    """List deviations, newest period and most striking first."""
    chosen = _filter(request)
    rows, more = read_list(request.identity, chosen, after=_cursor(request.GET.get("na", "")))
    choices = filter_choices(request.identity)
    coverage = last_coverage(request.identity)
    context = {
        "groups": _by_period(rows),
        "next_url": _next_url(request.GET, rows[-1]) if more else "",
        "chosen": chosen,
        "states": State.choices,
        "theme_choices": choices.themes,
        "area_choices": choices.areas,
        "period_choices": [(day.isoformat(), _day_words(day)) for day in choices.periods],
        "chosen_period": chosen.period.isoformat() if chosen.period else "",
        "narrowed": bool(chosen.theme or chosen.area or chosen.period),
        "coverage": [_coverage_words(one) for one in coverage],
        "empty": _empty_words(chosen, has_figures=bool(coverage)),
        "may_set_rules": request.identity.holds(*RULE_SETTERS),
    }
    return render(request, "analysis/list.html", context)


@for_functions(*READERS)
@require_GET
def deviation(request: IdentifiedRequest, deviation: uuid.UUID) -> HttpResponse:
    """Show the evidence of one deviation: the sentence, the chart, the rule, the source rows."""
    try:
        evidence = deviation_evidence(request.identity, deviation)
    except Deviation.DoesNotExist as error:
        raise Http404 from error
    found = evidence.deviation
    rule = sentences.rule_words(found)
    context = {
        "deviation": found,
        "evidence": evidence,
        "title": sentences.title(found),
        "lead": sentences.sentence(found),
        "tags": _tags(found),
        "withdrawn": sentences.withdrawn_words(found),
        "certainty": sentences.certainty_of(found).label,
        "certainty_meaning": sentences.certainty_meaning(found),
        "chart": evidence_chart(found, evidence.points),
        "meta": sentences.meta(found),
        "rule": rule,
        "rule_settings": [Pair(label, value) for label, value in rule.settings],
        "source_columns": [
            Column(_("Periode")),
            Column(_("Aantal"), numeric=True),
            Column(_("Bestand en regel")),
        ],
        "source_rows": _source_rows(evidence, with_links=request.identity.holds(*RULE_SETTERS)),
        "history": [_history_row(row, found) for row in evidence.history],
        "own": evidence.own(request.identity.person),
        "others": [one for one in evidence.acknowledgements if one.person_id != request.identity.person],
        "may_mute": request.identity.holds(*MUTERS),
        "theme_follow": next((one for one in evidence.follows if one.theme_id), None),
        "area_follow": next((one for one in evidence.follows if one.area_id), None),
    }
    return render(request, "analysis/deviation.html", context)


def _by_period(rows: list[Deviation]) -> list[tuple[str, list[Row]]]:
    """Put rows under the name of their period; rows of one period follow each other."""
    grouped = groupby(rows, key=sentences.period_words)
    return [(name.capitalize(), [list_row(row, tags=_tags(row)) for row in found]) for name, found in grouped]


def _filter(request: HttpRequest) -> DeviationFilter:
    """Read the filter from the address; what cannot be read is no filter."""
    state, area = request.GET.get("staat", ""), request.GET.get("gebied", "")
    return DeviationFilter(
        state=State(state) if state in State.values else State.NEW,
        theme=_uuid(request.GET.get("thema", "")),
        area=int(area) if area.isascii() and area.isdigit() and len(area) < 18 else None,
        period=_date(request.GET.get("periode", "")),
    )


def _uuid(given: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


def _date(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _cursor(given: str) -> Cursor | None:
    day, _sep, rest = given.partition("_")
    rank, _sep, identifier = rest.partition("_")
    try:
        return Cursor(date.fromisoformat(day), float.fromhex(rank), uuid.UUID(identifier))
    except (ValueError, OverflowError):
        return None


def _next_url(query: QueryDict, last: Deviation) -> str:
    following = query.copy()
    # Hexadecimal keeps every bit of the rank, so that no row is shown twice or skipped.
    following["na"] = f"{last.period.isoformat()}_{last.rank.hex()}_{last.pk}"
    return f"?{following.urlencode()}"


def _tags(row: Deviation) -> tuple[Tag, ...]:
    tags = []
    if row.withdrawn_at:
        tags.append(Tag(_("ingetrokken"), "unknown"))
    elif is_favourable(Direction(row.series.indicator.direction), Sense(row.sense)):
        tags.append(Tag(_("gunstig"), "calm"))
    return tuple(tags)


def _day_words(day: date) -> str:
    return formatting.month(day, language=sentences.language())


def _coverage_words(coverage: Coverage) -> str:
    rhythm = sentences.RHYTHMS[Frequency(coverage.frequency)]
    words = ngettext(
        "%(source)s: %(current)s van %(series)s reeks heeft een cijfer over %(period)s.",
        "%(source)s: %(current)s van %(series)s reeksen hebben een cijfer over %(period)s.",
        coverage.series,
    )
    facts = {
        "source": coverage.source.attribution,
        "period": formatting.period(coverage.latest, rhythm, language=sentences.language()),
        "series": formatting.number(coverage.series, language=sentences.language()),
        "current": formatting.number(coverage.current, language=sentences.language()),
        "judged": formatting.number(coverage.judged, language=sentences.language()),
    }
    known = ngettext(
        "Bij %(judged)s daarvan is te zeggen wat normaal is.",
        "Bij %(judged)s daarvan is te zeggen wat normaal is.",
        coverage.judged,
    )
    return f"{words % facts} {known % facts}"


def _empty_words(chosen: DeviationFilter, *, has_figures: bool) -> tuple[str, str]:
    """Say why the list is empty: each reason is another state."""
    if not has_figures:
        return _("Er zijn nog geen cijfers bekeken"), _(
            "Lees eerst cijfers in. Daarna kijkt Driehoek wat afwijkt."
        )
    if chosen.theme or chosen.area or chosen.period:
        return _("Geen afwijkingen met deze keuze"), _("Maak de keuze ruimer om meer te zien.")
    return {
        State.NEW: (
            _("Er wijkt niets af dat nieuw voor u is"),
            _("De andere cijfers liggen binnen wat te verwachten was."),
        ),
        State.SEEN: (_("U hebt nog niets als gezien gemarkeerd"), ""),
        State.MUTED: (_("Er is niets gedempt"), ""),
        State.WITHDRAWN: (_("Er is niets ingetrokken"), ""),
    }[chosen.state]


def _source_rows(evidence: Evidence, *, with_links: bool) -> list[list[Cell]]:
    rhythm = sentences.RHYTHMS[Frequency(evidence.deviation.series.indicator.frequency)]
    language = sentences.language()
    return [
        [
            Cell(formatting.period(point.start, rhythm, language=language)),
            Cell(formatting.number(point.value, language=language)),
            Cell(
                _("%(file)s, regel %(line)s") % {"file": point.file_name, "line": point.line},
                url=_run_url(point.run) if with_links and point.run else "",
            ),
        ]
        for point in reversed(evidence.points)
    ]


def _run_url(run: uuid.UUID) -> str:
    try:
        return reverse("figures:run", args=[run])
    except NoReverseMatch:
        return ""


def _history_row(row: Deviation, of: Deviation) -> Row:
    """Make a row of an earlier deviation; its series is that of the deviation shown."""
    row.series = of.series
    return Row(
        title=sentences.period_words(row).capitalize(),
        url=reverse("analysis:deviation", args=[row.pk]),
        text=sentences.sentence(row),
        tags=_tags(row),
    )
