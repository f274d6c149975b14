"""The first step of giving without a request: to whom, about what, for what (OM03, OM11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.grounds.asking import words_of
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Problem, Theme
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm


class FrameForm(ScreenedForm, PlainErrors, forms.Form):
    """What a provision is about, before a word of its contents is written.

    Args:
        choices: which values of the law fit between giver and receiver, per field (exchange.asking.fitting).
        problems, themes: what the giver may see and choose.
    """

    screened = ("title",)

    title = forms.CharField(
        label=gettext_lazy("In één regel, zonder persoonsgegevens"),
        max_length=140,
        help_text=gettext_lazy(
            "Dit staat in lijsten. Bijvoorbeeld: “Aanhouding in een zaak rond het plein”."
        ),
    )
    problem = forms.ModelChoiceField(
        label=gettext_lazy("Over welk probleem gaat het?"),
        queryset=Problem.objects.none(),
        required=False,
        empty_label=gettext_lazy("Over geen van deze problemen"),
    )
    theme = ThemeChoice(
        label=gettext_lazy("Thema"),
        queryset=Theme.objects.none(),
        required=False,
        help_text=gettext_lazy("Alleen als u hierboven geen probleem kiest."),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Waarvoor is het?"))
    data_categories = forms.MultipleChoiceField(
        label=gettext_lazy("Welke gegevens geeft u?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies ten minste één soort gegevens.")},
    )
    subject = forms.ChoiceField(label=gettext_lazy("Over wie gaat het?"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        choices: Mapping[str, Sequence[str]],
        problems: QuerySet[Problem],
        themes: QuerySet[Theme],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["problem"].queryset = problems  # type: ignore[attr-defined]  # both choose among rows
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]
        for name in ("purpose", "subject", "data_categories"):
            listed = sorted(
                ((one, words_of(name, one)) for one in choices.get(name, ())), key=lambda one: one[1].lower()
            )
            blank = [] if name == "data_categories" else [("", _("Kies"))]
            self.fields[name].choices = [*blank, *listed]  # type: ignore[attr-defined]  # all three choose

    def clean(self) -> dict[str, Any]:
        """Ask for a theme where no problem brings one."""
        values = super().clean()
        if not values.get("problem") and not values.get("theme") and "theme" not in self.errors:
            self.add_error("theme", _("Kies een thema, of een probleem."))
        return values

    @property
    def chosen_theme(self) -> Theme:
        """Return the theme of the problem, or the one that was chosen; call it on a valid form."""
        problem: Problem | None = self.cleaned_data["problem"]
        theme: Theme = problem.theme if problem is not None else self.cleaned_data["theme"]
        return theme
