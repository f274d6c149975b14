"""Every write about area scans."""

from driehoek.scans.services.common import AlreadyThere, FixedScan, PersonalNumber
from driehoek.scans.services.findings import (
    FindingValues,
    add_finding,
    change_finding,
    drop_finding,
    take_figures,
)
from driehoek.scans.services.priorities import (
    PriorityValues,
    add_priority,
    change_priority,
    drop_priority,
    move_priority,
    to_agenda,
)
from driehoek.scans.services.scans import (
    NotYet,
    ScanValues,
    SessionValues,
    begin_correction,
    begin_scan,
    change_scan,
    discard_scan,
    fix_scan,
    hold_session,
    lacking,
)
from driehoek.scans.services.taking import take_copy

__all__ = [
    "AlreadyThere",
    "FindingValues",
    "FixedScan",
    "NotYet",
    "PersonalNumber",
    "PriorityValues",
    "ScanValues",
    "SessionValues",
    "add_finding",
    "add_priority",
    "begin_correction",
    "begin_scan",
    "change_finding",
    "change_priority",
    "change_scan",
    "discard_scan",
    "drop_finding",
    "drop_priority",
    "fix_scan",
    "hold_session",
    "lacking",
    "move_priority",
    "take_copy",
    "take_figures",
    "to_agenda",
]
