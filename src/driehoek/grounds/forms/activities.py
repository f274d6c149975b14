"""The form of a version of a processing activity."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.grounds.asking import choices_of
from driehoek.grounds.forms.covenants import day_field
from driehoek.grounds.models import ActivityVersion, Covenant
from driehoek.grounds.queries.covenants import covenants
from driehoek.grounds.rulebook import rules_in_force
from driehoek.grounds.services.activities import ActivityValues
from driehoek.web.forms import PlainErrors

# What people choose from, as the register stores it (ISO 8601).
PERIODS: Final = (
    ("P1M", _("1 maand")),
    ("P3M", _("3 maanden")),
    ("P6M", _("6 maanden")),
    ("P1Y", _("1 jaar")),
    ("P2Y", _("2 jaar")),
    ("P5Y", _("5 jaar")),
    ("P7Y", _("7 jaar")),
    ("P10Y", _("10 jaar")),
    ("P20Y", _("20 jaar")),
)


def period_words(period: str) -> str:
    """Return a retention period in words; one that nobody can choose shows as it is stored."""
    return str(dict(PERIODS).get(period, period))


class ActivityForm(PlainErrors, forms.Form):
    """What is processed for what, on which basis, for how long."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Naam van de verwerking"), max_length=200)
    purpose = forms.CharField(label=_("Waarvoor?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    legal_basis = forms.ChoiceField(label=_("Rechtsgrond"))
    categories = forms.MultipleChoiceField(label=_("Welke gegevens?"), widget=forms.CheckboxSelectMultiple)
    subjects = forms.MultipleChoiceField(
        label=_("Over wie?"), widget=forms.SelectMultiple(attrs={"size": 6}), help_text=_("Kies een of meer.")
    )
    recipients = forms.MultipleChoiceField(
        label=_("Aan wie worden ze gegeven?"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Niemand? Kies dan niets."),
    )
    retention_period = forms.ChoiceField(label=_("Hoe lang bewaren?"))
    measures = forms.CharField(
        label=_("Hoe zijn de gegevens beschermd?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    covenant = forms.ModelChoiceField(
        label=_("Convenant"), queryset=Covenant.objects.none(), required=False, empty_label=_("Geen")
    )
    dpia_on = day_field(_("DPIA gedaan op"), required=False)
    dpia_reference = forms.CharField(label=_("Kenmerk van de DPIA"), max_length=120, required=False)
    valid_from = day_field(_("Geldt vanaf"))
    expires_on = day_field(_("Opnieuw bekijken voor"), required=False)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = rules_in_force()
        bases = [(one.id, f"{one.title} ({one.statute} {one.article})") for one in rules.bases]
        listed: dict[str, Any] = {
            "legal_basis": [("", _("Kies")), *sorted(bases, key=lambda one: one[1])],
            "categories": choices_of("data_categories"),
            "subjects": choices_of("subject"),
            "recipients": choices_of("recipient"),
            "retention_period": [("", _("Kies")), *PERIODS],
        }
        for name, choices in listed.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # each of these has choices
        self.fields["covenant"].queryset = covenants(identity).order_by("title")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for an end after the beginning."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("valid_from"), values.get("expires_on")
        if first and last and last <= first:
            self.add_error("expires_on", _("Dit ligt voor het begin. Kies een latere dag."))
        return values

    def values(self) -> ActivityValues:
        """Return what was filled in; call it on a valid form."""
        said = dict(self.cleaned_data)
        said.pop("number", None)
        lists = {name: tuple(said[name]) for name in ("categories", "subjects", "recipients")}
        return ActivityValues(**said | lists)

    @staticmethod
    def initial_of(last: ActivityVersion) -> dict[str, Any]:
        """Return what the newest version says, to begin with."""
        names = (
            "number", "name", "purpose", "legal_basis", "categories", "subjects", "recipients",
            "retention_period", "measures", "covenant", "dpia_on", "dpia_reference", "valid_from", "expires_on",
        )  # fmt: skip
        return {name: getattr(last, name) for name in names}
