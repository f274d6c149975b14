"""Objects of the rooms about figures, for tests that need one of each."""

from __future__ import annotations

import uuid

from driehoek.access.identity import Identity
from driehoek.problems.models import Theme


def figure_objects(identity: Identity, theme: Theme) -> dict[str, uuid.UUID | int | str]:
    """Make one of everything about figures and deviations; the names are those of the rights table."""
    return {}
