"""Who may open what of the room `position`."""

from __future__ import annotations

from tests.access.rights.who import (
    CONTENT,
    DELIVERERS,
    DRIEHOEK,
    KEEPERS_OF_POSITION,
    OTHER_SUPPLIERS,
    READERS_OF_ITEMS,
    READERS_OF_POSITION,
    SEE_THE_GAP,
    SUPPLIERS,
    VERSION,
    F,
    Right,
)

RIGHTS: dict[str, Right] = {
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
    "position:gate": Right(frozenset({F.DPO})),
    "position:gate_judge": Right(frozenset({F.DPO}), ("gated_agreement",)),
    "position:agreement_covenant": Right(KEEPERS_OF_POSITION, ("gated_agreement",)),
    "position:look_back": Right(SEE_THE_GAP, fixed=(2026,)),
    "position:look_back_to_agenda": Right(DRIEHOEK, (), "POST", fixed=(2026,)),
    "position:mine": Right(SUPPLIERS | {F.SAFETY_ADVISER}),
}
