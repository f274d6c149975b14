"""Norms and themes as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.analysis.sentences import RHYTHMS
from driehoek.figures.words import said_source, spoken
from driehoek.standard import sentences
from driehoek.standard.models import Norm
from driehoek.standard.queries import Judged, ThemeLine
from driehoek.web import formatting
from driehoek.web.charts import Point, sparkline
from driehoek.web.components import Action, Row

# A drawing costs some tens of milliseconds the first time; more of them on one page help nobody.
DRAWN: Final = 12


def theme_row(line: ThemeLine) -> Row:
    """Make the line of a theme: state in words, the worst norm in one sentence, its trend (ST01)."""
    lead = line.lead
    return Row(
        title=line.theme.name,
        url=reverse("standard:theme", args=[line.theme.pk]),
        kind=_other_words(line),
        tags=sentences.state_tags(lead.judgement),
        text=sentences.sentence(lead),
        meta=_meta(lead),
        chart=spark(lead),
        actions=question(lead.norm),
    )


def norm_rows(norms: Sequence[Judged]) -> list[Row]:
    """Make the rows of the norms of a theme; the first ones, which are the worst, with a drawing."""
    return [norm_row(one, drawn=place < DRAWN) for place, one in enumerate(norms)]


def norm_row(one: Judged, *, drawn: bool = True) -> Row:
    """Make the row of a norm on the page of its theme."""
    return Row(
        title=sentences.what(one.norm),
        url=reverse("standard:norm", args=[one.norm.pk]),
        kind=sentences.norm_words(one.norm),
        tags=sentences.state_tags(one.judgement),
        text=sentences.sentence(one),
        meta=_decided(one.norm),
        chart=spark(one) if drawn else "",
        actions=question(one.norm),
    )


def question(norm: Norm) -> tuple[Action, ...]:
    """Return the link to ask a question about what a norm is held against (ST03)."""
    kind, subject = (
        ("figures.indicator", norm.indicator_id)
        if norm.indicator_id
        else ("position.agreement", norm.agreement_id)
    )
    url = reverse("position:question_new") + "?" + urlencode({"over": kind, "id": str(subject)})
    return (Action(_("Stel een vraag"), url, about=sentences.what(norm)),)


def spark(one: Judged) -> SafeString | str:
    """Draw the last figures of a norm; nothing when there is no line to draw."""
    values = [reading.value for _start, reading in one.points]
    if one.rhythm is None or sum(value is not None for value in values) < 2:
        return ""
    if any(value is not None and value < 0 for value in values):
        return ""
    points = tuple(
        Point(start, reading.value, provisional=reading.provisional) for start, reading in one.points
    )
    title = ngettext("Het laatste cijfer", "De laatste %(n)s cijfers", len(points)) % {"n": len(points)}
    return sparkline(points, title=title, frequency=RHYTHMS[one.rhythm], key=str(one.norm.pk))


def source_words(norm: Norm, state: Any = None) -> str:
    """Say where the figures of a norm come from."""
    if norm.indicator is None:
        return _("leveringen in Driehoek")
    return said_source(norm.indicator.source, state, norm.indicator.frequency)


def _meta(one: Judged) -> str:
    norm = _("Norm: %(norm)s") % {"norm": sentences.norm_words(one.norm)}
    return f"{norm} · {_decided(one.norm)}"


def _decided(norm: Norm) -> str:
    day = formatting.date_long(norm.decided_on, language=spoken())
    decided = _("besloten %(day)s") % {"day": day}
    return f"{decided} · {source_words(norm)}"


def _other_words(line: ThemeLine) -> str:
    others = len(line.norms) - 1
    if not others:
        return ""
    return ngettext("en nog %(n)s norm", "en nog %(n)s normen", others) % {"n": others}
