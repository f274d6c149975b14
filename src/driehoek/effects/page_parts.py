"""What this room adds to the page of a case: in one sentence each, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.cases.models import Case
from driehoek.cases.parts import PagePart, Tab
from driehoek.effects import queries, rows

SHOWN: Final = 2


def goes_part(request: IdentifiedRequest, case: Case) -> Mapping[str, Any] | None:
    """Show the last studies beside a case."""
    found = queries.studies_of(request.identity, case)[:SHOWN]
    if not found:
        return None
    return {
        "rows": [rows.study_row(one) for one in found],
        "url": reverse("effects:of_case", args=[case.problem_id]),
    }


PART: Final = PagePart("effects", "goes", 60, "effects/parts/goes.html", goes_part)
TAB: Final = Tab("effects", _("Effect"), "effects:of_case", 75)
