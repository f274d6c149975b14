"""Rights on the pages of the room `approach`."""

from __future__ import annotations

from tests.access.rights.who import (
    DIRECTS_THE_CASE,
    DRIEHOEK,
    IN_CASES,
    IN_THE_CARE_PART,
    IN_THE_SHARED_PART,
    NOT_OF_THE_CASE,
    OF_THE_CASE,
    WORKS_ON_THE_CASE,
    F,
    Right,
)

WEIGHERS = frozenset({F.SAFETY_ADVISER, F.CASE_DIRECTOR})
VERSION = {"version": "1"}
ABOUT, ACTION, BOTTLENECK = ("case",), ("case", "case_action"), ("case", "case_bottleneck")
CLOSED, HIDDEN, QUESTION = ("case", "closed_action"), ("case", "closed_bottleneck"), ("case", "case_question")
OUTSIDE_CARE = IN_CASES - IN_THE_CARE_PART
NOT_SHARED = IN_CASES - IN_THE_SHARED_PART
DECIDES = WORKS_ON_THE_CASE | {F.MAYOR}

RIGHTS: dict[str, Right] = {
    "approach:mine": Right(IN_CASES),
    "approach:ranking": Right(DRIEHOEK | {F.CASE_DIRECTOR}),
    "approach:weights": Right(WEIGHERS),
    "approach:begin": Right(WEIGHERS, method="POST"),
    "approach:capacity": Right(WEIGHERS),
    "approach:scores": Right(WEIGHERS, ABOUT),
    "approach:shift": Right(WEIGHERS, ABOUT),
    "approach:definition": Right(OF_THE_CASE, ABOUT, elsewhere=NOT_OF_THE_CASE),
    "approach:definition_change": Right(WORKS_ON_THE_CASE, ABOUT, elsewhere=NOT_OF_THE_CASE),
    "approach:definition_offer": Right(
        WORKS_ON_THE_CASE, ABOUT, "POST", data=VERSION, elsewhere=NOT_OF_THE_CASE
    ),
    "approach:definition_decide": Right(DECIDES, ABOUT, elsewhere=NOT_OF_THE_CASE),
    "approach:definition_pdf": Right(OF_THE_CASE, ABOUT, elsewhere=NOT_OF_THE_CASE),
    "approach:plan": Right(OF_THE_CASE, ABOUT, elsewhere=NOT_OF_THE_CASE),
    "approach:plan_change": Right(WORKS_ON_THE_CASE, ABOUT, elsewhere=NOT_OF_THE_CASE),
    "approach:plan_adopt": Right(WORKS_ON_THE_CASE, ABOUT, elsewhere=NOT_OF_THE_CASE),
    "approach:edition": Right(OF_THE_CASE, ("case", "case_edition"), elsewhere=NOT_OF_THE_CASE),
    "approach:edition_pdf": Right(OF_THE_CASE, ("case", "case_edition"), elsewhere=NOT_OF_THE_CASE),
    "approach:product_mark": Right(WORKS_ON_THE_CASE, ABOUT, "POST", elsewhere=NOT_OF_THE_CASE),
    "approach:picture": Right(IN_THE_SHARED_PART, ABOUT, elsewhere=NOT_SHARED),
    "approach:picture_change": Right(IN_THE_SHARED_PART, ABOUT, elsewhere=NOT_SHARED),
    "approach:actions": Right(OF_THE_CASE, ABOUT, elsewhere=NOT_OF_THE_CASE),
    "approach:action_new": Right(IN_THE_SHARED_PART, ABOUT, elsewhere=NOT_OF_THE_CASE),
    "approach:action": Right(IN_THE_CARE_PART, CLOSED, elsewhere=OUTSIDE_CARE),
    "approach:action_change": Right(WORKS_ON_THE_CASE, ACTION, elsewhere=NOT_OF_THE_CASE),
    "approach:action_state": Right(DIRECTS_THE_CASE, CLOSED, "POST", data=VERSION, elsewhere=OUTSIDE_CARE),
    "approach:action_bottleneck": Right(WORKS_ON_THE_CASE, ACTION, elsewhere=NOT_OF_THE_CASE),
    "approach:bottleneck": Right(IN_THE_CARE_PART, HIDDEN, elsewhere=OUTSIDE_CARE),
    "approach:bottleneck_solve": Right(
        WORKS_ON_THE_CASE, BOTTLENECK, "POST", data=VERSION, elsewhere=NOT_OF_THE_CASE
    ),
    "approach:bottleneck_ask": Right(WORKS_ON_THE_CASE, BOTTLENECK, elsewhere=NOT_OF_THE_CASE),
    "approach:question": Right(OF_THE_CASE, QUESTION, elsewhere=NOT_OF_THE_CASE),
    "approach:question_answer": Right(
        frozenset({F.MAYOR}), QUESTION, "POST", data=VERSION | {"chosen": "0"}, elsewhere=NOT_OF_THE_CASE
    ),
    "approach:question_withdraw": Right(
        WORKS_ON_THE_CASE, QUESTION, "POST", data=VERSION, elsewhere=NOT_OF_THE_CASE
    ),
}
