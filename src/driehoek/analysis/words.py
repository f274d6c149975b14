"""The words that the ledger shows for what this room does."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

EVENTS: Final[dict[str, Promise]] = {
    "analysis:deviation:found": gettext_lazy("Afwijking gevonden"),
    "analysis:history:found": gettext_lazy("Afwijkingen uit eerdere periodes vastgelegd"),
    "analysis:deviation:withdrawn": gettext_lazy("Afwijking ingetrokken"),
    "analysis:deviation:acknowledged": gettext_lazy("Afwijking gezien"),
    "analysis:deviation:reopened": gettext_lazy("Gezien teruggedraaid"),
    "analysis:mute:set": gettext_lazy("Reeks gedempt"),
    "analysis:mute:ended": gettext_lazy("Demping beëindigd"),
    "analysis:follow:set": gettext_lazy("Thema of gebied gevolgd"),
    "analysis:follow:ended": gettext_lazy("Volgen gestopt"),
    "analysis:signal_value:set": gettext_lazy("Signaalwaarde gezet"),
    "analysis:signal_value:changed": gettext_lazy("Signaalwaarde gewijzigd"),
    "analysis:signal_value:ended": gettext_lazy("Signaalwaarde beëindigd"),
}
