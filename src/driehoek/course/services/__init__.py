"""Every write about how a case goes and ends: one transaction, one line on the ledger."""

from driehoek.course.services.closing import (
    NewScaleDown,
    SettledError,
    add_rest_action,
    announce,
    drop_rest_action,
    end_participations,
    mark_rest_action,
    write_scale_down,
)
from driehoek.course.services.evaluating import (
    add_goal_result,
    answer_cooperation,
    drop_goal_result,
    settle_evaluation,
    write_evaluation,
)
from driehoek.course.services.scoring import plan_scoring, score, withdraw_scoring

__all__ = [
    "NewScaleDown",
    "SettledError",
    "add_goal_result",
    "add_rest_action",
    "announce",
    "answer_cooperation",
    "drop_goal_result",
    "drop_rest_action",
    "end_participations",
    "mark_rest_action",
    "plan_scoring",
    "score",
    "settle_evaluation",
    "withdraw_scoring",
    "write_evaluation",
    "write_scale_down",
]
