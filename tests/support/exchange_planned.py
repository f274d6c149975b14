"""Planned powers for tests."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import PlannedPower, Power
from driehoek.exchange.queries import planned as queries
from driehoek.exchange.services import planned as services
from driehoek.exchange.services.planned import NewPlanned
from driehoek.parties.models import Function
from driehoek.problems.models import Theme
from tests.support.cast import Cast


def drafted(
    cast: Cast, theme: Theme, *, urgent_words: str = "", planned_for: date | None = None
) -> PlannedPower:
    """A closure that the adviser wrote down."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        own = queries.own_organisation(identity)
        assert own is not None
        return services.plan_power(
            identity=identity,
            organisation=own.pk,
            new=NewPlanned(
                power=Power.CLOSURE,
                title="Sluiting van een pand",
                place="Voorbeeldlaan",
                reason="Overlast en een vondst van drugs.",
                planned_for=planned_for or timezone.localdate() + timedelta(days=9),
                told_to=queries.prosecution(identity).get(),
                theme=theme,
                urgent_words=urgent_words,
            ),
            key=uuid.uuid4(),
        )


def announced(
    cast: Cast, theme: Theme, *, urgent_words: str = "", planned_for: date | None = None
) -> PlannedPower:
    """A closure that was put to the prosecution service."""
    planned = drafted(cast, theme, urgent_words=urgent_words, planned_for=planned_for)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.announce(identity=identity, planned=planned, version=planned.version)
    return planned


def planned_objects(cast: Cast, theme: Theme) -> dict[str, uuid.UUID | int | str]:
    """One of each for the rights table."""
    return {"planned_power": announced(cast, theme).pk, "drafted_power": drafted(cast, theme).pk}
