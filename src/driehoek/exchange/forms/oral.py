"""Forms about what was told by word of mouth."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek import law
from driehoek.exchange.forms.unasked import FrameForm
from driehoek.exchange.services.oral import LEAST_WORDS
from driehoek.parties.models import Organisation
from driehoek.screening import screen
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm, refusal

TOO_SHORT = gettext_lazy("Schrijf iets meer op: minstens 10 tekens.")
LETTERS: Final = 3000
YES, NO = "yes", "no"


class OralForm(FrameForm):
    """What was told, to whom and when; the same words as for a provision, and any value of the law: it happened.

    Args:
        others: who can have been told.
    """

    recipient = forms.ModelChoiceField(
        label=gettext_lazy("Aan wie is het verteld?"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Kies"),
    )
    told_at = forms.DateTimeField(
        label=gettext_lazy("Wanneer?"),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("De wet van die dag telt. Leg het vast binnen twee werkdagen."),
        error_messages={"invalid": gettext_lazy("Kies een datum en een tijd.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Wat is er verteld?"),
        max_length=LETTERS,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Alleen als bewijs, op slot bij uw eigen organisatie. De ander leest dit niet."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = (
        "recipient", "told_at", "title", "text", "purpose", "data_categories", "subject", "problem", "theme",
    )  # fmt: skip

    def __init__(self, *args: Any, others: QuerySet[Organisation], **kwargs: Any) -> None:
        vocabulary = law.load().vocabulary
        choices = {name: list(vocabulary[name]) for name in ("purpose", "subject", "data_categories")}
        super().__init__(*args, choices=choices, **kwargs)
        self.fields["recipient"].queryset = others  # type: ignore[attr-defined]  # it chooses among rows
        self.fields["data_categories"].label = _("Welke gegevens vertelde u?")
        self.fields["purpose"].label = _("Waarvoor was het?")
        self.fields["subject"].label = _("Over wie ging het?")

    def clean_told_at(self) -> datetime:
        """Refuse a moment that is still to come."""
        at: datetime = self.cleaned_data["told_at"]
        if at > timezone.now():
            raise forms.ValidationError(_("Kies een moment dat al geweest is."))
        return at

    def clean_text(self) -> str:
        """A text about persons is foreseen here; only service numbers are refused."""
        words: str = self.cleaned_data["text"]
        if said := refusal(screen(words)):
            raise forms.ValidationError(said)
        return words


class ReplyForm(ScreenedForm, PlainErrors, forms.Form):
    """Whether it was told so."""

    screened = ("words",)

    agrees = forms.ChoiceField(
        label=gettext_lazy("Uw antwoord"),
        choices=[(YES, gettext_lazy("Ja, zo is het verteld")), (NO, gettext_lazy("Nee, het ging anders"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Wat was er anders?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Alleen als het anders ging. Zonder namen. U kunt het daarna niet wijzigen."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask what was different."""
        values = super().clean()
        if (
            values.get("agrees") == NO
            and "words" not in self.errors
            and len(values.get("words", "").strip()) < LEAST_WORDS
        ):
            self.add_error("words", TOO_SHORT)
        return values


class SettleForm(ScreenedForm, PlainErrors, forms.Form):
    """How an incident was settled."""

    screened = ("words",)

    words = forms.CharField(
        label=gettext_lazy("Hoe is dit afgehandeld?"),
        max_length=1000,
        min_length=LEAST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Bijvoorbeeld: besproken met de melder, wel of geen datalek, wat er verandert. Zonder namen."
        ),
        error_messages={"min_length": TOO_SHORT},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
