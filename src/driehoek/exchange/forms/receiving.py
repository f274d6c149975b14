"""Forms about what was received: what it was used for, and passing it on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.exchange.models import PlannedPower
from driehoek.grounds.asking import words_of
from driehoek.parties.models import Organisation
from driehoek.screening import screen
from driehoek.web.forms import DATE, PlainErrors, sensible_day
from driehoek.web.screened import ScreenedForm, refusal


class UseForm(ScreenedForm, PlainErrors, forms.Form):
    """For which decision something was used, and what the giver should hear of it."""

    screened = ("decision_taken", "feedback")

    planned_power = forms.ModelChoiceField(
        label=gettext_lazy("Hoort het bij een voornemen in Driehoek?"),
        queryset=PlannedPower.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nee, of het staat er niet bij"),
    )
    decision_taken = forms.CharField(
        label=gettext_lazy("Voor welk besluit of welke maatregel?"),
        max_length=300,
        help_text=gettext_lazy(
            "Bijvoorbeeld: “Sluiting van een pand voor drie maanden”. Noem geen personen."
        ),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Datum van het besluit"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": DATE},
        validators=[sensible_day],
    )
    helped = forms.ChoiceField(
        label=gettext_lazy("Heeft het geholpen?"),
        choices=(("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nee"))),
        widget=forms.RadioSelect,
        initial="yes",
    )
    feedback = forms.CharField(
        label=gettext_lazy("Terugkoppeling aan wie het gaf"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Wat hielp, wat kwam te laat, wat ontbrak? Noem geen personen."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, planned: QuerySet[PlannedPower], **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        field = self.fields["planned_power"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 its declaration says so
        field.queryset = planned
        field.label_from_instance = lambda obj: f"{obj.number} {obj.title}".strip()  # type: ignore[method-assign]
        if not planned:
            del self.fields["planned_power"]

    def clean_decided_on(self) -> Any:
        """Refuse a decision that is still to come."""
        day = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een dag die voorbij is."))
        return day

    def values(self) -> dict[str, Any]:
        """Return what was filled in, as the service takes it; call it on a valid form."""
        values = self.cleaned_data
        return {
            "decision_taken": values["decision_taken"],
            "decided_on": values["decided_on"],
            "helped": values["helped"] == "yes",
            "feedback": values["feedback"],
            "planned_power": values.get("planned_power"),
            "key": values["key"],
        }


class PassOnForm(ScreenedForm, PlainErrors, forms.Form):
    """To whom something that was received would go on, for what, and in which words; the check follows after it."""

    screened = ("title",)

    to = forms.ModelChoiceField(
        label=gettext_lazy("Aan wie?"),
        queryset=Organisation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Waarvoor heeft die partij het nodig?"))
    title = forms.CharField(
        label=gettext_lazy("In één regel, zonder persoonsgegevens"),
        max_length=140,
        help_text=gettext_lazy("Deze regel is ook te zien waar de inhoud niet te zien is."),
    )
    text = forms.CharField(
        label=gettext_lazy("Wat u doorgeeft"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "In eigen woorden, en alleen wat die partij nodig heeft. Dit wordt versleuteld bewaard."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, partners: QuerySet[Organisation], purposes: Sequence[str], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"key": uuid.uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 its declaration says so
        field.queryset = partners
        listed = [(one, words_of("purpose", one)) for one in purposes]
        self.fields["purpose"].choices = [("", _("Kies")), *listed]  # type: ignore[attr-defined]  # it chooses

    def clean_text(self) -> str:
        """Refuse a citizen service number; other data about a person are what is sealed and judged."""
        text: str = self.cleaned_data["text"]
        refused = refusal(screen(text))
        if refused:
            raise forms.ValidationError(refused)
        return text
