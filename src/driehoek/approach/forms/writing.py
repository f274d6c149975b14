"""Forms for the definition, what was decided on it, the plan and the picture of a group."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.approach.forms.common import NO_NAMES, OPTION_NAMES, Options, day, lines, option_values
from driehoek.approach.models import Definition, Outcome, Plan
from driehoek.approach.services.plan import FIELDS as PLAN_FIELDS
from driehoek.approach.services.products import FIELDS as PICTURE_FIELDS
from driehoek.parties.models import Organisation
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

DEFINITION_FIELDS: Final = ("what", "since", "why", "for_whom", "tried", "asked", "advice")


class DefinitionForm(ScreenedForm, Options, PlainErrors, forms.Form):
    """What the problem is, on one page; a draft may leave fields empty."""

    screened = (*DEFINITION_FIELDS, *OPTION_NAMES)
    options_needed = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    what = lines(gettext_lazy("Wat is het probleem?"), longest=600, required=False, help_text=NO_NAMES)
    since = forms.CharField(label=gettext_lazy("Sinds wanneer?"), max_length=200, required=False)
    why = lines(gettext_lazy("Waarom is het een probleem?"), longest=600, required=False)
    for_whom = lines(gettext_lazy("Voor wie?"), longest=400, rows=2, required=False)
    tried = lines(gettext_lazy("Wat is al geprobeerd?"), longest=600, required=False)
    asked = lines(gettext_lazy("Wat vraagt u van de driehoek?"), longest=400, rows=2, required=False)
    advice = lines(
        gettext_lazy("Advies"),
        longest=600,
        required=False,
        help_text=gettext_lazy("Welke keuze raadt u aan, en waarom?"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_options()
        self.order_fields([*(name for name in DEFINITION_FIELDS if name != "advice"), *OPTION_NAMES])

    def clean(self) -> dict[str, Any]:
        """Keep options and consequences together."""
        values = super().clean()
        self.check_options(values)
        return values

    def values(self) -> dict[str, Any]:
        """Return what is stored; call it on a valid form."""
        found: dict[str, Any] = {name: self.cleaned_data[name].strip() for name in DEFINITION_FIELDS}
        found["options"] = [{"option": one, "consequence": then} for one, then in self.options()]
        return found

    @staticmethod
    def initial_of(found: Definition | None) -> dict[str, Any]:
        """Return what stands there now."""
        if found is None:
            return {"version": 0}
        said = {name: getattr(found, name) for name in DEFINITION_FIELDS}
        return said | option_values(found.options) | {"version": found.version}


class DecisionForm(ScreenedForm, PlainErrors, forms.Form):
    """What the driehoek decided."""

    screened = ("reason",)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat besloot de driehoek?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = lines(gettext_lazy("Waarom?"), longest=2000, help_text=NO_NAMES)
    decided_on = day(gettext_lazy("Besloten op"))
    again_on = day(
        gettext_lazy("Komt terug op"),
        required=False,
        help_text=gettext_lazy("Alleen als de driehoek er later over besluit."),
    )

    def clean(self) -> dict[str, Any]:
        """`Later` says when; a decision lies in the past."""
        values = super().clean()
        later = values.get("outcome") == Outcome.LATER
        if later and not values.get("again_on") and "again_on" not in self.errors:
            self.add_error("again_on", _("Kies de dag waarop dit terugkomt."))
        if not later:
            values["again_on"] = None
        decided = values.get("decided_on")
        if decided and decided > timezone.localdate():
            self.add_error("decided_on", _("Kies vandaag of een dag die is geweest."))
        return values


class PlanForm(ScreenedForm, PlainErrors, forms.Form):
    """The plan of approach; a draft may leave fields empty."""

    screened = tuple(name for name in PLAN_FIELDS if name not in {"review_on", "aftercare_owner"})
    version = forms.IntegerField(widget=forms.HiddenInput)
    goal = lines(gettext_lazy("Wat willen wij bereiken?"), longest=800, required=False, help_text=NO_NAMES)
    success = lines(gettext_lazy("Waaraan zien wij dat het lukt?"), longest=800, required=False)
    scope = lines(
        gettext_lazy("Waarover gaat het, en waarover niet?"),
        longest=800,
        required=False,
        help_text=gettext_lazy("Gebied, soort panden of groep. Personen staan in het dossier."),
    )
    decisions = lines(gettext_lazy("Welke besluiten zijn nodig, en wanneer?"), longest=800, required=False)
    escalates = lines(gettext_lazy("Wat doen wij als het escaleert?"), longest=800, required=False)
    communication = lines(gettext_lazy("Wie vertelt wat aan wie?"), longest=800, required=False)
    costs = lines(gettext_lazy("Wat kost het, en wie betaalt?"), longest=400, rows=2, required=False)
    review_on = day(gettext_lazy("Wanneer kijken wij opnieuw?"), required=False)
    scale_down = lines(gettext_lazy("Wanneer schalen wij af?"), longest=600, required=False)
    aftercare_owner = forms.ModelChoiceField(
        label=gettext_lazy("Wie doet de nazorg?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nog niet bekend"),
    )

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aftercare_owner"].queryset = owners  # type: ignore[attr-defined]  # a field of choices

    @staticmethod
    def initial_of(found: Plan | None) -> dict[str, Any]:
        """Return what stands there now."""
        if found is None:
            return {"version": 0}
        return {name: getattr(found, name) for name in PLAN_FIELDS} | {"version": found.version}


class AdoptForm(ScreenedForm, PlainErrors, forms.Form):
    """Adopt the plan as it was read."""

    screened = ("note",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Waarom deze versie?"), max_length=300, required=False, help_text=NO_NAMES
    )


class PictureForm(ScreenedForm, PlainErrors, forms.Form):
    """The picture of a group; names are foreseen here, and under lock."""

    screened = PICTURE_FIELDS
    version = forms.IntegerField(widget=forms.HiddenInput)
    behaviour = lines(
        gettext_lazy("Het gedrag geduid"),
        longest=4000,
        required=False,
        help_text=gettext_lazy(
            "Wat doet de groep, waar, wanneer, tegen wie en met welk gevolg? In woorden, niet in een vaste klasse."
        ),
    )
    dynamics = lines(gettext_lazy("Dynamiek in de groep"), longest=4000, required=False)
    roles = lines(gettext_lazy("Rollen"), longest=4000, required=False)
    problems = lines(gettext_lazy("Soort problemen"), longest=4000, required=False)
    context = lines(gettext_lazy("Omgeving: buurt, school, thuis"), longest=4000, required=False)
    causes = lines(gettext_lazy("Oorzaken"), longest=4000, required=False)
    hierarchy = lines(gettext_lazy("Rangorde"), longest=4000, required=False)
    online = lines(
        gettext_lazy("Gedrag online"),
        longest=4000,
        required=False,
        help_text=gettext_lazy("Alleen wat partners toch al weten. Volg geen personen op sociale media."),
    )

    def may_hold_personal_data(self) -> bool:
        """Who takes part needs to know who is meant; service numbers stay out."""
        return True
