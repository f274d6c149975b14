"""Norms for the demo municipality, on whichever figures it has."""

from __future__ import annotations

from typing import Final

from driehoek.access.identity import Identity
from driehoek.analysis.models import Coverage
from driehoek.figures.models import Frequency, Indicator
from driehoek.standard.models import Decider, Norm, NormType
from driehoek.standard.services import NewNorm, set_norm, take_set
from driehoek.standard.sets import sets

# Code of the kind in the publisher's list, how many per cent lower than three years before, and why.
TRENDS: Final = (
    ("1.1.1", 10.0, "De aanpak van woninginbraak is een speerpunt in het veiligheidsplan."),
    ("1.4.5", 10.0, "Afgesproken in de driehoek: minder mishandeling in het uitgaansgebied."),
    ("2.5.1", 5.0, "Afgesproken met de ondernemers van de bedrijventerreinen."),
)
SIGNALS: Final = ("1.1.1", "1.2.1", "2.2.1")
WHY_SIGNAL: Final = "Wij willen het meteen weten als dit meer is dan te verwachten was."
YEARS_BACK: Final = 3


def make_norms(identity: Identity) -> list[Norm]:
    """Take over the ready-made sets and lay down norms as the driehoek would; none without monthly figures.

    Args:
        identity: the safety adviser of the demo municipality.
    """
    for one in sets().values():
        take_set(identity=identity, wanted=one)
    newest = (
        Coverage.objects.filter(municipality=identity.municipality, frequency=Frequency.MONTH)
        .order_by("-latest")
        .values_list("latest", flat=True)
        .first()
    )
    if newest is None:
        return []
    start = newest.replace(year=newest.year - 1, month=1, day=1)
    rows = Indicator.objects.filter(
        municipality=identity.municipality, frequency=Frequency.MONTH, ended_at=None, hidden=False
    ).exclude(is_total=True)
    by_key = {row.key: row for row in rows}
    new = [
        NewNorm(
            type=NormType.TREND,
            indicator=by_key[key],
            percentage=percentage,
            base_year=newest.year - YEARS_BACK,
            decided_on=start,
            decided_by=Decider.DRIEHOEK,
            valid_from=start,
            reason=why,
        )
        for key, percentage, why in TRENDS
        if key in by_key
    ]
    new += [
        NewNorm(
            type=NormType.SIGNAL,
            indicator=by_key[key],
            decided_on=start,
            decided_by=Decider.DRIEHOEK,
            valid_from=start,
            reason=WHY_SIGNAL,
        )
        for key in SIGNALS
        if key in by_key
    ]
    return [set_norm(identity=identity, new=one) for one in new]
