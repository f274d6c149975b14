"""Forms about planned powers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.exchange.models import ObjectionState, PlannedPower, Power
from driehoek.exchange.queries import planned as queries
from driehoek.exchange.services.planned import SHORTEST_REASON, NewPlanned
from driehoek.parties.models import Organisation
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Problem, Theme
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

TOO_SHORT = gettext_lazy("Schrijf iets meer op: minstens 20 tekens.")


class PlannedForm(ScreenedForm, PlainErrors, forms.Form):
    """What the mayor means to do, where, why and from when."""

    screened = ("title", "place", "reason", "urgent_words")

    power = forms.ChoiceField(label=gettext_lazy("Welke bevoegdheid?"), choices=Power.choices)
    title = forms.CharField(
        label=gettext_lazy("In één regel"),
        max_length=140,
        help_text=gettext_lazy("Zonder namen. Bijvoorbeeld: sluiting van een pand na een drugsvondst."),
    )
    place = forms.CharField(
        label=gettext_lazy("Waar?"),
        max_length=140,
        help_text=gettext_lazy("Zo precies als het OM nodig heeft om het te herkennen, zonder namen."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Wat is er aan de hand voor de openbare orde? Geen persoonsgegevens."),
    )
    planned_for = forms.DateField(
        label=gettext_lazy("Vanaf wanneer?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    told_to = forms.ModelChoiceField(
        label=gettext_lazy("Aan wie legt u het voor?"), queryset=Organisation.objects.none()
    )
    theme = ThemeChoice(label=gettext_lazy("Thema"), queryset=Theme.objects.none())
    problem = forms.ModelChoiceField(
        label=gettext_lazy("Gaat over"),
        queryset=Problem.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen probleem in Driehoek"),
        help_text=gettext_lazy(
            "Het OM ziet niet over welk probleem het gaat, tenzij het dat probleem mag zien."
        ),
    )
    urgent_words = forms.CharField(
        label=gettext_lazy("Waarom kan het niet wachten?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Leeg als het kan wachten. Met een reden heeft het OM twee uur, anders vijf werkdagen."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("told_to", queries.prosecution(identity)),
            ("theme", queries.themes(identity)),
            ("problem", queries.problems(identity)),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
        offices = list(queries.prosecution(identity)[:2])
        if len(offices) == 1:
            # With one office there is nothing to choose.
            self.fields["told_to"].widget = forms.HiddenInput()
            self.fields["told_to"].initial = offices[0].pk

    def clean_planned_for(self) -> Any:
        """Refuse a day that is over."""
        day = self.cleaned_data["planned_for"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een dag die nog komt."))
        return day

    def clean_urgent_words(self) -> str:
        """Ask for a reason that says something, where one is given."""
        words: str = self.cleaned_data["urgent_words"].strip()
        if words and len(words) < SHORTEST_REASON:
            raise forms.ValidationError(TOO_SHORT)
        return words

    def new(self) -> NewPlanned:
        """Return what was filled in."""
        given = self.cleaned_data
        return NewPlanned(
            power=Power(given["power"]),
            **{
                name: given[name]
                for name in (
                    "title",
                    "place",
                    "reason",
                    "planned_for",
                    "told_to",
                    "theme",
                    "problem",
                    "urgent_words",
                )
            },
        )

    @staticmethod
    def initial_of(planned: PlannedPower) -> dict[str, Any]:
        """Return the values that a draft has now."""
        names = (
            "power",
            "title",
            "place",
            "reason",
            "planned_for",
            "told_to",
            "theme",
            "problem",
            "urgent_words",
        )
        return {name: getattr(planned, name) for name in (*names, "version", "key")}


class ObjectionForm(ScreenedForm, PlainErrors, forms.Form):
    """The answer of the prosecution service; nothing about the investigation is asked."""

    screened = ("words",)

    answer = forms.ChoiceField(
        label=gettext_lazy("Uw antwoord"), choices=ObjectionState.choices, widget=forms.RadioSelect
    )
    wait_until = forms.DateTimeField(
        label=gettext_lazy("Wachten tot"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Alleen als u vraagt om te wachten."),
        error_messages={"invalid": gettext_lazy("Kies een datum en een tijd.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("De burgemeester leest dit. Schrijf niets over het onderzoek zelf."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a moment to wait for, and for a reason to wait or object."""
        values = super().clean() or {}
        answer = values.get("answer")
        until = values.get("wait_until")
        if answer == ObjectionState.WAIT and "wait_until" not in self.errors:
            if until is None:
                self.add_error("wait_until", _("Kies tot wanneer."))
            elif until <= timezone.now():
                self.add_error("wait_until", _("Kies een moment dat nog komt."))
        asks = answer in (ObjectionState.WAIT, ObjectionState.OBJECT)
        if asks and "words" not in self.errors and len(values.get("words", "").strip()) < SHORTEST_REASON:
            self.add_error("words", TOO_SHORT)
        return values


class PlannedDecisionForm(ScreenedForm, PlainErrors, forms.Form):
    """What the mayor decided, and how an objection was weighed or why it could not wait."""

    screened = ("outcome", "weighed", "urgent")

    outcome = forms.CharField(
        label=gettext_lazy("Wat is besloten?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Bijvoorbeeld: het pand gaat op 1 december drie maanden dicht. Zonder namen."),
    )
    weighed = forms.CharField(
        label=gettext_lazy("Hoe woog u het antwoord van het OM mee?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    urgent = forms.CharField(
        label=gettext_lazy("Waarom wacht u niet op het antwoord?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, way: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way = way
        if way != "weigh":
            del self.fields["weighed"]
        if way != "answer_first":
            del self.fields["urgent"]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason that this moment asks for."""
        values = super().clean() or {}
        name = {"weigh": "weighed", "answer_first": "urgent"}.get(self.way)
        if name and name not in self.errors and len(values.get(name, "").strip()) < SHORTEST_REASON:
            self.add_error(name, TOO_SHORT)
        return values
