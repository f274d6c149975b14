"""Who may open what of the room `scans`."""

from __future__ import annotations

from tests.access.rights.who import DRIEHOEK, MAKERS_OF_SCANS, READERS_OF_FIGURES, Right

RIGHTS: dict[str, Right] = {
    "scans:list": Right(READERS_OF_FIGURES),
    "scans:ground": Right(READERS_OF_FIGURES),
    "scans:page": Right(READERS_OF_FIGURES, ("area_scan",)),
    "scans:map": Right(READERS_OF_FIGURES, ("area_scan",)),
    "scans:pdf": Right(READERS_OF_FIGURES, ("area_scan_fixed",)),
    "scans:finding": Right(READERS_OF_FIGURES, ("hot_finding",)),
    "scans:patterns": Right(READERS_OF_FIGURES),
    "scans:pattern_agenda": Right(DRIEHOEK, method="POST"),
    "scans:new": Right(MAKERS_OF_SCANS),
    "scans:change": Right(MAKERS_OF_SCANS, ("area_scan",)),
    "scans:session": Right(MAKERS_OF_SCANS, ("area_scan", "area_session")),
    "scans:fix": Right(MAKERS_OF_SCANS, ("area_scan",)),
    "scans:correct": Right(MAKERS_OF_SCANS, ("area_scan_fixed",), "POST"),
    "scans:discard": Right(MAKERS_OF_SCANS, ("area_scan",)),
    "scans:finding_new": Right(MAKERS_OF_SCANS, ("area_scan", "hot_kind")),
    "scans:finding_change": Right(MAKERS_OF_SCANS, ("hot_finding",)),
    "scans:finding_figures": Right(MAKERS_OF_SCANS, ("hot_finding",), "POST", data={"version": "1"}),
    "scans:finding_drop": Right(MAKERS_OF_SCANS, ("hot_finding",)),
    "scans:priority_new": Right(MAKERS_OF_SCANS, ("area_scan",)),
    "scans:priority_change": Right(MAKERS_OF_SCANS, ("scan_priority",)),
    "scans:priority_move": Right(MAKERS_OF_SCANS, ("scan_priority",), "POST", data={"direction": "up"}),
    "scans:priority_drop": Right(MAKERS_OF_SCANS, ("scan_priority",)),
    "scans:priority_agenda": Right(DRIEHOEK, ("scan_priority",), "POST"),
}
