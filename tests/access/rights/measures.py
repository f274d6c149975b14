"""Rights on the pages of the room `measures`."""

from __future__ import annotations

from tests.access.rights.who import IN_CASES, IN_THE_SHARED_PART, NOT_OF_THE_CASE, OF_THE_CASE, F, Right

REGISTER = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.CASE_DIRECTOR})
WORKS = frozenset({F.SAFETY_ADVISER, F.CASE_DIRECTOR})
NOT_SHARED = IN_CASES - IN_THE_SHARED_PART
REPORT, MEASURE = ("police_report",), ("measure",)

RIGHTS: dict[str, Right] = {
    "measures:reports": Right(IN_CASES),
    "measures:report_new": Right(frozenset({F.TEAM_CHIEF, F.SAFETY_ADVISER})),
    "measures:target": Right(frozenset({F.SAFETY_ADVISER})),
    "measures:report": Right(IN_THE_SHARED_PART, REPORT, elsewhere=NOT_SHARED),
    "measures:report_ask": Right(WORKS, REPORT, "POST", elsewhere=NOT_SHARED),
    "measures:report_answer": Right(frozenset({F.TEAM_CHIEF}), REPORT, elsewhere=NOT_SHARED),
    "measures:report_checked": Right(WORKS, REPORT, "POST", elsewhere=NOT_SHARED),
    "measures:report_place": Right(WORKS, REPORT, elsewhere=NOT_SHARED),
    "measures:report_close": Right(WORKS, REPORT, elsewhere=NOT_SHARED),
    "measures:of_case": Right(OF_THE_CASE, ("case",), elsewhere=NOT_OF_THE_CASE),
    "measures:new": Right(WORKS, ("case",), elsewhere=NOT_OF_THE_CASE),
    "measures:register": Right(REGISTER),
    "measures:templates": Right(WORKS),
    "measures:template_end": Right(WORKS, ("letter_template",), "POST"),
    "measures:letter": Right(IN_THE_SHARED_PART, ("measure_letter", "letter_form"), elsewhere=NOT_SHARED),
    "measures:measure": Right(OF_THE_CASE, MEASURE, elsewhere=NOT_OF_THE_CASE),
    "measures:change": Right(WORKS, MEASURE, elsewhere=NOT_OF_THE_CASE),
    "measures:file": Right(WORKS, MEASURE, elsewhere=NOT_SHARED),
    "measures:judge": Right(WORKS, MEASURE, elsewhere=NOT_OF_THE_CASE),
    "measures:letter_make": Right(WORKS, MEASURE, "POST", elsewhere=NOT_SHARED),
    "measures:step": Right(WORKS, ("measure", "measure_step"), elsewhere=NOT_OF_THE_CASE),
}
