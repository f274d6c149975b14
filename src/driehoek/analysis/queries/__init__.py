"""Every read about deviations."""

from driehoek.analysis.merging import DeviationLine
from driehoek.analysis.queries.evidence import Evidence, deviation_evidence
from driehoek.analysis.queries.lines import (
    READERS,
    EvidencePoint,
    deviations_for,
    deviations_of,
    standing_mark,
)
from driehoek.analysis.queries.lists import (
    DeviationFilter,
    State,
    active_mutes,
    deviation_list,
    filter_choices,
    last_coverage,
    signal_values,
)

__all__ = [
    "READERS",
    "DeviationFilter",
    "DeviationLine",
    "Evidence",
    "EvidencePoint",
    "State",
    "active_mutes",
    "deviation_evidence",
    "deviation_list",
    "deviations_for",
    "deviations_of",
    "filter_choices",
    "last_coverage",
    "signal_values",
    "standing_mark",
]
