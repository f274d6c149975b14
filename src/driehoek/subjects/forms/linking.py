"""The forms for linking cases: a decision with its reason, and a phenomenon by its name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from driehoek.subjects.models import Together
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm


class TogetherForm(ScreenedForm, PlainErrors, forms.Form):
    """Whether two cases belong together over an object, and why."""

    screened = ("reason",)
    decision = forms.ChoiceField(
        label=gettext_lazy("Horen deze casussen bij elkaar?"),
        choices=Together.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Zonder namen."),
    )


class PhenomenonForm(ScreenedForm, PlainErrors, forms.Form):
    """What kind of thing goes on in a case; nothing about persons."""

    screened = ("name",)
    name = forms.CharField(
        label=gettext_lazy("Verschijnsel"),
        max_length=80,
        help_text=gettext_lazy("Bijvoorbeeld: drugspand, jeugdgroep. Zonder namen."),
        widget=forms.TextInput(attrs={"list": "phenomena", "autocomplete": "off"}),
    )
