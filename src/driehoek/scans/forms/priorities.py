"""The form of a priority."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.parties.models import Organisation
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Theme
from driehoek.problems.queries import organisations_of
from driehoek.scans.forms.findings import offer, running_themes
from driehoek.scans.forms.scans import DAY
from driehoek.scans.models import Finding, FindingKind, Priority, Scan
from driehoek.scans.queries import visible_findings
from driehoek.scans.services import PriorityValues
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm


class FindingChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Findings of the scan, by number."""

    def label_from_instance(self, obj: Any) -> str:
        """Return `3. Stationsplein (hot spot)`."""
        return f"{obj.number}. {obj.name} ({str(FindingKind(obj.kind).label).lower()})"


class PriorityForm(ScreenedForm, PlainErrors, forms.Form):
    """What is done first, why, and how."""

    screened = ("title", "why", "approach")
    title = forms.CharField(label=_("Titel"), max_length=120)
    theme = ThemeChoice(label=_("Thema"), queryset=Theme.objects.none(), empty_label=_("Kies een thema"))
    findings = FindingChoice(
        label=_("Rust op"),
        queryset=Finding.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Kies waarop deze prioriteit rust. Zo blijft zichtbaar of dat registers of straatkennis zijn."
        ),
    )
    why = forms.CharField(
        label=_("Waarom dit eerst?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    approach = forms.CharField(
        label=_("Afgesproken aanpak"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lead = forms.ModelChoiceField(
        label=_("Wie trekt dit?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Nog niemand"),
    )
    by_when = forms.DateField(
        label=_("Tot en met"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format=DAY)
    )
    national = forms.BooleanField(
        label=_("Dit is ook een landelijke prioriteit"),
        required=False,
        help_text=_("Een gebiedsscan volgt niet alleen landelijke prioriteiten."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, identity: Identity, scan: Scan, priority: Priority | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        themes, organisations = running_themes(identity), organisations_of(identity)
        if priority is not None:
            themes = Theme.objects.filter(pk__in=[*themes.values_list("pk", flat=True), priority.theme_id])
            if priority.lead_id:
                kept = [*organisations.values_list("pk", flat=True), priority.lead_id]
                organisations = Organisation.objects.filter(pk__in=kept)
        offer(self, "theme", themes.order_by("field", "name"))
        offer(self, "findings", visible_findings(identity).filter(scan=scan).order_by("number"))
        offer(self, "lead", organisations.order_by("name"))

    def values(self) -> PriorityValues:
        """Return what was filled in."""
        given = self.cleaned_data
        return PriorityValues(
            title=given["title"],
            theme=given["theme"].pk,
            why=given["why"],
            findings=tuple(given["findings"]),
            approach=given["approach"],
            lead=given["lead"].pk if given["lead"] else None,
            by_when=given["by_when"],
            national=given["national"],
        )

    @staticmethod
    def initial_of(priority: Priority) -> dict[str, Any]:
        """Return the values that a priority has now."""
        same = ("title", "why", "approach", "by_when", "national", "version")
        return {name: getattr(priority, name) for name in same} | {
            "theme": priority.theme_id,
            "lead": priority.lead_id,
            "findings": [one.pk for one in priority.findings.all()],
        }
