"""Taking over a ready-made set of indicators."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from driehoek.access.identity import Identity
from driehoek.figures.models import Indicator, NormType
from driehoek.figures.services import IndicatorValues, add_indicator, ensure_source
from driehoek.ledger import services as ledger
from driehoek.problems.services import ensure_theme
from driehoek.standard.sets import IndicatorSet


@dataclass(frozen=True)
class Taken:
    """What came of taking over a set.

    Attributes:
        made: the indicators that were added.
        there: names of those that existed already, as they are called here.
    """

    made: tuple[Indicator, ...]
    there: tuple[str, ...]


@transaction.atomic
def take_set(*, identity: Identity, wanted: IndicatorSet) -> Taken:
    """Make the indicators of a set that are not there yet; those that are stay as they are (ST05)."""
    source = ensure_source(municipality=identity.municipality, key=wanted.source_key, name=wanted.source_name)
    rows = Indicator.objects.filter(source=source).values_list("key", "frequency", "name")
    there = {(key, frequency): name for key, frequency, name in rows}
    made, kept = [], []
    for one in wanted.indicators:
        if (one.key, one.frequency) in there:
            kept.append(there[one.key, one.frequency])
            continue
        theme = ensure_theme(municipality=identity.municipality, field=one.field, path=one.theme)
        values = IndicatorValues(
            source=source,
            key=one.key,
            name=one.name,
            theme=theme,
            unit=one.unit,
            base=one.base,
            frequency=one.frequency,
            direction=one.direction,
            norm_type=NormType.NONE,
            decimals=one.decimals,
        )
        made.append(add_indicator(municipality=identity.municipality, values=values))
    if made:
        ledger.append(
            municipality=identity.municipality,
            action="standard:set:taken",
            subject=source.pk,
            data={"set": wanted.key, "made": len(made), "there": len(kept)},
        )
    return Taken(tuple(made), tuple(kept))
