"""A barrier model on A4, lying: the picture, and the same as a table for who does not see it (PDF/UA-1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.barriers import picture, rows
from driehoek.barriers.models import BarrierModel
from driehoek.barriers.queries import per_partner, steps_of
from driehoek.web import formatting
from driehoek.web.paper import compile_pdf

TEMPLATE = Path(__file__).parent / "templates" / "barriers" / "model.typ"


def model_pdf(identity: Identity, model: BarrierModel) -> bytes:
    """Set a model as it stands now."""
    steps = steps_of(model)
    language = formatting.known(get_language())
    said = picture.summary(steps)
    content: dict[str, Any] = {
        "language": language,
        "title": model.title,
        "place": identity.municipality_name,
        "lead": model.summary,
        "said": said,
        "day": formatting.date_long(timezone.localdate(), language=language),
        "demo": _("VOORBEELD – verzonnen dossiers en personen.") if settings.DEMO else "",
        "picture": str(picture.draw(steps, title=said, standalone=True)) if steps else "",
        "table_title": _("Hetzelfde als tabel"),
        "header": rows.header(),
        "rows": [[str(cell) for cell in row] for row in rows.table_rows(steps)],
        "partner_title": _("Per organisatie"),
        "partner_header": rows.partner_header(),
        "partners": rows.partner_rows(per_partner(steps)),
    }
    return compile_pdf(TEMPLATE, content)
