"""Objects of the meetings room, for tests that need one of each."""

from __future__ import annotations

import uuid

from driehoek.access.identity import Identity
from driehoek.meetings import services


def meeting_objects(identity: Identity) -> dict[str, uuid.UUID | int | str]:
    """Put a point on the agenda; the names are those of the rights table."""
    return {"point": services.put_forward(identity=identity, title="Toezicht in de nacht").pk}
