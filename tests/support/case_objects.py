"""A case for the table of rights, with the compartments and partners that `rights.who` tells of."""

from __future__ import annotations

import uuid

from driehoek.parties.models import Function
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast


def rights_case(cast: Cast) -> MadeCase:
    """Make the case that every room hangs its own objects on."""
    return make_case(
        cast,
        own=("Zorg",),
        partners=[
            (Function.TEAM_CHIEF, ()),
            (Function.PARTNER, ("Zorg",)),
            (Function.GUEST, ()),
        ],
    )


def case_objects(made: MadeCase) -> dict[str, uuid.UUID | str]:
    """Return the ids that stand in addresses of this room."""
    return {
        "case": made.id,
        "case_step": "gather",
        "process_model": made.case.model_id,
        "shared_part": made.shared.pk,
        "care_part": made.own["Zorg"].pk,
        "participation": made.partners[Function.GUEST].pk,
    }
