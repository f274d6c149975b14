"""Forms about the list of cases that are always shared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.exchange.asking import fitting
from driehoek.exchange.models import Detail, StandingCase, StandingList
from driehoek.exchange.queries import planned
from driehoek.exchange.queries.standing import possible_partners
from driehoek.exchange.services.standing import NewCase
from driehoek.grounds.asking import words_of
from driehoek.parties.models import Organisation
from driehoek.position.models import Moment
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Theme
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

GIVES, RECEIVES = "gives", "receives"


class CaseForm(ScreenedForm, PlainErrors, forms.Form):
    """One line: which cases, at which moments, what of them, for what."""

    screened = ("name",)

    name = forms.CharField(
        label=gettext_lazy("Soort zaak"),
        max_length=140,
        help_text=gettext_lazy("Bijvoorbeeld: woningoverval. Een soort, nooit één persoon."),
    )
    theme = ThemeChoice(label=gettext_lazy("Thema"), queryset=Theme.objects.none())
    moments = forms.MultipleChoiceField(
        label=gettext_lazy("Op welke momenten?"), choices=Moment.choices, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Waarvoor?"))
    subject = forms.ChoiceField(label=gettext_lazy("Over wie?"))
    data_categories = forms.MultipleChoiceField(
        label=gettext_lazy("Welke gegevens?"), widget=forms.CheckboxSelectMultiple
    )
    detail = forms.ChoiceField(
        label=gettext_lazy("Hoe uitgebreid?"), choices=Detail.choices, initial=Detail.HEADLINE
    )
    within_hours = forms.IntegerField(
        label=gettext_lazy("Binnen hoeveel uur?"), min_value=1, max_value=336, initial=24
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        identity: Identity,
        edition: StandingList,
        case: StandingCase | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._edition, self._case = edition, case
        theme = self.fields["theme"]
        if isinstance(theme, forms.ModelChoiceField):
            theme.queryset = planned.themes(identity)
        # Only what some basis covers between these two is offered: anything else could never be agreed.
        for name, values in fitting(edition.giver, edition.recipient).items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                listed = [(value, words_of(name, value)) for value in values]
                many = isinstance(field, forms.MultipleChoiceField)
                field.choices = listed if many else [("", _("Kies")), *listed]

    def clean_name(self) -> str:
        """Refuse a line that is there already."""
        name: str = self.cleaned_data["name"].strip()
        others = self._edition.cases.filter(name__iexact=name)
        if self._case is not None:
            others = others.exclude(pk=self._case.pk)
        if others.exists():
            raise forms.ValidationError(_("Deze soort zaak staat al op de lijst. Wijzig die regel."))
        return name

    def new(self) -> NewCase:
        """Return what was filled in."""
        given = self.cleaned_data
        return NewCase(
            name=given["name"],
            theme=given["theme"],
            moments=tuple(given["moments"]),
            purpose=given["purpose"],
            subject=given["subject"],
            data_categories=tuple(given["data_categories"]),
            detail=Detail(given["detail"]),
            within_hours=given["within_hours"],
        )

    @staticmethod
    def initial_of(case: StandingCase, version: int) -> dict[str, Any]:
        """Return the values that a line has now."""
        names = (
            "name",
            "theme",
            "moments",
            "purpose",
            "subject",
            "data_categories",
            "detail",
            "within_hours",
        )
        return {name: getattr(case, name) for name in names} | {"version": version}


class NewListForm(PlainErrors, forms.Form):
    """Between whom a new edition is."""

    partner = forms.ModelChoiceField(label=gettext_lazy("Met wie?"), queryset=Organisation.objects.none())
    way = forms.ChoiceField(
        label=gettext_lazy("Wie informeert wie?"),
        choices=(
            (RECEIVES, gettext_lazy("De ander informeert ons")),
            (GIVES, gettext_lazy("Wij informeren de ander")),
        ),
        widget=forms.RadioSelect,
        initial=RECEIVES,
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = possible_partners(identity)
