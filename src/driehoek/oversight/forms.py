"""Forms of the administrator."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.oversight import queries
from driehoek.parties.models import ContactStep, Function, Organisation, OrganisationKind, Person
from driehoek.web.forms import PlainErrors

LONGEST_WAIT: Final = 20


def _day_field(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}), help_text=help_text
    )


def end_of(day: Any) -> datetime:
    """Return the last second of a day in the municipality's time zone."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def start_of(day: Any) -> datetime:
    """Return the first moment of a day in the municipality's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


class PersonForm(PlainErrors, forms.Form):
    """Someone new, with a first function."""

    name = forms.CharField(label=_("Naam"), max_length=120, error_messages={"required": _("Vul de naam in.")})
    email = forms.EmailField(
        label=_("E-mailadres"),
        help_text=_("Hiermee meldt iemand zich aan. Een wachtwoord stelt men zelf in."),
        error_messages={"required": _("Vul het e-mailadres in."), "invalid": _("Dit is geen e-mailadres.")},
    )
    function = forms.ChoiceField(label=_("Functie"), choices=Function.choices)
    organisation = forms.ModelChoiceField(
        label=_("Organisatie"),
        queryset=Organisation.objects.none(),
        error_messages={"required": _("Kies de organisatie.")},
    )
    until = _day_field(_("Tot en met"), required=False, help_text=_("Leeg is: zonder einddatum."))

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = queries.organisations(identity)

    def clean_until(self) -> datetime | None:
        """Turn the last day into a moment, in the future."""
        day = self.cleaned_data["until"]
        if day and end_of(day) <= timezone.now():
            raise forms.ValidationError(_("Kies een dag die nog niet voorbij is."))
        return end_of(day) if day else None


class AppointmentForm(PersonForm):
    """A further function for someone who has an account."""

    name = email = None  # type: ignore[assignment]


class SubstitutionForm(PlainErrors, forms.Form):
    """Who stands in for whom, from when until when."""

    principal = forms.ModelChoiceField(
        label=_("Wie is weg"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Kies wie weg is.")},
    )
    substitute = forms.ModelChoiceField(
        label=_("Wie vervangt"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Kies wie vervangt.")},
    )
    first_day = _day_field(_("Eerste dag"), required=True)
    last_day = _day_field(_("Laatste dag"), required=True)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("principal", "substitute"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queries.people(identity)

    def clean(self) -> dict[str, Any]:
        """Refuse someone who replaces themselves and an end before the start."""
        values = super().clean() or {}
        if values.get("principal") and values.get("principal") == values.get("substitute"):
            self.add_error("substitute", _("Iemand kan zichzelf niet vervangen."))
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("De laatste dag ligt vóór de eerste dag."))
        elif last and end_of(last) <= timezone.now():
            self.add_error("last_day", _("Kies een dag die nog niet voorbij is."))
        return values


class OrganisationForm(PlainErrors, forms.Form):
    """A party that the municipality works with."""

    name = forms.CharField(label=_("Naam"), max_length=120, error_messages={"required": _("Vul de naam in.")})
    kind = forms.ChoiceField(label=_("Soort"), choices=OrganisationKind.choices)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.identity = identity

    def clean_name(self) -> str:
        """Refuse a name that is already there."""
        name = str(self.cleaned_data["name"]).strip()
        if Organisation.objects.filter(municipality=self.identity.municipality, name__iexact=name).exists():
            raise forms.ValidationError(_("Deze organisatie staat er al."))
        return name


class ContactStepFields(PlainErrors, forms.Form):
    """How long a step of a route waits, and how to reach who stands there."""

    wait_days = forms.IntegerField(
        label=_("Werkdagen wachten"),
        initial=1,
        min_value=1,
        max_value=LONGEST_WAIT,
        help_text=_("Zo lang wacht Driehoek hier voor de volgende stap."),
        error_messages={
            "min_value": _("Vul minstens 1 werkdag in."),
            "max_value": _("Vul hoogstens 20 werkdagen in."),
        },
    )
    phone = forms.RegexField(
        label=_("Telefoon"),
        regex=r"^[0-9 +()-]*$",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        error_messages={"invalid": _("Vul een telefoonnummer in: cijfers, spaties en een plus.")},
    )
    note = forms.CharField(
        label=_("Opmerking"),
        max_length=200,
        required=False,
        help_text=_("Bijvoorbeeld: bel eerst, buiten kantoortijd de meldkamer."),
    )


class ContactStepForm(ContactStepFields):
    """Who comes next on a route."""

    person = forms.ModelChoiceField(
        label=_("Wie"),
        queryset=Person.objects.none(),
        empty_label=_("Kies iemand"),
        help_text=_("Iemand met een functie bij deze organisatie of bij de gemeente."),
        error_messages={"required": _("Kies wie er aan de beurt is.")},
    )
    field_order = ("person", "wait_days", "phone", "note")

    def __init__(self, *args: Any, identity: Identity, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = queries.candidates(identity, organisation)


class ChangeStepForm(ContactStepFields):
    """Changing a step that was read at `version`; the person stays."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(step: ContactStep) -> dict[str, Any]:
        """Return the values that a step has now."""
        return {name: getattr(step, name) for name in ("wait_days", "phone", "note", "version")}
