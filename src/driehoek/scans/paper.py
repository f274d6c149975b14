"""A scan on paper: PDF/UA-1, with the map drawn in it and described in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.scans import places, queries, words
from driehoek.scans.models import Scan
from driehoek.scans.rows import finding_row, priority_row
from driehoek.web.components import Row
from driehoek.web.maps import draw
from driehoek.web.paper import compile_pdf

TEMPLATE: Final = Path(__file__).parent / "templates" / "scans" / "scan.typ"
NOTHING: Final = {"agenda": False, "need": False, "problem": False}


def scan_pdf(identity: Identity, scan: Scan) -> bytes:
    """Set a scan, tagged and in the language of the page; one that is not fixed says so on each page."""
    findings = queries.findings_of(identity, scan)
    priorities = queries.priorities_of(identity, scan)
    times = queries.times_in_a_row(findings)
    view = places.view(identity, scan, findings, times)
    on_map = bool(view.has_ground and findings)
    content: dict[str, Any] = {
        "language": words.spoken(),
        "title": words.name(scan),
        "lead": words.places(scan),
        "place": identity.municipality_name,
        "edition": words.edition(scan) or _("concept, nog niet vastgesteld"),
        "handling": _("Intern. Niet verspreiden."),
        "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
        "question": scan.question,
        "caveat": " ".join(filter(None, (words.warning(priorities), words.caveat(priorities)))),
        "priorities_title": _("Prioriteiten"),
        "priorities": [
            _line(priority_row(one, may_write=False, on_agenda=False, last=0, may=NOTHING))
            for one in priorities
        ],
        "map_title": _("Kaart"),
        "map": str(draw(view.areas, view.items, title=view.title, standalone=True)) if on_map else "",
        "map_words": view.summary,
        "findings_title": _("Hot spots, hot groups en hot facilities"),
        "findings": [
            _line(finding_row(one, times=times.get(one.pk, 1)), number=one.number)
            | {
                "registers": _said(_("Registers"), one.system_knowledge),
                "street": _said(_("Straatkennis"), one.street_knowledge),
            }
            for one in findings
        ],
        "gone_title": _("Niet meer in de scan"),
        "gone": [one.name for one in _gone(identity, scan, findings)],
    }
    return compile_pdf(TEMPLATE, content)


def _gone(identity: Identity, scan: Scan, findings: Any) -> tuple[Any, ...]:
    compared = queries.compared(identity, scan, findings)
    return compared.gone if compared else ()


def _said(label: str, text: str) -> str:
    return f"{label}: {text}" if text else ""


def _line(row: Row, *, number: int = 0) -> dict[str, str]:
    return {
        "title": f"{number}. {row.title}" if number else row.title,
        "kind": row.kind,
        "tags": " · ".join(tag.label for tag in row.tags),
        "text": row.text,
        "meta": row.meta,
    }
