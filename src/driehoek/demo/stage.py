"""Where the demo's position is made: who is there, and what has come so far."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from driehoek.demo.needs.shapes import Came
from driehoek.parties.models import Function, Organisation, OrganisationKind, Person
from driehoek.position.models import Item

People = dict[Function, Person]
# Who hands over what their organisation supplies; for the others the adviser registers it.
HANDS_OVER: Final = {
    OrganisationKind.POLICE: Function.TEAM_CHIEF,
    OrganisationKind.PROSECUTION: Function.PROSECUTOR,
    OrganisationKind.SAFETY_HOUSE: Function.CASE_DIRECTOR,
    OrganisationKind.HOUSING: Function.PARTNER,
}


@dataclass(frozen=True)
class Arrived:
    """An item of the demo with what its story says of it; `newest` is the last one under its agreement."""

    item: Item
    came: Came
    newest: bool

    @property
    def is_unread(self) -> bool:
        """Whether nobody has seen it yet: only the newest can wait."""
        return self.came.unread and self.newest


@dataclass(frozen=True)
class Stage:
    """Where the demo's position is made: the municipality, its people and organisations, and the moment."""

    municipality: uuid.UUID
    people: People
    organisations: dict[str, Organisation]
    now: datetime

    def supplier(self, kind: OrganisationKind) -> Person:
        """Return who hands over what an organisation of `kind` supplies."""
        return self.people[HANDS_OVER.get(kind, Function.SAFETY_ADVISER)]
