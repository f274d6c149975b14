"""Objects of the calendar of risk moments, for tests that need one of each."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.moments import services
from driehoek.moments.services import MomentValues

LIST = "kenmerk;titel;datum;begin;einde\nZ-1;Wintermarkt op het plein;{day:%d-%m-%Y};10.00;18.00\n"


def moment_values(title: str = "Wintermarkt", *, day: date | None = None, **more: object) -> MomentValues:
    """Return a moment of one evening, a week from now unless `day` says otherwise."""
    first = day or timezone.localdate() + timedelta(days=7)
    usual: dict[str, object] = {
        "kind": "event",
        "starts_on": first,
        "ends_on": first,
        "starts_time": time(18, 0),
        "ends_time": time(22, 0),
    }
    return MomentValues(title=title, **(usual | more))  # type: ignore[arg-type]


def moment_objects(identity: Identity) -> dict[str, uuid.UUID | int | str]:
    """Put a moment in the calendar and offer a file; the names are those of the rights table."""
    moment = services.add_moment(identity=identity, values=moment_values())
    content = LIST.format(day=timezone.localdate()).encode()
    run = services.offer(identity=identity, file_name="lijst.csv", content=content, kind="event")
    return {"moment": moment.pk, "moment_import": run.pk}
