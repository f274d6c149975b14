"""Forms for indicators and for offering a file."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.figures import queries
from driehoek.figures.models import Base, Direction, Frequency, Indicator, NormType, Nulls, Source
from driehoek.figures.services import IndicatorValues, ensure_source
from driehoek.parties.models import Person
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Theme
from driehoek.problems.queries import colleagues
from driehoek.web.forms import PlainErrors

KEY = re.compile(r"^[\w .:/-]{1,40}$")
FIELDS = (
    "source", "key", "name", "theme", "unit", "base", "frequency", "direction", "norm_type", "owner",
    "decimals",
)  # fmt: skip


class IndicatorForm(PlainErrors, forms.Form):
    """What an indicator is (ST05)."""

    name = forms.CharField(label=_("Naam"), max_length=160, help_text=_("Wat wordt er gemeten?"))
    source = forms.ModelChoiceField(
        label=_("Bron"), queryset=Source.objects.none(), required=False, empty_label=_("Een nieuwe bron")
    )
    new_source = forms.CharField(
        label=_("Naam van de nieuwe bron"),
        max_length=40,
        required=False,
        help_text=_("Alleen bij een nieuwe bron. Bijvoorbeeld: Meldingen openbare ruimte."),
    )
    key = forms.RegexField(
        KEY, label=_("Code in de bron"), max_length=40, help_text=_("Zo heet de indicator in een bestand.")
    )
    theme = ThemeChoice(label=_("Thema"), queryset=Theme.objects.none(), empty_label=_("Kies een thema"))
    unit = forms.CharField(label=_("Eenheid"), max_length=60, help_text=_("Bijvoorbeeld: meldingen."))
    decimals = forms.IntegerField(
        label=_("Cijfers achter de komma"),
        min_value=0,
        max_value=6,
        initial=0,
        help_text=_("Bij 0 zijn het aantallen: heel en nooit negatief."),
    )
    base = forms.ChoiceField(label=_("Uitgedrukt als"), choices=Base.choices, widget=forms.RadioSelect)
    frequency = forms.ChoiceField(label=_("Periode"), choices=Frequency.choices, initial=Frequency.MONTH)
    direction = forms.ChoiceField(label=_("Richting"), choices=Direction.choices, widget=forms.RadioSelect)
    norm_type = forms.ChoiceField(label=_("Soort norm"), choices=NormType.choices, initial=NormType.SIGNAL)
    owner = forms.ModelChoiceField(label=_("Eigenaar"), queryset=Person.objects.none(), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, identity: Identity, indicator: Indicator | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._identity, self._indicator = identity, indicator
        usable = Q(ended_at=None)
        if indicator:
            usable |= Q(pk__in=Indicator.objects.filter(pk=indicator.pk).values("theme"))
        themes = Theme.objects.filter(usable, municipality=identity.municipality)
        self._choice("theme").queryset = themes.order_by("field", "name")
        self._choice("source").queryset = queries.sources_of(identity)
        self._choice("owner").queryset = colleagues(identity)

    def _choice(self, name: str) -> forms.ModelChoiceField[Any]:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (the class declares it so)
        return field

    @classmethod
    def initial_of(cls, indicator: Indicator) -> dict[str, Any]:
        """Return the stored values for a form about `indicator`."""
        return {name: getattr(indicator, name) for name in FIELDS} | {"version": indicator.version}

    def clean(self) -> dict[str, Any]:
        """Check what shows only across fields: a named source, a free code, a frequency that may change."""
        values = super().clean() or {}
        source, named = values.get("source"), (values.get("new_source") or "").strip()
        if source is None and not named:
            self.add_error("source", _("Kies een bron, of geef de naam van een nieuwe."))
        same = Indicator.objects.filter(
            source=source, key=(values.get("key") or "").strip(), frequency=values.get("frequency")
        )
        if self._indicator:
            same = same.exclude(pk=self._indicator.pk)
        if source and same.exists():
            self.add_error("key", _("Deze bron heeft al een indicator met deze code en periode."))
        moved = self._indicator and values.get("frequency") != self._indicator.frequency
        if self._indicator and moved and self._indicator.series.exists():
            self.add_error("frequency", _("Er zijn al cijfers; de periode kan niet meer veranderen."))
        return values

    def values(self) -> IndicatorValues:
        """Return what was filled in, adding the source when a new one is named."""
        data = self.cleaned_data
        named = (data["new_source"] or "").strip()
        source = data["source"] or ensure_source(
            municipality=self._identity.municipality, key=named, name=named
        )
        return IndicatorValues(
            source=source,
            key=data["key"],
            name=data["name"],
            theme=data["theme"],
            unit=data["unit"],
            base=Base(data["base"]),
            frequency=Frequency(data["frequency"]),
            direction=Direction(data["direction"]),
            norm_type=NormType(data["norm_type"]),
            owner=data["owner"],
            decimals=data["decimals"],
        )


class UploadForm(PlainErrors, forms.Form):
    """A file with figures, and what it does not say itself."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_(
            "CSV in UTF-8, XLSX zonder formules, of OData-JSON van Politie/CBS. Niet groter dan 50 MB."
        ),
    )
    source = forms.ModelChoiceField(
        label=_("Bron"),
        queryset=Source.objects.none(),
        required=False,
        empty_label=_("Staat in het bestand"),
        help_text=_("Alleen nodig als het bestand de bron niet zelf noemt."),
    )
    published_on = forms.DateField(
        label=_("Datum van de cijfers"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("De datum die de bron noemt. Oudere cijfers vervangen nooit nieuwere."),
    )
    provisional = forms.BooleanField(label=_("Alle cijfers zijn voorlopig"), required=False)
    nulls = forms.ChoiceField(
        label=_("Een lege cel betekent"),
        choices=[("", _("zoals bij de bron staat")), *Nulls.choices],
        required=False,
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (the class declares it so)
        field.queryset = queries.sources_of(identity).filter(simulated=False)

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file that is larger than may be uploaded."""
        given: UploadedFile[Any] = self.cleaned_data["file"]
        most = settings.IMPORT_MAX_UPLOAD_BYTES
        if (given.size or 0) > most:
            raise forms.ValidationError(
                _("Dit bestand is groter dan %(most)d MB. Splits het, bijvoorbeeld per jaar."),
                params={"most": most // 1_000_000},
            )
        return given
