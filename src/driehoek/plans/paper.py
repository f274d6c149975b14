"""An edition on paper: PDF/UA-1, in the words of the edition itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from driehoek.plans.models import Edition
from driehoek.plans.queries.composing import DOCUMENT
from driehoek.plans.reading import ChangeGroup, Section, sections
from driehoek.plans.snapshot import TextPart
from driehoek.web import formatting
from driehoek.web.components import Row
from driehoek.web.paper import compile_pdf

TEMPLATE = Path(__file__).parent / "templates" / "plans" / "edition.typ"


def edition_pdf(edition: Edition, changes: Sequence[ChangeGroup]) -> bytes:
    """Set an edition, with what differs from the one before at the end; always in the language of the document."""
    with translation.override(DOCUMENT):
        snapshot = edition.snapshot
        made = formatting.date_long(edition.made_at, language=DOCUMENT)
        content: dict[str, Any] = {
            "language": DOCUMENT,
            "title": snapshot.title,
            "place": snapshot.municipality,
            "edition": _("Versie %(n)s, vastgesteld op %(day)s door %(who)s")
            % {"n": edition.number, "day": made, "who": edition.made_by.name},
            "reason": edition.reason,
            "digest": _("Controlegetal: %(digest)s") % {"digest": edition.sha256},
            "demo": _("VOORBEELD – verzonnen plannen en personen.") if settings.DEMO else "",
            "handling": _("Intern. Niet bedoeld voor openbaarmaking."),
            "together": _(
                "Cijfers en maatregelen staan naast elkaar. Dat het ene door het andere komt, is niet bewezen."
            ),
            "texts": [_text(one) for one in snapshot.texts],
            "sections": [_section(one) for one in sections(snapshot)],
            "changes_title": _("Verschil met versie %(n)s") % {"n": edition.number - 1},
            "changes": [_group(one) for one in changes],
        }
    return compile_pdf(TEMPLATE, content)


def _section(one: Section) -> dict[str, Any]:
    blocks = [
        (_("Cijfers en normen"), one.figures),
        (_("Maatregelen"), one.actions),
        (_("Wat er was"), one.facts),
    ]
    return {
        "title": one.title,
        "note": one.note,
        "texts": [_text(text) for text in one.texts],
        "goals": [{"goal": _row(goal), "rows": [_row(row) for row in to_do]} for goal, to_do in one.goals],
        "blocks": [{"title": title, "rows": [_row(row) for row in rows]} for title, rows in blocks if rows],
    }


def _text(one: TextPart) -> dict[str, str]:
    return {"label": one.label, "text": one.text}


def _row(one: Row) -> dict[str, str]:
    return {
        "title": one.title,
        "tags": ", ".join(tag.label for tag in one.tags),
        "text": one.text,
        "meta": one.meta,
    }


def _group(one: ChangeGroup) -> dict[str, Any]:
    return {
        "title": one.title,
        "tag": one.tag,
        "lines": [
            {
                "title": line.title,
                "tag": line.tag,
                "values": line.values,
                "runs": [{"mark": run.mark.value, "text": run.text} for run in line.runs],
            }
            for line in one.lines
        ],
    }
