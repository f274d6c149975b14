"""Who may open what of the room `exchange`."""

from __future__ import annotations

from tests.access.rights.who import (
    DRIEHOEK,
    KEEPERS_OF_POSITION,
    NOT_OF_THE_LIST,
    PARTIES_OF_EXCHANGE,
    PARTIES_OF_PLANS,
    VERSION,
    F,
    Right,
)

RIGHTS: dict[str, Right] = {
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
        PARTIES_OF_EXCHANGE,
        ("standing_draft", "standing_case"),
        "POST",
        data=VERSION,
        elsewhere=NOT_OF_THE_LIST,
    ),
    "exchange:standing_agree": Right(PARTIES_OF_EXCHANGE, ("standing_draft",), elsewhere=NOT_OF_THE_LIST),
    "exchange:account_now": Right(PARTIES_OF_EXCHANGE),
    "exchange:account": Right(PARTIES_OF_EXCHANGE, fixed=(2026,)),
    "exchange:account_to_agenda": Right(DRIEHOEK, method="POST", fixed=(2026,)),
}
