"""Who may open what of the room `exchange`."""

from __future__ import annotations

from tests.access.rights.who import (
    DRIEHOEK,
    KEEPERS_OF_POSITION,
    LEADERS,
    NOT_OF_THE_LIST,
    OTHER_SUPPLIERS,
    PARTIES_OF_EXCHANGE,
    PARTIES_OF_PLANS,
    SUPPLIERS,
    VERSION,
    F,
    Right,
)

# What the tests judge and give is the prosecution service's.
NOT_OF_THE_GIVER = PARTIES_OF_EXCHANGE - {F.PROSECUTOR}
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
    # A notice of return is for the mayor's own people; who is asked for advice sees its own question.
    "exchange:returns": Right(PARTIES_OF_EXCHANGE),
    "exchange:return_new": Right(KEEPERS_OF_POSITION),
    "exchange:return": Right(KEEPERS_OF_POSITION, ("return_notice",)),
    "exchange:return_weigh": Right(KEEPERS_OF_POSITION, ("return_notice",), "POST"),
    "exchange:return_ask": Right(KEEPERS_OF_POSITION, ("return_notice",), "POST"),
    "exchange:return_decide": Right(LEADERS, ("return_notice",), "POST"),
    "exchange:return_read": Right(KEEPERS_OF_POSITION, ("return_notice", "return_part"), "POST"),
    "exchange:return_advice": Right(SUPPLIERS, ("return_advice",), elsewhere=OTHER_SUPPLIERS),
    "exchange:return_openings": Right(frozenset({F.DPO})),
    # What the prosecution service told the municipality.
    "exchange:oral_list": Right(PARTIES_OF_EXCHANGE),
    "exchange:oral_new": Right(PARTIES_OF_EXCHANGE),
    "exchange:oral": Right(PARTIES_OF_EXCHANGE, ("told_provision",), elsewhere=NOT_OF_THE_LIST),
    "exchange:oral_reply": Right(
        KEEPERS_OF_POSITION | NOT_OF_THE_LIST, ("told_provision",), "POST", elsewhere=NOT_OF_THE_LIST
    ),
    "exchange:oral_incidents": Right(frozenset({F.DPO})),
    "exchange:oral_incident": Right(frozenset({F.DPO}), ("oral_incident",)),
    "exchange:front": Right(PARTIES_OF_EXCHANGE),
    "exchange:desk": Right(PARTIES_OF_EXCHANGE),
    "exchange:requests": Right(PARTIES_OF_EXCHANGE),
    "exchange:request_new": Right(PARTIES_OF_EXCHANGE),
    # What the municipality asked and received is there for the municipality alone.
    "exchange:request": Right(PARTIES_OF_EXCHANGE, ("own_request",), elsewhere=SUPPLIERS),
    "exchange:request_change": Right(PARTIES_OF_EXCHANGE, ("drafted_request",), elsewhere=SUPPLIERS),
    "exchange:request_submit": Right(PARTIES_OF_EXCHANGE, ("drafted_request",), elsewhere=SUPPLIERS),
    "exchange:request_withdraw": Right(PARTIES_OF_EXCHANGE, ("own_request",), elsewhere=SUPPLIERS),
    "exchange:request_received": Right(
        PARTIES_OF_EXCHANGE, ("answered_request",), "POST", elsewhere=SUPPLIERS
    ),
    "exchange:received_list": Right(PARTIES_OF_EXCHANGE),
    "exchange:received": Right(PARTIES_OF_EXCHANGE, ("received_provision",), elsewhere=SUPPLIERS),
    "exchange:received_read": Right(
        PARTIES_OF_EXCHANGE, ("received_provision", "received_part"), "POST", elsewhere=SUPPLIERS
    ),
    "exchange:received_confirm": Right(
        PARTIES_OF_EXCHANGE, ("received_provision",), "POST", elsewhere=SUPPLIERS
    ),
    "exchange:received_use": Right(PARTIES_OF_EXCHANGE, ("received_provision",), elsewhere=SUPPLIERS),
    "exchange:pass_on": Right(PARTIES_OF_EXCHANGE, ("received_provision",), elsewhere=SUPPLIERS),
    "exchange:account_now": Right(PARTIES_OF_EXCHANGE),
    "exchange:account": Right(PARTIES_OF_EXCHANGE, fixed=(2026,)),
    "exchange:account_to_agenda": Right(DRIEHOEK, method="POST", fixed=(2026,)),
    # What the prosecution service judges and gives is for who works there; to the other parties it does not exist.
    "exchange:inbox": Right(PARTIES_OF_EXCHANGE),
    "exchange:given": Right(PARTIES_OF_EXCHANGE),
    "exchange:provision_new": Right(PARTIES_OF_EXCHANGE),
    "exchange:urgent_new": Right(frozenset({F.PROSECUTOR, F.TEAM_CHIEF})),
    "exchange:judge": Right(PARTIES_OF_EXCHANGE, ("judged_request",), elsewhere=NOT_OF_THE_GIVER),
    "exchange:judge_check": Right(
        PARTIES_OF_EXCHANGE, ("judged_request",), "POST", elsewhere=NOT_OF_THE_GIVER
    ),
    "exchange:judge_take_up": Right(
        PARTIES_OF_EXCHANGE, ("judged_request",), "POST", elsewhere=NOT_OF_THE_GIVER
    ),
    "exchange:judge_decide": Right(PARTIES_OF_EXCHANGE, ("judged_request",), elsewhere=NOT_OF_THE_GIVER),
    "exchange:provision": Right(PARTIES_OF_EXCHANGE, ("given_provision",), elsewhere=NOT_OF_THE_GIVER),
    "exchange:provision_write": Right(PARTIES_OF_EXCHANGE, ("giving_draft",), elsewhere=NOT_OF_THE_GIVER),
    "exchange:provision_check": Right(
        PARTIES_OF_EXCHANGE, ("giving_draft",), "POST", elsewhere=NOT_OF_THE_GIVER
    ),
    "exchange:provision_drop": Right(PARTIES_OF_EXCHANGE, ("giving_draft",), elsewhere=NOT_OF_THE_GIVER),
    "exchange:provision_release": Right(PARTIES_OF_EXCHANGE, ("giving_draft",), elsewhere=NOT_OF_THE_GIVER),
    "exchange:provision_recall": Right(PARTIES_OF_EXCHANGE, ("given_provision",), elsewhere=NOT_OF_THE_GIVER),
    "exchange:provision_end": Right(PARTIES_OF_EXCHANGE, ("given_provision",), elsewhere=NOT_OF_THE_GIVER),
    "exchange:provision_destroy": Right(PARTIES_OF_EXCHANGE, ("given_back",), elsewhere=NOT_OF_THE_GIVER),
    "exchange:approval": Right(
        PARTIES_OF_EXCHANGE, ("giving_draft", "approval_fact"), elsewhere=NOT_OF_THE_GIVER
    ),
    "exchange:part_let_go": Right(
        PARTIES_OF_EXCHANGE, ("given_provision", "held_part"), elsewhere=NOT_OF_THE_GIVER
    ),
    "exchange:part_embargo": Right(
        PARTIES_OF_EXCHANGE, ("given_provision", "embargo_part"), elsewhere=NOT_OF_THE_GIVER
    ),
}
