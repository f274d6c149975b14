"""A sample of purposes on paper, as the officer hands it in: what was drawn, how, and how it was rated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import driehoek.exports
from driehoek.grounds.models import Sample
from driehoek.grounds.queries.samples import Stated
from driehoek.problems.purposes import power_words
from driehoek.web.formatting import date_long, known, moment
from driehoek.web.paper import compile_pdf

# The one table on paper: the same page as every other list that leaves the house.
TABLE: Final = Path(driehoek.exports.__file__).parent / "templates" / "exports" / "table.typ"


def sample_pdf(sample: Sample, title: str, rows: Sequence[Stated], counts: Sequence[str]) -> bytes:
    """Return a sample as a PDF (PDF/UA-1).

    Args:
        sample: the sample.
        title: what it is called.
        rows: its purposes in the order of the draw, with the words that were stated.
        counts: how many were rated how, in words.
    """
    language = known(get_language())
    heads = [
        _("Nr."),
        _("Wanneer"),
        _("Bevoegdheid of doel"),
        _("Genoemd doel"),
        _("Oordeel"),
        _("Toelichting"),
    ]
    return compile_pdf(
        TABLE,
        {
            "language": language,
            "mark": _("Vertrouwelijk"),
            "title": _("Steekproef van doelen: %(title)s") % {"title": title},
            "foot": _("Driehoek, getrokken op %(day)s")
            % {"day": date_long(sample.drawn_at, language=language)},
            "demo": _("VOORBEELD – verzonnen gegevens en personen.") if settings.DEMO else "",
            "about": [
                [_("Getrokken door"), sample.drawn_by.name],
                [_("Doelen in het kwartaal"), str(sample.population)],
                [_("Oordelen"), ", ".join(counts)],
                [_("Getrokken met"), sample.seed],
                *([[_("Opnieuw getrokken, omdat"), sample.reason]] if sample.reason else []),
            ],
            "part": "",
            "right": [True, False, False, False, False, False],
            "widths": [1, 3, 4, 9, 3, 6],
            "heads": heads,
            "rows": [
                [
                    str(one.purpose.place),
                    moment(one.when, language=language) if one.when else "",
                    power_words(one.power),
                    one.reason,
                    str(one.purpose.get_verdict_display()),
                    one.purpose.note,
                ]
                for one in rows
            ],
        },
    )
