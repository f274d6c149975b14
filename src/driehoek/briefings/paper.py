"""A briefing on one A4, PDF/UA-1: set as large as fits, and measured while it is made."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.briefings.models import Briefing, Line
from driehoek.briefings.proposals import tag_of
from driehoek.briefings.rows import empty_words, line_meta, note_of
from driehoek.briefings.words import name_of, spoken
from driehoek.web.paper import FONT_FOLDER, compile_pdf

TEMPLATE: Final = Path(__file__).parent / "templates" / "briefings" / "briefing.typ"


@dataclass(frozen=True)
class Fit:
    """How full the A4 is, as typst measures it.

    Attributes:
        share: height of the text in the smallest type, as a share of the sheet; over 1 it does not fit.
        over: how many rows of text are too many in the smallest type; 0 when it fits.
        size: the size in points in which it is set now.
    """

    share: float
    over: int
    size: float

    @property
    def fits(self) -> bool:
        """Whether it fits on one sheet."""
        return self.over == 0

    @property
    def percent(self) -> int:
        """How full the sheet is, in whole per cents; what fits is never shown as more than 100."""
        return min(round(self.share * 100), 100) if self.fits else max(round(self.share * 100), 101)


def briefing_pdf(identity: Identity, briefing: Briefing, lines: Sequence[Line]) -> bytes:
    """Set a briefing with the lines that the reader may see; numbers run on, so that what is left out says nothing."""
    return compile_pdf(TEMPLATE, _content(identity, briefing, lines))


def fit(identity: Identity, briefing: Briefing, lines: Sequence[Line]) -> Fit:
    """Measure how full the A4 is with these lines."""
    found = typst.query(
        str(TEMPLATE),
        "<fit>",
        field="value",
        one=True,
        ignore_system_fonts=True,
        font_paths=[str(FONT_FOLDER)],
        sys_inputs={"content": json.dumps(_content(identity, briefing, lines))},
    )
    measured: dict[str, float] = json.loads(found)
    over = max(measured["height"] - measured["room"], 0)
    return Fit(
        share=measured["height"] / measured["room"],
        over=math.ceil(over / measured["row"]),
        size=measured["size"],
    )


def _content(identity: Identity, briefing: Briefing, lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "language": spoken(),
        "title": name_of(briefing),
        "place": identity.municipality_name,
        "lead": briefing.lead,
        "note": note_of(briefing),
        "empty": empty_words(),
        "handling": _("Vertrouwelijk. Niet verder verspreiden."),
        "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
        "lines": [
            {"kind": tag_of(line.kind), "sentence": line.sentence, "meta": line_meta(line)} for line in lines
        ],
    }
