"""The short questionnaire on cooperation: five statements, four answers, one screen (CX20)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

STATEMENTS: Final = {
    "goal": _("Het doel van de aanpak was voor iedereen hetzelfde."),
    "agreed": _("Wij kwamen na wat wij afspraken."),
    "informed": _("Ik kreeg op tijd wat ik moest weten, en niet meer dan dat."),
    "directed": _("De procesregisseur hield het tempo en de zorgvuldigheid erin."),
    "helped": _("Samen bereikten wij meer dan elk voor zich."),
}
ANSWERS: Final = {
    4: _("Eens"),
    3: _("Een beetje eens"),
    2: _("Een beetje oneens"),
    1: _("Oneens"),
}
