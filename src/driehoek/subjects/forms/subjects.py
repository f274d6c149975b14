"""The form of a record, one for each kind, with the checks of its own fields."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.cases.models import Compartment
from driehoek.parties.models import Organisation
from driehoek.subjects.details import FIELDS, Field, exact
from driehoek.subjects.models import Subject, SubjectKind
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

POSTCODE: Final = re.compile(r"[1-9][0-9]{3}(?!S[ADS])[A-Z]{2}")
# The groups of letters and digits that the RDW gives out, its sidecodes 1 to 14.
SIDECODES: Final = frozenset(
    (
        "XX9999", "9999XX", "99XX99", "XX99XX", "XXXX99", "99XXXX", "99XXX9", "9XXX99",
        "XX999X", "X999XX", "XXX99X", "X99XXX", "9XX999", "999XX9",
    )
)  # fmt: skip
NOTE: Final = 1000
NO_NUMBERS: Final = gettext_lazy("Alleen wat nodig is voor de aanpak. Geen burgerservicenummer.")


class SubjectForm(ScreenedForm, PlainErrors, forms.Form):
    """What is known of a record, from whom, and in which compartment it lies.

    The fields of the kind are added by name. They were foreseen to hold personal data, so that only citizen service
    numbers are refused.
    """

    kind: str = SubjectKind.PERSON
    note = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NUMBERS,
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Van wie komt dit?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Eigen bevinding"),
        help_text=gettext_lazy("Gegevens van een partner kunnen pas na de wettelijke toets."),
    )
    compartment = forms.ModelChoiceField(
        label=gettext_lazy("Wie mogen dit zien?"),
        queryset=Compartment.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("Het compartiment waarin het komt te staan."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        compartments: QuerySet[Compartment],
        organisations: QuerySet[Organisation],
        subject: Subject | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("compartment", compartments)
        self._choose("source", organisations)
        if subject is not None and subject.source_id is not None:
            # A source may be put right; it is not denied afterwards.
            self._choice("source").empty_label = None
        self.initial.setdefault("key", uuid.uuid4())

    def may_hold_personal_data(self) -> bool:
        """Tell that a record of a case is made for personal data."""
        return True

    def details(self) -> dict[str, str]:
        """Return the fields of the kind as text."""
        values = {field.key: self.cleaned_data.get(field.key) for field in FIELDS[self.kind]}
        return {
            key: value.isoformat() if isinstance(value, date) else str(value)
            for key, value in values.items()
            if value
        }

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def _choose(self, name: str, rows: Any) -> None:
        self._choice(name).queryset = rows

    def clean(self) -> dict[str, Any]:
        """Ask for at least one field of the kind, besides the free text."""
        values = super().clean()
        if not self.errors and not self.details():
            self.add_error(None, _("Vul ten minste één gegeven in."))
        return values


def clean_postcode(form: SubjectForm) -> str:
    """Return a postcode as 1234 AB."""
    given = exact(form.cleaned_data["postcode"])
    if given and not POSTCODE.fullmatch(given):
        raise ValidationError(_("Vul een postcode in als 1234 AB, of laat leeg."))
    return f"{given[:4]} {given[4:]}".strip()


def clean_number(form: SubjectForm) -> str:
    """Return a house number: digits alone."""
    given: str = form.cleaned_data["number"].strip()
    if not re.fullmatch(r"[1-9][0-9]{0,4}", given):
        raise ValidationError(_("Vul alleen het getal in. Een letter hoort bij de toevoeging."))
    return given


def clean_plate(form: SubjectForm) -> str:
    """Return a Dutch plate with its hyphens; a foreign one as it was written, in capitals."""
    given = exact(form.cleaned_data["plate"])
    if form.cleaned_data.get("foreign"):
        return given
    shape = re.sub(r"[A-Z]", "X", re.sub(r"[0-9]", "9", given))
    if shape not in SIDECODES:
        raise ValidationError(
            _("Dit is geen Nederlands kenteken. Kijk het na, of kruis aan dat het buitenlands is.")
        )
    return _hyphened(given, shape)


def _hyphened(plate: str, shape: str) -> str:
    parts = [match.group() for match in re.finditer(r"X+|9+", shape)]
    # Two of one sort stand together, as in XX-99-99 and 99-99-XX.
    cuts = [2, 4] if len(parts) == 2 else [len(parts[0]), len(parts[0]) + len(parts[1])]
    return "-".join((plate[: cuts[0]], plate[cuts[0] : cuts[1]], plate[cuts[1] :]))


def clean_kvk(form: SubjectForm) -> str:
    """Return a number of the trade register: eight digits."""
    given = exact(form.cleaned_data["kvk"])
    if given and not re.fullmatch(r"[0-9]{8}", given):
        raise ValidationError(_("Een KvK-nummer heeft acht cijfers. Kijk het na, of laat leeg."))
    return given


CLEANERS: Final = {
    "postcode": clean_postcode,
    "number": clean_number,
    "plate": clean_plate,
    "kvk": clean_kvk,
}


def _field(field: Field) -> forms.Field:
    if field.key == "birth_date":
        return forms.DateField(
            label=str(field.label),
            required=field.needed,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
    return forms.CharField(label=str(field.label), required=field.needed, max_length=field.length)


def form_for(kind: str) -> type[SubjectForm]:
    """Return the form of a kind: its own fields first."""
    own: dict[str, Any] = {field.key: _field(field) for field in FIELDS[kind]}
    if kind == SubjectKind.VEHICLE:
        own["foreign"] = forms.BooleanField(label=gettext_lazy("Buitenlands kenteken"), required=False)
    cleaners = {f"clean_{key}": CLEANERS[key] for key in own if key in CLEANERS}
    screened = tuple(key for key in own if key not in ("birth_date", "foreign"))
    # A plate is judged after the tick beside it, so that both are known.
    names = sorted(own, key=lambda name: name != "foreign") if kind == SubjectKind.VEHICLE else list(own)
    return type(
        f"{kind.title()}Form",
        (SubjectForm,),
        {
            **own,
            **cleaners,
            "kind": kind,
            "screened": (*screened, "note"),
            "field_order": [*names, "note", "source", "compartment"],
        },
    )


class EndForm(ScreenedForm, PlainErrors, forms.Form):
    """Why something is taken out of the picture; without names, because it is no secret."""

    screened = ("reason",)
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"), max_length=200, help_text=gettext_lazy("Zonder namen.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
