"""Every read of the meetings room."""

from driehoek.meetings.queries.points import (
    PAGE,
    SETTLED_SHOWN,
    choosable_problems,
    last_change,
    may_change,
    open_points,
    problems_of,
    settled_points,
    settled_since,
    visible_points,
    waiting_points,
)

__all__ = [
    "PAGE",
    "SETTLED_SHOWN",
    "choosable_problems",
    "last_change",
    "may_change",
    "open_points",
    "problems_of",
    "settled_points",
    "settled_since",
    "visible_points",
    "waiting_points",
]
