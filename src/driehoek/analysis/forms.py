"""Forms for taking note, muting and signal values."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.analysis.models import Rule
from driehoek.analysis.services.acts import LONGEST_MUTE
from driehoek.areas.models import Area
from driehoek.figures.models import Indicator, Series
from driehoek.web.forms import PlainErrors

USUAL_MUTE: Final = timedelta(days=92)
LARGEST_THRESHOLD: Final = 1_000_000


class Reason(models.TextChoices):
    """Why taking note is enough; a mayor taps one instead of typing."""

    KNOWN = "known", gettext_lazy("Bekend, er wordt al aan gewerkt")
    DISCUSSED = "discussed", gettext_lazy("Ik bespreek dit in de driehoek")
    WAIT = "wait", gettext_lazy("Ik wacht het volgende cijfer af")
    NO_ACTION = "none", gettext_lazy("Geen actie nodig")
    OTHER = "other", gettext_lazy("Anders")


class AcknowledgeForm(PlainErrors, forms.Form):
    """The reader took note of a deviation."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Wat is uw reden?"), choices=Reason.choices, widget=forms.RadioSelect
    )
    remark = forms.CharField(
        label=gettext_lazy("Opmerking"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Geen namen van personen."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words when no given reason fits."""
        values = super().clean() or {}
        if values.get("choice") == Reason.OTHER and not values.get("remark", "").strip():
            self.add_error("remark", _("Schrijf in een paar woorden wat uw reden is."))
        return values

    def reason(self) -> str:
        """Return the reason in words."""
        remark = self.cleaned_data["remark"].strip()
        if self.cleaned_data["choice"] == Reason.OTHER:
            return str(remark)
        label = str(Reason(self.cleaned_data["choice"]).label)
        return f"{label}. {remark}" if remark else label


class MuteForm(PlainErrors, forms.Form):
    """Silence an indicator for a while."""

    HERE = "here"
    EVERYWHERE = "everywhere"

    scope = forms.ChoiceField(label=gettext_lazy("Waar?"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=gettext_lazy("Tot en met"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Hooguit een jaar. Daarna komen nieuwe afwijkingen vanzelf terug."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reden"),
        max_length=500,
        help_text=gettext_lazy("Anderen zien deze reden. Geen namen van personen."),
    )

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)  # noqa: S101 it is declared above
        scope.choices = [
            (self.HERE, _("Alleen in %(area)s") % {"area": area.name}),
            (self.EVERYWHERE, _("In alle gebieden")),
        ]
        self.initial = {"scope": self.HERE, "until": timezone.localdate() + USUAL_MUTE, **self.initial}

    def clean_until(self) -> date:
        """Refuse a date in the past or too far ahead."""
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until < today:
            raise forms.ValidationError(_("Kies vandaag of een latere datum."))
        if until > today + LONGEST_MUTE:
            raise forms.ValidationError(_("Kies een datum binnen een jaar."))
        return until


class ThresholdForm(PlainErrors, forms.Form):
    """The part of a signal value that can be changed later."""

    threshold = forms.FloatField(
        label=gettext_lazy("Grens"),
        required=False,
        localize=True,
        min_value=0,
        max_value=LARGEST_THRESHOLD,
        help_text=gettext_lazy(
            "Bij een vaste signaalwaarde: een aantal. Bij een verandering: een percentage. "
            "Bij de statistische regel blijft dit leeg."
        ),
        error_messages={"invalid": gettext_lazy("Vul een getal in, bijvoorbeeld 25 of 12,5.")},
    )
    minimum_count = forms.IntegerField(
        label=gettext_lazy("Minimum aantal"),
        initial=5,
        min_value=0,
        max_value=32_000,
        help_text=gettext_lazy(
            "Onder dit aantal volgt geen melding. Zo tellen heel kleine aantallen niet mee."
        ),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, known_rule: Rule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_rule = known_rule
        self.fields["threshold"].required = known_rule not in (None, Rule.STATISTICAL)

    def clean(self) -> dict[str, Any]:
        """Check that the threshold fits the rule."""
        values = super().clean() or {}
        chosen = self.known_rule or (Rule(values["rule"]) if values.get("rule") else None)
        if chosen is None or "threshold" in self.errors:
            return values
        threshold = values.get("threshold")
        if chosen == Rule.STATISTICAL and threshold is not None:
            self.add_error(
                "threshold", _("Laat dit leeg. De statistische regel rekent zelf uit wat normaal is.")
            )
        elif chosen == Rule.FIXED and threshold is None:
            self.add_error("threshold", _("Vul in vanaf welk aantal u een melding wilt."))
        elif chosen == Rule.CHANGE and not threshold:
            self.add_error("threshold", _("Vul een percentage in dat hoger is dan 0."))
        return values


class IndicatorChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """An indicator with its rhythm, since the same kind may be counted by month and by year."""

    def label_from_instance(self, obj: Any) -> str:
        """Return `name (per maand)`."""
        return f"{obj.name} ({obj.get_frequency_display()})"


class SignalValueForm(ThresholdForm):
    """A new signal value."""

    indicator = IndicatorChoice(
        label=gettext_lazy("Indicator"),
        queryset=Indicator.objects.none(),
        empty_label=gettext_lazy("Kies een indicator"),
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("Gebied"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("Alle gebieden"),
    )
    rule = forms.ChoiceField(label=gettext_lazy("Regel"), choices=Rule.choices, widget=forms.RadioSelect)
    field_order = ("indicator", "area", "rule", "threshold", "minimum_count")

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = self.fields["rule"]
        assert isinstance(rule, forms.ChoiceField)  # noqa: S101 it is declared above
        rule.choices = [(one.value, str(one.label).capitalize()) for one in Rule]
        place = identity.municipality
        indicators = Indicator.objects.filter(municipality=place, ended_at=None, hidden=False).order_by(
            "name"
        )
        areas = Area.objects.filter(pk__in=Series.objects.filter(municipality=place).values("area"))
        for name, rows in (("indicator", indicators), ("area", areas.defer("geometry").order_by("code"))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 it is declared above
            field.queryset = rows
