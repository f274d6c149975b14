"""What the tests of reports share: filling the form in, and reading a page."""

from __future__ import annotations

import html
from typing import Any

from django.test import Client
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function
from driehoek.position.models import Delivery
from driehoek.reports.models import Report
from tests.reports.conftest import Week
from tests.support.cast import Cast
from tests.support.report_objects import WORDS

BSN = "123456782"


def body(answer: Any) -> str:
    """The words of a page, as they are read."""
    return html.unescape(answer.content.decode())


def filled(week: Week, **changes: str) -> dict[str, str]:
    """The form as a team chief fills it in; by default to be sent."""
    given = {f"section_{key}": text for key, text in WORDS.items()} | {
        "version": "0",
        "gist": "Drukke week op de Testmarkt",
        f"figure_{week.indicator.pk.hex}": "De stijging komt door één dader.",
        "send": "1",
    }
    return {key: value for key, value in (given | changes).items() if value}


def write(client: Client, delivery: Delivery, data: dict[str, str]) -> Any:
    """Send the form."""
    return client.post(reverse("reports:write", args=[delivery.pk]), data)


def stored(cast: Cast, delivery: Delivery, function: Function = Function.TEAM_CHIEF) -> Report:
    """The report on a delivery as it stands."""
    with acting_as(person=cast.people[function].pk):
        return Report.objects.select_related("delivery__deadline", "item").get(
            delivery=delivery, supplements=None
        )
