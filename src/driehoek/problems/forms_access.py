"""Forms for giving access to a problem."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.parties.models import Person
from driehoek.problems import queries
from driehoek.problems.forms import PurposeForm
from driehoek.problems.purposes import power_choices
from driehoek.web.forms import PlainErrors


class InvitationForm(PlainErrors, forms.Form):
    """Someone comes in, up to a level, until a day."""

    person = forms.ModelChoiceField(
        label=_("Wie"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Kies wie toegang krijgt.")},
    )
    level = forms.ChoiceField(label=_("Tot waar"), choices=Level.choices, initial=Level.FILE)
    reason = forms.CharField(label=_("Waarom"), max_length=500, required=False)
    until = forms.DateField(
        label=_("Tot en met"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leeg is: zolang het nodig is."),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = queries.colleagues(identity)

    def clean_until(self) -> datetime | None:
        """Turn the day into the moment it ends, in the future."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        moment = timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
        if moment <= timezone.now():
            raise forms.ValidationError(_("Kies een dag die nog niet voorbij is."))
        return moment


class EmergencyForm(PurposeForm):
    """Break-glass: the number of the problem and the reason."""

    number = forms.IntegerField(
        label=_("Nummer van het probleem"), min_value=1, error_messages={"required": _("Vul het nummer in.")}
    )
    field_order = ("number", "reason")


class OpeningForm(PurposeForm):
    """Opening a file: the power or purpose under the law, and in a sentence what it is needed for."""

    power = forms.ChoiceField(
        label=_("Bevoegdheid of doel"),
        required=False,
        help_text=_(
            "Onder welke wettelijke taak u dit nodig hebt. Staat het er niet bij? Noem het dan hieronder."
        ),
    )
    field_order = ("power", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["power"].choices = [("", _("Kies")), *power_choices()]  # type: ignore[attr-defined]
