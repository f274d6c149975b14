"""What signals add to the page of a case."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.parts import PagePart, register
from driehoek.cases.queries import compartments_open_to
from driehoek.signals import queries, rows
from driehoek.signals.rights import JUDGES

SHOWN: Final = 10


def signals_part(request: IdentifiedRequest, case: Case) -> dict[str, Any] | None:
    """The signals in the parts of the case that are open to the reader; nothing when none is open."""
    found = list(queries.of_case(request.identity, case).order_by("-sent_at")[: SHOWN + 1])
    parts = []
    if request.identity.holds(*JUDGES):
        parts = list(compartments_open_to(request.identity, case, level=Level.WORK).order_by("-kind", "name"))
    if not found and not parts:
        return None
    return {
        "rows": [rows.intake_row(one) for one in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "signal_parts": [
            {
                "url": reverse("signals:hand_over_part", args=[case.pk, one.pk]),
                "label": _("Uit compartiment %(name)s") % {"name": one.name},
            }
            for one in parts
        ],
    }


def register_parts() -> None:
    """Add the part to the page; called once from the app's `ready`."""
    register(PagePart("signals", "contents", 20, "signals/parts/signals.html", signals_part))
