"""Forms for a municipality's own report forms, and for choosing one for an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.figures.models import Indicator
from driehoek.figures.queries import indicators_of
from driehoek.reports.models import Form, FormOfAgreement
from driehoek.reports.queries import forms_of, headings_of, ready_to_take
from driehoek.reports.ready_forms import MOST_HEADINGS, Heading
from driehoek.reports.services.forms import MOST_INDICATORS, NewForm
from driehoek.web.forms import PlainErrors

SPARE: Final = 2
READY: Final = "klaar:"


class FormForm(PlainErrors, forms.Form):
    """What a form is called, and what it asks besides its headings."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=gettext_lazy("Naam"),
        max_length=100,
        help_text=gettext_lazy("Bijvoorbeeld: weekbericht politie, of voortgang horeca."),
    )
    asks_status = forms.BooleanField(
        label=gettext_lazy("Vraag hoe de maatregel ervoor staat"),
        required=False,
        help_text=gettext_lazy("Op schema, loopt gevaar, loopt achter, of klaar."),
    )
    with_figures = forms.BooleanField(
        label=gettext_lazy("Met cijfers"),
        required=False,
        help_text=gettext_lazy(
            "Welke cijfers, kiest u per afspraak. De leverancier schrijft wat ze betekenen."
        ),
    )

    def new_form(self, headings: Sequence[Heading]) -> NewForm:
        """Return the form as it was laid down; call it on a valid form."""
        values = self.cleaned_data
        return NewForm(values["name"], tuple(headings), values["asks_status"], values["with_figures"])


class HeadingForm(PlainErrors, forms.Form):
    """One heading; without words it is left out."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    label = forms.CharField(label=gettext_lazy("Rubriek"), required=False, max_length=120)
    help = forms.CharField(
        label=gettext_lazy("Uitleg erbij"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Wat moet de leverancier hier schrijven?"),
    )
    required = forms.BooleanField(label=gettext_lazy("Moet ingevuld zijn"), required=False)


HeadingFormSet = formset_factory(
    HeadingForm, extra=0, max_num=MOST_HEADINGS, absolute_max=MOST_HEADINGS + SPARE
)


def heading_forms(form: Form | None, data: Any = None) -> BaseFormSet[HeadingForm]:
    """Return the headings of a form with some empty rows behind them."""
    known = [one.as_json() for one in headings_of(form)] if form else []
    rows = [*known, *({} for _spare in range(SPARE if known else SPARE + 2))][:MOST_HEADINGS]
    return HeadingFormSet(data, initial=rows, prefix="rubriek")


def headings_in(forms_: BaseFormSet[HeadingForm]) -> list[Heading]:
    """Return the headings that were filled in; a new one gets a key of its own, an old one keeps its key."""
    rows = [one.cleaned_data for one in forms_ if one.cleaned_data.get("label")]
    taken = {row["key"] for row in rows if row.get("key")}
    found = []
    for row in rows:
        key = row.get("key") or _free_key(row["label"], taken)
        taken.add(key)
        found.append(Heading(key, row["label"].strip(), row["help"].strip(), row["required"]))
    return found


def _free_key(label: str, taken: set[str]) -> str:
    stem = slugify(label).replace("-", "_")[:30] or "rubriek"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key


class ChooseForm(PlainErrors, forms.Form):
    """Which form the reports under an agreement have, and which figures are filled in beforehand, in order."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form = forms.ChoiceField(label=gettext_lazy("Formulier"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, identity: Identity, choice: FormOfAgreement | None, theme: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(one.pk), one.name) for one in forms_of(identity)]
        ready = [(READY + one.key, one.name) for one in ready_to_take(identity)]
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [*own, *ready]
        chosen = [row.indicator_id for row in choice.chosen.all()] if choice else []
        if choice:
            self.initial.update({"form": str(choice.form_id), "version": choice.version})
        indicators = _in_order(list(indicators_of(identity).filter(hidden=False)), theme)
        for place in range(MOST_INDICATORS):
            self.fields[f"indicator_{place}"] = forms.ModelChoiceField(
                label=_("Cijfer %(number)s") % {"number": place + 1},
                queryset=Indicator.objects.none(),
                required=False,
                empty_label=_("Geen"),
            )
            self._offer(f"indicator_{place}", indicators)
            if place < len(chosen):
                self.initial[f"indicator_{place}"] = chosen[place]

    def clean(self) -> dict[str, Any]:
        """Refuse the same figure twice."""
        values = super().clean() or {}
        keys = [one.key for one in self.indicators()]
        for place in range(MOST_INDICATORS):
            one = values.get(f"indicator_{place}")
            if one and keys.count(one.key) > 1:
                self.add_error(
                    f"indicator_{place}", _("Dit cijfer is al gekozen. Kies een ander, of “Geen”.")
                )
                break
        return values

    def indicators(self) -> list[Indicator]:
        """Return the chosen indicators in order."""
        rows = [self.cleaned_data.get(f"indicator_{place}") for place in range(MOST_INDICATORS)]
        return [one for one in rows if one is not None]

    def _offer(self, name: str, indicators: list[Indicator]) -> None:
        """Let a field choose among rows that were read once, not once for each field."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - made above
        field.queryset = Indicator.objects.filter(pk__in=[one.pk for one in indicators])
        field.choices = [("", _("Geen")), *((one.pk, _offered(one)) for one in indicators)]


def _offered(indicator: Indicator) -> str:
    return f"{indicator.name} ({indicator.get_frequency_display()})"


def _in_order(indicators: list[Indicator], theme: Any) -> list[Indicator]:
    """Put the figures of the agreement's own theme first."""
    return sorted(indicators, key=lambda one: one.theme_id != theme)
