"""Forms for a round of the scan and for a session."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.guide.shapes import Case
from driehoek.web.forms import PlainErrors

CASE_CHANGE_FIELDS: Final = ("title", "planned_on", "situation")


class ScanForm(PlainErrors, forms.Form):
    """Opening a round."""

    label = forms.CharField(
        label=_("Naam van de ronde"), max_length=60, help_text=_("Bijvoorbeeld “Scan voorjaar”.")
    )
    year = forms.IntegerField(
        label=_("Jaar"),
        min_value=2000,
        max_value=2100,
        help_text=_("Het jaar waarover het gaat; zo komen de rondes naast elkaar."),
    )

    @staticmethod
    def initial_values() -> dict[str, Any]:
        """Propose a round about this year."""
        year = timezone.localdate().year
        return {"year": year, "label": f"Scan {year}"}


class WorkshopForm(PlainErrors, forms.Form):
    """Preparing a session, or changing one that has not been held."""

    case = forms.ChoiceField(
        label=_("Casus"), widget=forms.RadioSelect, error_messages={"required": _("Kies een casus.")}
    )
    title = forms.CharField(
        label=_("Titel"),
        max_length=120,
        required=False,
        help_text=_("Leeg laten mag: dan geldt de titel van de casus."),
    )
    planned_on = forms.DateField(
        label=_("Datum"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    situation = forms.CharField(
        label=_("De situatie"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Leeg laten mag: dan geldt de tekst van de casus. Maak haar eigen, zonder echte personen."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, cases: tuple[Case, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["case"]
        if not cases:
            del self.fields["case"]
            self.fields["title"].required = self.fields["situation"].required = True
            self.fields["title"].help_text = ""
            self.fields["situation"].help_text = _("Maak haar eigen, zonder echte personen.")
        elif isinstance(field, forms.ChoiceField):
            field.choices = [(one.key, one.title) for one in cases]
