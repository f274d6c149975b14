"""Who may open what: every address of the page server with the answer that each function gets.

A new address fails test_rights.py until it has a line here. `OPEN` is for addresses that need no sign-in.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from driehoek.parties.models import Function as F

# A council member opens what was made for the council and nothing else.
EVERYONE = frozenset(F) - {F.COUNCIL}
ANYONE = frozenset(F)
READERS_OF_FIGURES = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.ANALYST, F.TEAM_CHIEF, F.PROSECUTOR})
KEEPERS_OF_FIGURES = frozenset({F.SAFETY_ADVISER, F.ANALYST})
KEEPERS_OF_ROUTES = frozenset({F.SAFETY_ADVISER, F.ADMIN})
BOARD_OF_DEADLINES = frozenset(
    {F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.TEAM_CHIEF, F.PROSECUTOR, F.CASE_DIRECTOR, F.PARTNER}
)
MUTERS = frozenset({F.MAYOR, F.SAFETY_ADVISER, F.ANALYST})
DRIEHOEK = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.PROSECUTOR, F.TEAM_CHIEF})
AGENDA_KEEPERS = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER})


@dataclass(frozen=True)
class Right:
    """Who may, and what the address is about.

    Attributes:
        may: the functions that get 200 or a redirect; the others get 403.
        about: names of the objects in the address, made by tests/access/test_rights.py.
        method: GET or POST.
        needs_grant: the object is a problem: without a grant it is 404 whoever asks.
        data: what a POST sends; `{name}` stands for one of those objects.
        query: what stands behind the question mark, written like `data`.
        owned: the object is the safety adviser's own: for the others it does not exist.
        fixed: what stands in the address and is no object, such as a year.
        elsewhere: functions whose organisation has nothing to do with the object: for them it does not exist.
    """

    may: frozenset[F]
    about: tuple[str, ...] = ()
    method: str = "GET"
    needs_grant: bool = False
    data: dict[str, str] = field(default_factory=dict)
    owned: bool = False
    query: dict[str, str] = field(default_factory=dict)
    elsewhere: frozenset[F] = frozenset()
    fixed: tuple[int | str, ...] = ()


READERS_OF_MOMENTS = DRIEHOEK | {F.ANALYST, F.CASE_DIRECTOR}
KEEPERS_OF_MOMENTS = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.TEAM_CHIEF, F.ANALYST})
READERS_OF_PLANS = DRIEHOEK | {F.ANALYST}
OWNERS_OF_ACTIONS = READERS_OF_PLANS | {F.CASE_DIRECTOR, F.PARTNER}
MAKERS_OF_SCANS = frozenset({F.SAFETY_ADVISER, F.ANALYST, F.TEAM_CHIEF})
KEEPERS_OF_POSITION = frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER})
PARTIES_OF_PLANS = KEEPERS_OF_POSITION | {F.PROSECUTOR}
NOT_OF_THE_LIST = frozenset({F.TEAM_CHIEF, F.CASE_DIRECTOR, F.PARTNER})
PARTIES_OF_EXCHANGE = PARTIES_OF_PLANS | NOT_OF_THE_LIST
READERS_FOR_COUNCIL = KEEPERS_OF_POSITION | {F.COUNCIL}
LEADERS = frozenset({F.MAYOR, F.DEPUTY})
OFFICER_OR_ADMIN = frozenset({F.DPO, F.ADMIN})
KEEPERS_OF_COVENANTS = KEEPERS_OF_POSITION | {F.DPO}
READERS_OF_REGISTERS = KEEPERS_OF_COVENANTS | {
    F.ADMIN,
    F.ANALYST,
    F.PROSECUTOR,
    F.TEAM_CHIEF,
    F.CASE_DIRECTOR,
}
READERS_OF_POSITION = KEEPERS_OF_POSITION | {F.ANALYST, F.DPO}
READERS_OF_ITEMS = KEEPERS_OF_POSITION | {F.ANALYST}
SUPPLIERS = frozenset({F.TEAM_CHIEF, F.PROSECUTOR, F.CASE_DIRECTOR, F.PARTNER})
# What is supplied in the tests, the police supply.
OTHER_SUPPLIERS = SUPPLIERS - {F.TEAM_CHIEF}
CONTENT = EVERYONE - {F.ADMIN, F.DPO}
DELIVERERS = frozenset({F.TEAM_CHIEF, F.SAFETY_ADVISER})
# Each from its own seat: a supplier its own row.
SEE_THE_GAP = EVERYONE - {F.ADMIN}
VERSION = {"version": "1"}
NO_FIGURES = frozenset({F.CASE_DIRECTOR, F.PARTNER})
COMPOSERS = frozenset({F.SAFETY_ADVISER})
# The mayor reads what is fixed; others check before.
CHECKERS_OF_REPORTS = frozenset({F.DEPUTY, F.SAFETY_ADVISER})
# Who has no seat at the meetings of the tests.
UNSEATED = frozenset({F.CASE_DIRECTOR, F.ANALYST, F.PARTNER})
INVITED = frozenset({F.MAYOR, F.SAFETY_ADVISER, F.PROSECUTOR, F.TEAM_CHIEF})


MAKERS_OF_TEMPLATES = frozenset({F.SAFETY_ADVISER, F.ADMIN})
VIEWERS_OF_TEMPLATES = KEEPERS_OF_POSITION | {F.ADMIN}
WRITERS_OF_REPORTS = SUPPLIERS | {F.SAFETY_ADVISER}
HOLDERS_OF_KEYS = SUPPLIERS | {F.SAFETY_ADVISER, F.ANALYST}
# The API knows no sessions: with a cookie everyone gets 401, and a key opens what tests/api/test_rights.py says.
API = frozenset(
    {
        "api:agreement",
        "api:agreements",
        "api:calendar",
        "api:deliveries",
        "api:delivery",
        "api:form",
        "api:forms",
        "api:indicator",
        "api:indicators",
        "api:load",
        "api:observations",
        "api:problem",
        "api:problems",
        "api:report",
        "api:report_of_delivery",
        "api:report_pdf",
        "api:reports",
        "api:send",
    }
)

OPEN = (
    frozenset(
        {
            "brief:home",
            "set_theme",
            "set_language",
            "livez",
            "readyz",
            "demo:sign_in",
            "security_txt",
            "meetings:calendar",
            "api:openapi",
            "api:openapi_yaml",
            "api:nothing",
        }
    )
    | API
)

RIGHTS: dict[str, Right] = {
    "brief:today": Right(ANYONE),
    "brief:pdf": Right(EVERYONE),
    "more": Right(ANYONE),
    "styleguide": Right(EVERYONE),
    "access:municipality": Right(ANYONE),
    "problems:list": Right(EVERYONE),
    "problems:new": Right(frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.CASE_DIRECTOR})),
    "problems:questions": Right(frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.CASE_DIRECTOR})),
    "problems:page": Right(EVERYONE, ("problem",), needs_grant=True),
    "problems:timeline": Right(EVERYONE, ("problem",), needs_grant=True),
    "problems:change": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:typing": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:proposal": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:retype": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:roles": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:roles_take_over": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), "POST", needs_grant=True),
    "problems:role_change": Right(
        frozenset({F.SAFETY_ADVISER}), ("problem", "problem_role"), needs_grant=True
    ),
    "problems:role_end": Right(
        frozenset({F.SAFETY_ADVISER}), ("problem", "problem_role"), "POST", needs_grant=True
    ),
    "problems:role_restore": Right(
        frozenset({F.SAFETY_ADVISER}), ("problem", "problem_role"), "POST", needs_grant=True
    ),
    "problems:status": Right(
        frozenset({F.SAFETY_ADVISER}),
        ("problem",),
        "POST",
        needs_grant=True,
        data={"status": "watched", "version": "1"},
    ),
    "problems:dossier": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:open": Right(
        frozenset({F.MAYOR, F.SAFETY_ADVISER, F.PROSECUTOR, F.TEAM_CHIEF}), ("problem",), needs_grant=True
    ),
    "problems:access": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:access_end": Right(
        frozenset({F.SAFETY_ADVISER}), ("problem", "grant"), "POST", needs_grant=True
    ),
    "problems:emergency": Right(frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER})),
    "problems:themes": Right(EVERYONE),
    "problems:theme_new": Right(frozenset({F.SAFETY_ADVISER, F.ADMIN})),
    "problems:theme_change": Right(frozenset({F.SAFETY_ADVISER, F.ADMIN}), ("theme",)),
    "problems:theme_end": Right(frozenset({F.SAFETY_ADVISER, F.ADMIN}), ("theme",), "POST"),
    "problems:theme_restore": Right(frozenset({F.SAFETY_ADVISER, F.ADMIN}), ("theme",), "POST"),
    "figures:list": Right(READERS_OF_FIGURES),
    "figures:new": Right(KEEPERS_OF_FIGURES),
    "figures:upload": Right(KEEPERS_OF_FIGURES),
    "figures:run": Right(KEEPERS_OF_FIGURES, ("run",)),
    "figures:confirm": Right(KEEPERS_OF_FIGURES, ("run",), "POST"),
    "figures:rejects": Right(KEEPERS_OF_FIGURES, ("run",)),
    "figures:indicator": Right(READERS_OF_FIGURES, ("indicator",)),
    "figures:change": Right(KEEPERS_OF_FIGURES, ("indicator",)),
    "figures:end": Right(KEEPERS_OF_FIGURES, ("indicator",), "POST", data={"version": "1"}),
    "figures:restore": Right(KEEPERS_OF_FIGURES, ("indicator",), "POST", data={"version": "1"}),
    "analysis:deviations": Right(READERS_OF_FIGURES),
    "analysis:deviation": Right(READERS_OF_FIGURES, ("deviation",)),
    "analysis:acknowledge": Right(
        READERS_OF_FIGURES, ("deviation",), "POST", data={"reason": "Besproken in de driehoek"}
    ),
    "analysis:acknowledge_undo": Right(READERS_OF_FIGURES, ("deviation",), "POST"),
    "analysis:mute": Right(MUTERS, ("deviation",)),
    "analysis:mutes": Right(READERS_OF_FIGURES),
    "analysis:mute_end": Right(MUTERS, ("mute",), "POST"),
    "analysis:follow": Right(READERS_OF_FIGURES, (), "POST", data={"theme": "{theme}"}),
    "analysis:unfollow": Right(READERS_OF_FIGURES, ("follow",), "POST", owned=True),
    "analysis:signal_values": Right(KEEPERS_OF_FIGURES),
    "analysis:signal_value_new": Right(KEEPERS_OF_FIGURES),
    "analysis:signal_value_change": Right(KEEPERS_OF_FIGURES, ("signal_value",)),
    "analysis:signal_value_end": Right(KEEPERS_OF_FIGURES, ("signal_value",), "POST"),
    "exports:own": Right(CONTENT),
    # A right of their own, which the others who see the list do not have.
    "exports:table": Right(frozenset({F.SAFETY_ADVISER, F.ANALYST}), fixed=("problems",)),
    "exports:made": Right(CONTENT | {F.DPO}, ("export",), elsewhere=CONTENT - {F.SAFETY_ADVISER}),
    "exports:rights": Right(frozenset({F.ADMIN, F.DPO})),
    "exports:right_new": Right(frozenset({F.ADMIN})),
    "exports:right_end": Right(frozenset({F.ADMIN, F.DPO}), ("export_right",)),
    "exports:log": Right(frozenset({F.DPO})),
    "moments:calendar": Right(READERS_OF_MOMENTS),
    "moments:month": Right(READERS_OF_MOMENTS),
    "moments:print": Right(READERS_OF_MOMENTS),
    "moments:page": Right(READERS_OF_MOMENTS, ("moment",)),
    "moments:new": Right(KEEPERS_OF_MOMENTS),
    "moments:national": Right(KEEPERS_OF_MOMENTS),
    "moments:take_over": Right(KEEPERS_OF_MOMENTS, method="POST", data={"key": "koningsdag"}),
    "moments:change": Right(KEEPERS_OF_MOMENTS, ("moment",)),
    "moments:cancel": Right(KEEPERS_OF_MOMENTS, ("moment",), "POST", data={"version": "1"}),
    "moments:restore": Right(KEEPERS_OF_MOMENTS, ("moment",), "POST", data={"version": "1"}),
    "moments:export": Right(KEEPERS_OF_MOMENTS),
    "moments:upload": Right(KEEPERS_OF_MOMENTS),
    "moments:run": Right(KEEPERS_OF_MOMENTS, ("moment_import",), owned=True),
    "moments:confirm": Right(KEEPERS_OF_MOMENTS, ("moment_import",), "POST", owned=True),
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
    "reports:intake": Right(WRITERS_OF_REPORTS),
    "reports:intake_csv": Right(WRITERS_OF_REPORTS),
    "reports:intake_xlsx": Right(WRITERS_OF_REPORTS),
    "reports:intake_xlsx_of": Right(WRITERS_OF_REPORTS, ("report_agreement",), elsewhere=OTHER_SUPPLIERS),
    "reports:intake_run": Right(WRITERS_OF_REPORTS, ("report_intake",), owned=True),
    "reports:intake_confirm": Right(
        WRITERS_OF_REPORTS, ("report_intake",), "POST", data={"act": "save"}, owned=True
    ),
    "api:keys": Right(HOLDERS_OF_KEYS),
    "api:all_keys": Right(frozenset({F.ADMIN})),
    "api:revoke": Right(
        HOLDERS_OF_KEYS | {F.ADMIN}, ("api_key",), elsewhere=HOLDERS_OF_KEYS - {F.SAFETY_ADVISER}
    ),
    "oversight:people": Right(frozenset({F.ADMIN})),
    "oversight:person_new": Right(frozenset({F.ADMIN})),
    "oversight:appoint": Right(frozenset({F.ADMIN}), ("person",)),
    "oversight:appointment_end": Right(frozenset({F.ADMIN}), ("appointment",)),
    "oversight:substitutions": Right(frozenset({F.ADMIN})),
    "oversight:substitution_end": Right(frozenset({F.ADMIN}), ("substitution",), "POST"),
    "oversight:organisations": Right(frozenset({F.ADMIN})),
    "oversight:routes": Right(KEEPERS_OF_ROUTES),
    "oversight:route": Right(KEEPERS_OF_ROUTES, ("organisation",)),
    "oversight:route_step": Right(KEEPERS_OF_ROUTES, ("contact_step",)),
    "oversight:route_move": Right(KEEPERS_OF_ROUTES, ("contact_step",), "POST", data={"richting": "omlaag"}),
    "oversight:route_remove": Right(KEEPERS_OF_ROUTES, ("contact_step",)),
    "deadlines:coming": Right(BOARD_OF_DEADLINES),
    "deadlines:late": Right(BOARD_OF_DEADLINES),
    "deadlines:remind": Right(frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER}), ("deadline",), "POST"),
    "oversight:chain": Right(frozenset({F.ADMIN, F.DPO})),
    "oversight:events": Right(frozenset({F.ADMIN, F.DPO})),
    "oversight:openings": Right(frozenset({F.DPO})),
    "position:needs": Right(READERS_OF_POSITION),
    "position:need_new": Right(KEEPERS_OF_POSITION),
    "position:need": Right(READERS_OF_POSITION | {F.TEAM_CHIEF}, ("need",), elsewhere=OTHER_SUPPLIERS),
    "position:need_change": Right(KEEPERS_OF_POSITION, ("need",)),
    "position:need_bar": Right(KEEPERS_OF_POSITION, ("need",)),
    "position:need_end": Right(KEEPERS_OF_POSITION, ("need",), "POST", data=VERSION),
    "position:need_reopen": Right(KEEPERS_OF_POSITION, ("need",), "POST", data=VERSION),
    "position:agreement_new": Right(KEEPERS_OF_POSITION, ("need",)),
    "position:agreements": Right(READERS_OF_POSITION | SUPPLIERS),
    "position:agreement": Right(
        READERS_OF_POSITION | {F.TEAM_CHIEF}, ("agreement",), elsewhere=OTHER_SUPPLIERS
    ),
    "position:agreement_change": Right(KEEPERS_OF_POSITION, ("agreement",)),
    "position:agreement_pause": Right(KEEPERS_OF_POSITION, ("agreement",)),
    "position:agreement_resume": Right(KEEPERS_OF_POSITION, ("agreement",)),
    "position:agreement_end": Right(KEEPERS_OF_POSITION, ("agreement",), "POST", data=VERSION),
    "position:report": Right(DELIVERERS, ("agreement",), elsewhere=OTHER_SUPPLIERS),
    "position:delivery": Right(
        READERS_OF_POSITION | {F.TEAM_CHIEF}, ("delivery",), elsewhere=OTHER_SUPPLIERS
    ),
    "position:deliver": Right(DELIVERERS, ("delivery",), elsewhere=OTHER_SUPPLIERS),
    "position:delivery_nothing": Right(
        DELIVERERS,
        ("delivery",),
        "POST",
        data={"version": "1", "reason": "Er waren geen meldingen"},
        elsewhere=OTHER_SUPPLIERS,
    ),
    "position:delivery_drop": Right(KEEPERS_OF_POSITION, ("delivery",)),
    "position:provide": Right(SUPPLIERS | {F.SAFETY_ADVISER}),
    "position:items": Right(READERS_OF_ITEMS),
    "position:item": Right(READERS_OF_ITEMS | {F.TEAM_CHIEF}, ("item",), elsewhere=OTHER_SUPPLIERS),
    "position:item_rate": Right(READERS_OF_ITEMS, ("item",), "POST", data={"verdict": "useful"}),
    "position:item_unrate": Right(READERS_OF_ITEMS, ("item",), "POST"),
    "position:item_seen": Right(READERS_OF_ITEMS, ("item",), "POST"),
    "position:item_told": Right(frozenset({F.SAFETY_ADVISER}), ("item",), "POST"),
    "position:regime": Right(KEEPERS_OF_POSITION, ("problem",), "POST", needs_grant=True),
    "position:questions": Right(CONTENT),
    "position:question_new": Right(
        READERS_OF_ITEMS | {F.TEAM_CHIEF},
        query={"over": "position.agreement", "id": "{agreement}"},
        elsewhere=OTHER_SUPPLIERS,
    ),
    "position:decision_new": Right(
        frozenset({F.SAFETY_ADVISER, F.DEPUTY, F.TEAM_CHIEF}),
        query={"over": "position.agreement", "id": "{agreement}"},
        elsewhere=frozenset({F.PROSECUTOR, F.CASE_DIRECTOR}),
    ),
    "position:question": Right(
        KEEPERS_OF_POSITION | {F.TEAM_CHIEF}, ("question",), elsewhere=OTHER_SUPPLIERS | {F.ANALYST}
    ),
    "position:question_answer": Right(
        frozenset({F.TEAM_CHIEF}),
        ("question",),
        "POST",
        data=VERSION | {"text": "Om zes uur"},
        elsewhere=OTHER_SUPPLIERS | {F.ANALYST},
    ),
    "position:question_withdraw": Right(
        frozenset({F.SAFETY_ADVISER}),
        ("question",),
        "POST",
        data=VERSION,
        elsewhere=OTHER_SUPPLIERS | {F.ANALYST},
    ),
    "position:matrix": Right(SEE_THE_GAP),
    "position:cell": Right(SEE_THE_GAP, ("theme",)),
    "position:cell_to_agenda": Right(DRIEHOEK, ("theme",), "POST"),
    "position:profile": Right(SEE_THE_GAP),
    "position:profile_add": Right(KEEPERS_OF_POSITION, (), "POST", data={"partner": "{organisation}"}),
    "position:profile_mark": Right(KEEPERS_OF_POSITION, ("need",), "POST", data=VERSION | {"mark": "3"}),
    "position:history": Right(SEE_THE_GAP),
    "position:look_back": Right(SEE_THE_GAP, fixed=(2026,)),
    "position:look_back_to_agenda": Right(DRIEHOEK, (), "POST", fixed=(2026,)),
    "position:mine": Right(SUPPLIERS | {F.SAFETY_ADVISER}),
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
    "standard:norms": Right(READERS_OF_FIGURES),
    "standard:theme": Right(READERS_OF_FIGURES, ("theme",)),
    "standard:sets": Right(KEEPERS_OF_FIGURES),
    "standard:set_take": Right(KEEPERS_OF_FIGURES, method="POST", data={"set": "bbv"}),
    "theme_templates:list": Right(VIEWERS_OF_TEMPLATES),
    "theme_templates:new": Right(MAKERS_OF_TEMPLATES),
    "theme_templates:import": Right(MAKERS_OF_TEMPLATES),
    "theme_templates:own": Right(MAKERS_OF_TEMPLATES, ("own_template",)),
    "theme_templates:head": Right(MAKERS_OF_TEMPLATES, ("own_template",)),
    "theme_templates:part": Right(MAKERS_OF_TEMPLATES, ("own_template", "template_part")),
    "theme_templates:publish": Right(MAKERS_OF_TEMPLATES, ("own_template",), method="POST", data=VERSION),
    "theme_templates:archive": Right(MAKERS_OF_TEMPLATES, ("own_template",), method="POST", data=VERSION),
    "theme_templates:restore": Right(
        MAKERS_OF_TEMPLATES, ("archived_template",), method="POST", data=VERSION
    ),
    "theme_templates:own_file": Right(MAKERS_OF_TEMPLATES, ("own_template",)),
    "theme_templates:trails": Right(READERS_OF_ITEMS),
    "theme_templates:trail": Right(READERS_OF_ITEMS, ("adoption",)),
    "theme_templates:evaluate": Right(KEEPERS_OF_POSITION, ("adoption",)),
    "theme_templates:undo": Right(KEEPERS_OF_POSITION, ("adoption",)),
    "theme_templates:end": Right(KEEPERS_OF_POSITION, ("adoption",)),
    "theme_templates:step": Right(READERS_OF_ITEMS, ("template_step",)),
    "theme_templates:step_close": Right(KEEPERS_OF_POSITION, ("template_step",), method="POST", data=VERSION),
    "theme_templates:step_reopen": Right(
        KEEPERS_OF_POSITION, ("template_step",), method="POST", data=VERSION
    ),
    "theme_templates:step_change": Right(
        KEEPERS_OF_POSITION, ("template_step",), method="POST", data=VERSION
    ),
    "theme_templates:template": Right(VIEWERS_OF_TEMPLATES, fixed=("nightlife",)),
    "theme_templates:adopt": Right(KEEPERS_OF_POSITION, fixed=("nightlife",)),
    "theme_templates:copy": Right(MAKERS_OF_TEMPLATES, fixed=("nightlife",), method="POST"),
    "theme_templates:file": Right(VIEWERS_OF_TEMPLATES, fixed=("nightlife",)),
    "standard:norm_new": Right(KEEPERS_OF_POSITION),
    "standard:rules": Right(KEEPERS_OF_POSITION),
    "standard:rule_new": Right(KEEPERS_OF_POSITION),
    "standard:rule": Right(KEEPERS_OF_POSITION, ("retyping_rule",)),
    "standard:rule_reset": Right(KEEPERS_OF_POSITION, ("retyping_rule",)),
    "standard:norm": Right(READERS_OF_FIGURES, ("norm",)),
    "standard:norm_change": Right(KEEPERS_OF_POSITION, ("norm",)),
    "standard:norm_end": Right(KEEPERS_OF_POSITION, ("norm",)),
    "standard:retyping_propose": Right(KEEPERS_OF_POSITION, ("norm",), "POST"),
    "standard:retyping_dismiss": Right(KEEPERS_OF_POSITION, ("norm",)),
    "standard:retyping_return": Right(KEEPERS_OF_POSITION, ("theme", "return_rule"), "POST"),
    "standard:retyping_reopen": Right(KEEPERS_OF_POSITION, ("dismissal",), "POST"),
    "council:home": Right(READERS_FOR_COUNCIL),
    "council:releases": Right(READERS_FOR_COUNCIL),
    "council:release": Right(READERS_FOR_COUNCIL, ("council_release",)),
    "council:release_pdf": Right(READERS_FOR_COUNCIL, ("council_release",)),
    "council:release_csv": Right(READERS_FOR_COUNCIL, ("council_release",)),
    "council:withdraw": Right(LEADERS, ("council_release",)),
    "council:answers": Right(READERS_FOR_COUNCIL),
    "council:answer": Right(READERS_FOR_COUNCIL, ("council_answer",)),
    "council:answer_pdf": Right(READERS_FOR_COUNCIL, ("council_answer",)),
    "council:desk": Right(KEEPERS_OF_POSITION),
    "council:versions": Right(KEEPERS_OF_POSITION),
    "council:version_new": Right(KEEPERS_OF_POSITION),
    "council:version": Right(KEEPERS_OF_POSITION, ("council_version",)),
    "council:version_change": Right(KEEPERS_OF_POSITION, ("council_version",)),
    "council:take_over": Right(KEEPERS_OF_POSITION, ("council_version",), "POST"),
    "council:passage_new": Right(KEEPERS_OF_POSITION, ("council_version",)),
    "council:confirm": Right(KEEPERS_OF_POSITION, ("council_version",), "POST", data=VERSION),
    "council:reopen": Right(KEEPERS_OF_POSITION, ("council_version",), "POST", data=VERSION),
    "council:version_release": Right(LEADERS, ("council_version",)),
    "council:passage_change": Right(KEEPERS_OF_POSITION, ("council_passage",)),
    "council:passage_remove": Right(KEEPERS_OF_POSITION, ("council_passage",)),
    "council:question_new": Right(KEEPERS_OF_POSITION),
    "council:question": Right(KEEPERS_OF_POSITION, ("council_question",)),
    "council:question_change": Right(KEEPERS_OF_POSITION, ("council_question",)),
    "council:facts": Right(KEEPERS_OF_POSITION, ("council_question",)),
    "council:answer_write": Right(KEEPERS_OF_POSITION, ("council_question",)),
    "council:check": Right(KEEPERS_OF_POSITION, ("council_question",), "POST", data=VERSION),
    "council:answer_reopen": Right(KEEPERS_OF_POSITION, ("council_question",), "POST", data=VERSION),
    "council:approve": Right(LEADERS, ("council_question",)),
    "council:send": Right(KEEPERS_OF_POSITION, ("council_question",), "POST", data=VERSION),
    "council:fact_renew": Right(KEEPERS_OF_POSITION, ("council_fact",), "POST"),
    "council:fact_drop": Right(KEEPERS_OF_POSITION, ("council_fact",)),
    "publications:list": Right(CONTENT),
    "publications:page": Right(CONTENT, ("publication",), elsewhere=NO_FIGURES),
    "publications:edition": Right(CONTENT, ("publication", "publication_edition"), elsewhere=NO_FIGURES),
    "publications:pdf": Right(CONTENT, ("publication", "publication_edition"), elsewhere=NO_FIGURES),
    "publications:new": Right(KEEPERS_OF_FIGURES),
    "publications:draft": Right(KEEPERS_OF_FIGURES, ("draft_publication",)),
    "publications:change": Right(KEEPERS_OF_FIGURES, ("draft_publication",)),
    "publications:figure_add": Right(KEEPERS_OF_FIGURES, ("draft_publication",)),
    "publications:figure_remove": Right(
        KEEPERS_OF_FIGURES, ("draft_publication", "publication_figure"), "POST", data=VERSION
    ),
    "publications:offer": Right(KEEPERS_OF_FIGURES, ("draft_publication",), "POST", data=VERSION),
    "publications:take_back": Right(KEEPERS_OF_FIGURES, ("offered_publication",), "POST", data=VERSION),
    # The analyst wrote it, so the analyst is no second pair of eyes.
    "publications:approve": Right(
        frozenset({F.SAFETY_ADVISER}), ("offered_publication",), "POST", data=VERSION
    ),
    "publications:send_back": Right(KEEPERS_OF_FIGURES, ("offered_publication",)),
    "publications:publish": Right(KEEPERS_OF_FIGURES, ("offered_publication",)),
    "publications:revise": Right(KEEPERS_OF_FIGURES, ("publication",), "POST", data=VERSION),
    "publications:withdraw": Right(KEEPERS_OF_FIGURES, ("publication",)),
    "briefings:list": Right(CONTENT),
    "briefings:latest": Right(CONTENT),
    "briefings:briefing": Right(CONTENT, ("briefing",)),
    "briefings:pdf": Right(CONTENT, ("briefing",)),
    "briefings:rate": Right(
        CONTENT, ("briefing",), "POST", data={"verdict": "useful"}, elsewhere=frozenset({F.SAFETY_ADVISER})
    ),
    "briefings:compose": Right(COMPOSERS),
    "briefings:draft": Right(COMPOSERS, ("draft_briefing",)),
    "briefings:lead": Right(COMPOSERS, ("draft_briefing",)),
    "briefings:line_new": Right(COMPOSERS, ("draft_briefing",)),
    "briefings:send": Right(COMPOSERS, ("draft_briefing",)),
    "briefings:discard": Right(COMPOSERS, ("draft_briefing",)),
    "briefings:line_change": Right(COMPOSERS, ("briefing_line",)),
    "briefings:line_move": Right(COMPOSERS, ("briefing_line",), "POST", data={"direction": "up"}),
    "briefings:line_remove": Right(COMPOSERS, ("briefing_line",), "POST"),
    "grounds:rules": Right(EVERYONE),
    "grounds:rule": Right(EVERYONE, fixed=("wpg-16-1b-burgemeester",)),
    "grounds:try_out": Right(EVERYONE),
    "grounds:remark_new": Right(READERS_OF_REGISTERS, fixed=("wpg-16-1b-burgemeester",)),
    "grounds:remarks": Right(OFFICER_OR_ADMIN),
    "grounds:remark_settle": Right(OFFICER_OR_ADMIN, ("rule_remark",)),
    "grounds:sign_off": Right(frozenset({F.DPO}), fixed=("wpg-16-1b-burgemeester",)),
    "grounds:sign_off_withdraw": Right(frozenset({F.DPO}), fixed=("wpg-16-1b-burgemeester",)),
    "grounds:covenants": Right(READERS_OF_REGISTERS),
    "grounds:covenant_new": Right(KEEPERS_OF_COVENANTS),
    "grounds:covenant": Right(READERS_OF_REGISTERS, ("covenant",)),
    "grounds:covenant_change": Right(KEEPERS_OF_COVENANTS, ("covenant",)),
    "grounds:covenant_end": Right(KEEPERS_OF_COVENANTS, ("covenant",)),
    "grounds:activities": Right(READERS_OF_REGISTERS),
    "grounds:activity_new": Right(OFFICER_OR_ADMIN),
    "grounds:activities_standard": Right(OFFICER_OR_ADMIN, (), "POST"),
    "grounds:activity": Right(READERS_OF_REGISTERS, ("activity",)),
    "grounds:activity_change": Right(OFFICER_OR_ADMIN, ("activity",)),
    "grounds:activity_end": Right(OFFICER_OR_ADMIN, ("activity",)),
    "grounds:activity_version": Right(READERS_OF_REGISTERS, fixed=("beheer-van-gebruikers", 1)),
    "grounds:samples": Right(frozenset({F.DPO})),
    "grounds:sample_new": Right(frozenset({F.DPO})),
    "grounds:sample": Right(frozenset({F.DPO}), ("sample",)),
    "grounds:purpose_rate": Right(frozenset({F.DPO}), ("sampled_purpose",)),
    "exchange:planned_list": Right(PARTIES_OF_PLANS),
    "exchange:planned_new": Right(KEEPERS_OF_POSITION),
    "exchange:planned": Right(PARTIES_OF_PLANS, ("planned_power",)),
    "exchange:planned_change": Right(KEEPERS_OF_POSITION, ("drafted_power",)),
    "exchange:planned_announce": Right(KEEPERS_OF_POSITION, ("drafted_power",)),
    "exchange:planned_answer": Right(
        frozenset({F.PROSECUTOR}),
        ("planned_power",),
        "POST",
        data={"answer": "none", "key": "6f2b0c9e-3a58-4a7e-9d0a-0f8a6f3f5a11"},
    ),
    "exchange:planned_decide": Right(
        KEEPERS_OF_POSITION, ("planned_power",), "POST", data={"outcome": "Het gaat door.", "version": "2"}
    ),
    "exchange:planned_drop": Right(KEEPERS_OF_POSITION, ("planned_power",)),
    # A list is for its two parties: for the others who take part in the exchange it does not exist.
    "exchange:standing_list": Right(PARTIES_OF_EXCHANGE),
    "exchange:standing_new": Right(PARTIES_OF_EXCHANGE),
    "exchange:standing": Right(PARTIES_OF_EXCHANGE, ("standing_list",), elsewhere=NOT_OF_THE_LIST),
    "exchange:standing_end": Right(PARTIES_OF_EXCHANGE, ("standing_list",), elsewhere=NOT_OF_THE_LIST),
    "exchange:standing_case_new": Right(PARTIES_OF_EXCHANGE, ("standing_draft",), elsewhere=NOT_OF_THE_LIST),
    "exchange:standing_case": Right(
        PARTIES_OF_EXCHANGE, ("standing_draft", "standing_case"), elsewhere=NOT_OF_THE_LIST
    ),
    "exchange:standing_case_remove": Right(
        PARTIES_OF_EXCHANGE, ("standing_draft", "standing_case"), "POST", data=VERSION, elsewhere=NOT_OF_THE_LIST
    ),
    "exchange:standing_agree": Right(PARTIES_OF_EXCHANGE, ("standing_draft",), elsewhere=NOT_OF_THE_LIST),
    "exchange:account_now": Right(PARTIES_OF_EXCHANGE),
    "exchange:account": Right(PARTIES_OF_EXCHANGE, fixed=(2026,)),
    "exchange:account_to_agenda": Right(DRIEHOEK, method="POST", fixed=(2026,)),
}
