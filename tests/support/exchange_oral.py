"""What was told by word of mouth, for tests."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Detail, OralIncident, Provision
from driehoek.exchange.services import oral as services
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import NewProvision
from driehoek.parties.models import Function, OrganisationKind
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.giving import ANSWERS, organisation

SAID = "De heer Verzonnen komt vrijdag vrij, zei ik aan de telefoon."


def told(cast: Cast, theme: Theme, *, told_at: datetime | None = None, **changes: Any) -> Provision:
    """Something that the prosecutor told the municipality; allowed, unless told otherwise."""
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        values: dict[str, Any] = {
            "recipient": organisation(OrganisationKind.MUNICIPALITY, cast),
            "theme": theme,
            "title": "Telefoon over een vrijlating",
            "purpose": "openbare_orde",
            "subject": "verdachte",
            "data_categories": ["strafvorderlijke_gegevens"],
            "keep_until": timezone.localdate() + timedelta(days=60),
            "facts": ANSWERS,
        }
        return services.record_told(
            identity=identity,
            new=NewProvision(**(values | changes)),
            told_at=told_at or timezone.now() - timedelta(hours=1),
            parts=[NewPart(Detail.ESSENTIALS, SAID)],
        )


def forbidden(cast: Cast, theme: Theme) -> Provision:
    """Something that was told though no law allows it."""
    return told(cast, theme, purpose="openbaarheid", title="Gesprek over een zaak")


def oral_objects(cast: Cast, theme: Theme) -> dict[str, uuid.UUID | int | str]:
    """One of each for the rights table."""
    made = forbidden(cast, theme)
    with acting_as(person=cast.people[Function.DPO].pk):
        incident = OralIncident.objects.get(provision=made.pk)
    return {"told_provision": told(cast, theme).pk, "oral_incident": incident.pk}
