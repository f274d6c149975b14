"""The words that a timeline shows for what happened to a problem."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.gate import holders
from driehoek.access.models import Level, Origin
from driehoek.parties.models import Function
from driehoek.problems.models import Kind, Role, Status
from driehoek.web.menu import MenuEntry

MAY_BREAK_GLASS: Final = (Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER)

PLACE: Final = MenuEntry(gettext_lazy("Problemen"), "problems:list", order=20)
MENU: Final = (
    MenuEntry(
        gettext_lazy("Thema's"),
        "problems:themes",
        gettext_lazy("De vijf veiligheidsvelden en wat eronder valt."),
        order=20,
    ),
    MenuEntry(
        gettext_lazy("Noodtoegang"),
        "problems:emergency",
        gettext_lazy("Een dossier openen als niemand u nu toegang kan geven."),
        holders(*MAY_BREAK_GLASS),
        order=40,
    ),
)
EVENTS: Final[dict[str, Promise]] = {
    "problems:problem:opened": gettext_lazy("Probleem geopend"),
    "problems:problem:changed": gettext_lazy("Probleem gewijzigd"),
    "problems:problem:retyped": gettext_lazy("Soort gewijzigd"),
    "problems:problem:status": gettext_lazy("Status gewijzigd"),
    "problems:problem:dossier": gettext_lazy("Dossiertekst gewijzigd"),
    "problems:role:added": gettext_lazy("Rol verdeeld"),
    "problems:role:changed": gettext_lazy("Taak gewijzigd"),
    "problems:role:ended": gettext_lazy("Rol beëindigd"),
    "problems:theme:added": gettext_lazy("Thema toegevoegd"),
    "problems:theme:changed": gettext_lazy("Thema gewijzigd"),
    "problems:theme:ended": gettext_lazy("Thema beëindigd"),
    "problems:theme:restored": gettext_lazy("Thema teruggezet"),
}
FIELDS: Final[dict[str, Promise]] = {
    "title": gettext_lazy("titel"),
    "summary": gettext_lazy("kern"),
    "kind": gettext_lazy("soort"),
    "theme": gettext_lazy("thema"),
    "owner": gettext_lazy("eigenaar"),
    "classification": gettext_lazy("vertrouwelijkheid"),
    "areas": gettext_lazy("gebieden"),
}


# Codes that an event's data may hold, each with its word; no code stands for two things.
CODES: Final = {str(code): label for choices in (Status, Kind, Role) for code, label in choices.choices}


def explain(data: dict[str, Any]) -> str:
    """Say in a sentence what an event's data hold; empty when there is nothing to add."""
    if "fields" in data:
        names = ", ".join(str(FIELDS[name]) for name in data["fields"] if name in FIELDS)
        return _("Gewijzigd: %(names)s.") % {"names": names} if names else ""
    if data.get("from") in CODES and data.get("to") in CODES:
        return _("Van “%(before)s” naar “%(after)s”.") % {
            "before": CODES[data["from"]],
            "after": CODES[data["to"]],
        }
    if "level" in data and "origin" in data:
        return f"{Level(data['level']).label}. {Origin(data['origin']).label}."
    if data.get("kind") in CODES:
        return _("Soort: %(kind)s.") % {"kind": str(CODES[data["kind"]]).lower()}
    if data.get("role") in CODES:
        return f"{CODES[data['role']]}."
    return ""
