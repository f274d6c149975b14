"""Forms of the exports room: what to take out, and who may."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.exports import queries, tables
from driehoek.exports.formats import FileFormat
from driehoek.exports.marks import Mark
from driehoek.exports.models import LONGEST, MOST_A_DAY, USUAL_A_DAY
from driehoek.exports.services import NewExport, NewRight
from driehoek.parties.models import Person
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import CONFIRMED, ScreenedForm

SHORTEST_PURPOSE: Final = 10
ALL: Final = "all"


class ExportForm(ScreenedForm, PlainErrors, forms.Form):
    """What kind of file, and what for.

    `ticket` names the form, so that sending it twice makes one file; `confirmed` is the mark that was agreed to.
    """

    screened = ("purpose",)
    file_format = forms.ChoiceField(
        label=_("Soort bestand"),
        choices=FileFormat.choices,
        initial=FileFormat.XLSX,
        widget=forms.RadioSelect,
        help_text=_(
            "In Excel, PDF en Nederlandse CSV staat hoe vertrouwelijk het is. In CSV voor programma’s staat dat"
            " alleen in de bestandsnaam."
        ),
    )
    purpose = forms.CharField(
        label=_("Waarvoor gebruikt u het?"),
        max_length=200,
        min_length=SHORTEST_PURPOSE,
        help_text=_("In één regel, zonder namen. De functionaris gegevensbescherming ziet dit."),
        error_messages={
            "required": _("Vul in waarvoor u het bestand gebruikt."),
            "min_length": _("Zeg iets meer: minstens 10 letters."),
        },
    )
    ticket = forms.UUIDField(widget=forms.HiddenInput)
    confirmed = forms.TypedChoiceField(
        choices=[("", ""), *((str(int(mark)), "") for mark in Mark)],
        coerce=lambda given: Mark(int(given)),
        empty_value=None,
        required=False,
        widget=forms.HiddenInput,
    )

    @classmethod
    def new(cls) -> ExportForm:
        """Return an empty form with a ticket of its own."""
        return cls(initial={"ticket": uuid.uuid4(), "file_format": FileFormat.XLSX})

    def asked(self) -> NewExport:
        """Return what a valid form asks for."""
        values = self.cleaned_data
        return NewExport(
            file_format=FileFormat(values["file_format"]),
            purpose=values["purpose"],
            ticket=values["ticket"],
            confirmed=values["confirmed"],
        )

    def hidden(self, mark: Mark) -> list[tuple[str, str]]:
        """Return the fields of a valid form with `mark` confirmed, for the page that asks again."""
        kept = [
            (name, str(self.data.get(name, ""))) for name in ("file_format", "purpose", "ticket", CONFIRMED)
        ]
        return [*((name, value) for name, value in kept if value), ("confirmed", str(int(mark)))]


class RightForm(ScreenedForm, PlainErrors, forms.Form):
    """Who may take out what, up to which mark, until when."""

    screened = ("reason",)
    person = forms.ModelChoiceField(
        label=_("Wie"),
        queryset=Person.objects.none(),
        empty_label=_("Kies iemand"),
        help_text=_("Iemand met een functie. Aan uzelf kunt u geen recht geven."),
        error_messages={"required": _("Kies wie het recht krijgt.")},
    )
    highest = forms.TypedChoiceField(
        label=_("Tot en met welke vertrouwelijkheid"),
        choices=Mark.choices,
        coerce=lambda given: Mark(int(given)),
        initial=Mark.INTERNAL,
        widget=forms.RadioSelect,
    )
    which = forms.MultipleChoiceField(
        label=_("Welke lijsten"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Het gaat altijd alleen om wat iemand zelf op het scherm ziet."),
        error_messages={"required": _("Kies alle lijsten, of een of meer lijsten.")},
    )
    a_day = forms.IntegerField(
        label=_("Hoogstens per dag"),
        initial=USUAL_A_DAY,
        min_value=1,
        max_value=MOST_A_DAY,
        error_messages={
            "min_value": _("Vul minstens 1 in."),
            "max_value": _("Vul hoogstens 200 in."),
        },
    )
    first_day = forms.DateField(label=_("Eerste dag"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(
        label=_("Laatste dag"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Hoogstens een jaar. Daarna geeft u het opnieuw, als het nog nodig is."),
    )
    reason = forms.CharField(
        label=_("Waarom is dit nodig?"),
        max_length=300,
        min_length=SHORTEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Vul in waarom dit nodig is."),
            "min_length": _("Zeg iets meer: minstens 10 letters."),
        },
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, which = self.fields["person"], self.fields["which"]
        if isinstance(person, forms.ModelChoiceField):
            person.queryset = queries.candidates(identity)
        if isinstance(which, forms.MultipleChoiceField):
            each = [(table.key, str(table.title)) for table in tables.registered()]
            which.choices = [(ALL, _("Alle lijsten, ook die later komen")), *each]
        today = timezone.localdate()
        self.initial = {
            "first_day": today.isoformat(),
            "last_day": (today + timedelta(days=182)).isoformat(),
        } | dict(self.initial)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that is over, turned around, or longer than a year."""
        values = super().clean()
        first, last = values.get("first_day"), values.get("last_day")
        if first and first < timezone.localdate():
            self.add_error("first_day", _("Kies vandaag of een latere dag."))
        if first and last and last < first:
            self.add_error("last_day", _("De laatste dag ligt vóór de eerste dag."))
        elif first and last and last - first >= LONGEST:
            self.add_error("last_day", _("Kies een dag binnen een jaar na de eerste dag."))
        return values

    def asked(self) -> NewRight:
        """Return the right that a valid form asks for; it begins now when its first day is today."""
        values = self.cleaned_data
        begin = timezone.make_aware(datetime.combine(values["first_day"], time.min))
        end = timezone.make_aware(datetime.combine(values["last_day"], time(23, 59, 59)))
        which = values["which"]
        return NewRight(
            person=values["person"],
            highest=values["highest"],
            reason=values["reason"],
            valid_from=begin,
            valid_until=end,
            tables=() if ALL in which else tuple(which),
            a_day=values["a_day"],
        )
