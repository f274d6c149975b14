"""The tables of the room `plans`."""

from driehoek.plans.models.editions import Edition
from driehoek.plans.models.plans import (
    FINISHED,
    Action,
    ActionStatus,
    ActionStep,
    Goal,
    Plan,
    PlanState,
)
from driehoek.plans.models.reports import QuarterlyReport, ReportPart

__all__ = [
    "FINISHED",
    "Action",
    "ActionStatus",
    "ActionStep",
    "Edition",
    "Goal",
    "Plan",
    "PlanState",
    "QuarterlyReport",
    "ReportPart",
]
