"""Who may open what of the room `plans`."""

from __future__ import annotations

from tests.access.rights.who import KEEPERS_OF_POSITION, OWNERS_OF_ACTIONS, READERS_OF_PLANS, F, Right

RIGHTS: dict[str, Right] = {
    "plans:plans": Right(READERS_OF_PLANS),
    "plans:plan_new": Right(KEEPERS_OF_POSITION),
    "plans:plan": Right(READERS_OF_PLANS, ("year_plan",)),
    "plans:plan_change": Right(KEEPERS_OF_POSITION, ("year_plan",)),
    "plans:plan_copy": Right(KEEPERS_OF_POSITION, ("year_plan",)),
    "plans:plan_adopt": Right(KEEPERS_OF_POSITION, ("year_plan",)),
    "plans:plan_close": Right(KEEPERS_OF_POSITION, ("year_plan",)),
    "plans:plan_reopen": Right(KEEPERS_OF_POSITION, ("year_plan",), "POST", data={"version": "1"}),
    "plans:goal_new": Right(KEEPERS_OF_POSITION, ("year_plan",)),
    "plans:goal_change": Right(KEEPERS_OF_POSITION, ("plan_goal",)),
    "plans:goal_drop": Right(KEEPERS_OF_POSITION, ("plan_goal",)),
    "plans:goal_restore": Right(KEEPERS_OF_POSITION, ("plan_goal",), "POST", data={"version": "1"}),
    "plans:action_new": Right(KEEPERS_OF_POSITION, ("plan_goal",)),
    "plans:own": Right(OWNERS_OF_ACTIONS),
    "plans:action": Right(
        OWNERS_OF_ACTIONS, ("plan_action",), elsewhere=frozenset({F.CASE_DIRECTOR, F.PARTNER})
    ),
    "plans:action_status": Right(
        OWNERS_OF_ACTIONS - {F.TEAM_CHIEF, F.PROSECUTOR},
        ("plan_action",),
        elsewhere=frozenset({F.CASE_DIRECTOR, F.PARTNER}),
    ),
    "plans:action_change": Right(KEEPERS_OF_POSITION, ("plan_action",)),
    "plans:action_remove": Right(KEEPERS_OF_POSITION, ("plan_draft_action",)),
    "plans:reports": Right(READERS_OF_PLANS),
    "plans:report_start": Right(KEEPERS_OF_POSITION),
    "plans:report": Right(READERS_OF_PLANS, ("quarterly_report",)),
    "plans:report_general": Right(KEEPERS_OF_POSITION, ("quarterly_report",)),
    "plans:report_part": Right(KEEPERS_OF_POSITION, ("quarterly_report", "theme")),
    "plans:report_preview": Right(KEEPERS_OF_POSITION, ("quarterly_report",)),
    "plans:edition": Right(READERS_OF_PLANS, ("plan_edition",)),
    "plans:edition_pdf": Right(READERS_OF_PLANS, ("plan_edition",)),
}
