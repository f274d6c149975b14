"""Forms about cases. What lies at the level of the overview is screened: no names there."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.cases import queries, table
from driehoek.cases.models import Case, Compartment
from driehoek.deadlines.calendar import at_local
from driehoek.parties.models import Appointment, Person
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

NO_NAMES: Final = _("Zonder namen: iedereen met het overzicht leest dit.")
YES_NO: Final = (("ja", _("Ja")), ("nee", _("Nee")))
LEVELS: Final = ((str(int(Level.WORK)), _("Lezen en werken")), (str(int(Level.FILE)), _("Alleen lezen")))


class DayField(forms.DateField):
    """A day, with the picker of the browser."""

    widget = forms.DateInput(attrs={"type": "date"})


def end_of(day: date) -> datetime:
    """Return the last minute of a day on Dutch clocks, for what runs up to and including that day."""
    return at_local(day, time(23, 59))


class StartForm(PlainErrors, forms.Form):
    """Begin the case of a complex problem: which process model, and who directs it."""

    model = forms.ChoiceField(label=_("Procesmodel"), widget=forms.RadioSelect)
    process_director = forms.ModelChoiceField(
        label=_("Procesregisseur"),
        queryset=Person.objects.none(),
        help_text=_("Bewaakt het proces, de termijnen en de privacy. Leidt de casus en elk compartiment."),
    )
    content_director = forms.ModelChoiceField(
        label=_("Casusregisseur"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Gaat over de inhoud en het plan. Iemand anders dan de procesregisseur."),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].choices = queries.model_choices(identity)  # type: ignore[attr-defined]
        for name in ("process_director", "content_director"):
            self.fields[name].queryset = queries.may_direct(identity)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse one person for both."""
        values: dict[str, Any] = super().clean() or {}
        _two_people(self, values)
        return values


def _two_people(form: forms.BaseForm, values: dict[str, Any]) -> None:
    if values.get("content_director") and values["content_director"] == values.get("process_director"):
        form.add_error("content_director", gettext("Kies iemand anders dan de procesregisseur."))


