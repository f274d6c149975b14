"""Forms of the quarterly sample."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.grounds.models import Verdict
from driehoek.grounds.queries.samples import Quarter, past_quarters
from driehoek.grounds.services.samples import LARGEST
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm


class DrawForm(ScreenedForm, PlainErrors, forms.Form):
    """Which quarter to draw from, and how many."""

    screened = ("reason",)
    quarter = forms.ChoiceField(label=gettext_lazy("Welk kwartaal?"))
    size = forms.IntegerField(
        label=gettext_lazy("Hoeveel doelen wilt u bekijken?"), min_value=1, max_value=LARGEST, initial=20
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom opnieuw?"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Alleen als dit kwartaal al getrokken is. De eerste steekproef blijft staan."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [  # type: ignore[attr-defined]  # it has choices
            (f"{one.year}-{one.number}", quarter_words(one)) for one in past_quarters()
        ]

    def chosen(self) -> Quarter:
        """Return the quarter; call it on a valid form."""
        year, _sep, number = self.cleaned_data["quarter"].partition("-")
        return Quarter(int(year), int(number))


class RateForm(ScreenedForm, PlainErrors, forms.Form):
    """How good a stated purpose is."""

    screened = ("note",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=gettext_lazy("Hoe goed is dit doel?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Noemt het een bevoegdheid of een doel, en past dat bij iemand in deze functie?"
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask why, where it is not good."""
        values = super().clean()
        if values.get("verdict") == Verdict.POOR and not values.get("note"):
            self.add_error("note", _("Zeg in een zin wat er niet goed aan is."))
        return values


def quarter_words(one: Quarter) -> str:
    """Return a quarter in words."""
    return _("%(number)se kwartaal van %(year)s") % {"number": one.number, "year": one.year}
