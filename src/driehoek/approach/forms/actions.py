"""Forms for actions, bottlenecks and questions to the mayor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.approach.forms.common import NO_NAMES, OPTION_NAMES, Options, day, lines
from driehoek.approach.models import Action, Instrument
from driehoek.approach.services import ActionValues, AgreedOn
from driehoek.cases.models import Compartment
from driehoek.parties.models import Organisation
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm


class AgreedForm(ScreenedForm, PlainErrors, forms.Form):
    """What may change about an action."""

    screened = ("title",)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=gettext_lazy("Wat gaat er gebeuren?"), max_length=140, help_text=NO_NAMES)
    instrument = forms.ChoiceField(
        label=gettext_lazy("Met welk instrument?"),
        choices=[("", gettext_lazy("Kies een instrument")), *Instrument.choices],
    )
    due_on = day(gettext_lazy("Klaar op"))

    def agreed(self) -> AgreedOn:
        """Return what was agreed; call it on a valid form."""
        said = self.cleaned_data
        return AgreedOn(said["title"], Instrument(said["instrument"]), said["due_on"])

    @staticmethod
    def initial_of(action: Action) -> dict[str, Any]:
        """Return what stands there now."""
        return {
            "title": action.title,
            "instrument": action.instrument,
            "due_on": action.due_on,
            "version": action.version,
        }


class ActionForm(AgreedForm):
    """A new action: what, who, with which instrument, by when, and who sees it."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Wie doet het?"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Kies een partner"),
    )
    compartment = forms.ModelChoiceField(
        label=gettext_lazy("Wie mag dit zien?"),
        queryset=Compartment.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("Gedeeld: iedereen in deze casus, en de burgemeester."),
    )
    field_order = ("title", "owner", "instrument", "due_on", "compartment")

    def __init__(
        self,
        *args: Any,
        owners: QuerySet[Organisation],
        compartments: QuerySet[Compartment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a field of choices
        self.fields["compartment"].queryset = compartments  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        """A new action is due today or later."""
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een dag die nog komt."))
        return due_on

    def values(self) -> ActionValues:
        """Return what was agreed; call it on a valid form."""
        return ActionValues(**vars(self.agreed()), owner=self.cleaned_data["owner"])


class BottleneckForm(ScreenedForm, PlainErrors, forms.Form):
    """One field: why it does not get on."""

    screened = ("text",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = lines(
        gettext_lazy("Waarom lukt het niet?"),
        longest=500,
        help_text=gettext_lazy("In één of twee zinnen, zonder namen. De procesregisseur leest het meteen."),
    )


class EscalationForm(ScreenedForm, Options, PlainErrors, forms.Form):
    """One question to the mayor, with options."""

    screened = ("question", "advice", *OPTION_NAMES)
    version = forms.IntegerField(widget=forms.HiddenInput)
    question = forms.CharField(
        label=gettext_lazy("Wat moet de burgemeester besluiten?"),
        max_length=200,
        help_text=gettext_lazy("Eén vraag, in één zin, zonder namen."),
    )
    advice = lines(
        gettext_lazy("Uw advies"),
        longest=400,
        rows=2,
        help_text=gettext_lazy("Welke keuze raadt u aan, en waarom?"),
    )
    due_on = day(gettext_lazy("Besluit nodig op"))
    stuck = forms.BooleanField(
        label=gettext_lazy("De aanpak zit vast tot dit besluit er is"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_options()
        self.order_fields(["question", *OPTION_NAMES, "advice", "due_on", "stuck"])

    def clean(self) -> dict[str, Any]:
        """Keep options and consequences together."""
        values = super().clean()
        self.check_options(values)
        return values

    def clean_due_on(self) -> Any:
        """A decision is needed today or later."""
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een dag die nog komt."))
        return due_on
