"""Every read about area scans; all of it begins at `visible_scans`."""

from driehoek.scans.queries.comparing import Comparison, compared, returning, times_in_a_row
from driehoek.scans.queries.figures import Figure, figures_for
from driehoek.scans.queries.scans import (
    choosable_areas,
    current_findings,
    finding_or_none,
    findings_of,
    last_change,
    may_write,
    priorities_of,
    priority_or_none,
    scan_list,
    scan_or_none,
    sessions_of,
    state_of,
    superseded_by,
    visible_findings,
    visible_scans,
)

__all__ = [
    "Comparison",
    "Figure",
    "choosable_areas",
    "compared",
    "current_findings",
    "figures_for",
    "finding_or_none",
    "findings_of",
    "last_change",
    "may_write",
    "priorities_of",
    "priority_or_none",
    "returning",
    "scan_list",
    "scan_or_none",
    "sessions_of",
    "state_of",
    "superseded_by",
    "times_in_a_row",
    "visible_findings",
    "visible_scans",
]
