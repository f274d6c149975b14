"""Forms for series, meetings and their agendas."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.deadlines.calendar import at_local
from driehoek.deadlines.recurrence import Rhythm
from driehoek.meetings.forms.points import NewPointForm
from driehoek.meetings.models import Meeting, Series, SeriesKind
from driehoek.meetings.proposals import Group
from driehoek.meetings.queries.gatherings import StandIn, seated
from driehoek.meetings.services.series import NewSeries
from driehoek.parties.models import Appointment, Function
from driehoek.web.forms import PlainErrors

RHYTHMS: Final = (
    Rhythm.WEEKLY,
    Rhythm.FORTNIGHTLY,
    Rhythm.MONTHLY,
    Rhythm.QUARTERLY,
    Rhythm.ONCE,
    Rhythm.EVENT,
)
LONGEST: Final = 600
TABLE: Final = (Function.MAYOR, Function.PROSECUTOR, Function.TEAM_CHIEF, Function.SAFETY_ADVISER)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NO_TIME = _("Vul een tijd in, bijvoorbeeld 10:30.")


class SeatsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """A choice among appointments, said as name, function and organisation."""

    def label_from_instance(self, obj: Appointment) -> str:
        """Return the words of one choice."""
        return f"{obj.person.name}, {str(obj.get_function_display()).lower()}, {obj.organisation.name}"


class ChairField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """A choice of one appointment."""

    label_from_instance = SeatsField.label_from_instance


class SeriesForm(PlainErrors, forms.Form):
    """What a series is, and who sits at the table."""

    name = forms.CharField(
        label=_("Naam"), max_length=80, help_text=_("Bijvoorbeeld: Driehoek. Geen namen van personen.")
    )
    kind = forms.ChoiceField(
        label=_("Soort"), choices=SeriesKind.choices, help_text=_("Hieruit volgen de vaste agendapunten.")
    )
    rhythm = forms.ChoiceField(
        label=_("Hoe vaak"), choices=[(one.value, one.label) for one in RHYTHMS], initial=Rhythm.MONTHLY
    )
    starts_on = forms.DateField(
        label=_("Eerste keer op"),
        widget=DAY,
        help_text=_("Valt een keer op een vrije dag? Dan komt het overleg op de eerste werkdag daarna."),
    )
    starts_at = forms.TimeField(label=_("Van"), widget=CLOCK, error_messages={"invalid": NO_TIME})
    minutes = forms.IntegerField(label=_("Minuten"), min_value=5, max_value=LONGEST, initial=60)
    place = forms.CharField(label=_("Plaats"), max_length=120, required=False)
    members = SeatsField(
        label=_("Wie zitten aan tafel"),
        queryset=Appointment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies wie er aan tafel zitten.")},
    )
    closed = SeatsField(
        label=_("Wie zitten ook bij het besloten deel"),
        queryset=Appointment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("De voorzitter, de burgemeester, de loco en de adviseur horen er altijd bij."),
    )
    chair = ChairField(label=_("Voorzitter"), queryset=Appointment.objects.none(), empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = seated(identity)
        for name in ("members", "closed", "chair"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = choices

    def clean(self) -> dict[str, Any]:
        """Require that the chair and everyone in the closed part sit at the table."""
        values = super().clean() or {}
        members, chair = set(values.get("members") or ()), values.get("chair")
        if members and chair and chair not in members:
            self.add_error(
                "chair", gettext("De voorzitter zit ook aan tafel. Vink deze persoon hierboven aan.")
            )
        if members and set(values.get("closed") or ()) - members:
            self.add_error("closed", gettext("Kies hier alleen wie ook aan tafel zit."))
        return values

    def new_series(self) -> NewSeries:
        """Return what was filled in."""
        values = self.cleaned_data
        return NewSeries(
            name=values["name"],
            kind=values["kind"],
            rhythm=values["rhythm"],
            starts_on=values["starts_on"],
            starts_at=values["starts_at"],
            minutes=values["minutes"],
            place=values["place"],
            chair=values["chair"].person_id,
            members=list(values["members"]),
            closed=frozenset(one.pk for one in values["closed"]),
        )

    @staticmethod
    def usual(identity: Identity) -> dict[str, Any]:
        """Return whom a new driehoek usually has: those who sit at the table, in both parts, led by the mayor."""
        table = [one for one in seated(identity) if one.function in TABLE]
        mayor = next((one.pk for one in table if one.function == Function.MAYOR), None)
        seats = [one.pk for one in table]
        return {"members": seats, "closed": seats, "chair": mayor}

    @staticmethod
    def initial_of(series: Series) -> dict[str, Any]:
        """Return the values that a series has now."""
        names = ("name", "kind", "rhythm", "starts_on", "starts_at", "minutes", "place", "version")
        members = list(series.members.all())
        return {name: getattr(series, name) for name in names} | {
            "members": [one.appointment_id for one in members],
            "closed": [one.appointment_id for one in members if one.closed],
            "chair": next((one.appointment_id for one in members if one.person_id == series.chair_id), None),
        }


class WhenForm(PlainErrors, forms.Form):
    """When a meeting is."""

    day = forms.DateField(label=_("Datum"), widget=DAY)
    clock = forms.TimeField(label=_("Van"), widget=CLOCK, error_messages={"invalid": NO_TIME})

    def starts_at(self) -> datetime:
        """Return the moment that was filled in, in local time."""
        return at_local(self.cleaned_data["day"], self.cleaned_data["clock"])


class MeetingForm(WhenForm):
    """Moving a meeting that was read at `version`."""

    minutes = forms.IntegerField(label=_("Minuten"), min_value=5, max_value=LONGEST)
    place = forms.CharField(label=_("Plaats"), max_length=120, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        """Return the values that a meeting has now."""
        local = timezone.localtime(meeting.starts_at)
        return {
            "day": local.date(),
            "clock": local.time(),
            "minutes": meeting.minutes,
            "place": meeting.place,
            "version": meeting.version,
        }


class FixedPointForm(PlainErrors, forms.Form):
    """A point that comes back every time."""

    title = forms.CharField(label=_("Vast punt"), max_length=140)
    minutes = forms.IntegerField(label=_("Minuten"), min_value=1, max_value=LONGEST, initial=5)
    confidential = forms.BooleanField(label=_("In het besloten deel"), required=False)


class MeetingPointForm(NewPointForm):
    """A point of one's own, straight on the agenda of a meeting."""

    minutes = forms.IntegerField(label=_("Minuten"), min_value=1, max_value=LONGEST, initial=10)
    field_order = ("title", "text", "minutes", "problem", "confidential")


class ComposeForm(forms.Form):
    """Choosing among what waits and what the rooms propose; keys only, the words are read again."""

    chosen = forms.MultipleChoiceField(
        required=True, error_messages={"required": _("Vink aan wat u wilt bespreken.")}
    )

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(one.key, one.title) for group in groups for one in group.proposals]


class DeclineForm(PlainErrors, forms.Form):
    """Not coming, and who comes instead."""

    substitute = forms.ChoiceField(label=_("Wie komt in uw plaats?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[StandIn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["substitute"]
        if isinstance(field, forms.ChoiceField):
            nobody = ("none", gettext("Niemand"))
            field.choices = [*((str(one.person.pk), one.person.name) for one in choices), nobody]

    def chosen(self) -> uuid.UUID | None:
        """Return the id of who comes instead, if anyone."""
        given = self.cleaned_data["substitute"]
        return None if given == "none" else uuid.UUID(given)
