"""Every write of the deadlines room."""

from driehoek.deadlines.services.reminding import (
    AlreadyRemindedError,
    NobodyToRemindError,
    NotDueError,
    remind,
    see_notices,
    sweep,
)
from driehoek.deadlines.services.setting import (
    NewDeadline,
    delete_unreached,
    meet,
    move,
    reopen,
    set_deadline,
    set_deadlines,
    withdraw,
    withdraw_many,
)

__all__ = [
    "AlreadyRemindedError",
    "NewDeadline",
    "NobodyToRemindError",
    "NotDueError",
    "delete_unreached",
    "meet",
    "move",
    "remind",
    "reopen",
    "see_notices",
    "set_deadline",
    "set_deadlines",
    "sweep",
    "withdraw",
    "withdraw_many",
]
