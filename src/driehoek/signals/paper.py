"""The letter that goes with a hand-over: what went, to whom, on which ground (PDF/UA-1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.grounds.asking import words_of
from driehoek.grounds.outcomes import outcome_of
from driehoek.signals import rows
from driehoek.signals.models import HandOver
from driehoek.signals.services.hand_overs import items_of
from driehoek.web import formatting
from driehoek.web.paper import compile_pdf

TEMPLATE = Path(__file__).parent / "templates" / "signals" / "letter.typ"


def letter_pdf(identity: Identity, hand_over: HandOver) -> bytes:
    """Set the letter of a hand-over that went; what was written stays in its own words."""
    outcome = outcome_of(hand_over.decision.held()) if hand_over.decision else None
    content: dict[str, Any] = {
        "language": formatting.known(get_language()),
        "title": _("Overdracht aan %(who)s") % {"who": hand_over.recipient.name},
        "place": identity.municipality_name,
        "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
        "mark": _("Vertrouwelijk: alleen voor het doel waarvoor dit is overgedragen."),
        "pairs": [[one.label, one.value] for one in rows.hand_over_pairs(hand_over)],
        "items_title": _("Wat is overgedragen"),
        "items": [
            [one.label, words_of("data_categories", one.category), one.text] for one in items_of(hand_over)
        ],
        "ground_title": _("Grondslag"),
        "bases": [f"{one.title}. {one.text}".strip() for one in outcome.bases] if outcome else [],
        "secrecy": outcome.secrecy if outcome else "",
        "onward": outcome.onward if outcome else "",
        "confirm": _("Bevestigt u de ontvangst? Geef deze gegevens niet door zonder nieuwe toets."),
    }
    return compile_pdf(TEMPLATE, content)
