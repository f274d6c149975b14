"""The words of the room `cases`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from driehoek.access.gate import holders
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "cases:case:opened": gettext_lazy("Casus geopend"),
    "cases:case:changed": gettext_lazy("Casus gewijzigd"),
    "cases:case:moved": gettext_lazy("Casus in een volgende stap"),
    "cases:case:follows": gettext_lazy("Casus volgt een nieuwe versie van het procesmodel"),
    "cases:case:directed": gettext_lazy("Regie van de casus gewijzigd"),
    "cases:admission:judged": gettext_lazy("Criteria voor opname beantwoord"),
    "cases:model:adapted": gettext_lazy("Procesmodel aangepast"),
    "cases:compartment:added": gettext_lazy("Compartiment toegevoegd"),
    "cases:partner:invited": gettext_lazy("Partner uitgenodigd"),
    "cases:partner:shortened": gettext_lazy("Deelname van een partner eindigt eerder"),
    "cases:partner:ended": gettext_lazy("Deelname van een partner beëindigd"),
}
# A guest has nothing else to go to.
PLACE: Final = MenuEntry(gettext_lazy("Casussen"), "cases:mine", visible=holders(Function.GUEST), order=10)
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        gettext_lazy("Complexe problemen"),
        "cases:overview",
        gettext_lazy("Hoe oud, in welke stap, wat vastzit en welk besluit eraan komt."),
        order=12,
    ),
    MenuEntry(
        gettext_lazy("Casussen"),
        "cases:mine",
        gettext_lazy("De casussen waaraan u meewerkt of die u mag zien."),
        order=13,
    ),
    MenuEntry(
        gettext_lazy("Procesmodellen"),
        "cases:models",
        gettext_lazy("De stappen van een complexe aanpak bekijken en aanpassen."),
        holders(Function.ADMIN, Function.CASE_DIRECTOR, Function.SAFETY_ADVISER),
        order=60,
    ),
)
