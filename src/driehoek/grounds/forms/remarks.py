"""Forms about rules: a remark, its answer, and a lawyer's agreement."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm


class RemarkForm(ScreenedForm, PlainErrors, forms.Form):
    """What someone has to say of a rule."""

    screened = ("text",)
    text = forms.CharField(
        label=_("Uw opmerking"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wat klopt er niet, of wat ontbreekt? Iedereen die hier werkt kan dit lezen."),
        error_messages={"required": _("Schrijf wat u wilt opmerken.")},
    )


class SettleForm(ScreenedForm, PlainErrors, forms.Form):
    """How a remark is settled."""

    screened = ("answer",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label=_("Uw antwoord"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wat gebeurt ermee, of waarom niet?"),
        error_messages={"required": _("Schrijf wat er met de opmerking gebeurt.")},
    )


class SignOffForm(PlainErrors, forms.Form):
    """Which lawyer agrees with a rule."""

    lawyer = forms.CharField(
        label=_("Welke jurist is akkoord?"),
        max_length=200,
        help_text=_("Naam en functie. U legt dit vast; de jurist zelf hoeft niet in Driehoek te zijn."),
        error_messages={"required": _("Noem de jurist.")},
    )
    note = forms.CharField(label=_("Toelichting"), max_length=1000, required=False)
