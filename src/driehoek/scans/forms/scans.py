"""Forms for a scan as a whole and for its sessions."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.areas.models import Area, AreaLevel
from driehoek.parties.models import Organisation
from driehoek.problems.queries import areas_of, organisations_of
from driehoek.scans import words
from driehoek.scans.models import Scan, ScanArea, Session
from driehoek.scans.queries import visible_scans
from driehoek.scans.services import ScanValues, SessionValues
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

YEARS: Final = (2000, 2100)
DAY: Final = "%Y-%m-%d"


class PreviousChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A fixed scan, with its place and number."""

    def label_from_instance(self, obj: Any) -> str:
        """Return `Gebiedsscan 2025, Centrum, nummer 2`."""
        return f"{words.name(obj)}, {words.places(obj)}, {words.edition(obj)}"


class ScanForm(ScreenedForm, PlainErrors, forms.Form):
    """What a scan is about."""

    screened = ("question",)
    year = forms.IntegerField(label=_("Jaar"), min_value=YEARS[0], max_value=YEARS[1])
    areas = forms.ModelMultipleChoiceField(
        label=_("Gebieden"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kiest u niets? Dan gaat de scan over de hele gemeente."),
    )
    question = forms.CharField(
        label=_("Waarom deze scan?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Geen persoonsgegevens."),
    )
    previous = PreviousChoice(
        label=_("Vergelijk met"),
        queryset=Scan.objects.none(),
        required=False,
        empty_label=_("Er is geen eerdere scan"),
    )
    take_over = forms.BooleanField(
        label=_("Begin met de plekken en groepen van die scan"),
        required=False,
        initial=True,
        help_text=_("Alleen naam en plek komen mee. Wat er bekend is, vult u opnieuw in."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, identity: Identity, scan: Scan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = areas_of(identity)
        districts = inside.filter(level=AreaLevel.DISTRICT)
        chosen = districts if districts.exists() else inside.filter(level=AreaLevel.NEIGHBOURHOOD)
        if scan is not None:
            kept = Area.objects.filter(pk__in=ScanArea.objects.filter(scan=scan).values("area"))
            chosen = Area.objects.filter(
                pk__in=[*chosen.values_list("pk", flat=True), *kept.values_list("pk", flat=True)]
            )
        self._offer("areas", chosen.defer("geometry").order_by("name"))
        if scan is None:
            self._offer("previous", fixed_scans(identity))
        else:
            del self.fields["previous"], self.fields["take_over"]

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def values(self) -> ScanValues:
        """Return what was filled in."""
        given = self.cleaned_data
        return ScanValues(
            year=given["year"],
            areas=tuple(given["areas"]),
            question=given["question"],
            previous=given.get("previous"),
        )

    @staticmethod
    def initial_of(scan: Scan) -> dict[str, Any]:
        """Return the values that a scan has now."""
        return {
            "year": scan.year,
            "question": scan.question,
            "areas": list(ScanArea.objects.filter(scan=scan).values_list("area", flat=True)),
            "version": scan.version,
        }


def fixed_scans(identity: Identity) -> Any:
    """Return the fixed scans that a new one can be compared with: not those that were replaced or are being so."""
    rows = visible_scans(identity).filter(fixed_at__isnull=False)
    replaced = Scan.objects.filter(municipality=identity.municipality, corrects__isnull=False)
    return rows.exclude(pk__in=replaced.values("corrects")).order_by("-year", "-number")


class SessionForm(ScreenedForm, PlainErrors, forms.Form):
    """When a session was, who sat there, and what it came to."""

    screened = ("conclusion",)
    held_on = forms.DateField(
        label=_("Gehouden op"), widget=forms.DateInput(attrs={"type": "date"}, format=DAY)
    )
    organisations = forms.ModelMultipleChoiceField(
        label=_("Wie zaten aan tafel"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Organisaties, geen namen van mensen."),
    )
    conclusion = forms.CharField(
        label=_("Wat kwam eruit?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Geen persoonsgegevens."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, identity: Identity, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = organisations_of(identity)
        if session is not None:
            kept = session.organisations.all()
            rows = Organisation.objects.filter(
                pk__in=[*rows.values_list("pk", flat=True), *(one.pk for one in kept)]
            )
        field = self.fields["organisations"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows.order_by("name")

    def clean_held_on(self) -> Any:
        """A session that is still to come was not held."""
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                gettext("Deze dag moet nog komen. Leg de sessie vast als zij is geweest.")
            )
        return day

    def values(self) -> SessionValues:
        """Return what was filled in."""
        given = self.cleaned_data
        return SessionValues(given["held_on"], tuple(given["organisations"]), given["conclusion"])

    @staticmethod
    def initial_of(session: Session | None) -> dict[str, Any]:
        """Return what is recorded of a session now."""
        if session is None:
            return {"held_on": timezone.localdate(), "version": 0}
        return {
            "held_on": session.held_on,
            "organisations": [one.pk for one in session.organisations.all()],
            "conclusion": session.conclusion,
            "version": session.version,
        }
