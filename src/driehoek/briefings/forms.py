"""Forms for composing, sending and rating a briefing."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.briefings.models import Line
from driehoek.briefings.proposals import SENTENCE, Group
from driehoek.briefings.queries import usual_readers
from driehoek.briefings.services import OwnLine
from driehoek.parties.models import Appointment
from driehoek.position.models import Verdict
from driehoek.problems.models import Problem, Status
from driehoek.problems.queries import visible_to
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

TWO_ROWS: Final = {"rows": 3}


class ComposeForm(forms.Form):
    """Choosing among what the system proposes; keys only, the words are read again."""

    chosen = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(one.key, one.sentence) for group in groups for one in group.proposals]


class LeadForm(ScreenedForm, PlainErrors, forms.Form):
    """The week in one sentence."""

    screened = ("lead",)
    lead = forms.CharField(
        label=_("De week in één zin"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=TWO_ROWS),
        help_text=_("Staat bovenaan en wordt door iedereen gelezen. Hoeft niet."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class LineForm(ScreenedForm, PlainErrors, forms.Form):
    """Rewriting a line; where it comes from stays."""

    screened = ("sentence",)
    sentence = forms.CharField(
        label=_("De regel"),
        max_length=SENTENCE,
        widget=forms.Textarea(attrs=TWO_ROWS),
        help_text=_("Kort: wat is er, en wat betekent het voor de burgemeester?"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """Return the fields of the line as they were filled in."""
        return {"sentence": " ".join(self.cleaned_data["sentence"].split())}

    @staticmethod
    def initial_of(line: Line) -> dict[str, Any]:
        """Return the values that a line has now."""
        return {"sentence": line.sentence, "version": line.version}


class OwnLineForm(ScreenedForm, PlainErrors, forms.Form):
    """A line in the adviser's own words, with its source."""

    screened = ("sentence", "source", "from_whom")
    sentence = forms.CharField(
        label=_("De regel"),
        max_length=SENTENCE,
        widget=forms.Textarea(attrs=TWO_ROWS),
        help_text=_("Kort: wat is er, en wat betekent het voor de burgemeester?"),
    )
    source = forms.CharField(
        label=_("Bron"),
        max_length=200,
        help_text=_("Waar staat dit, of wie zei het wanneer? Zonder bron geen regel."),
        error_messages={"required": _("Noem de bron. Zonder bron komt een regel niet in de briefing.")},
    )
    from_whom = forms.CharField(label=_("Van wie"), max_length=140, required=False)
    since = forms.CharField(
        label=_("Sinds wanneer"),
        max_length=80,
        required=False,
        help_text=_("Bijvoorbeeld: sinds 14 november."),
    )
    certainty = forms.CharField(
        label=_("Hoe zeker"),
        max_length=80,
        required=False,
        help_text=_("Bijvoorbeeld: bevestigd, of nog niet nagegaan."),
    )
    problem = forms.ModelChoiceField(
        label=_("Gaat over"),
        queryset=Problem.objects.none(),
        required=False,
        empty_label=_("Geen probleem in Driehoek"),
        help_text=_("Kiest u een probleem? Dan ziet alleen wie dat probleem mag zien deze regel."),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["problem"]
        if isinstance(field, forms.ModelChoiceField):
            rows = visible_to(identity).filter(training=False).exclude(status=Status.CLOSED)
            field.queryset = rows.order_by("title")

    def new_line(self) -> OwnLine:
        """Return the line as it was filled in."""
        values = {name: self.cleaned_data[name] for name in ("source", "from_whom", "since", "certainty")}
        problem = self.cleaned_data["problem"]
        return OwnLine(
            sentence=" ".join(self.cleaned_data["sentence"].split()),
            problem=problem.pk if problem else None,
            **values,
        )


class SendForm(PlainErrors, forms.Form):
    """Who gets the briefing."""

    readers = forms.MultipleChoiceField(
        label=_("Wie krijgt de briefing?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ieder ziet alleen de regels die voor die persoon zijn."),
        error_messages={"required": _("Kies wie de briefing krijgt.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.pk): one for one in people}
        field = self.fields["readers"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(key, _who(one)) for key, one in self._people.items()]
            field.initial = [str(one) for one in usual_readers(people)]

    def persons(self) -> list[uuid.UUID]:
        """Return the ids of the people that were chosen."""
        return [self._people[key].person_id for key in self.cleaned_data["readers"]]


def _who(one: Appointment) -> str:
    return f"{one.person.name} ({str(one.get_function_display()).lower()})"


class RateForm(forms.Form):
    """What the briefing was worth."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    note = forms.CharField(max_length=300, required=False)
