"""Forms for handing over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.grounds.asking import choices_of
from driehoek.grounds.models.decisions import LEAST_CONFIRMATION
from driehoek.parties.models import Organisation
from driehoek.screening import screen
from driehoek.signals.queries.hand_overs import Choice, recipients
from driehoek.signals.services.hand_overs import Item
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import refusal

ITEM: Final = "item_"
EXTRA: Final = "extra"


class HandOverForm(PlainErrors, forms.Form):
    """To whom, what for, about whom, and what goes: each item with its category of data, or not at all."""

    giver = forms.ModelChoiceField(
        label=gettext_lazy("Namens welke organisatie?"), queryset=Organisation.objects.none()
    )
    recipient = forms.ModelChoiceField(
        label=gettext_lazy("Aan wie draagt u over?"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Kies"),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Waarvoor is het?"))
    subject = forms.ChoiceField(label=gettext_lazy("Over wie gaat het?"))
    extra_text = forms.CharField(
        label=gettext_lazy("Toelichting die meegaat"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, identity: Identity, offered: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = list(offered)
        own = Organisation.objects.filter(pk__in=identity.organisations).order_by("name")
        self.fields["giver"].queryset = own  # type: ignore[attr-defined]
        if len(found := list(own[:2])) == 1:
            self.initial["giver"] = found[0].pk
            self.fields["giver"].widget = forms.HiddenInput()
        self.fields["recipient"].queryset = recipients(identity)  # type: ignore[attr-defined]
        for name in ("purpose", "subject"):
            self.fields[name].choices = [("", _("Kies")), *choices_of(name)]  # type: ignore[attr-defined]
        categories = [("", _("Gaat niet mee")), *choices_of("data_categories")]
        for one in self.offered:
            self.fields[f"{ITEM}{one.key}"] = forms.ChoiceField(
                label=one.label, help_text=one.text, choices=categories, required=False
            )
        self.fields[f"{ITEM}{EXTRA}"] = forms.ChoiceField(
            label=_("Wat voor gegevens staan in uw toelichting?"), choices=categories, required=False
        )

    @property
    def items(self) -> list[forms.BoundField]:
        """The fields of what could go."""
        return [self[f"{ITEM}{one.key}"] for one in self.offered]

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields before those of what could go."""
        return [self[name] for name in ("giver", "recipient", "purpose", "subject")]

    @property
    def last(self) -> list[forms.BoundField]:
        """The fields after those of what could go."""
        return [self["extra_text"], self[f"{ITEM}{EXTRA}"]]

    def clean(self) -> dict[str, Any]:
        """Ask for something to go, and refuse a service number."""
        values: dict[str, Any] = super().clean() or {}
        if said := refusal(screen(values.get("extra_text") or "")):
            self.add_error("extra_text", said)
        if values.get("extra_text") and not values.get(f"{ITEM}{EXTRA}"):
            self.add_error(f"{ITEM}{EXTRA}", _("Kies wat voor gegevens dit zijn."))
        if not self.errors and not self.chosen():
            raise forms.ValidationError(
                _("Kies wat meegaat: geef minstens één onderdeel een soort gegevens.")
            )
        return values

    def chosen(self) -> list[Item]:
        """Return what goes, with its category."""
        given = self.cleaned_data
        found = [
            Item(one.label, given[f"{ITEM}{one.key}"], one.text)
            for one in self.offered
            if given.get(f"{ITEM}{one.key}")
        ]
        if given.get("extra_text") and given.get(f"{ITEM}{EXTRA}"):
            found.append(Item(_("Toelichting"), given[f"{ITEM}{EXTRA}"], given["extra_text"]))
        return found


class GiveForm(PlainErrors, forms.Form):
    """What is confirmed at the moment of giving (rule-record, rule-secrecy-notice), and the reason for a warning."""

    confirmation = forms.CharField(
        label=gettext_lazy("Waarom mag dit toch?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Minstens 20 tekens. Uw naam en deze reden worden bewaard bij het besluit."),
    )
    record_written = forms.BooleanField(
        label=gettext_lazy("Dit is de vastlegging: wat hier staat, met mijn naam en dit moment")
    )
    secrecy_notice = forms.BooleanField(label=gettext_lazy("De geheimhouding gaat mee met wat ik overdraag"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["confirmation"]

    def clean_confirmation(self) -> str:
        """Ask for a reason that says something, without a service number."""
        words: str = self.cleaned_data["confirmation"].strip()
        if len(words) < LEAST_CONFIRMATION:
            raise forms.ValidationError(_("Schrijf iets meer op: minstens 20 tekens."))
        if said := refusal(screen(words)):
            raise forms.ValidationError(said)
        return words


class WordsForm(PlainErrors, forms.Form):
    """A few words and the version that was read: who confirmed receipt, or why it was taken back."""

    words = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
