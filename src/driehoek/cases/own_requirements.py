"""What this room can tell about the requirements of a move: the admission criteria and the legal gate."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.cases.models import Admission, Case
from driehoek.cases.queries.gate import enriching_allowed
from driehoek.cases.requirements import Check, Requirement


def criteria(case: Case) -> Requirement:
    """The criteria were answered for the version that the case follows, and the last answers admit it."""
    url = reverse("cases:criteria", args=[case.problem_id])
    last = Admission.objects.filter(case=case).first()
    if last is None or last.model_id != case.model_id:
        return Requirement(met=False, text=_("Beantwoord de criteria voor opname."), url=url)
    if not last.admitted:
        return Requirement(met=False, text=_("De laatste antwoorden voldoen niet aan de criteria."), url=url)
    return Requirement(met=True)


REQUIREMENTS: Final[tuple[tuple[str, str | Promise, Check], ...]] = (
    ("cases.criteria", gettext_lazy("De casus voldoet aan de criteria voor opname."), criteria),
    (
        "cases.legal_gate",
        gettext_lazy("Doel, rechtsgrond, convenant en DPIA zijn er."),
        enriching_allowed,
    ),
)
