"""Who may open what of the room `reports`."""

from __future__ import annotations

from tests.access.rights.who import (
    CHECKERS_OF_REPORTS,
    DELIVERERS,
    KEEPERS_OF_POSITION,
    OTHER_SUPPLIERS,
    READERS_OF_ITEMS,
    SUPPLIERS,
    VERSION,
    WRITERS_OF_REPORTS,
    Right,
)

RIGHTS: dict[str, Right] = {
    "reports:intake": Right(WRITERS_OF_REPORTS),
    "reports:intake_csv": Right(WRITERS_OF_REPORTS),
    "reports:intake_xlsx": Right(WRITERS_OF_REPORTS),
    "reports:intake_xlsx_of": Right(WRITERS_OF_REPORTS, ("report_agreement",), elsewhere=OTHER_SUPPLIERS),
    "reports:intake_run": Right(WRITERS_OF_REPORTS, ("report_intake",), owned=True),
    "reports:intake_confirm": Right(
        WRITERS_OF_REPORTS, ("report_intake",), "POST", data={"act": "save"}, owned=True
    ),
    "reports:reports": Right(READERS_OF_ITEMS | SUPPLIERS),
    "reports:to_check": Right(CHECKERS_OF_REPORTS),
    "reports:forms": Right(KEEPERS_OF_POSITION),
    "reports:form_take": Right(KEEPERS_OF_POSITION, (), "POST", data={"key": "generic"}),
    "reports:form_new": Right(KEEPERS_OF_POSITION),
    "reports:form_change": Right(KEEPERS_OF_POSITION, ("report_form",)),
    "reports:choose": Right(KEEPERS_OF_POSITION, ("report_agreement",)),
    "reports:form_drop": Right(KEEPERS_OF_POSITION, ("report_agreement",), "POST", data=VERSION),
    "reports:write": Right(DELIVERERS | OTHER_SUPPLIERS, ("report_delivery",), elsewhere=OTHER_SUPPLIERS),
    "reports:report": Right(READERS_OF_ITEMS | SUPPLIERS, ("report_fixed",), elsewhere=OTHER_SUPPLIERS),
    "reports:pdf": Right(READERS_OF_ITEMS | SUPPLIERS, ("report_fixed",), elsewhere=OTHER_SUPPLIERS),
    "reports:supplement": Right(DELIVERERS | OTHER_SUPPLIERS, ("report_fixed",), elsewhere=OTHER_SUPPLIERS),
    "reports:check": Right(CHECKERS_OF_REPORTS, ("report_sent",), "POST", data=VERSION),
    "reports:send_back": Right(CHECKERS_OF_REPORTS, ("report_sent",)),
    "reports:fix": Right(CHECKERS_OF_REPORTS, ("report_sent",)),
}
