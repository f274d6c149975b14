"""Forms for judging, taking up again and telling the sender."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.cases import table
from driehoek.cases.models import Compartment, CompartmentKind, ProcessModel
from driehoek.parties.models import Organisation
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Theme
from driehoek.signals.models import SignalState
from driehoek.signals.queries.hand_overs import recipients
from driehoek.signals.services import NewCaseFor, Verdict
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

NEW_SHARED: Final = "new_shared"
NEW_CLOSED: Final = "new_closed"
ANSWER: Final = "answer_"
OUTCOMES: Final = (
    (SignalState.ACCEPTED, gettext_lazy("Oppakken in een casus")),
    (SignalState.REFERRED, gettext_lazy("Doorverwijzen naar een ander")),
    (SignalState.REJECTED, gettext_lazy("Niet oppakken")),
)


class JudgeForm(ScreenedForm, PlainErrors, forms.Form):
    """What is decided about a signal, by the criteria of one process model."""

    screened = ("reason", "title", "basis")

    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat doet u met dit signaal?"), choices=OUTCOMES, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Wat mag de melder weten?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("De melder leest dit. Zonder namen, en niets uit een dossier."),
    )
    note = forms.CharField(
        label=gettext_lazy("Notitie voor wie beoordeelt"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("De melder ziet dit niet."),
    )
    place = forms.ChoiceField(label=gettext_lazy("Bij oppakken: waar hangt het?"), required=False)
    title = forms.CharField(
        label=gettext_lazy("Bij een nieuwe casus: titel, zonder namen"), max_length=140, required=False
    )
    theme = ThemeChoice(
        label=gettext_lazy("Bij een nieuwe casus: thema"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=gettext_lazy("Kies"),
    )
    referred_to = forms.ModelChoiceField(
        label=gettext_lazy("Bij doorverwijzen: naar wie?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Kies"),
    )
    basis = forms.CharField(
        label=gettext_lazy("Bij doorverwijzen: op welke grond?"), max_length=300, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, identity: Identity, model: ProcessModel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.identity, self.model = identity, model
        self.criteria = table.read(model.data).criteria
        self.parts = {str(one.pk): one for one in parts_led(identity)}
        self.fields["place"].choices = self._places()  # type: ignore[attr-defined]
        themes = Theme.objects.filter(municipality=identity.municipality, ended_at=None)
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]
        self.fields["referred_to"].queryset = recipients(identity)  # type: ignore[attr-defined]
        for key, text in self.criteria.questions.items():
            self.fields[f"{ANSWER}{key}"] = forms.ChoiceField(
                label=text,
                choices=[("yes", _("Ja")), ("no", _("Nee")), ("", _("Weet ik nog niet"))],
                widget=forms.RadioSelect,
                required=False,
            )

    def _places(self) -> list[tuple[str, str]]:
        listed = [("", _("Kies")), (NEW_SHARED, _("Nieuwe casus, gedeeld deel"))]
        listed.append((NEW_CLOSED, _("Nieuwe casus, besloten compartiment")))
        return listed + [(key, f"{one.case.problem.title} – {one.name}") for key, one in self.parts.items()]

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions of the criteria."""
        return [self[f"{ANSWER}{key}"] for key in self.criteria.questions]

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields that are not questions of the criteria."""
        return [one for one in self.visible_fields() if not one.name.startswith(ANSWER)]

    def answers(self) -> dict[str, bool]:
        """Return what was answered to the criteria; what is not known is left out."""
        given = {key: self.cleaned_data.get(f"{ANSWER}{key}") for key in self.criteria.questions}
        return {key: value == "yes" for key, value in given.items() if value}

    def clean(self) -> dict[str, Any]:
        """Ask what the decision needs."""
        values = super().clean()
        if values.get("outcome") == SignalState.REFERRED:
            self._need(values, "referred_to", _("Kies naar wie u doorverwijst."))
            self._need(values, "basis", _("Schrijf op welke grond, bijvoorbeeld een wet of convenant."))
        if values.get("outcome") == SignalState.ACCEPTED:
            self._need(values, "place", _("Kies een casus, of open een nieuwe."))
            if values.get("place") in (NEW_SHARED, NEW_CLOSED):
                self._need(values, "title", _("Geef de nieuwe casus een titel."))
                self._need(values, "theme", _("Kies het thema van de nieuwe casus."))
        return values

    def _need(self, values: dict[str, Any], name: str, words: str) -> None:
        if not values.get(name):
            self.add_error(name, words)

    def verdict(self) -> Verdict:
        """Return what was decided; call it on a valid form."""
        given = self.cleaned_data
        opens = given["outcome"] == SignalState.ACCEPTED and given["place"] in (NEW_SHARED, NEW_CLOSED)
        return Verdict(
            outcome=SignalState(given["outcome"]),
            reason=given["reason"],
            note=given["note"],
            answers=self.answers(),
            model=self.model,
            compartment=self.parts.get(given["place"]),
            new_case=NewCaseFor(
                given["title"], given["theme"], self.model, closed=given["place"] == NEW_CLOSED
            )
            if opens
            else None,
            referred_to=given["referred_to"],
            basis=given["basis"],
        )


def parts_led(identity: Identity) -> list[Compartment]:
    """Return the parts of running cases that someone leads, to hang a signal in."""
    leads = visible_problem_ids(identity, level=Level.LEAD)
    rows = Compartment.objects.filter(
        Q(pk__in=leads) | Q(kind=CompartmentKind.SHARED, case_id__in=leads),
        ended_at=None,
        case__ended_at=None,
        municipality=identity.municipality,
    )
    return list(rows.select_related("case__problem").order_by("case__problem__title", "-kind", "name")[:200])


class ReasonForm(PlainErrors, forms.Form):
    """Why a signal is taken up again; only who judges reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Waarom beoordeelt u dit opnieuw?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Alleen wie beoordeelt leest dit. De melder hoort dát het opnieuw gebeurt."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TellForm(ScreenedForm, PlainErrors, forms.Form):
    """What the sender hears of what was done."""

    screened = ("text",)

    text = forms.CharField(
        label=gettext_lazy("Wat is er met het signaal gedaan?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("De melder leest dit. Zonder namen, en niets uit een dossier."),
    )
