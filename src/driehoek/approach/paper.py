"""A definition on one A4, and an edition of a plan, as PDF/UA-1; always in Dutch, the language of the document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from driehoek.approach import composing
from driehoek.approach.models import Action, Definition, PlanEdition
from driehoek.approach.snapshot import Snapshot, TextPart, parse
from driehoek.web import formatting
from driehoek.web.paper import compile_pdf

TEMPLATE: Final = Path(__file__).parent / "templates" / "approach" / "document.typ"


def definition_pdf(definition: Definition) -> bytes:
    """Set the definition of a problem as one page."""
    with translation.override(composing.DOCUMENT):
        today = formatting.date_long(timezone.localdate(), language=composing.DOCUMENT)
        snapshot = composing.of_definition(definition)
        content = _content(
            snapshot,
            subtitle=_("Probleemstelling voor de driehoek"),
            edition=_("Stand van %(day)s") % {"day": today},
        )
        return compile_pdf(TEMPLATE, content | {"small": True})


def plan_pdf(edition: PlanEdition, closed: Sequence[Action]) -> bytes:
    """Set an edition of a plan; `closed` are actions of other compartments that this reader may see."""
    with translation.override(composing.DOCUMENT):
        snapshot = parse(edition.contents)
        day = formatting.date_long(edition.adopted_at, language=composing.DOCUMENT)
        content = _content(
            snapshot,
            subtitle=_("Plan van aanpak"),
            edition=_("Versie %(n)s, vastgesteld op %(day)s door %(who)s")
            % {"n": edition.number, "day": day, "who": edition.adopted_by.name},
        )
        content["note"] = edition.note
        content["digest"] = _("Controlegetal: %(digest)s") % {"digest": edition.sha256}
        content["lists"] = [
            {"title": _("Wettelijke grondslag"), "lines": list(snapshot.basis)},
            {"title": _("Partners"), "lines": list(snapshot.partners)},
        ]
        content["actions_title"] = _("Acties")
        content["actions"] = [
            _line(one.title, one.owner, one.due_on, one.instrument) for one in snapshot.actions
        ]
        content["closed_title"] = _("Acties die niet iedereen ziet, zoals ze nu staan")
        content["closed"] = [
            _line(one.title, one.owner.name, one.due_on.isoformat(), str(one.get_instrument_display()))
            for one in closed
        ]
        return compile_pdf(TEMPLATE, content)


def _content(snapshot: Snapshot, *, subtitle: str, edition: str) -> dict[str, Any]:
    return {
        "language": composing.DOCUMENT,
        "title": snapshot.title,
        "subtitle": subtitle,
        "place": snapshot.municipality,
        "edition": edition,
        "small": False,
        "note": "",
        "digest": "",
        "demo": _("VOORBEELD – verzonnen zaken en personen.") if settings.DEMO else "",
        "handling": _("Vertrouwelijk, zonder namen"),
        "texts": [_text(one) for one in snapshot.texts if one.text],
        "lists": [],
        "actions_title": "",
        "actions": [],
        "closed_title": "",
        "closed": [],
    }


def _text(one: TextPart) -> dict[str, str]:
    return {"label": one.label, "text": one.text}


def _line(title: str, owner: str, due_on: str, instrument: str) -> dict[str, str]:
    return {"title": title, "meta": f"{owner} · {due_on} · {instrument}"}
