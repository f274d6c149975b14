"""An edition of an analysis on paper: PDF/UA-1, with its figures as they were kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.problems.models import Classification
from driehoek.publications import figures, rows
from driehoek.publications.models import Edition, Publication, State
from driehoek.publications.words import spoken
from driehoek.web import formatting
from driehoek.web.paper import compile_pdf

TEMPLATE = Path(__file__).parent / "templates" / "publications" / "edition.typ"


def edition_pdf(identity: Identity, publication: Publication, edition: Edition) -> bytes:
    """Set one edition, tagged and in the language of the page; a withdrawn one says so first."""
    content: dict[str, Any] = edition.content
    parts = rows.parts(content)
    when = formatting.date_long(edition.published_at, language=spoken())
    return compile_pdf(
        TEMPLATE,
        {
            "language": spoken(),
            "title": content["title"],
            "lead": rows.certainty_tag(content).label,
            "place": identity.municipality_name,
            "edition": _("Versie %(number)s, %(when)s") % {"number": edition.number, "when": when},
            "handling": str(Classification(content["classification"]).label),
            "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
            "notice": _notice(publication, edition),
            "parts": [_part(one, content) for one in [part for group in parts.values() for part in group]],
            "figures": [_figure(one) for one in content["figures"]],
            "facts_title": _("Waar het vandaan komt"),
            "facts": [
                {"label": pair.label, "value": pair.value} for pair in rows.facts(publication, edition)
            ],
        },
    )


def _notice(publication: Publication, edition: Edition) -> str:
    if publication.state == State.WITHDRAWN:
        return _("Ingetrokken: %(reason)s") % {"reason": publication.withdrawn_reason}
    if edition.number < publication.number:
        return _("Er is een nieuwere versie.")
    return ""


def _part(one: tuple[str, str, str], content: dict[str, Any]) -> dict[str, str]:
    name, title, text = one
    remark = ""
    if name == "limits" and content["before_after"]:
        remark = _(
            "Dit vergelijkt de tijd vóór en na een maatregel. Ook iets anders kan het verschil verklaren."
        )
    return {"title": title, "text": text.replace("\r\n", "\n"), "remark": remark}


def _figure(frozen: dict[str, Any]) -> dict[str, str]:
    chart = figures.draw(frozen, standalone=True)
    return {
        "title": chart.title,
        "summary": chart.summary,
        "svg": str(chart.svg),
        "source": chart.source,
    }
