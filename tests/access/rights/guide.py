"""Who may open what of the room `guide`."""

from __future__ import annotations

from tests.access.rights.who import DRIEHOEK, EVERYONE, KEEPERS_OF_POSITION, VERSION, F, Right

RIGHTS: dict[str, Right] = {
    "guide:overview": Right(EVERYONE),
    "guide:hidden": Right(EVERYONE),
    "guide:hide": Right(EVERYONE, ("guide_tip",), "POST"),
    "guide:show": Right(EVERYONE, ("guide_tip",), "POST"),
    "guide:act": Right(DRIEHOEK, ("guide_section", "guide_tip"), "POST"),
    "guide:standing": Right(KEEPERS_OF_POSITION, ("guide_section", "guide_standing_tip")),
    "guide:acted": Right(DRIEHOEK, ("guide_point",)),
    "guide:take_back": Right(DRIEHOEK, ("guide_point",), "POST", owned=True),
    "guide:scans": Right(DRIEHOEK),
    "guide:scan_open": Right(KEEPERS_OF_POSITION),
    "guide:years": Right(DRIEHOEK),
    "guide:scan_close": Right(KEEPERS_OF_POSITION, ("scan",)),
    "guide:scan_block": Right(DRIEHOEK, ("scan", "scan_kind")),
    "guide:scan_result": Right(DRIEHOEK, ("scan",)),
    "guide:scan_submit": Right(DRIEHOEK - {F.DEPUTY}, ("scan",), "POST"),
    "guide:scan_together": Right(DRIEHOEK, ("scan",)),
    "guide:scan_agenda": Right(DRIEHOEK, ("scan",), "POST", data={"question": "all"}),
    "guide:workshops": Right(DRIEHOEK),
    "guide:workshop_new": Right(frozenset({F.SAFETY_ADVISER})),
    "guide:workshop": Right(DRIEHOEK, ("workshop",)),
    "guide:workshop_change": Right(frozenset({F.SAFETY_ADVISER}), ("workshop",)),
    "guide:workshop_start": Right(frozenset({F.SAFETY_ADVISER}), ("workshop",), "POST"),
    "guide:workshop_end": Right(frozenset({F.SAFETY_ADVISER}), ("workshop",), "POST"),
    "guide:workshop_report": Right(DRIEHOEK, ("workshop",)),
    "guide:workshop_step": Right(frozenset({F.SAFETY_ADVISER}), ("workshop", "workshop_step")),
    "guide:workshop_keep": Right(
        frozenset({F.SAFETY_ADVISER}), ("workshop", "workshop_step", "workshop_kind")
    ),
    "guide:texts": Right(frozenset({F.ADMIN, F.SAFETY_ADVISER})),
    "guide:text_new": Right(frozenset({F.ADMIN, F.SAFETY_ADVISER})),
    "guide:text_change": Right(frozenset({F.ADMIN, F.SAFETY_ADVISER}), ("guide_section", "guide_tip")),
    "guide:text_end": Right(
        frozenset({F.ADMIN, F.SAFETY_ADVISER}), ("guide_section", "guide_tip"), "POST", data=VERSION
    ),
    "guide:text_restore": Right(
        frozenset({F.ADMIN, F.SAFETY_ADVISER}), ("guide_section", "guide_tip"), "POST", data=VERSION
    ),
}
