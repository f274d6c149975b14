"""An outcome on paper: PDF/UA-1, with its chart and what it was made of."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.effects import drawing, sayings
from driehoek.effects.models import Run, Study
from driehoek.effects.words import spoken
from driehoek.web import formatting
from driehoek.web.paper import compile_pdf

TEMPLATE = Path(__file__).parent / "templates" / "effects" / "study.typ"


def study_pdf(identity: Identity, study: Study, run: Run) -> bytes:
    """Set one outcome of a study."""
    chart = drawing.chart_of(study, run, standalone=True)
    when = formatting.date_long(run.run_at, language=spoken())
    return compile_pdf(
        TEMPLATE,
        {
            "language": spoken(),
            "title": study.title,
            "place": identity.municipality_name,
            "edition": _("Uitkomst %(number)s, %(when)s") % {"number": run.number, "when": when},
            "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
            "answer": sayings.answer(study, run),
            "happened_title": _("Wat begon er"),
            "happened": study.happened,
            "warnings": [*sayings.reasons(run), *sayings.warnings(run)],
            "facts": [{"label": pair.label, "value": str(pair.value)} for pair in sayings.facts(study, run)],
            "figure": None
            if chart is None
            else {"svg": str(chart.svg), "summary": chart.summary, "source": chart.source},
            "checks_title": _("Controles"),
            "checks": [
                *(": ".join(row[:2]) for row in sayings.variant_rows(run)),
                *sayings.placebo_words(run),
            ],
            "seal": _("Methode %(method)s. Zegel over de cijfers: %(seal)s")
            % {"method": run.method, "seal": run.sha256[:16]},
        },
    )
