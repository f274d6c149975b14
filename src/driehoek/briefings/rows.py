"""Briefings and their lines on a screen."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.briefings.models import Briefing, Line
from driehoek.briefings.proposals import tag_of
from driehoek.briefings.words import name_of, spoken
from driehoek.position.subjects import FINDERS
from driehoek.web import formatting
from driehoek.web.components import Action, Row, Tag

LINE: Final = "briefings.line"
# A sentence ends before a capital, a figure or a quotation mark.
FIRST: Final = re.compile(r"(.{8,}?[.?!])\s+([A-ZÀ-Þ0-9“‘\"].*)", re.DOTALL)


def row(found: Briefing) -> Row:
    """Return a briefing that was sent as a line; `is_new` is that of queries.sent."""
    new = getattr(found, "is_new", False)
    return Row(
        title=name_of(found),
        url=reverse("briefings:briefing", args=[found.pk]),
        text=found.lead,
        tags=(Tag(_("nog niet geopend"), "accent"),) if new else (),
        meta=note_of(found),
    )


def line_row(line: Line) -> Row:
    """Return a line for its reader: one tap to where it stands, one to ask about it."""
    first, rest = split(line.sentence)
    tag = tag_of(line.kind) or _("Van de adviseur")
    return Row(
        title=first,
        url=line.url,
        tags=(Tag(tag),),
        text=rest,
        meta=line_meta(line),
        actions=(Action(_("Vraag"), ask_url(line), about=line.sentence),),
    )


def split(sentence: str) -> tuple[str, str]:
    """Return the first sentence, which says it, and the rest; an abbreviation ends no sentence."""
    found = FIRST.match(sentence)
    return (found.group(1), found.group(2)) if found else (sentence, "")


def ask_url(line: Line) -> str:
    """Return the address for asking about a line: about the thing itself where that can be, else about the line."""
    known = line.kind in FINDERS
    kind, given = (line.kind, line.origin_id) if known else (LINE, str(line.pk))
    return reverse("position:question_new") + "?" + urlencode({"over": kind, "id": given})


def line_meta(line: Line) -> str:
    """Say since when, how sure, from whom and where it stands, as far as is known."""
    parts = [
        line.since,
        _("zekerheid: %(said)s") % {"said": line.certainty} if line.certainty else "",
        _("van %(who)s") % {"who": line.from_whom} if line.from_whom else "",
        _("bron: %(source)s") % {"source": line.source},
    ]
    return " · ".join(filter(None, parts))


def note_of(briefing: Briefing) -> str:
    """Say which week it is about, by whom, and whether it is an addition."""
    parts = [_("Week %(week)s") % {"week": briefing.week_number}]
    if briefing.number > 1:
        parts.append(_("aanvulling %(number)s") % {"number": briefing.number - 1})
    by = briefing.sent_by or briefing.made_by
    parts.append(_("samengesteld door %(who)s") % {"who": by.name})
    if briefing.sent_at is not None:
        parts.append(formatting.clock(briefing.sent_at, language=spoken()))
    return " · ".join(parts)


def empty_words() -> str:
    """Say honestly that there is nothing."""
    return _("Er staat deze week niets in de briefing dat voor u is.")
