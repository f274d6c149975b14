"""Who may open what of the room `meetings`."""

from __future__ import annotations

from tests.access.rights.who import AGENDA_KEEPERS, CONTENT, DRIEHOEK, INVITED, UNSEATED, VERSION, F, Right

RIGHTS: dict[str, Right] = {
    "meetings:agenda": Right(DRIEHOEK),
    "meetings:print": Right(DRIEHOEK),
    "meetings:settled": Right(DRIEHOEK),
    "meetings:new": Right(DRIEHOEK),
    "meetings:change": Right(AGENDA_KEEPERS, ("point",)),
    "meetings:handle": Right(AGENDA_KEEPERS, ("point",)),
    "meetings:drop": Right(AGENDA_KEEPERS, ("point",), "POST", data={"version": "1"}),
    "meetings:move": Right(AGENDA_KEEPERS, ("point",), "POST", data={"direction": "up"}),
    "meetings:reopen": Right(AGENDA_KEEPERS, ("point",), "POST", data={"version": "1"}),
    "meetings:meetings": Right(CONTENT),
    "meetings:past": Right(CONTENT),
    "meetings:feed": Right(CONTENT),
    "meetings:feed_make": Right(CONTENT, (), "POST"),
    "meetings:feed_revoke": Right(CONTENT, (), "POST"),
    "meetings:meeting": Right(DRIEHOEK, ("meeting",), elsewhere=UNSEATED),
    "meetings:meeting_change": Right(AGENDA_KEEPERS, ("meeting",), elsewhere=UNSEATED),
    "meetings:cancel": Right(AGENDA_KEEPERS, ("meeting",), elsewhere=UNSEATED),
    "meetings:restore": Right(AGENDA_KEEPERS, ("meeting",), "POST", data=VERSION, elsewhere=UNSEATED),
    "meetings:accept": Right(INVITED, ("meeting",), "POST", elsewhere=UNSEATED),
    "meetings:decline": Right(INVITED, ("meeting",), elsewhere=UNSEATED),
    "meetings:compose": Right(AGENDA_KEEPERS, ("meeting",), elsewhere=UNSEATED),
    "meetings:point_add": Right(AGENDA_KEEPERS, ("meeting",), elsewhere=UNSEATED),
    "meetings:take_off": Right(
        AGENDA_KEEPERS, ("meeting_point",), "POST", data={"version": "0"}, elsewhere=UNSEATED
    ),
    "meetings:send": Right(AGENDA_KEEPERS, ("meeting",), elsewhere=UNSEATED),
    "meetings:pack": Right(DRIEHOEK, ("meeting", "edition"), elsewhere=UNSEATED),
    "meetings:pack_pdf": Right(DRIEHOEK, ("meeting", "edition"), elsewhere=UNSEATED),
    "meetings:minutes": Right(DRIEHOEK, ("held_meeting",), elsewhere=UNSEATED),
    "meetings:entry": Right(AGENDA_KEEPERS, ("held_meeting", "held_point"), elsewhere=UNSEATED),
    "meetings:action_new": Right(AGENDA_KEEPERS, ("held_entry",), elsewhere=UNSEATED),
    "meetings:action_remove": Right(
        AGENDA_KEEPERS, ("held_entry", "draft_action"), "POST", elsewhere=UNSEATED
    ),
    "meetings:confirm": Right(
        frozenset({F.MAYOR}), ("held_meeting",), "POST", data=VERSION, elsewhere=UNSEATED
    ),
    "meetings:addition": Right(AGENDA_KEEPERS, ("closed_entry",), elsewhere=UNSEATED),
    "meetings:series_list": Right(AGENDA_KEEPERS),
    "meetings:series_new": Right(AGENDA_KEEPERS),
    "meetings:series": Right(AGENDA_KEEPERS, ("series",)),
    "meetings:series_change": Right(AGENDA_KEEPERS, ("series",)),
    "meetings:series_end": Right(AGENDA_KEEPERS, ("series",), "POST", data={"version": "0"}),
    "meetings:series_plan": Right(AGENDA_KEEPERS, ("series",), "POST"),
    "meetings:series_plan_one": Right(
        AGENDA_KEEPERS, ("series",), "POST", data={"day": "2027-01-12", "clock": "10:00"}
    ),
    "meetings:fixed_add": Right(
        AGENDA_KEEPERS, ("series",), "POST", data={"title": "Rondvraag", "minutes": "5"}
    ),
    "meetings:fixed_remove": Right(AGENDA_KEEPERS, ("series", "fixed_point"), "POST"),
    "meetings:actions": Right(CONTENT),
    "meetings:actions_done": Right(CONTENT),
    "meetings:action": Right(DRIEHOEK, ("meeting_action",), elsewhere=UNSEATED),
    "meetings:action_done": Right(
        AGENDA_KEEPERS | {F.TEAM_CHIEF}, ("meeting_action",), "POST", data=VERSION, elsewhere=UNSEATED
    ),
    "meetings:action_undo": Right(
        AGENDA_KEEPERS | {F.TEAM_CHIEF}, ("meeting_action",), "POST", data=VERSION, elsewhere=UNSEATED
    ),
    "meetings:action_move": Right(AGENDA_KEEPERS | {F.TEAM_CHIEF}, ("meeting_action",), elsewhere=UNSEATED),
}
