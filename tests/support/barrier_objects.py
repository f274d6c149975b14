"""A barrier model of a case with a step and a barrier, for the table of rights."""

from __future__ import annotations

import uuid

from driehoek.access.identity import acting_as
from driehoek.barriers import services
from driehoek.barriers.models import ElementKind
from driehoek.barriers.queries import steps_of
from driehoek.barriers.services import NewElement
from driehoek.parties.models import Function
from tests.support.cases import MadeCase
from tests.support.cast import Cast


def barrier_objects(cast: Cast, made: MadeCase) -> dict[str, uuid.UUID]:
    """Return the ids that stand in addresses of this room."""
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk) as identity:
        model = services.make_model(identity=identity, title="Teelt", case=made.case, steps=["Een", "Twee"])
        own = services.make_model(identity=identity, title="Ander verschijnsel")
        step = steps_of(model)[0]
        element = services.add_element(
            identity=identity, step=step, new=NewElement(ElementKind.BARRIER, "Toezicht")
        )
    return {
        "barrier_model": model.pk,
        "town_barrier_model": own.pk,
        "barrier_step": step.pk,
        "barrier": element.pk,
    }
