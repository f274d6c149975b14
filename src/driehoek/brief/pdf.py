"""The first page as one A4, PDF/UA-1, set by typst."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.brief import queries, rows, words
from driehoek.web import formatting
from driehoek.web.paper import compile_pdf

TEMPLATE = Path(__file__).parent / "templates" / "brief" / "today.typ"


def brief_pdf(identity: Identity, name: str, *, at: datetime, past: bool = False) -> bytes:
    """Set the first page of `identity` as it is `at` a moment; with `past`, as it was then.

    The PDF is tagged (PDF/UA-1), in the language of the page, and fits one A4: sections are at most five lines.
    """
    page = queries.today(identity, at=at if past else None)
    content = {
        "language": words.language(),
        "title": words.greeting(identity, name, at=at),
        "lead": " ".join(part for part in (words.one_breath(page), words.standing_in(identity)) if part),
        "place": identity.municipality_name,
        "as_of": formatting.date_long(at, language=words.language())
        + ", "
        + formatting.clock(at, language=words.language()),
        "demo": _("VOORBEELD – verzonnen dossiers en personen. Bij elk cijfer staat de bron.")
        if settings.DEMO
        else "",
        "handling": _("Intern. Niet verder verspreiden."),
        "sections": [
            _section(section)
            for section in (
                rows.asked(page),
                rows.going_on(page, at=at),
                rows.changed(page),
                rows.coming(page),
            )
        ],
    }
    return compile_pdf(TEMPLATE, content)


def _section(section: rows.Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "note": section.note,
        "empty": f"{section.empty_title}. {section.empty_why}",
        "rows": [
            {
                "title": row.title,
                "kind": row.kind,
                "tags": [tag.label for tag in row.tags],
                "text": row.text,
                "meta": row.meta,
            }
            for row in section.rows
        ],
    }
