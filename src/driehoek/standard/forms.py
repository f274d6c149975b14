"""Forms for norms and for setting a proposal aside."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.areas.models import Area, AreaLevel
from driehoek.figures.models import Direction, Indicator, Series
from driehoek.position.models import Agreement, AgreementState
from driehoek.standard.models import Decider, Norm, NormType, Span
from driehoek.standard.services import NewNorm
from driehoek.standard.services.norms import VALUES
from driehoek.web.forms import PlainErrors

NUMBER: Final = gettext_lazy("Vul een getal in, bijvoorbeeld 25 of 12,5.")
FIRST_YEAR: Final = 1990
PERCENTAGE: Final = {
    NormType.TREND: gettext_lazy("Hoeveel procent beter moet het zijn dan in het basisjaar?"),
    NormType.REFERENCE: gettext_lazy("Hoeveel procent slechter mag het zijn dan daar? Leeg is 0."),
}


class IndicatorChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """An indicator with its rhythm and source, since the same thing may be counted in several ways."""

    def label_from_instance(self, obj: Any) -> str:
        """Return `name (per maand, source)`."""
        return f"{obj.name} ({obj.get_frequency_display()}, {obj.source.key})"


class AgreementChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """An agreement with its supplier."""

    def label_from_instance(self, obj: Any) -> str:
        """Return `what (supplier)`."""
        return f"{obj.what} ({obj.supplier.name})"


class AreaChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """An area with its level."""

    def label_from_instance(self, obj: Any) -> str:
        """Return `name (buurt)`."""
        return f"{obj.name} ({str(obj.get_level_display()).lower()})"


class ValuesForm(PlainErrors, forms.Form):
    """What a norm says; which fields are needed depends on its type."""

    target = forms.FloatField(
        label=gettext_lazy("Norm"),
        required=False,
        localize=True,
        help_text=gettext_lazy("Is lager beter, dan is dit het hoogste dat mag. Anders het laagste."),
        error_messages={"invalid": NUMBER},
    )
    span = forms.ChoiceField(
        label=gettext_lazy("Over welke tijd geldt het getal?"),
        choices=Span.choices,
        initial=Span.PERIOD,
        widget=forms.RadioSelect,
    )
    percentage = forms.FloatField(
        label=gettext_lazy("Percentage"),
        required=False,
        localize=True,
        min_value=0,
        max_value=1000,
        error_messages={"invalid": NUMBER},
    )
    base_year = forms.IntegerField(
        label=gettext_lazy("Basisjaar"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=2100,
    )
    reference_area = AreaChoice(
        label=gettext_lazy("Vergelijken met"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen ander gebied"),
        help_text=gettext_lazy("Alleen gebieden waarvan de cijfers in Driehoek staan."),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Besloten op"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    decided_by = forms.ChoiceField(
        label=gettext_lazy("Besloten door"), choices=Decider.choices, widget=forms.RadioSelect
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Geldt vanaf"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Cijfers van eerdere periodes tellen niet mee."),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Geldt tot en met"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Laat leeg als er geen einddatum is."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom deze norm?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("In één of twee zinnen. Geen namen van personen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, identity: Identity, chosen: NormType, norm: Norm | None = None, **kwargs: Any
    ) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {
            "decided_on": today,
            "decided_by": Decider.DRIEHOEK,
            "valid_from": date(today.year, 1, 1),
            "span": Span.PERIOD,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.chosen, self.norm = chosen, norm
        for name in UNUSED[chosen]:
            del self.fields[name]
        for name, words in NEEDED[chosen].items():
            self.fields[name].required = self.fields[name].widget.is_required = True
            self.fields[name].error_messages["required"] = str(words)
        if "percentage" in self.fields:
            self.fields["percentage"].help_text = str(PERCENTAGE[chosen])
        if "reference_area" in self.fields:
            self._offer_references(identity)

    def _offer_references(self, identity: Identity) -> None:
        with_figures = Area.objects.filter(
            pk__in=Series.objects.filter(municipality=identity.municipality).values("area")
        ).defer("geometry")
        others = with_figures.filter(level__in=[AreaLevel.COUNTRY, AreaLevel.MUNICIPALITY])
        choose(self, "reference_area").queryset = others.exclude(code=identity.cbs_code).order_by(
            "name", "year"
        )

    @staticmethod
    def initial_of(norm: Norm) -> dict[str, Any]:
        """Return the stored values for a form about `norm`."""
        return {name: getattr(norm, name) for name in VALUES if name != "reference_area"} | {
            "reference_area": norm.reference_area_id,
            "version": norm.version,
        }

    def measured(self) -> Indicator | None:
        """Return the indicator that the values are for."""
        return self.norm.indicator if self.norm else self.cleaned_data.get("indicator")

    def clean(self) -> dict[str, Any]:
        """Ask for what the type needs, and say what cannot be."""
        values = super().clean() or {}
        if self.chosen == NormType.REFERENCE:
            self._check_reference(self.measured(), values.get("reference_area"))
        start, end = values.get("valid_from"), values.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("Kies een dag die niet voor de begindatum ligt."))
        return values

    def _check_reference(self, indicator: Indicator | None, area: Area | None) -> None:
        if indicator is None or area is None:
            return
        if not Series.objects.filter(indicator=indicator, area=area).exists():
            self.add_error(
                "reference_area", _("Van dit gebied zijn er geen cijfers bij deze indicator. Kies een ander.")
            )

    def new_norm(self) -> NewNorm:
        """Return the norm as it was filled in."""
        values = self.cleaned_data
        return NewNorm(
            type=self.chosen,
            indicator=values.get("indicator"),
            area=values.get("area"),
            agreement=values.get("agreement"),
            target=values.get("target"),
            span=Span(values.get("span") or Span.PERIOD),
            percentage=values.get("percentage"),
            base_year=values.get("base_year"),
            reference_area=values.get("reference_area"),
            decided_on=values["decided_on"],
            decided_by=Decider(values["decided_by"]),
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
            reason=values["reason"],
        )


class NormForm(ValuesForm):
    """A new norm of one type: what it is about, and what it says."""

    indicator = IndicatorChoice(
        label=gettext_lazy("Indicator"),
        queryset=Indicator.objects.none(),
        empty_label=gettext_lazy("Kies een indicator"),
        error_messages={"required": gettext_lazy("Kies de indicator waar de norm over gaat.")},
    )
    area = AreaChoice(
        label=gettext_lazy("Gebied"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("De hele gemeente"),
    )
    agreement = AgreementChoice(
        label=gettext_lazy("Afspraak"),
        queryset=Agreement.objects.none(),
        empty_label=gettext_lazy("Kies een afspraak"),
        error_messages={"required": gettext_lazy("Kies de afspraak die op tijd moet komen.")},
    )
    field_order = ("indicator", "area", "agreement")

    def __init__(self, *args: Any, identity: Identity, chosen: NormType, **kwargs: Any) -> None:
        super().__init__(*args, identity=identity, chosen=chosen, **kwargs)
        here = identity.municipality
        if chosen == NormType.PROCESS:
            del self.fields["indicator"], self.fields["area"]
            agreements = Agreement.objects.filter(
                municipality=here, problem=None, state=AgreementState.ACTIVE
            )
            choose(self, "agreement").queryset = agreements.select_related("supplier").order_by("what")
            return
        del self.fields["agreement"]
        indicators = Indicator.objects.filter(municipality=here, ended_at=None).select_related("source")
        choose(self, "indicator").queryset = indicators.order_by("name", "frequency")
        areas = Area.objects.filter(pk__in=Series.objects.filter(municipality=here).values("area"))
        own = areas.filter(municipality_code=identity.cbs_code).exclude(level=AreaLevel.MUNICIPALITY)
        choose(self, "area").queryset = own.defer("geometry").order_by("code")

    def clean(self) -> dict[str, Any]:
        """Ask for a direction where a bound needs one."""
        values = super().clean()
        indicator = self.measured()
        if indicator and indicator.direction == Direction.NEUTRAL and self.chosen != NormType.SIGNAL:
            self.add_error(
                "indicator",
                _(
                    "Bij deze indicator staat niet of hoger of lager beter is. Zet dat eerst bij de indicator."
                ),
            )
        return values


class DismissForm(PlainErrors, forms.Form):
    """Why a proposal is set aside."""

    reason = forms.CharField(
        label=gettext_lazy("Waarom niet?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Anderen zien deze reden. Geen namen van personen."),
    )


# What a norm of a type cannot do without, and what to say when it is not there.
NEEDED: Final[dict[NormType, dict[str, Promise]]] = {
    NormType.ABSOLUTE: {"target": gettext_lazy("Vul in wat de norm is.")},
    NormType.TREND: {
        "percentage": gettext_lazy("Vul in hoeveel procent beter het moet zijn. Gelijk blijven is 0."),
        "base_year": gettext_lazy("Vul in met welk jaar u vergelijkt."),
    },
    NormType.REFERENCE: {"reference_area": gettext_lazy("Kies met welk gebied u vergelijkt.")},
    NormType.SIGNAL: {},
    NormType.PROCESS: {},
}
# What a norm of a type does not use, and so does not ask.
UNUSED: Final[dict[NormType, tuple[str, ...]]] = {
    NormType.ABSOLUTE: ("percentage", "base_year", "reference_area"),
    NormType.TREND: ("target", "span", "reference_area"),
    NormType.REFERENCE: ("target", "span", "base_year"),
    NormType.SIGNAL: ("target", "span", "percentage", "base_year", "reference_area"),
    NormType.PROCESS: ("target", "span", "percentage", "base_year", "reference_area"),
}


def choose(form: forms.Form, name: str) -> forms.ModelChoiceField[Any]:
    """Return a field of a form as the choice that the class declares it to be."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (the class declares it so)
    return field
