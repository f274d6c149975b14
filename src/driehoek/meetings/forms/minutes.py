"""Forms for minutes and actions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.meetings.forms.meetings import DAY
from driehoek.meetings.models import MinuteEntry
from driehoek.meetings.services.minutes import NewEntry
from driehoek.parties.models import Person
from driehoek.web.forms import PlainErrors


class EntryForm(PlainErrors, forms.Form):
    """The minutes of one point."""

    decision = forms.CharField(
        label=_("Besluit"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wat is er besloten? Laat leeg als er niets besloten is."),
    )
    decided_by = forms.ChoiceField(label=_("Besloten door"), required=False)
    said = forms.CharField(
        label=_("Wat er gezegd is"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kort. Alleen wat later nodig is."),
    )
    confidential = forms.BooleanField(
        label=_("Besloten"),
        required=False,
        help_text=_("Dan leest alleen wie bij het besloten deel zit dit."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[Person], always_closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decided_by"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext("Kies wie")), *((str(one.pk), one.name) for one in people)]
        if always_closed:
            del self.fields["confidential"]

    def clean(self) -> dict[str, Any]:
        """Require something to be written, and a decider for a decision."""
        values = super().clean() or {}
        if not values.get("said") and not values.get("decision"):
            self.add_error("decision", gettext("Schrijf een besluit op, of wat er gezegd is."))
        if values.get("decision") and not values.get("decided_by"):
            self.add_error("decided_by", gettext("Kies wie dit besloot."))
        return values

    def new_entry(self) -> NewEntry:
        """Return what was filled in."""
        values = self.cleaned_data
        decider = values["decided_by"] if values["decision"] else ""
        return NewEntry(
            said=values["said"],
            decision=values["decision"],
            decided_by=uuid_of(decider),
            confidential=values.get("confidential", False),
        )

    @staticmethod
    def initial_of(entry: MinuteEntry | None, chair: Person) -> dict[str, Any]:
        """Return the values that an entry has now; the chair usually decides."""
        if entry is None:
            return {"version": 0, "decided_by": str(chair.pk)}
        names = ("said", "decision", "confidential", "version")
        decider = entry.decided_by_id or chair.pk
        return {name: getattr(entry, name) for name in names} | {"decided_by": str(decider)}


class ActionForm(PlainErrors, forms.Form):
    """An action: what, who and by when."""

    text = forms.CharField(
        label=_("Wat"), max_length=300, help_text=_("In één zin. Geen namen van personen om wie het gaat.")
    )
    owner = forms.ChoiceField(label=_("Wie doet het"))
    due_on = forms.DateField(label=_("Uiterlijk op"), widget=DAY)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext("Kies wie")), *((str(one.pk), one.name) for one in people)]

    def clean_due_on(self) -> date:
        """Require a day that is still to come, or today."""
        return _to_come(self.cleaned_data["due_on"])


class FinishForm(PlainErrors, forms.Form):
    """An action is done, and how."""

    note = forms.CharField(label=_("Wat is er gedaan?"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(PlainErrors, forms.Form):
    """An action gets another day, and why."""

    due_on = forms.DateField(label=_("Nieuwe datum"), widget=DAY)
    reason = forms.CharField(label=_("Waarom"), max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_due_on(self) -> date:
        """Require a day that is still to come, or today."""
        return _to_come(self.cleaned_data["due_on"])


class AdditionForm(PlainErrors, forms.Form):
    """What is added to confirmed minutes."""

    text = forms.CharField(
        label=_("Aanvulling"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Het verslag zelf blijft zoals het is vastgesteld. Uw tekst komt eronder, met naam en datum."
        ),
    )


def uuid_of(given: str) -> uuid.UUID | None:
    """Return the id that a choice stands for; None for no choice."""
    return uuid.UUID(given) if given else None


def _to_come(day: date) -> date:
    if day < timezone.localdate():
        raise forms.ValidationError(gettext("Kies een dag die nog komt."))
    return day
