"""The forms with which something leaves, is refused, let go, put off or taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.deadlines.calendar import at_local
from driehoek.exchange.forms.giving import day_field, time_field
from driehoek.grounds.models.decisions import LEAST_CONFIRMATION
from driehoek.parties.models import Person
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

SHORTEST_RECALL: Final = 10


class RulingReadForm(PlainErrors, forms.Form):
    """Which versions were read of the working paper and the request."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    asked = forms.IntegerField(widget=forms.HiddenInput)


class ReleaseForm(ScreenedForm, PlainErrors, forms.Form):
    """What the law asks at the moment of release (rule-record, rule-secrecy-notice), and the reason for a warning.

    Args:
        asks_reason: whether the outcome is a warning that a person takes upon them.
    """

    screened = ("confirmation",)

    confirmation = forms.CharField(
        label=gettext_lazy("Waarom mag dit toch?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Minstens 20 tekens. Uw naam en deze reden worden bewaard bij het besluit."),
    )
    record_written = forms.BooleanField(
        label=gettext_lazy("Dit is de vastlegging: wat hier staat, met mijn naam en dit moment")
    )
    secrecy_notice = forms.BooleanField(
        label=gettext_lazy("De geheimhouding gaat mee en de ontvanger bevestigt die voor het lezen")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    asked = forms.IntegerField(widget=forms.HiddenInput, required=False)
    paper = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["confirmation"]

    def clean_confirmation(self) -> str:
        """Ask for a reason that says something."""
        words: str = self.cleaned_data["confirmation"].strip()
        if len(words) < LEAST_CONFIRMATION:
            raise forms.ValidationError(_("Schrijf iets meer op: minstens 20 tekens."))
        return words


class EmbargoForm(PlainErrors, forms.Form):
    """From when a part may be read."""

    day = day_field(gettext_lazy("Dag"))
    clock = time_field(gettext_lazy("Tijd"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a moment that is to come."""
        values = super().clean() or {}
        if values.get("day") and values.get("clock") and self._moment(values) <= timezone.now():
            self.add_error("day", _("Kies een moment dat nog komt."))
        return values

    def moment(self) -> datetime:
        """Return the moment; call it on a valid form."""
        return self._moment(self.cleaned_data)

    @staticmethod
    def _moment(values: dict[str, Any]) -> datetime:
        return at_local(values["day"], values["clock"])


class LetGoForm(PlainErrors, forms.Form):
    """Letting a part go: at once, or from a moment on."""

    when = forms.ChoiceField(
        label=gettext_lazy("Wanneer te lezen?"),
        choices=(("now", gettext_lazy("Nu")), ("at", gettext_lazy("Niet eerder dan"))),
        widget=forms.RadioSelect,
        initial="now",
    )
    day = day_field(gettext_lazy("Dag"), required=False)
    clock = time_field(gettext_lazy("Tijd"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a moment that is to come, where one is chosen."""
        values = super().clean() or {}
        if values.get("when") != "at":
            return values
        for name, said in (("day", _("Kies de dag.")), ("clock", _("Kies de tijd."))):
            if values.get(name) is None and name not in self.errors:
                self.add_error(name, said)
        moment = self.embargo(values)
        if moment is not None and moment <= timezone.now():
            self.add_error("day", _("Kies een moment dat nog komt."))
        return values

    def embargo(self, values: dict[str, Any] | None = None) -> datetime | None:
        """Return from when, or None for at once."""
        given = self.cleaned_data if values is None else values
        if given.get("when") != "at" or not given.get("day") or not given.get("clock"):
            return None
        return at_local(given["day"], given["clock"])


class RecallForm(ScreenedForm, PlainErrors, forms.Form):
    """Taking a provision back, with a reason that the receiver reads."""

    screened = ("words",)

    words = forms.CharField(
        label=gettext_lazy("Waarom trekt u het terug?"),
        max_length=500,
        min_length=SHORTEST_RECALL,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("De ontvanger leest dit. Noem geen personen."),
        error_messages={"min_length": gettext_lazy("Schrijf iets meer op: minstens 10 tekens.")},
    )
    destroy = forms.BooleanField(
        label=gettext_lazy("Vernietig de inhoud meteen, ook voor mijzelf"),
        required=False,
        help_text=gettext_lazy("Wie wat wanneer las, blijft bewaard. De tekst komt niet terug."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(PlainErrors, forms.Form):
    """The day on which a provision ends, sooner than it said."""

    keep_until = day_field(gettext_lazy("Bewaren tot"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class AskApprovalForm(PlainErrors, forms.Form):
    """Whom to ask in the own organisation, where someone there agrees."""

    asked_of = forms.ModelChoiceField(
        label=gettext_lazy("Wie vraagt u het?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("Niemand in het bijzonder"),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_of"].queryset = people  # type: ignore[attr-defined]  # chooses among rows
        if not people.exists():
            del self.fields["asked_of"]


class AnswerApprovalForm(ScreenedForm, PlainErrors, forms.Form):
    """What was answered, and where that stands when it came from outside."""

    screened = ("reference",)

    answer = forms.ChoiceField(
        label=gettext_lazy("Het antwoord"),
        choices=(
            ("given", gettext_lazy("Toestemming gegeven")),
            ("refused", gettext_lazy("Toestemming geweigerd")),
        ),
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label=gettext_lazy("Waar staat dat?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld het kenmerk van de brief of de e-mail. Geen namen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, outside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if outside:
            self.fields["reference"].required = True
