"""Forms for the sources of personal data of a problem."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.grounds.queries.covenants import organisations
from driehoek.parties.models import Organisation
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm


class PartnerForm(PlainErrors, forms.Form):
    """Whose data would enrich the problem."""

    partner = forms.ModelChoiceField(
        label=_("Van welke partner komen de gegevens?"),
        queryset=Organisation.objects.none(),
        empty_label=_("Kies"),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = organisations(identity)  # type: ignore[attr-defined]


class ReasonForm(ScreenedForm, PlainErrors, forms.Form):
    """Why a step is taken where the law only warns."""

    screened = ("reason",)
    reason = forms.CharField(
        label=_("Waarom is dit nodig?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nodig als de wet het alleen met een reden toestaat. Ten minste 20 tekens."),
    )
