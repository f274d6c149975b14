"""Forms of the guide."""

from driehoek.guide.forms.acts import AgendaForm, NeedForm, StandingForm
from driehoek.guide.forms.rounds import CASE_CHANGE_FIELDS, ScanForm, WorkshopForm
from driehoek.guide.forms.texts import FORMS, CaseForm, QuestionForm, TextForm, TipForm

__all__ = [
    "CASE_CHANGE_FIELDS",
    "FORMS",
    "AgendaForm",
    "CaseForm",
    "NeedForm",
    "QuestionForm",
    "ScanForm",
    "StandingForm",
    "TextForm",
    "TipForm",
    "WorkshopForm",
]
