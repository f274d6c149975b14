"""Forms for writing and fixing a quarterly report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.plans.models import ReportPart
from driehoek.plans.quarters import Quarter, quarter_words
from driehoek.plans.services import PartWords
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

LONG = 4000


class StartForm(PlainErrors, forms.Form):
    """Which quarter a report is about."""

    quarter = forms.ChoiceField(
        label=gettext_lazy("Over welk kwartaal?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Kies een van de kwartalen.")},
    )

    def __init__(self, *args: Any, quarters: Sequence[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quarter"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(f"{one.year}-{one.number}", quarter_words(one)) for one in quarters]

    def chosen(self) -> Quarter:
        """Return the quarter that was chosen."""
        year, _sep, number = self.cleaned_data["quarter"].partition("-")
        return Quarter(int(year), int(number))


class PartForm(ScreenedForm, PlainErrors, forms.Form):
    """What is in the report about one theme, and what it means; over all themes also what is coming."""

    screened = ("text", "outlook", "closed")

    chosen = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(
        label=gettext_lazy("Duiding"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Wat betekenen de cijfers en de maatregelen? Geen namen van personen."),
    )
    outlook = forms.CharField(
        label=gettext_lazy("Vooruitblik"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Wat komt er in het volgende kwartaal?"),
    )
    closed = forms.CharField(
        label=gettext_lazy("Vertrouwelijk"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Alleen voor wie dit verslag leest. Komt nooit in de versie voor de raad."),
    )
    left_out = forms.BooleanField(label=gettext_lazy("Laat dit thema weg uit de rapportage"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, keys: Sequence[str], general: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(key, key) for key in keys]
            field.error_messages["invalid_choice"] = _(
                "Iets wat u koos, is er niet meer. Kijk de keuze na en bewaar opnieuw."
            )
        if general:
            del self.fields["left_out"]
            self.fields["text"].label = _("De kern")
            self.fields["text"].help_text = _("Het kwartaal in een paar zinnen. Geen namen van personen.")
        else:
            del self.fields["outlook"]

    @staticmethod
    def initial_of(part: ReportPart) -> dict[str, Any]:
        """Return what was stored."""
        names = ("text", "outlook", "closed", "left_out", "chosen", "version")
        return {name: getattr(part, name) for name in names}

    def words(self) -> PartWords:
        """Return what was chosen and written."""
        values = self.cleaned_data
        return PartWords(
            text=values["text"],
            outlook=values.get("outlook", ""),
            closed=values["closed"],
            chosen=values["chosen"],
            left_out=values.get("left_out", False),
        )


class FreezeForm(ScreenedForm, PlainErrors, forms.Form):
    """Fixing what was just seen; a later edition says why it is there."""

    screened = ("reason",)

    reason = forms.CharField(
        label=gettext_lazy("Waarom een nieuwe versie?"),
        max_length=300,
        help_text=gettext_lazy("In één zin. Geen namen van personen."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["reason"]
