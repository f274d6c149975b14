"""Forms of effect studies. Their free text lies where no personal data may lie, and is screened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.areas.models import Area
from driehoek.effects.models import Study
from driehoek.effects.proposals import Alike
from driehoek.effects.words import spoken
from driehoek.figures.models import Indicator
from driehoek.web import formatting
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

NO_NAMES: Final = gettext_lazy("Zonder namen van personen: iedereen met deze studie leest het.")
MOST_AREAS: Final = 20


def months_up_to(last: date, count: int) -> list[tuple[str, str]]:
    """Return months as choices, the newest first."""
    newest = last.year * 12 + last.month - 1
    days = [date(one // 12, one % 12 + 1, 1) for one in range(newest, newest - count, -1)]
    return [(day.isoformat(), formatting.period(day, "month", language=spoken())) for day in days]


class StudyForm(ScreenedForm, PlainErrors, forms.Form):
    """What began, where and when, and in which figures one would see it."""

    screened = ("title", "happened")
    title = forms.CharField(label=gettext_lazy("Titel"), max_length=120, help_text=NO_NAMES)
    happened = forms.CharField(
        label=gettext_lazy("Wat begon er?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Eén zin: welke aanpak of maatregel, waar. Zonder namen van personen."),
    )
    indicator = forms.TypedChoiceField(label=gettext_lazy("In welke cijfers zou u het zien?"), coerce=str)
    starts_on = forms.TypedChoiceField(
        label=gettext_lazy("Eerste maand na de start"),
        coerce=date.fromisoformat,
        help_text=gettext_lazy("De eerste hele maand waarin het liep."),
    )

    def __init__(self, *args: Any, indicators: Sequence[Indicator], last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {str(one.pk): one for one in indicators}
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.name} ({one.source.name})") for key, one in self.indicators.items()
        ]
        self.fields["starts_on"].choices = months_up_to(last, 96)  # type: ignore[attr-defined]

    def clean_indicator(self) -> Indicator:
        """Return the chosen indicator."""
        return self.indicators[self.cleaned_data["indicator"]]


class AreasForm(PlainErrors, forms.Form):
    """In which areas it began."""

    areas = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Waar begon het?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Kies gebieden van één soort: wijken of buurten. Hun aantallen worden samen geteld."
        ),
    )

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = {one.pk: one.level for one in areas}
        self.fields["areas"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.name} ({str(one.get_level_display()).lower()})") for one in areas
        ]

    def clean_areas(self) -> list[int]:
        """Refuse areas of two kinds: one would lie within the other and be counted twice."""
        found: list[int] = self.cleaned_data["areas"]
        if len({self.levels[one] for one in found}) > 1:
            raise forms.ValidationError(
                _("Kies alleen wijken of alleen buurten, anders telt een geval dubbel.")
            )
        return _few(found)


class ComparisonForm(ScreenedForm, PlainErrors, forms.Form):
    """With what it is compared, what may have moved, and which months do not count."""

    screened = ("comparison_reason", "excluded_reason")
    comparison = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Vergelijk met gebieden waar niets begon"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Bovenaan staat wat er vóór de start het meest op leek."),
    )
    comparison_reason = forms.CharField(
        label=gettext_lazy("Waarom deze gebieden?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Ook: waarom daar niets begon. Zonder namen van personen."),
    )
    neighbours = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Buren waarheen het kan zijn verplaatst"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    before = forms.TypedChoiceField(
        label=gettext_lazy("Hoe ver terug?"),
        coerce=int,
        choices=[
            (36, gettext_lazy("drie jaar")),
            (60, gettext_lazy("vijf jaar")),
            (120, gettext_lazy("tien jaar")),
        ],
    )
    excluded_from = forms.TypedChoiceField(
        label=gettext_lazy("Niet meetellen vanaf"),
        coerce=date.fromisoformat,
        empty_value=None,
        required=False,
    )
    excluded_until = forms.TypedChoiceField(
        label=gettext_lazy("Niet meetellen tot en met"),
        coerce=date.fromisoformat,
        empty_value=None,
        required=False,
    )
    excluded_reason = forms.CharField(
        label=gettext_lazy("Waarom tellen die maanden niet mee?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: lockdown. Zonder namen van personen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        alike: Sequence[Alike],
        others: Sequence[Area],
        near: Sequence[Area],
        last: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        best = {one.area.pk: _alike_words(one) for one in alike}
        rest = {one.pk: one.name for one in others if one.pk not in best}
        near_first = {one.pk: _("%(name)s (grenst eraan)") % {"name": one.name} for one in near}
        other = {one.pk: one.name for one in others if one.pk not in near_first}
        self.fields["comparison"].choices = [*best.items(), *rest.items()]  # type: ignore[attr-defined]
        self.fields["neighbours"].choices = [*near_first.items(), *other.items()]  # type: ignore[attr-defined]
        months = [("", _("alle maanden tellen mee")), *months_up_to(last, 120)]
        for name in ("excluded_from", "excluded_until"):
            self.fields[name].choices = months  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the reasons, and refuse what contradicts itself."""
        values = super().clean()
        if values.get("comparison") and not values.get("comparison_reason"):
            self.add_error("comparison_reason", _("Schrijf op waarom u juist met deze gebieden vergelijkt."))
        if set(values.get("comparison") or ()) & set(values.get("neighbours") or ()):
            self.add_error(
                "neighbours",
                _("Een gebied is óf vergelijking óf buur: waarheen het verplaatst, is geen maatstaf."),
            )
        for name in ("comparison", "neighbours"):
            if len(values.get(name) or ()) > MOST_AREAS:
                self.add_error(name, _("Kies hooguit %(n)s gebieden.") % {"n": MOST_AREAS})
        self._clean_months(values)
        return values

    def _clean_months(self, values: dict[str, Any]) -> None:
        first, last = values.get("excluded_from"), values.get("excluded_until")
        if bool(first) != bool(last):
            self.add_error("excluded_until", _("Vul zowel de eerste als de laatste maand in."))
        elif first and last and first > last:
            self.add_error("excluded_until", _("De laatste maand ligt vóór de eerste."))
        if first and not values.get("excluded_reason"):
            self.add_error("excluded_reason", _("Schrijf op waarom die maanden niet meetellen."))


class LinkForm(PlainErrors, forms.Form):
    """Which study is laid beside a case."""

    study = forms.ModelChoiceField(
        label=gettext_lazy("Effectstudie"),
        queryset=Study.objects.none(),
        empty_label=gettext_lazy("Kies een studie"),
    )

    def __init__(self, *args: Any, studies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["study"].queryset = studies  # type: ignore[attr-defined]


def _few(found: list[int]) -> list[int]:
    if len(found) > MOST_AREAS:
        raise forms.ValidationError(_("Kies hooguit %(n)s gebieden.") % {"n": MOST_AREAS})
    return found


def _alike_words(one: Alike) -> str:
    size = formatting.number(one.size, decimals=1, language=spoken())
    trend = formatting.percent(abs(one.trend), language=spoken())
    facts = {"name": one.area.name, "size": size, "trend": trend}
    if one.trend > 0:
        return _("%(name)s (%(size)s keer zo veel; groeide per jaar %(trend)s meer)") % facts
    return _("%(name)s (%(size)s keer zo veel; groeide per jaar %(trend)s minder)") % facts
