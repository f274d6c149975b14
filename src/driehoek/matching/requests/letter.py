"""The answer to a data subject as a letter: what it says, set as PDF (PDF/UA-1) and as a document to edit."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from driehoek.matching.models import Outcome, Place, RequestKind, RequestState, RightsRequest
from driehoek.matching.requests import grounds
from driehoek.parties.models import Organisation
from driehoek.subjects.details import FIELDS
from driehoek.subjects.queries import read_record
from driehoek.web import formatting
from driehoek.web.paper import compile_pdf

TEMPLATE: Final = Path(__file__).parent.parent / "templates" / "matching" / "letter.typ"


def content(request: RightsRequest, places: Iterable[Place], place_name: str) -> dict[str, Any]:
    """Return what the letter says, in Dutch; the frozen text when the answer was sent.

    What someone else is about is left out. What is refused is not described: only that part is refused, and on which
    ground. Reading it belongs within `subjects.services.reading`.
    """
    if request.state == RequestState.ANSWERED and request.letter:
        return dict(json.loads(request.letter))
    with override("nl"):
        return _content(request, [one for one in places if one.outcome != Outcome.SOMEONE_ELSE], place_name)


def _content(request: RightsRequest, places: list[Place], place_name: str) -> dict[str, Any]:
    person = request.about_person
    about = json.loads(person.about)
    name = " ".join(about[key] for key in ("given_names", "prefix", "surname") if about.get(key))
    asked = ", ".join(str(RequestKind(kind).label).lower() for kind in request.kinds)
    return {
        "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
        "place": place_name,
        "address": [name, *person.address.splitlines()],
        "date": formatting.date_long(timezone.localdate()),
        "title": _("Antwoord op uw verzoek %(number)s") % {"number": str(request)},
        "opening": _("Op %(day)s ontvingen wij uw verzoek. U vroeg om: %(asked)s.")
        % {"day": formatting.date_long(request.received_on), "asked": asked},
        "result": _result(places),
        "sections": [section for one in places if (section := _section(one))],
        "refusals": _refusals(places),
        "rights_title": _("Uw rechten"),
        "rights": [
            _("U kunt ons vragen gegevens te verbeteren, te wissen of tijdelijk niet te gebruiken."),
            _(
                "Bent u het niet eens met dit besluit? Maak dan binnen zes weken na de datum van deze brief "
                "bezwaar bij het college van burgemeester en wethouders (UAVG, artikel 34)."
            ),
            _("U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens."),
        ],
        "closing": _("Met vriendelijke groet,"),
        "signed": _("namens de gemeente %(place)s") % {"place": place_name},
    }


def _result(places: list[Place]) -> str:
    if not places:
        return _(
            "Wij hebben gezocht in de aanpak van complexe problemen. Wij vonden daar geen gegevens over u."
        )
    if all(one.outcome == Outcome.REFUSED for one in places):
        return _("Wij kunnen niet aan uw verzoek voldoen. Hieronder staat waarom.")
    return _("Wij vonden gegevens over u. Hieronder staat wat wij ermee deden.")


def _section(place: Place) -> dict[str, Any] | None:
    """Return what the letter says about one place; nothing for a refusal, which must not be described."""
    if place.outcome == Outcome.REFUSED:
        return None
    did = {
        Outcome.GIVEN: _("Deze gegevens hebben wij van u."),
        Outcome.CORRECTED: _("Wij hebben deze gegevens verbeterd. Zo staan ze er nu."),
        Outcome.ERASED: _("Wij hebben uw gegevens hier gewist."),
        Outcome.RESTRICTED: _(
            "Wij gebruiken deze gegevens nu niet. Ze zijn gemarkeerd en tellen nergens in mee."
        ),
    }
    said = did.get(Outcome(place.outcome)) if place.outcome else _("Hierover is nog niet besloten.")
    told = place.outcome in (Outcome.GIVEN, Outcome.CORRECTED, Outcome.RESTRICTED)
    return {
        "title": _("Aanpak van een complex probleem"),
        "text": said,
        "lines": _lines(place) if told else [],
    }


def _lines(place: Place) -> list[list[str]]:
    record = read_record(place.subject)
    known = [
        [str(one.label), record.details[one.key]] for one in FIELDS[record.kind] if one.key in record.details
    ]
    source = place.subject.source
    parties = Organisation.objects.filter(
        pk__in=place.case.participations.filter(ended_at=None).values("organisation")
    ).order_by("name")
    kept = place.case.keep_until
    return [
        *known,
        [_("Waarvoor"), _("Samenwerken aan een veilige leefomgeving, in een casus van de gemeente")],
        [_("Van wie wij het hebben"), source.name if source else _("Eigen onderzoek van de gemeente")],
        [_("Wie het kan zien"), ", ".join(party.name for party in parties) or _("Alleen de gemeente")],
        [
            _("Hoe lang wij het bewaren"),
            formatting.date_long(kept)
            if kept
            else _("Tot de bewaartermijn na het einde van de casus voorbij is"),
        ],
    ]


def _refusals(places: list[Place]) -> dict[str, Any]:
    codes = dict.fromkeys(one.ground for one in places if one.outcome == Outcome.REFUSED)
    return {
        "title": _("Wat wij niet geven of doen"),
        "text": _("Aan een deel van uw verzoek voldoen wij niet. De wet staat dat toe op deze grond:"),
        "lines": [grounds.words(code) for code in codes],
    }


def pdf(said: dict[str, Any]) -> bytes:
    """Set the letter as PDF."""
    return compile_pdf(TEMPLATE, said)


def docx(said: dict[str, Any]) -> bytes:
    """Return the letter as a document that can be edited before it is sent."""
    from docx import Document

    paper = Document()
    paper.core_properties.author = str(said["place"])
    paper.core_properties.title = said["title"]
    if said["demo"]:
        paper.add_paragraph(said["demo"])
    for line in said["address"]:
        paper.add_paragraph(line).paragraph_format.space_after = 0
    paper.add_paragraph()
    paper.add_paragraph(f"{said['place']}, {said['date']}")
    paper.add_heading(said["title"], level=1)
    paper.add_paragraph(said["opening"])
    paper.add_paragraph(said["result"])
    for section in said["sections"]:
        paper.add_heading(section["title"], level=2)
        paper.add_paragraph(section["text"])
        if section["lines"]:
            table = paper.add_table(rows=0, cols=2)
            for label, value in section["lines"]:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = label, value
    if said["refusals"]["lines"]:
        paper.add_heading(said["refusals"]["title"], level=2)
        paper.add_paragraph(said["refusals"]["text"])
        for line in said["refusals"]["lines"]:
            paper.add_paragraph(line, style="List Bullet")
    paper.add_heading(said["rights_title"], level=2)
    for line in said["rights"]:
        paper.add_paragraph(line)
    paper.add_paragraph(said["closing"])
    paper.add_paragraph(said["signed"])
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()
