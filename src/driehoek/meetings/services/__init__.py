"""Every write of the meetings room."""

from driehoek.meetings.services.points import (
    AlreadyOpen,
    HiddenOnAgenda,
    InConfirmedMinutes,
    TrainingOnAgenda,
    change_point,
    drop_point,
    handle_point,
    move_point,
    put_forward,
    reopen_point,
)

__all__ = [
    "AlreadyOpen",
    "HiddenOnAgenda",
    "InConfirmedMinutes",
    "TrainingOnAgenda",
    "change_point",
    "drop_point",
    "handle_point",
    "move_point",
    "put_forward",
    "reopen_point",
]
