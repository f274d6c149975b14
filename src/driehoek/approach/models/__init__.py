"""What the approach of a case is made of; see each module."""

from driehoek.approach.models.actions import (
    FINISHED,
    Action,
    ActionState,
    ActionStep,
    Bottleneck,
    BottleneckState,
    Escalation,
    EscalationState,
    Instrument,
)
from driehoek.approach.models.definition import Definition, Outcome, Prioritisation
from driehoek.approach.models.plan import Plan, PlanEdition
from driehoek.approach.models.products import GroupPicture, ProductMark
from driehoek.approach.models.weighing import Capacity, Criterion, Demand, Score, Shift

__all__ = [
    "FINISHED",
    "Action",
    "ActionState",
    "ActionStep",
    "Bottleneck",
    "BottleneckState",
    "Capacity",
    "Criterion",
    "Definition",
    "Demand",
    "Escalation",
    "EscalationState",
    "GroupPicture",
    "Instrument",
    "Outcome",
    "Plan",
    "PlanEdition",
    "Prioritisation",
    "ProductMark",
    "Score",
    "Shift",
]
