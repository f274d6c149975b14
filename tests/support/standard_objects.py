"""Objects of the standard room, for tests that need one of each."""

from __future__ import annotations

import uuid
from datetime import date

from driehoek.access.identity import Identity
from driehoek.figures.models import Indicator
from driehoek.standard import services
from driehoek.standard.models import Decider, NormType


def standard_objects(identity: Identity, indicator: uuid.UUID) -> dict[str, uuid.UUID | int | str]:
    """Lay down a norm for an indicator and set a proposal aside; the names are those of the rights table."""
    norm = services.set_norm(
        identity=identity,
        new=services.NewNorm(
            type=NormType.ABSOLUTE,
            indicator=Indicator.objects.get(pk=indicator),
            target=5.0,
            decided_on=date(2024, 1, 1),
            decided_by=Decider.DRIEHOEK,
            valid_from=date(2024, 1, 1),
            reason="Afgesproken in het veiligheidsplan.",
        ),
    )
    dismissal = services.dismiss_retyping(
        identity=identity, norm=norm, since=date(2024, 1, 1), reason="Eerst de aanpak afwachten."
    )
    return {"norm": norm.pk, "dismissal": dismissal.pk}
