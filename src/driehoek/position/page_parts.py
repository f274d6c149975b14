"""The pages of an agreement, a delivery, an item and a cell of the matrix, to which rooms above add their own parts.

A room registers in its `AppConfig.ready`:

    page_parts.DELIVERY.register(DeliveryPart("report", "asked", 10, "reports/parts/delivery.html", report_part))

where `report_part(request, delivery)` returns what the template needs, or None to show nothing. "asked" stands on
top, "more" below. Where another form takes the place of the plain one, it is named in `FORMS`: the first that
returns an address for a delivery is where “Lever” leads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from driehoek.access.gate import IdentifiedRequest
from driehoek.parties.models import Organisation
from driehoek.position.models import Agreement, Delivery, Item
from driehoek.problems.models import Theme
from driehoek.web.parts import PagePart, Parts

NAMES: Final = ("asked", "more")
AgreementPart = PagePart[[IdentifiedRequest, Agreement]]
DeliveryPart = PagePart[[IdentifiedRequest, Delivery]]
ItemPart = PagePart[[IdentifiedRequest, Item]]
# A theme, and the partner of the cell; None where the cell names no partner.
CellPart = PagePart[[IdentifiedRequest, Theme, Organisation | None]]
AGREEMENT: Final[Parts[[IdentifiedRequest, Agreement]]] = Parts(NAMES)
DELIVERY: Final[Parts[[IdentifiedRequest, Delivery]]] = Parts(NAMES)
ITEM: Final[Parts[[IdentifiedRequest, Item]]] = Parts(NAMES)
CELL: Final[Parts[[IdentifiedRequest, Theme, Organisation | None]]] = Parts(NAMES)
FORMS: Final[list[Callable[[Delivery], str | None]]] = []


def own_form_of(delivery: Delivery) -> str | None:
    """Return the address of the form that takes the place of the plain one, or None."""
    return next((url for form in FORMS if (url := form(delivery))), None)
