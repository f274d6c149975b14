"""Every read about cases; all of it begins at `visible_to`."""

from driehoek.cases.queries.cases import compartments_open_to, level_in, visible_to
from driehoek.cases.queries.partners import (
    compartments_led_by,
    may_be_invited,
    may_direct,
    participations,
    partner_counts,
    sight_of,
)
from driehoek.cases.queries.process import (
    latest_models,
    model_choices,
    newer_version,
    overstayed,
    table_of,
)

__all__ = [
    "compartments_led_by",
    "compartments_open_to",
    "latest_models",
    "level_in",
    "may_be_invited",
    "may_direct",
    "model_choices",
    "newer_version",
    "overstayed",
    "participations",
    "partner_counts",
    "sight_of",
    "table_of",
    "visible_to",
]
