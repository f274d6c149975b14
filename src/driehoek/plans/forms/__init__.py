"""The forms of the room `plans`."""

from driehoek.plans.forms.plans import ActionForm, AdoptForm, GoalForm, PlanForm, StatusForm
from driehoek.plans.forms.reports import FreezeForm, PartForm, StartForm

__all__ = [
    "ActionForm",
    "AdoptForm",
    "FreezeForm",
    "GoalForm",
    "PartForm",
    "PlanForm",
    "StartForm",
    "StatusForm",
]
