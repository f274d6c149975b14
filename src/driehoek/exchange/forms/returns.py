"""Forms about the return of a convicted person (BIJ)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.exchange.forms.giving import day_field
from driehoek.exchange.models import Measure
from driehoek.exchange.services.notices import out_of_use_on
from driehoek.exchange.services.returns import LEAST_WORDS
from driehoek.parties.models import Organisation
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Theme
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

TOO_SHORT = gettext_lazy("Schrijf iets meer op: minstens 10 tekens.")
# An excerpt is what a notice holds; never a whole file.
LETTERS: Final = 3000
MEASURES: Final = [(one.value, one.label) for one in Measure if one != Measure.OPEN]


class NoticeForm(ScreenedForm, PlainErrors, forms.Form):
    """A notice that came in outside Driehoek: from whom, when, and what it says of the person.

    Args:
        givers: from which organisations the law knows a notice.
        themes: what can be chosen.
    """

    screened = ("text",)

    giver = forms.ModelChoiceField(
        label=gettext_lazy("Van wie kwam het bericht?"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Kies"),
    )
    received_on = day_field(
        gettext_lazy("Wanneer kwam het binnen?"),
        help_text=gettext_lazy("Vanaf deze dag tellen de termijnen van de wet."),
    )
    theme = ThemeChoice(
        label=gettext_lazy("Thema"), queryset=Theme.objects.none(), empty_label=gettext_lazy("Kies")
    )
    text = forms.CharField(
        label=gettext_lazy("Wie is het, en wat staat in het bericht?"),
        max_length=LETTERS,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Alleen wat nodig is. Dit gaat op slot: wie het later opent, wordt vastgelegd. Het wordt vernietigd."
        ),
    )
    about = forms.CharField(
        label=gettext_lazy("Kenmerk van de persoon in het bericht"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Driehoek bewaart alleen een code die niet terug te lezen is, voor het logboek."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, givers: Sequence[Organisation], themes: QuerySet[Theme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        listed = Organisation.objects.filter(pk__in=[one.pk for one in givers]).order_by("name")
        self.fields["giver"].queryset = listed  # type: ignore[attr-defined]  # both choose among rows
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]

    def may_hold_personal_data(self) -> bool:
        """A notice is about a person; only service numbers are refused."""
        return True

    def clean_received_on(self) -> date:
        """Refuse a day to come, and one so long ago that the notice should be gone."""
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een dag die geweest is."))
        if out_of_use_on(day) <= timezone.localdate():
            raise forms.ValidationError(
                _("Dit is meer dan 9 maanden geleden. Het bericht mag er niet meer zijn: vernietig het.")
            )
        return day


class RiskForm(ScreenedForm, PlainErrors, forms.Form):
    """The risk for public order, in words without the person."""

    screened = ("order_risk",)

    order_risk = forms.CharField(
        label=gettext_lazy("Welk risico is er voor de openbare orde?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Denk aan onrust in de buurt, slachtoffers dichtbij, eerdere incidenten. Zonder naam of adres: "
            "deze weging blijft, de gegevens van de persoon niet."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_order_risk(self) -> str:
        """Ask for words that say something."""
        return _enough(self.cleaned_data["order_risk"])


class QuestionForm(ScreenedForm, PlainErrors, forms.Form):
    """A question to police or probation; they get the number, the date and this question, and not the person.

    Args:
        advisers: who can still be asked.
    """

    prefix = "ask"
    screened = ("question",)

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Aan wie vraagt u advies?"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Kies"),
    )
    question = forms.CharField(
        label=gettext_lazy("Uw vraag"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Zij krijgen het nummer, de datum van terugkeer en deze vraag. Noem de persoon niet. "
            "Zij hebben vijf werkdagen."
        ),
    )

    def __init__(self, *args: Any, advisers: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = Organisation.objects.filter(pk__in=[one.pk for one in advisers]).order_by("kind", "name")
        self.fields["organisation"].queryset = listed  # type: ignore[attr-defined]  # it chooses among rows

    def clean_question(self) -> str:
        """Ask for words that say something."""
        return _enough(self.cleaned_data["question"])


class AdviceForm(ScreenedForm, PlainErrors, forms.Form):
    """The advice of police or probation; it stays as it was given."""

    screened = ("words",)

    words = forms.CharField(
        label=gettext_lazy("Uw advies"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Zonder naam of adres. U kunt het daarna niet meer wijzigen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_words(self) -> str:
        """Ask for words that say something."""
        return _enough(self.cleaned_data["words"])


class MeasureForm(ScreenedForm, PlainErrors, forms.Form):
    """What the mayor decides: a measure with its end, or none; and why."""

    prefix = "decide"
    screened = ("words",)

    measure = forms.ChoiceField(
        label=gettext_lazy("Wat besluit u?"), choices=MEASURES, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("Welke maatregel, of waarom geen?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Zonder naam of adres. Dit blijft bewaard."),
    )
    until = day_field(
        gettext_lazy("Tot wanneer loopt de maatregel?"),
        required=False,
        help_text=gettext_lazy("Alleen bij een maatregel."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_words(self) -> str:
        """Ask for words that say something."""
        return _enough(self.cleaned_data["words"])

    def clean(self) -> dict[str, Any]:
        """Ask when a measure ends."""
        values = super().clean()
        if values.get("measure") == Measure.MEASURE and "until" not in self.errors:
            until = values.get("until")
            if until is None:
                self.add_error("until", _("Kies de dag waarop de maatregel eindigt."))
            elif until < timezone.localdate():
                self.add_error("until", _("Kies een dag die nog komt."))
        return values


class AccountForm(PlainErrors, forms.Form):
    """Why something is opened that is kept for accountability only; the data-protection officer reads it."""

    prefix = "account"

    reason = forms.CharField(
        label=gettext_lazy("Voor welke verantwoording opent u dit?"),
        max_length=300,
        min_length=LEAST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("De functionaris gegevensbescherming leest dit. Noem de persoon niet."),
        error_messages={"min_length": TOO_SHORT},
    )


def _enough(words: str) -> str:
    said = words.strip()
    if len(said) < LEAST_WORDS:
        raise forms.ValidationError(TOO_SHORT)
    return said
