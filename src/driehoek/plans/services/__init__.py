"""Every write of the room `plans`."""

from driehoek.plans.services.actions import (
    NewAction,
    OwnerRemindedError,
    UnexplainedError,
    add_action,
    change_action,
    remove_action,
    require_may_update,
    require_running,
    set_status,
)
from driehoek.plans.services.common import NotAtThisStage, require_open
from driehoek.plans.services.editions import (
    ChangedSinceSeenError,
    NothingChangedError,
    UnreasonedError,
    freeze_report,
    take_copy,
)
from driehoek.plans.services.goals import (
    NewGoal,
    UnmeasurableGoalError,
    add_goal,
    change_goal,
    drop_goal,
    restore_goal,
)
from driehoek.plans.services.plans import (
    Adoption,
    EmptyPlanError,
    PlanExistsError,
    adopt_plan,
    close_plan,
    copy_plan,
    make_plan,
    rename_plan,
    reopen_plan,
)
from driehoek.plans.services.reports import PartWords, ReportExistsError, save_part, start_report

__all__ = [
    "Adoption",
    "ChangedSinceSeenError",
    "EmptyPlanError",
    "NewAction",
    "NewGoal",
    "NotAtThisStage",
    "NothingChangedError",
    "OwnerRemindedError",
    "PartWords",
    "PlanExistsError",
    "ReportExistsError",
    "UnexplainedError",
    "UnmeasurableGoalError",
    "UnreasonedError",
    "add_action",
    "add_goal",
    "adopt_plan",
    "change_action",
    "change_goal",
    "close_plan",
    "copy_plan",
    "drop_goal",
    "freeze_report",
    "make_plan",
    "remove_action",
    "rename_plan",
    "reopen_plan",
    "require_may_update",
    "require_open",
    "require_running",
    "restore_goal",
    "save_part",
    "set_status",
    "start_report",
    "take_copy",
]
