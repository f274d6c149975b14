"""The form with which a template is taken over."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.parties.models import Organisation, Person
from driehoek.problems.models import Theme
from driehoek.standard.models import Decider
from driehoek.theme_templates.plan import Plan, Standing
from driehoek.theme_templates.queries import owners
from driehoek.theme_templates.services import Choice
from driehoek.web.forms import PlainErrors, sensible_day

DAY: Final = {"type": "date"}
FURTHEST: Final = 366


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day, as a date picker."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        validators=[sensible_day],
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )


class AdoptForm(PlainErrors, forms.Form):
    """When it begins, who takes part here, and what is taken over; everything new is ticked beforehand."""

    starts_on = day_field(gettext_lazy("Begindatum"), help_text=gettext_lazy("Vanaf dan lopen de afspraken."))
    decided_by = forms.ChoiceField(
        label=gettext_lazy("Wie besloot over de normen?"),
        choices=Decider.choices,
        initial=Decider.DRIEHOEK,
        widget=forms.RadioSelect,
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Wie bewaakt de stappen?"),
        queryset=Person.objects.none(),
        help_text=gettext_lazy(
            "Deze collega krijgt bij elke stap een termijn. Per stap kunt u dat wijzigen."
        ),
    )
    theme = forms.ModelChoiceField(
        label=gettext_lazy("Thema"),
        queryset=Theme.objects.none(),
        required=False,
        help_text=gettext_lazy("Heet het thema bij u anders, kies het dan hier."),
    )

    def __init__(self, *args: Any, identity: Identity, plan: Plan, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"starts_on": today, "owner": identity.person, "theme": plan.theme}
        super().__init__(*args, **kwargs)
        self.plan = plan
        self._choose(identity)
        organisations = Organisation.objects.filter(municipality=identity.municipality, ended_at=None)
        self.partner_fields: list[str] = []
        for row in plan.template.rows("partners"):
            name = f"partner-{row['key']}"
            guess = plan.partners.get(row["key"])
            self.fields[name] = forms.ModelChoiceField(
                label=row["name"],
                queryset=organisations,
                required=False,
                initial=guess.pk if guess else None,
                empty_label=_("Kies een organisatie, of laat weg"),
                help_text=row["role"],
            )
            self.partner_fields.append(name)
        self.moment_fields: dict[str, str] = {}
        for row in plan.template.rows("moments"):
            if not row.get("national"):
                name = f"moment-{row['key']}"
                self.fields[name] = day_field(_("Datum"), required=False)
                self.moment_fields[row["key"]] = name

    def _choose(self, identity: Identity) -> None:
        theme, owner = self.fields["theme"], self.fields["owner"]
        assert isinstance(theme, forms.ModelChoiceField)  # noqa: S101  (declared so above)
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101
        theme.queryset = Theme.objects.filter(municipality=identity.municipality, ended_at=None)
        path = " – ".join(self.plan.template.content["theme"])
        theme.empty_label = _("Maak het thema erbij: %(path)s") % {"path": path}
        owner.queryset = owners(identity)
        if not self.plan.template.stepwise or self.plan.running:
            del self.fields["owner"]
        if self.plan.running:
            del self.fields["theme"]
        if not self.plan.template.rows("norms"):
            del self.fields["decided_by"]

    def clean_starts_on(self) -> Any:
        """Refuse a day that is far away: agreements and steps are planned from it."""
        day = self.cleaned_data["starts_on"]
        if abs((day - timezone.localdate()).days) > FURTHEST:
            raise forms.ValidationError(_("Kies een dag binnen een jaar van vandaag."))
        return day

    def partners(self) -> dict[str, Organisation | None]:
        """Return who the partners of the template are here."""
        return {name.removeprefix("partner-"): self.cleaned_data.get(name) for name in self.partner_fields}

    def chosen(self) -> frozenset[str]:
        """Return the names of the ticked lines; before anything is sent, of all new ones."""
        if not self.is_bound:
            return frozenset(line.name for line in self.plan.lines if line.standing is not Standing.THERE)
        return frozenset(self.data.getlist("take"))  # type: ignore[attr-defined]  # always a QueryDict here

    def choice(self) -> Choice:
        """Return what was chosen."""
        values = self.cleaned_data
        owner: Person | None = values.get("owner")
        dates = {key: values[name] for key, name in self.moment_fields.items() if values.get(name)}
        return Choice(
            starts_on=values["starts_on"],
            chosen=self.chosen(),
            partners=self.partners(),
            theme=self.plan.running.theme if self.plan.running else values.get("theme"),
            decided_by=Decider(values.get("decided_by") or Decider.DRIEHOEK),
            dates=dates,
            owner=uuid.UUID(str(owner.pk)) if owner else None,
        )
