"""Forms for the year plan, its goals and its actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.access.rules import CONTENTLESS
from driehoek.parties.models import Appointment, Organisation, OrganisationKind, Person
from driehoek.plans import queries
from driehoek.plans.models import Action, ActionStatus, Goal
from driehoek.plans.services import Adoption, NewAction, NewGoal
from driehoek.plans.services.actions import EXPLAINED
from driehoek.problems.models import Theme
from driehoek.standard import sentences
from driehoek.standard.models import Decider, Norm
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

FIRST_YEAR = 2020
LAST_YEAR = 2100
NO_PERSONS = gettext_lazy("Geen namen van personen.")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlanForm(PlainErrors, forms.Form):
    """The year and the title of a plan; the year of a plan that is there stays."""

    year = forms.IntegerField(label=gettext_lazy("Jaar"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=140,
        help_text=gettext_lazy("Bijvoorbeeld: Uitvoeringsplan veiligheid 2027."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, with_year: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_year:
            del self.fields["year"]


class ThemeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A theme with the field that it lies in."""

    def label_from_instance(self, obj: Any) -> str:
        """Return `name (field)`."""
        return f"{obj.name} ({str(obj.get_field_display()).lower()})"


class NormChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A norm in words."""

    def label_from_instance(self, obj: Any) -> str:
        """Return `what: norm`."""
        norm: Norm = obj
        return f"{sentences.what(norm)}: {sentences.norm_words(norm)}"


class GoalForm(ScreenedForm, PlainErrors, forms.Form):
    """What is to be reached, and how one can tell."""

    screened = ("sentence", "measured_how")

    theme = ThemeChoice(
        label=gettext_lazy("Thema"),
        queryset=Theme.objects.none(),
        empty_label=gettext_lazy("Kies een thema"),
    )
    sentence = forms.CharField(
        label=gettext_lazy("Doel"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("In één zin: wat moet er anders zijn, en wanneer?"),
    )
    norm = NormChoice(
        label=gettext_lazy("Norm"),
        queryset=Norm.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen norm in Driehoek"),
        help_text=gettext_lazy("Met een norm staat het cijfer vanzelf naast de maatregelen."),
    )
    measured_how = forms.CharField(
        label=gettext_lazy("Hoe meet u het anders?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Alleen nodig zonder norm."),
    )
    decider = forms.ChoiceField(
        label=gettext_lazy("Wie besluit erover?"), choices=Decider.choices, widget=forms.RadioSelect
    )
    decision_on = forms.DateField(
        label=gettext_lazy("Wanneer is dat besluit?"),
        required=False,
        widget=_day(),
        help_text=gettext_lazy("Laat leeg als dat nog niet bekend is."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        kwargs["initial"] = {"decider": Decider.DRIEHOEK, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        themes = Theme.objects.filter(municipality=identity.municipality, ended_at=None)
        _choose(self, "theme").queryset = themes.order_by("field", "position", "name")
        _choose(self, "norm").queryset = queries.norms_for_goals(identity)

    def clean(self) -> dict[str, Any]:
        """Ask how the goal is measured when it has no norm."""
        values = super().clean() or {}
        if not self.errors and not values.get("norm") and not (values.get("measured_how") or "").strip():
            self.add_error("measured_how", _("Kies een norm, of schrijf op hoe u het meet."))
        return values

    @staticmethod
    def initial_of(goal: Goal) -> dict[str, Any]:
        """Return the values that a goal has now."""
        names = ("sentence", "measured_how", "decider", "decision_on", "version")
        return {name: getattr(goal, name) for name in names} | {"theme": goal.theme_id, "norm": goal.norm_id}

    def new_goal(self) -> NewGoal:
        """Return the goal as it was filled in."""
        values = self.cleaned_data
        return NewGoal(
            theme=values["theme"],
            sentence=values["sentence"],
            decider=Decider(values["decider"]),
            norm=values["norm"],
            measured_how=values["measured_how"],
            decision_on=values["decision_on"],
        )


class ActionForm(ScreenedForm, PlainErrors, forms.Form):
    """What an organisation does for a goal, before a day."""

    screened = ("what", "instrument", "expected_effect")

    what = forms.CharField(
        label=gettext_lazy("Maatregel"),
        max_length=200,
        help_text=gettext_lazy("Wat gebeurt er? In één regel. Geen namen van personen."),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Welke organisatie doet het?"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Kies een organisatie"),
        help_text=gettext_lazy("Die organisatie ziet de maatregel en meldt zelf hoe het gaat."),
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("Wie is daar verantwoordelijk?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nog niet bekend"),
    )
    starts_on = forms.DateField(label=gettext_lazy("Begint op"), widget=_day())
    due_on = forms.DateField(
        label=gettext_lazy("Uiterlijk klaar op"),
        widget=_day(),
        help_text=gettext_lazy("Driehoek herinnert vanzelf als deze dag voorbij is."),
    )
    instrument = forms.CharField(
        label=gettext_lazy("Instrument"),
        max_length=140,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: toezicht, convenant, subsidie."),
    )
    expected_effect = forms.CharField(
        label=gettext_lazy("Verwacht effect"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Wat moet deze maatregel doen? Dat is een verwachting, geen bewijs."),
    )
    hours = forms.IntegerField(label=gettext_lazy("Uren"), required=False, min_value=0, max_value=1_000_000)
    money = forms.IntegerField(
        label=gettext_lazy("Kosten in hele euro’s"), required=False, min_value=0, max_value=1_000_000_000
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Organisation.objects.filter(municipality=identity.municipality)
        _choose(self, "owner").queryset = here.exclude(kind=OrganisationKind.COUNCIL).order_by("name")
        self.appointments = _running(identity)
        people = Person.objects.filter(pk__in=self.appointments.values("person"), is_active=True)
        _choose(self, "person").queryset = people.order_by("name")

    def clean(self) -> dict[str, Any]:
        """Say when it ends before it starts, and when the person works elsewhere."""
        values = super().clean() or {}
        start, due = values.get("starts_on"), values.get("due_on")
        if start and due and due < start:
            self.add_error("due_on", _("Kies een dag die niet voor de begindatum ligt."))
        person, owner = values.get("person"), values.get("owner")
        if person and owner and not self.appointments.filter(person=person, organisation=owner).exists():
            self.add_error("person", _("Deze persoon werkt niet bij die organisatie. Kies iemand anders."))
        return values

    @staticmethod
    def initial_of(action: Action) -> dict[str, Any]:
        """Return the values that an action has now."""
        names = ("what", "starts_on", "due_on", "instrument", "expected_effect", "hours", "money", "version")
        values = {name: getattr(action, name) for name in names}
        return values | {"owner": action.owner_id, "person": action.person_id}

    def new_action(self) -> NewAction:
        """Return the action as it was filled in."""
        return NewAction(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class StatusForm(ScreenedForm, PlainErrors, forms.Form):
    """How it goes with an action: one choice and one line."""

    screened = ("note",)

    status = forms.ChoiceField(
        label=gettext_lazy("Hoe gaat het?"), choices=ActionStatus.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Toelichting in één regel"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Nodig als het risico loopt, vertraagd of gestopt is. Geen namen van personen."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for an explanation when it does not go well."""
        values = super().clean() or {}
        if values.get("status") in EXPLAINED and not (values.get("note") or "").strip():
            self.add_error("note", _("Schrijf in één regel waarom."))
        return values


