"""The tabs that this room puts on the pages of a case; only for who sees a compartment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.cases.models import Case
from driehoek.cases.parts import Tab, register_tab
from driehoek.cases.queries import compartments_open_to


def sees_contents(request: IdentifiedRequest, case: Case) -> bool:
    """Tell whether the reader may see any compartment of a case; asked of the database once per page."""
    known: dict[object, bool] = request.__dict__.setdefault("_sees_contents", {})
    if case.pk not in known:
        known[case.pk] = compartments_open_to(request.identity, case).exists()
    return known[case.pk]


def register() -> None:
    """Put the tabs there; called once when Django is ready."""
    register_tab(Tab("subjects", _("Personen en objecten"), "subjects:list", 30, sees_contents))
    register_tab(Tab("network", _("Netwerk"), "subjects:network", 31, sees_contents))
    register_tab(Tab("related", _("Samenhang"), "subjects:related", 32, sees_contents))
