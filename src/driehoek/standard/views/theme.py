"""A theme: its norms, what is registered beside what is experienced, and how it is elsewhere (ST13, ST14)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK
from driehoek.analysis.periods import start_of
from driehoek.figures.models import Frequency, Indicator
from driehoek.figures.words import said_certainty, said_period, said_source, spoken
from driehoek.problems.models import Theme
from driehoek.problems.views import OPENERS
from driehoek.standard import queries, sentences
from driehoek.standard.experience import Course, contradict, course_of, newest_pair
from driehoek.standard.norms import Way
from driehoek.standard.queries.comparing import Beside, Comparison, compared, indicators_with_series
from driehoek.standard.queries.material import Material, read
from driehoek.standard.queries.proposals import (
    Proposal,
    proposals,
    return_proposals,
    standard_problems,
)
from driehoek.standard.rows import norm_rows
from driehoek.standard.sets import is_survey
from driehoek.standard.views import KEEPERS, READERS
from driehoek.web import formatting
from driehoek.web.components import Action, Cell, Column, Row, Tag


@for_functions(*READERS)
@require_GET
def theme(request: IdentifiedRequest, theme: uuid.UUID) -> HttpResponse:
    """Show a theme with its norms, proposals, both sides of safety and the comparison."""
    identity = request.identity
    found = Theme.objects.filter(pk=theme, municipality=identity.municipality).first()
    if found is None:
        raise Http404
    line = queries.theme_line(identity, found)
    judged = line.norms if line else ()
    indicators = indicators_with_series(identity, found)
    context = {
        "theme": found,
        "rows": norm_rows(judged),
        "lead": _lead(line),
        "keeps": identity.holds(*KEEPERS),
        "proposals": _proposals(request, found, proposals(identity, judged)) if judged else [],
        "returns": _returns(request, found),
        **_both_sides(indicators, read(identity, (), indicators)),
        "comparisons": [_comparison(one) for one in compared(identity, indicators)] if indicators else [],
        "columns": _columns(),
    }
    return render(request, "standard/theme.html", context)


def _lead(line: queries.ThemeLine | None) -> str:
    if line is None:
        return ""
    if not line.exceptions:
        return _("Geen enkele norm is overschreden.") if not line.unjudged else ""
    return ngettext(
        "%(broken)s van de %(all)s normen wordt niet gehaald.",
        "%(broken)s van de %(all)s normen worden niet gehaald.",
        line.exceptions,
    ) % {"broken": line.exceptions, "all": len(line.norms)}


def _proposals(request: IdentifiedRequest, theme: Theme, found: list[Proposal]) -> list[dict[str, Any]]:
    """Lay out each proposal with where it leads: the running standard problem, or opening a new one."""
    running = list(standard_problems(request.identity, theme)[:3]) if found else []
    return [
        {
            "proposal": one,
            "norm": one.judged.norm,
            "kind": one.rule.propose.label,
            "words": sentences.proposal_words(one.judged),
            "problems": running,
            "may_open": request.identity.holds(*OPENERS),
            "may_decide": request.identity.holds(*KEEPERS),
            "may_see_agenda": request.identity.holds(*DRIEHOEK),
        }
        for one in found
    ]


def _returns(request: IdentifiedRequest, theme: Theme) -> list[dict[str, Any]]:
    """Lay out what keeps coming back on the theme, as a proposal of its own."""
    found = return_proposals(request.identity, theme)
    running = list(standard_problems(request.identity, theme)[:3]) if found else []
    return [
        {
            "rule": one.rule.key,
            "kind": one.rule.propose.label,
            "propose": one.rule.propose,
            "found": one.found,
            "point": one.point,
            "problems": running,
            "may_open": request.identity.holds(*OPENERS),
            "may_decide": request.identity.holds(*KEEPERS),
        }
        for one in found
    ]


def _both_sides(indicators: Sequence[Indicator], figures: Material) -> dict[str, Any]:
    """Put what was registered beside what people experience, where the theme has both (ST13)."""
    sides: dict[bool, list[tuple[Row, Course]]] = {False: [], True: []}
    for indicator in indicators:
        if shown := _side_row(indicator, figures):
            sides[is_survey(indicator.source.key)].append(shown)
    if not all(sides.values()):
        return {"registered": [], "experienced": [], "contradict": False}
    return {
        "registered": [row for row, _course in sides[False]],
        "experienced": [row for row, _course in sides[True]],
        "contradict": contradict(
            [course for _row, course in sides[False]], [course for _row, course in sides[True]]
        ),
    }


def _side_row(indicator: Indicator, found: Material) -> tuple[Row, Course] | None:
    series = found.series_of(indicator.pk, None)
    if series is None:
        return None
    number, now, before = newest_pair(found.figures[series])
    if number is None:
        return None
    rhythm = Frequency(indicator.frequency)
    period = said_period(rhythm, start_of(number, rhythm))
    course = course_of(now, before, cast("Way", indicator.direction))
    value = sentences.with_unit(indicator, now.value) if now else _("te weinig cijfers voor een heel jaar")
    when = _("in %(period)s") if rhythm == Frequency.YEAR else _("in het jaar tot en met %(period)s")
    said = f"{value} {when % {'period': period}}"
    if before is not None:
        said += _("; daarvoor %(before)s") % {"before": sentences.with_unit(indicator, before.value)}
    row = Row(
        title=indicator.name,
        url=reverse("figures:indicator", args=[indicator.pk]),
        tags=(course_tag(course),),
        text=said + ".",
        meta=" · ".join(
            (said_certainty(provisional=bool(now and now.provisional)), said_source(indicator.source))
        ),
        actions=(
            Action(
                _("Stel een vraag"),
                f"{reverse('position:question_new')}?over=figures.indicator&id={indicator.pk}",
                about=indicator.name,
            ),
        ),
    )
    return row, course


def course_tag(course: Course) -> Tag:
    """Say which way a figure goes, as a status in words."""
    if course == Course.BETTER:
        return Tag(_("Beter dan ervoor"), "calm")
    if course == Course.WORSE:
        return Tag(_("Slechter dan ervoor"), "crisis")
    if course == Course.SAME:
        return Tag(_("Gelijk aan ervoor"))
    return Tag(_("Geen vergelijking"), "unknown")


def _columns() -> list[Column]:
    return [
        Column(_("Gebied")),
        Column(_("Laatste jaar"), numeric=True),
        Column(_("Jaar ervoor"), numeric=True),
        Column(_("Verschil"), numeric=True),
    ]


def _comparison(one: Comparison) -> dict[str, Any]:
    indicator, own = one.indicator, one.own
    caption = indicator.name
    if own is None:
        return {
            "caption": caption,
            "rows": [],
            "text": _("Er is geen cijfer voor de hele gemeente. Vergelijken kan dan niet."),
        }
    there = [own, *([one.country] if one.country else []), *one.alike]
    return {
        "caption": caption,
        "url": reverse("figures:indicator", args=[indicator.pk]),
        "rows": [_row(indicator, beside) for beside in there],
        "text": _same_period(indicator, own),
        "absent": _absent(one),
        "note": _note(indicator, own),
    }


def _row(indicator: Indicator, beside: Beside) -> list[Cell]:
    return [
        Cell(beside.name),
        _value(indicator, beside.year, beside.total),
        _value(indicator, beside.year_before, beside.total_before),
        Cell(_difference(beside)),
    ]


def _value(indicator: Indicator, value: float | None, total: float | None) -> Cell:
    """Write a rate, or the count itself where no number of inhabitants is known."""
    if total is None:
        return Cell(_("geen heel jaar"), tag="unknown")
    if value is None:
        return Cell(sentences.with_unit(indicator, total))
    return Cell(formatting.number(value, indicator.decimals or 1, language=spoken()))


def _absent(one: Comparison) -> str:
    """Say which comparison is not there, so that silence is no claim."""
    # The division of areas that Driehoek knows has no regions.
    names = [*([] if one.country else [_("Nederland")]), _("de regio")]
    if not one.alike:
        names.append(_("gemeenten van deze grootte"))
    return _("Geen cijfers van: %(names)s.") % {"names": ", ".join(names)}


def _difference(beside: Beside) -> str:
    if beside.change is None:
        return "–"
    return ("+" if beside.change > 0 else "") + formatting.percent(beside.change, language=spoken())


def _same_period(indicator: Indicator, own: Beside) -> str:
    """Say the newest period beside the same period a year before, in whole numbers as published."""
    given = {
        "value": sentences.with_unit(indicator, own.value),
        "period": said_period(indicator.frequency, own.newest),
    }
    if own.value_before is None:
        return _("%(value)s in %(period)s. Van een jaar eerder is er geen cijfer.") % given
    before = sentences.with_unit(indicator, own.value_before)
    return _("%(value)s in %(period)s, tegen %(before)s in dezelfde periode een jaar eerder.") % {
        **given,
        "before": before,
    }


def _note(indicator: Indicator, own: Beside) -> str:
    unit = indicator.unit
    if indicator.decimals == 0:
        known = own.year is not None or own.total is None
        unit = _("per 1.000 inwoners") if known else _("aantallen, want het inwonertal is niet bekend")
    parts = [
        unit,
        _("jaar tot en met %(period)s") % {"period": said_period(indicator.frequency, own.newest)},
        said_certainty(provisional=own.provisional),
        said_source(indicator.source),
    ]
    return " · ".join(parts)
