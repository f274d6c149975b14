"""Forms about requests of data subjects and the duty to inform."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.matching.models import (
    Channel,
    IdentityCheck,
    InformingState,
    Outcome,
    RequestKind,
    RequestState,
)
from driehoek.matching.requests import grounds
from driehoek.matching.requests.services import NewRequest, PlaceDecision
from driehoek.parties.models import Appointment, Function, Person
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
# The farthest that informing may be put off before someone looks again.
LONGEST_WAIT = timedelta(days=183)


class LockedForm(ScreenedForm, PlainErrors, forms.Form):
    """A form whose text lies under lock: names may stand there, a citizen service number may not."""

    def may_hold_personal_data(self) -> bool:
        """Say that names were foreseen."""
        return True


class RequestForm(LockedForm):
    """A request as it came in."""

    screened = ("given_names", "surname", "address", "asked")
    key = forms.UUIDField(widget=forms.HiddenInput)
    received_on = forms.DateField(
        label=gettext_lazy("Ontvangen op"),
        widget=DAY,
        help_text=gettext_lazy("Vanaf deze dag loopt de termijn van een maand."),
    )
    channel = forms.ChoiceField(label=gettext_lazy("Hoe kwam het binnen?"), choices=Channel.choices)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Wat vraagt de betrokkene?"),
        choices=RequestKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Vink minstens één ding aan.")},
    )
    given_names = forms.CharField(label=gettext_lazy("Voornamen"), max_length=80)
    particle = forms.CharField(label=gettext_lazy("Tussenvoegsel"), max_length=20, required=False)
    surname = forms.CharField(label=gettext_lazy("Achternaam"), max_length=80)
    birth_date = forms.DateField(
        label=gettext_lazy("Geboortedatum"),
        widget=DAY,
        required=False,
        help_text=gettext_lazy("Helpt om de juiste persoon te vinden. Vraag geen burgerservicenummer."),
    )
    address = forms.CharField(
        label=gettext_lazy("Adres voor het antwoord"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asked = forms.CharField(
        label=gettext_lazy("Wat staat er in het verzoek?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    handler = forms.ModelChoiceField(label=gettext_lazy("Wie behandelt het?"), queryset=Person.objects.none())

    def __init__(self, *args: Any, municipality: uuid.UUID, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        running = Appointment.objects.filter(
            Q(valid_until=None) | Q(valid_until__gt=Now()),
            municipality=municipality,
            function=Function.CASE_DIRECTOR,
            valid_from__lte=Now(),
        )
        choices = Person.objects.filter(pk__in=running.values("person")).order_by("name")
        self.fields["handler"].queryset = choices  # type: ignore[attr-defined]  # a model choice field

    def clean_received_on(self) -> Any:
        """Refuse a day that has yet to come."""
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een eerdere dag."))
        return day

    def new(self) -> NewRequest:
        """Return the request; call it on a valid form."""
        values = self.cleaned_data
        born = values["birth_date"]
        about = {
            "given_names": values["given_names"],
            "prefix": values["particle"],
            "surname": values["surname"],
        }
        if born:
            about["birth_date"] = born.isoformat()
        return NewRequest(
            kinds=values["kinds"],
            channel=values["channel"],
            received_on=values["received_on"],
            about=about,
            handler=values["handler"],
            address=values["address"],
            asked=values["asked"],
            key=values["key"],
        )


class IdentityForm(PlainErrors, forms.Form):
    """How it was made sure who asks."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=gettext_lazy("Hoe is de identiteit vastgesteld?"),
        choices=IdentityCheck.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Bewaar geen kopie van het document."),
    )


class ExtendForm(ScreenedForm, PlainErrors, forms.Form):
    """Extending the term, with the reason that the person was told."""

    screened = ("reason",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Waarom is meer tijd nodig?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Zonder namen. De functionaris gegevensbescherming leest dit ook."),
    )
    told = forms.BooleanField(label=gettext_lazy("De betrokkene heeft dit bericht met de reden gekregen"))


class PlaceForm(LockedForm):
    """The decision about one place."""

    screened = ("reason",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat besluit u?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Op welke grond weigert u?"),
        required=False,
        help_text=gettext_lazy("Alleen bij weigeren."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [("", "–"), *grounds.REFUSING.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a ground with a refusal, and for none without."""
        values = super().clean()
        refused = values.get("outcome") == Outcome.REFUSED
        if refused and not values.get("ground"):
            self.add_error("ground", _("Kies op welke grond u weigert."))
        if not refused and values.get("ground"):
            self.add_error("ground", _("Een grond hoort alleen bij weigeren. Kies het streepje."))
        return values

    def decision(self) -> PlaceDecision:
        """Return the decision; call it on a valid form."""
        values = self.cleaned_data
        return PlaceDecision(Outcome(values["outcome"]), values["reason"], values["ground"])


class CloseForm(PlainErrors, forms.Form):
    """Closing without an answer on the contents."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=gettext_lazy("Waarom sluit u het?"),
        choices=[
            (RequestState.WITHDRAWN, gettext_lazy("De betrokkene trok het in")),
            (RequestState.NOT_IDENTIFIED, gettext_lazy("De identiteit is niet vastgesteld")),
        ],
        widget=forms.RadioSelect,
    )


class InformForm(LockedForm):
    """When a person is told, or why not yet."""

    screened = ("reason",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=gettext_lazy("Hoe staat het ermee?"),
        choices=[
            (InformingState.PLANNED, gettext_lazy("Gepland: de betrokkene wordt op deze dag geïnformeerd")),
            (InformingState.POSTPONED, gettext_lazy("Uitgesteld: op deze dag bekijkt u het opnieuw")),
            (InformingState.INFORMED, gettext_lazy("Geïnformeerd op deze dag")),
        ],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label=gettext_lazy("Dag"), widget=DAY)
    how = forms.ChoiceField(
        label=gettext_lazy("Hoe is het verteld?"),
        choices=[
            ("", "–"),
            ("talk", gettext_lazy("In een gesprek")),
            ("letter", gettext_lazy("Met een brief")),
        ],
        required=False,
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Op welke grond stelt u het uit?"),
        required=False,
        help_text=gettext_lazy("Alleen bij uitstellen."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom nu niet?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Alleen bij uitstellen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [("", "–"), *grounds.POSTPONING.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice needs, and for a day that fits it."""
        values = super().clean()
        state, day = values.get("state"), values.get("day")
        today = timezone.localdate()
        if state == InformingState.POSTPONED:
            self._ask_why(values)
        elif values.get("ground"):
            self.add_error("ground", _("Een grond hoort alleen bij uitstellen. Kies het streepje."))
        if day and state == InformingState.INFORMED and day > today:
            self.add_error("day", _("Kies vandaag of een eerdere dag."))
        if day and state in (InformingState.PLANNED, InformingState.POSTPONED):
            if day < today:
                self.add_error("day", _("Kies vandaag of een latere dag."))
            elif day > today + LONGEST_WAIT:
                self.add_error("day", _("Kies een dag binnen een half jaar. U kunt daarna opnieuw kiezen."))
        return values

    def _ask_why(self, values: dict[str, Any]) -> None:
        if not values.get("ground"):
            self.add_error("ground", _("Kies op welke grond u uitstelt."))
        if not values.get("reason"):
            self.add_error("reason", _("Schrijf op waarom nu niet."))