class AdmissionForm(ScreenedForm, PlainErrors, forms.Form):
    """The admission criteria of a process model, each with yes or no."""

    screened = ("reason",)
    reason = forms.CharField(
        label=_("Toelichting"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )  # fmt: skip

    def __init__(self, *args: Any, criteria: table.Criteria, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {f"q_{key}": key for key in criteria.questions}
        for name, key in self.keys.items():
            self.fields[name] = forms.ChoiceField(
                label=criteria.questions[key],
                choices=YES_NO,
                widget=forms.RadioSelect,
                error_messages={"required": gettext("Kies ja of nee.")},
            )
        self.order_fields([*self.keys, "reason"])

    def answers(self) -> dict[str, bool]:
        """Return the answers by the key of the question."""
        return {key: self.cleaned_data[name] == "ja" for name, key in self.keys.items()}


class MoveForm(ScreenedForm, PlainErrors, forms.Form):
    """A move: its reason, and whether what is not met is passed over."""

    screened = ("reason",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    overrule = forms.BooleanField(
        label=_("Ik ga toch door"),
        required=False,
        help_text=_("Wat niet is voldaan, blijft zichtbaar bij deze casus, met uw reden."),
    )
    reason = forms.CharField(
        label=_("Reden"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )  # fmt: skip

    def __init__(self, *args: Any, asks_reason: bool, unmet: bool, may_overrule: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (unmet and may_overrule):
            del self.fields["overrule"]
        self.fields["reason"].required = asks_reason

    def clean(self) -> dict[str, Any]:
        """Ask a reason for passing over."""
        values: dict[str, Any] = super().clean()
        if values.get("overrule") and not values.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", gettext("Schrijf op waarom u toch doorgaat."))
        return values


class StandingForm(ScreenedForm, PlainErrors, forms.Form):
    """What everyone with the overview sees: whether it is stuck and why, and what is decided next."""

    screened = ("stuck_reason", "next_decision")
    version = forms.IntegerField(widget=forms.HiddenInput)
    stuck = forms.BooleanField(label=_("Deze casus zit vast"), required=False)
    stuck_reason = forms.CharField(
        label=_("Waarom het vastzit"), max_length=200, required=False, help_text=NO_NAMES
    )
    next_decision = forms.CharField(
        label=_("Volgende besluit"), max_length=200, required=False, help_text=NO_NAMES
    )
    next_decision_on = DayField(label=_("Wanneer"), required=False)

    def clean(self) -> dict[str, Any]:
        """Stuck says why; what is not stuck has no reason."""
        values: dict[str, Any] = super().clean()
        if values.get("stuck") and not values.get("stuck_reason") and "stuck_reason" not in self.errors:
            self.add_error("stuck_reason", gettext("Schrijf in een paar woorden waarom het vastzit."))
        return values

    def changes(self, case: Case) -> dict[str, Any]:
        """Return the values for `services.change_case`."""
        values = self.cleaned_data
        stuck = values["stuck"]
        return {
            "stuck_since": (case.stuck_since or timezone.now()) if stuck else None,
            "stuck_reason": values["stuck_reason"] if stuck else "",
            "next_decision": values["next_decision"],
            "next_decision_on": values["next_decision_on"],
        }


class DirectorsForm(PlainErrors, forms.Form):
    """Who directs the case."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    process_director = forms.ModelChoiceField(label=_("Procesregisseur"), queryset=Person.objects.none())
    content_director = forms.ModelChoiceField(
        label=_("Casusregisseur"), queryset=Person.objects.none(), required=False
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("process_director", "content_director"):
            self.fields[name].queryset = queries.may_direct(identity)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse one person for both."""
        values: dict[str, Any] = super().clean() or {}
        _two_people(self, values)
        return values


class PartnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic in this release of the stubs
    """Someone who can be invited, by the function in which they come."""

    def label_from_instance(self, obj: Appointment) -> str:
        """Name, organisation and function."""
        return f"{obj.person.name}, {obj.organisation.name}"


class InviteForm(ScreenedForm, PlainErrors, forms.Form):
    """A partner is let in: who, why, until when, and into which compartments."""

    screened = ("reason",)
    partner = PartnerField(label=_("Wie"), queryset=Appointment.objects.none())
    reason = forms.CharField(
        label=_("Waarom deze partner"),
        max_length=300,
        help_text=_("Nodig alleen wie nodig is. Zonder namen."),
    )
    until = DayField(label=_("Tot en met"), help_text=_("Daarna sluit de toegang vanzelf."))
    level = forms.ChoiceField(label=_("Wat mag deze partner"), choices=LEVELS, widget=forms.RadioSelect)
    compartments = forms.ModelMultipleChoiceField(
        label=_("Ook in deze compartimenten"),
        queryset=Compartment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wat gedeeld is, ziet elke partner."),
    )

    def __init__(self, *args: Any, identity: Identity, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].initial = str(int(Level.WORK))
        self.fields["partner"].queryset = queries.may_be_invited(identity, case)  # type: ignore[attr-defined]
        own = queries.compartments_led_by(identity, case)
        self.fields["compartments"].queryset = own  # type: ignore[attr-defined]
        if not own:
            del self.fields["compartments"]

    def clean_until(self) -> datetime:
        """Turn the day into the moment it ends, in the future."""
        moment = end_of(self.cleaned_data["until"])
        if moment <= timezone.now():
            raise forms.ValidationError(gettext("Kies een dag die nog niet voorbij is."))
        return moment


class SoonerForm(PlainErrors, forms.Form):
    """An invitation ends sooner."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    until = DayField(label=_("Tot en met"))

    def __init__(self, *args: Any, until: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = until

    def clean_until(self) -> datetime:
        """Sooner than it was, and not past; later asks a new invitation."""
        moment = end_of(self.cleaned_data["until"])
        if moment <= timezone.now():
            raise forms.ValidationError(gettext("Kies een dag die nog niet voorbij is."))
        if moment >= self.was:
            said = gettext("Kies een dag voor de einddatum. Langer kan alleen met een nieuwe uitnodiging.")
            raise forms.ValidationError(said)
        return moment


class CompartmentForm(ScreenedForm, PlainErrors, forms.Form):
    """A compartment of which only those see something whom the directors let in."""

    screened = ("name", "purpose")
    name = forms.CharField(
        label=_("Naam"), max_length=80, help_text=_("Bijvoorbeeld Zorg of Politie. Zonder namen.")
    )
    purpose = forms.CharField(label=_("Waarvoor"), max_length=300, required=False)
