"""Forms at the legal gate of agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.grounds.models import Covenant
from driehoek.grounds.queries.covenants import covenants
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm


class VerdictForm(ScreenedForm, PlainErrors, forms.Form):
    """Why the officer allows or stops an agreement."""

    screened = ("reason",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Waarom?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Nodig als u stopt, en als de wet alleen met een reden toestaat. De leverancier leest dit ook."
        ),
    )


class UnderCovenantForm(PlainErrors, forms.Form):
    """On which covenant an agreement rests."""

    covenant = forms.ModelChoiceField(
        label=_("Op welk convenant rust deze afspraak?"),
        queryset=Covenant.objects.none(),
        required=False,
        empty_label=_("Op geen convenant"),
        help_text=_("Loopt het convenant af, dan rust de afspraak tot het verlengd is."),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = covenants(identity).filter(ended_on=None).order_by("title")
        self.fields["covenant"].queryset = running  # type: ignore[attr-defined]