class AdoptForm(ScreenedForm, PlainErrors, forms.Form):
    """Who adopted a plan, when and where; `seen` is what the reader saw before they said so."""

    screened = ("where", "reason")

    by = forms.ChoiceField(
        label=gettext_lazy("Wie stelde het plan vast?"), choices=Decider.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=gettext_lazy("Op welke dag?"), widget=_day())
    where = forms.CharField(
        label=gettext_lazy("In welk overleg?"),
        max_length=140,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: driehoek van november."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom een nieuwe versie?"),
        max_length=300,
        help_text=gettext_lazy("In één zin. Geen namen van personen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate(), "by": Decider.DRIEHOEK, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["reason"]

    def clean_on(self) -> Any:
        """Refuse a day that is still to come."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een eerdere dag."))
        return day

    def adoption(self) -> Adoption:
        """Return what was filled in."""
        values = self.cleaned_data
        return Adoption(
            by=Decider(values["by"]),
            on=values["on"],
            where=values["where"],
            reason=values.get("reason", ""),
        )


def _running(identity: Identity) -> Any:
    now = timezone.now()
    return Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now), municipality=identity.municipality, valid_from__lte=now
    ).exclude(function__in=CONTENTLESS)


def _choose(form: forms.Form, name: str) -> forms.ModelChoiceField[Any]:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (the class declares it so)
    return field
