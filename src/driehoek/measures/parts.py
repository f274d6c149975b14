"""What the page of a case says of measures: what is asked of the mayor, and what runs."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.cases.models import Case
from driehoek.cases.parts import PagePart, Tab
from driehoek.measures.measure_rows import measure_row
from driehoek.measures.queries import measures as queries

SHOWN: Final = 3


def asked_part(request: IdentifiedRequest, case: Case) -> dict[str, Any] | None:
    """Show the measures that wait for the mayor."""
    found = list(queries.of_case(request.identity, case).filter(state="asked")[:SHOWN])
    if not found:
        return None
    clocks = queries.next_clocks(found)
    return {"rows": [measure_row(one, clocks.get(one.pk), with_case=False) for one in found]}


PARTS: Final = (PagePart("measures-asked", "asked", 20, "measures/parts/asked.html", asked_part),)
TAB: Final = Tab("measures", _("Maatregelen"), "measures:of_case", 40)
