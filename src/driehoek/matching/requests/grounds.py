"""On which grounds a request may be refused and informing put off, each with its article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# UAVG, article 41, part 1 (which carries out AVG, article 23): only as far as necessary and proportionate.
_UAVG_41: Final[Mapping[str, Promise]] = {
    "uavg_41_1_c": _("De openbare veiligheid (UAVG, artikel 41, lid 1, onder c)"),
    "uavg_41_1_d": _(
        "Voorkomen, onderzoeken of vervolgen van strafbare feiten (UAVG, artikel 41, lid 1, onder d)"
    ),
    "uavg_41_1_e": _("Een ander zwaarwegend algemeen belang (UAVG, artikel 41, lid 1, onder e)"),
    "uavg_41_1_h": _("Toezicht of inspectie dat daarbij hoort (UAVG, artikel 41, lid 1, onder h)"),
    "uavg_41_1_i": _("Bescherming van de betrokkene of van anderen (UAVG, artikel 41, lid 1, onder i)"),
}
REFUSING: Final[Mapping[str, Promise]] = {
    **_UAVG_41,
    "avg_15_4": _("Rechten en vrijheden van anderen (AVG, artikel 15, lid 4)"),
    "avg_12_5": _("Kennelijk ongegrond of buitensporig verzoek (AVG, artikel 12, lid 5)"),
    "avg_16": _("De gegevens zijn juist (AVG, artikel 16)"),
    "avg_17_3_b": _("Nodig voor een wettelijke plicht of taak (AVG, artikel 17, lid 3, onder b)"),
    "avg_18_1": _("Geen van de gronden voor beperking (AVG, artikel 18, lid 1)"),
    "avg_21_1": _("Dwingende gerechtvaardigde gronden (AVG, artikel 21, lid 1)"),
}
POSTPONING: Final[Mapping[str, Promise]] = {
    **_UAVG_41,
    "avg_14_5_b": _("Informeren zou het doel ernstig in gevaar brengen (AVG, artikel 14, lid 5, onder b)"),
    "avg_14_5_d": _("Geheimhouding door een beroepsgeheim (AVG, artikel 14, lid 5, onder d)"),
}


def words(code: str) -> str:
    """Return the words of a ground; empty for none."""
    found = REFUSING.get(code) or POSTPONING.get(code)
    return str(found) if found else ""
