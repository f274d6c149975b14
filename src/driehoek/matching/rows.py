"""How pairs look in lists and tables."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.cases.models import Case
from driehoek.matching import sentences
from driehoek.matching.models import Answer, Decision, Pair
from driehoek.matching.queries import Side
from driehoek.subjects.details import FIELDS
from driehoek.subjects.models import Link
from driehoek.web import formatting
from driehoek.web.components import Cell, Change, Entry, Row, Tag

DECIDED: Final[dict[Answer, Promise]] = {
    Answer.SAME: gettext_lazy("Samengevoegd. Klopt het niet? Dan kunt u het terugdraaien."),
    Answer.DIFFERENT: gettext_lazy(
        "Genoteerd: niet hetzelfde. U krijgt dit paar niet opnieuw, tenzij er iets wijzigt."
    ),
    Answer.UNKNOWN: gettext_lazy("Genoteerd: nog niet duidelijk. U vindt dit paar terug in de lijst."),
}


def tag_of(pair: Pair) -> Tag:
    """Return the tag of a pair's state."""
    return sentences.state_tag(pair.state)


def why_of(pair: Pair) -> sentences.Why:
    """Return why a pair is proposed, in words."""
    return sentences.why(pair.kind, pair.reasons)


def pair_row(pair: Pair, case: Case) -> Row:
    """Return a pair as a line: what both are called, in what they are alike, where they lie."""
    parts = dict.fromkeys((pair.left_part.name, pair.right_part.name))
    return Row(
        title=_("%(one)s en %(other)s") % {"one": pair.left.label, "other": pair.right.label},
        url=reverse("matching:pair", args=[case.pk, pair.pk]),
        kind=str(pair.get_kind_display()).lower(),
        text=_("Waarom: %(why)s.") % {"why": why_of(pair).text},
        tags=[tag_of(pair)],
        meta=" · ".join(
            [
                sentences.strength_words(pair.strength),
                _("ligt in: %(parts)s") % {"parts": ", ".join(parts)},
                _("gevonden %(when)s") % {"when": formatting.moment(pair.found_at)},
            ]
        ),
    )


def side_by_side(sides: list[Side]) -> dict[str, object]:
    """Return both records as a table: a line per field, and where each came from."""
    one, other = sides
    lines = [
        [Cell(str(field.label)), _value(one, field.key), _value(other, field.key)]
        for field in FIELDS[one.record.kind]
        if field.key in one.record.details or field.key in other.record.details
    ]
    lines.append([Cell(_("Bron")), _source(one), _source(other)])
    lines.append([Cell(_("Compartiment")), *(Cell(side.subject.compartment.name) for side in sides)])
    lines.append(
        [Cell(_("Opgeschreven")), *(Cell(formatting.moment(side.subject.made_at)) for side in sides)]
    )
    urls = [reverse("subjects:one", args=[side.subject.case_id, side.subject.pk]) for side in sides]
    return {
        "header": [_("Veld"), _("Record 1"), _("Record 2")],
        "rows": lines,
        "urls": list(zip((_("Record 1"), _("Record 2")), urls, strict=True)),
    }


def _value(side: Side, key: str) -> Cell:
    return Cell(side.record.details.get(key, "–"))


def _source(side: Side) -> Cell:
    return Cell(side.subject.source.name if side.subject.source else _("Eigen bevinding"))


def links_of(side: Side, number: int) -> dict[str, object]:
    """Return the links of one record, each with its origin, under which of the two it hangs."""
    return {
        "title": _("Verbindingen van record %(number)s") % {"number": number},
        "rows": [_link_row(link) for link in side.links],
    }


def _link_row(link: Link) -> Row:
    return Row(
        title=f"{link.from_subject.label} {link.get_kind_display()} {link.to_subject.label}",
        text=str(link.get_certainty_display()),
        meta=_("Bron: %(source)s") % {"source": link.source.name if link.source else _("eigen bevinding")},
    )


def decision_entry(one: Decision) -> Entry:
    """Return a decision as a moment on the timeline."""
    return Entry(
        when=one.decided_at,
        title=str(one.get_answer_display()),
        text=one.reason,
        source=one.decided_by.name if one.decided_by else "Driehoek",
        kind="decision",
    )


def answer_change(one: Decision) -> Change:
    """Return what someone else decided, for who decided at the same time."""
    return Change(
        _("Besluit"),
        f"{one.get_answer_display()}: {one.reason}" if one.reason else str(one.get_answer_display()),
    )
