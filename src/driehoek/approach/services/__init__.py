"""Every write about the approach of a case: one transaction, one line on the ledger."""

from driehoek.approach.services.actions import (
    ActionValues,
    AgreedOn,
    NotTheirsError,
    add_action,
    change_action,
    set_state,
    undo_done,
)
from driehoek.approach.services.bottlenecks import (
    AnswerGiven,
    NewEscalation,
    NobodyToAskError,
    answer,
    escalate,
    report_bottleneck,
    solve,
    withdraw,
)
from driehoek.approach.services.definition import (
    IncompleteError,
    NewPrioritisation,
    offer,
    prioritise,
    save_definition,
)
from driehoek.approach.services.plan import adopt_plan, save_plan
from driehoek.approach.services.products import mark_product, save_picture, unmark_product
from driehoek.approach.services.weighing import (
    NewCapacity,
    ScoreGiven,
    ensure_criteria,
    set_capacity,
    set_weight,
    shift,
    state_demand,
    weigh,
)

__all__ = [
    "ActionValues",
    "AgreedOn",
    "AnswerGiven",
    "IncompleteError",
    "NewCapacity",
    "NewEscalation",
    "NewPrioritisation",
    "NobodyToAskError",
    "NotTheirsError",
    "ScoreGiven",
    "add_action",
    "adopt_plan",
    "answer",
    "change_action",
    "ensure_criteria",
    "escalate",
    "mark_product",
    "offer",
    "prioritise",
    "report_bottleneck",
    "save_definition",
    "save_picture",
    "save_plan",
    "set_capacity",
    "set_state",
    "set_weight",
    "shift",
    "solve",
    "state_demand",
    "undo_done",
    "unmark_product",
    "weigh",
    "withdraw",
]
