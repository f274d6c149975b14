"""Forms for asking and answering."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.deadlines.calendar import add_working_days, at_local
from driehoek.parties.models import Organisation, Person
from driehoek.position.models import Question
from driehoek.web.forms import PlainErrors

ANSWER_BY: Final = time(17, 0)
WHEN: Final = (
    ("today", gettext_lazy("Vandaag")),
    ("tomorrow", gettext_lazy("Morgen")),
    ("three", gettext_lazy("Binnen drie werkdagen")),
    ("week", gettext_lazy("Binnen een week")),
    ("date", gettext_lazy("Op een andere dag")),
)
FEWEST_OPTIONS, MOST_OPTIONS, LONGEST_OPTION = 2, 6, 200


class WhenMixin(forms.Form):
    """The moment at which the answer is due: a few words, or a day."""

    when = forms.ChoiceField(
        label=gettext_lazy("Wanneer wilt u antwoord?"),
        choices=WHEN,
        initial="three",
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=gettext_lazy("Andere dag"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Alleen als u hierboven een andere dag koos."),
    )

    def clean(self) -> dict[str, Any]:
        """Turn the choice into a moment in the future, `due_at`."""
        values = super().clean() or {}
        now = timezone.now()
        days = {
            "today": timezone.localdate(),
            "tomorrow": timezone.localdate() + timedelta(days=1),
            "three": add_working_days(timezone.localdate(), 3),
            "week": timezone.localdate() + timedelta(days=7),
            "date": values.get("on"),
        }
        day = days.get(values.get("when", ""))
        if values.get("when") == "date" and day is None:
            if "on" not in self.errors:
                self.add_error("on", _("Kies de dag."))
            return values
        if day is None:
            return values
        due_at = at_local(day, ANSWER_BY)
        if values["when"] == "today" and due_at <= now:
            # After five o'clock today still means today: by the end of the evening.
            due_at = at_local(day, time(23, 59))
        if due_at <= now:
            self.add_error("on", _("Kies een dag die nog komt."))
        values["due_at"] = due_at
        return values

    def due_at(self) -> datetime:
        """Return the moment; call it on a valid form."""
        found: datetime = self.cleaned_data["due_at"]
        return found


class QuestionForm(PlainErrors, WhenMixin):
    """A question at a line: what, to whom, by when."""

    text = forms.CharField(
        label=gettext_lazy("Uw vraag"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Geen persoonsgegevens in de vraag."),
        error_messages={"required": gettext_lazy("Schrijf uw vraag op.")},
    )
    to = forms.ChoiceField(label=gettext_lazy("Aan wie?"))
    field_order = ("text", "to", "when", "on")

    def __init__(
        self,
        *args: Any,
        people: Sequence[Person],
        organisation: Organisation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"p:{person.pk}": person for person in people}
        self.organisations = {f"o:{organisation.pk}": organisation} if organisation else {}
        choices = [(key, one.name) for key, one in self.organisations.items()]
        choices += [(key, person.name) for key, person in self.people.items()]
        to = self.fields["to"]
        if isinstance(to, forms.ChoiceField):
            to.choices = choices

    def to_person(self) -> Person | None:
        """Return the person who is asked, if it is one."""
        return self.people.get(self.cleaned_data["to"])

    def to_organisation(self) -> Organisation | None:
        """Return the organisation that is asked, if it is one."""
        return self.organisations.get(self.cleaned_data["to"])


class DecisionForm(PlainErrors, WhenMixin):
    """A decision asked of the mayor: what, the options, the advice, by when."""

    text = forms.CharField(
        label=gettext_lazy("Welk besluit vraagt u?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In één of twee zinnen, zonder persoonsgegevens."),
        error_messages={"required": gettext_lazy("Schrijf op welk besluit u vraagt.")},
    )
    options = forms.CharField(
        label=gettext_lazy("Keuzes"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Eén keuze per regel, minstens twee."),
        error_messages={"required": gettext_lazy("Geef minstens twee keuzes, elk op een eigen regel.")},
    )
    advice = forms.CharField(
        label=gettext_lazy("Uw advies"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Welke keuze, en waarom."),
    )
    field_order = ("text", "options", "advice", "when", "on")

    def clean_options(self) -> tuple[str, ...]:
        """Split the lines into options."""
        options = tuple(line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip())
        if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
            raise forms.ValidationError(
                _("Geef twee tot zes keuzes, elk op een eigen regel. Er staan er nu %(n)s.")
                % {"n": len(options)}
            )
        if any(len(option) > LONGEST_OPTION for option in options):
            raise forms.ValidationError(_("Maak elke keuze korter dan 200 tekens."))
        return options


class AnswerForm(PlainErrors, forms.Form):
    """An answer to a question that was read at `version`; for a decision also a choice."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    chosen = forms.TypedChoiceField(
        label=gettext_lazy("Uw besluit"), coerce=int, widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(
        label=gettext_lazy("Antwoord"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not question.options:
            del self.fields["chosen"]
            self.fields["text"].error_messages["required"] = _("Schrijf uw antwoord op.")
            return
        chosen = self.fields["chosen"]
        chosen.required = True
        chosen.error_messages["required"] = _("Kies een van de mogelijkheden.")
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = list(enumerate(question.options))
        self.fields["text"].label = _("Toelichting")
        self.fields["text"].required = False


def first_choice(people: Sequence[Person], person: Person | None, organisation: Organisation | None) -> str:
    """Return who is proposed: the person who would know, else the organisation."""
    ids: set[uuid.UUID] = {one.pk for one in people}
    if person is not None and person.pk in ids:
        return f"p:{person.pk}"
    return f"o:{organisation.pk}" if organisation else ""
