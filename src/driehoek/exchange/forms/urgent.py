"""The headline at night: one text, and one tick under the answers that stand ready (OM08)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from driehoek.exchange.forms.giving import LETTERS
from driehoek.exchange.models import Detail
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Theme
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm


class UrgentForm(ScreenedForm, PlainErrors, forms.Form):
    """What the mayor must know now, in one or two sentences."""

    screened = ("text",)

    text = forms.CharField(
        label=gettext_lazy("Wat moet de burgemeester nu weten?"),
        max_length=LETTERS[Detail.HEADLINE],
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Wat is er gebeurd, en wat verwacht u aan onrust of gevaar? Niet meer dan nodig."
        ),
    )
    theme = ThemeChoice(label=gettext_lazy("Thema"), queryset=Theme.objects.none(), empty_label=None)
    agreed = forms.BooleanField(
        label=gettext_lazy("Deze antwoorden kloppen. Dit is mijn vastlegging en de geheimhouding gaat mee")
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, themes: QuerySet[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]  # chooses among rows

    def may_hold_personal_data(self) -> bool:
        """Refuse service numbers only: about whom it is, is what the mayor must know."""
        return True
