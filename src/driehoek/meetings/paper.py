"""The pack on paper: PDF/UA-1, with only what the reader may see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.meetings.models import Meeting
from driehoek.meetings.queries.packs import Line, Pack
from driehoek.web import formatting
from driehoek.web.paper import compile_pdf

TEMPLATE = Path(__file__).parent / "templates" / "meetings" / "pack.typ"


def pack_pdf(identity: Identity, meeting: Meeting, pack: Pack) -> bytes:
    """Set an edition of the pack, tagged and in the language of the page."""
    language = formatting.known(get_language())
    starts, sent = pack.edition.starts_at, pack.edition.sent_at
    parts = [
        _part(_("Open deel"), [line for line in pack.lines if not line.point.confidential]),
        _part(_("Besloten deel: niet verspreiden"), [line for line in pack.lines if line.point.confidential]),
    ]
    content: dict[str, Any] = {
        "language": language,
        "title": meeting.series.name,
        "place": identity.municipality_name,
        "lead": " · ".join(
            part
            for part in (
                formatting.date_long(starts, language=language),
                formatting.clock(starts, language=language),
                pack.edition.place,
            )
            if part
        ),
        "edition": _("Versie %(number)s, verstuurd op %(when)s")
        % {"number": pack.edition.number, "when": formatting.date_long(sent, language=language)},
        "gone": _("Vervallen sinds de vorige versie: %(titles)s") % {"titles": "; ".join(pack.gone)}
        if pack.gone
        else "",
        "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
        "handling": _("Vertrouwelijk. Alleen voor wie dit kreeg."),
        "empty": _("Er staat niets op de agenda dat voor u is."),
        "parts": [part for part in parts if part["points"]],
    }
    return compile_pdf(TEMPLATE, content)


def _part(title: str, lines: list[Line]) -> dict[str, Any]:
    return {
        "title": title,
        "points": [
            {
                "title": line.point.title,
                "text": line.point.text,
                "minutes": _("%(n)s min") % {"n": line.point.minutes},
                "change": {"new": _("nieuw"), "changed": _("gewijzigd"), "": ""}[line.change],
                "by": _("Ingebracht door %(who)s.") % {"who": line.point.proposed_by.name},
            }
            for line in lines
        ],
    }
