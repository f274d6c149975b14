"""Forms of the register of covenants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.grounds.asking import choices_of
from driehoek.grounds.models import Covenant
from driehoek.grounds.queries import activities
from driehoek.grounds.queries.covenants import organisations
from driehoek.grounds.services.covenants import CovenantValues
from driehoek.parties.models import Organisation, Person
from driehoek.problems.queries import colleagues
from driehoek.web.forms import PlainErrors


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CovenantForm(PlainErrors, forms.Form):
    """Everything that the register holds of a covenant."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Naam van het convenant"), max_length=200)
    parties = forms.ModelMultipleChoiceField(
        label=_("Wie doen mee?"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies ten minste twee partijen.")},
    )
    purposes = forms.MultipleChoiceField(label=_("Waarvoor?"), widget=forms.CheckboxSelectMultiple)
    categories = forms.MultipleChoiceField(label=_("Welke gegevens?"), widget=forms.CheckboxSelectMultiple)
    valid_from = day_field(_("Geldt vanaf"))
    valid_until = day_field(_("Geldt tot en met"))
    dpia_on = day_field(
        _("DPIA gedaan op"),
        required=False,
        help_text=_("Een DPIA laat zien welke risico's er zijn voor de mensen over wie de gegevens gaan."),
    )
    dpia_reference = forms.CharField(label=_("Kenmerk van de DPIA"), max_length=120, required=False)
    dpia_review_by = day_field(_("DPIA opnieuw bekijken voor"), required=False)
    activity = forms.ChoiceField(label=_("Hoort bij verwerking"), required=False)
    location = forms.CharField(
        label=_("Waar ligt het document?"), max_length=200, help_text=_("Bijvoorbeeld een zaaknummer.")
    )
    keeper = forms.ModelChoiceField(
        label=_("Beheerder"),
        queryset=Person.objects.none(),
        empty_label=_("Kies"),
        help_text=_("Krijgt 60 dagen voor het einde bericht."),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.activity), one.name) for one in activities.newest(identity)]
        self.fields["parties"].queryset = organisations(identity)  # type: ignore[attr-defined]
        self.fields["keeper"].queryset = colleagues(identity).order_by("name")  # type: ignore[attr-defined]
        self.fields["purposes"].choices = choices_of("purpose")  # type: ignore[attr-defined]
        self.fields["categories"].choices = choices_of("data_categories")  # type: ignore[attr-defined]
        self.fields["activity"].choices = [("", _("Kies")), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for two parties, an end after the beginning, and a DPIA that can be found."""
        values: dict[str, Any] = super().clean() or {}
        if "parties" in values and len(values["parties"]) < 2:
            self.add_error("parties", _("Kies ten minste twee partijen."))
        first, last = values.get("valid_from"), values.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Dit ligt voor het begin. Kies een latere dag."))
        if values.get("dpia_on") and not values.get("dpia_reference"):
            self.add_error("dpia_reference", _("Noem waar de DPIA te vinden is."))
        return values

    def values(self) -> CovenantValues:
        """Return what was filled in; call it on a valid form."""
        said = dict(self.cleaned_data)
        said.pop("version", None)
        lists = {name: tuple(said.pop(name)) for name in ("parties", "purposes", "categories")}
        return CovenantValues(**said | lists | {"activity": said["activity"] or None})

    @staticmethod
    def initial_of(covenant: Covenant) -> dict[str, Any]:
        """Return what stands in the register now, to begin with."""
        names = (
            "version", "title", "purposes", "categories", "valid_from", "valid_until", "dpia_on",
            "dpia_reference", "dpia_review_by", "location", "keeper",
        )  # fmt: skip
        found = {name: getattr(covenant, name) for name in names}
        parties = [one.organisation_id for one in covenant.parties.all()]
        return found | {"parties": parties, "activity": str(covenant.activity or "")}
