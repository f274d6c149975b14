"""Forms about the approach of a case; free text at the level of the overview is screened for names."""

from driehoek.approach.forms.actions import ActionForm, AgreedForm, BottleneckForm, EscalationForm
from driehoek.approach.forms.weighing import CapacityForm, ScoresForm, ShiftForm, WeightsForm
from driehoek.approach.forms.writing import AdoptForm, DecisionForm, DefinitionForm, PictureForm, PlanForm

__all__ = [
    "ActionForm",
    "AdoptForm",
    "AgreedForm",
    "BottleneckForm",
    "CapacityForm",
    "DecisionForm",
    "DefinitionForm",
    "EscalationForm",
    "PictureForm",
    "PlanForm",
    "ScoresForm",
    "ShiftForm",
    "WeightsForm",
]
