"""Forms in which a text of the guide becomes a need, an agreement or a point on the agenda."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.deadlines.recurrence import Rhythm
from driehoek.guide.shapes import Action, ActionKind
from driehoek.parties.models import Organisation
from driehoek.position.models import InfoKind, Moment
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Theme
from driehoek.web.forms import PlainErrors


class _AboutNeed(PlainErrors, forms.Form):
    """What a need and an agreement have in common."""

    sentence = forms.CharField(
        label=_("Wat u wilt weten"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    theme = ThemeChoice(
        label=_("Thema"),
        queryset=Theme.objects.none(),
        empty_label=_("Kies een thema"),
        error_messages={"required": _("Kies het thema waar dit bij hoort.")},
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.filter(municipality=identity.municipality, ended_at=None)
        self._choose("theme", themes.order_by("field", "name"))

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows


class NeedForm(_AboutNeed):
    """A need, as it was agreed at the table."""

    partner = forms.ModelChoiceField(
        label=_("Wie kan dit leveren?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Nog niet bekend"),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, identity=identity, **kwargs)
        self._choose("partner", partners(identity))


class StandingForm(_AboutNeed):
    """A need with the agreement that meets it, in one form."""

    supplier = forms.ModelChoiceField(
        label=_("Wie levert"),
        queryset=Organisation.objects.none(),
        empty_label=_("Kies een partner"),
        error_messages={"required": _("Kies wie dit levert.")},
    )
    what = forms.CharField(label=_("Wat wordt geleverd"), max_length=200)
    info_kind = forms.ChoiceField(
        label=_("Soort informatie"), choices=InfoKind.choices, widget=forms.RadioSelect
    )
    rhythm = forms.ChoiceField(label=_("Hoe vaak"), choices=Rhythm.choices)
    moment = forms.ChoiceField(
        label=_("Bij welk moment"),
        choices=[("", _("Niet van toepassing")), *Moment.choices],
        required=False,
        help_text=_("Alleen bij “Bij een gebeurtenis”."),
    )
    starts_on = forms.DateField(
        label=_("Vanaf"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    threshold = forms.CharField(label=_("Bel tussendoor als"), max_length=300, required=False)
    personal_data = forms.BooleanField(
        label=_("Met persoonsgegevens"),
        required=False,
        help_text=_("Dan blijft de afspraak “nog niet getoetst” tot de grondslag is nagegaan."),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, identity=identity, **kwargs)
        self._choose("supplier", partners(identity))

    def clean(self) -> dict[str, Any]:
        """A moment belongs to what comes at an event, and to nothing else."""
        values = super().clean() or self.cleaned_data
        if values.get("moment") and values.get("rhythm") != Rhythm.EVENT:
            self.add_error("moment", _("Kies “Bij een gebeurtenis” bij hoe vaak, of laat het moment leeg."))
        return values


class AgendaForm(PlainErrors, forms.Form):
    """A point for the agenda, as it was agreed at the table."""

    title = forms.CharField(
        label=_("Onderwerp"), max_length=140, help_text=_("In één regel, zonder namen van personen.")
    )
    text = forms.CharField(
        label=_("Toelichting"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def partners(identity: Identity) -> Any:
    """Return the organisations that work with this municipality now."""
    return Organisation.objects.filter(municipality=identity.municipality, ended_at=None).order_by("name")


def first_of_kind(identity: Identity, kind: str) -> Organisation | None:
    """Return the organisation that a text means when it names a kind of partner, where there is one."""
    return partners(identity).filter(kind=kind).first() if kind else None


def initial_of(identity: Identity, action: Action, *, theme: object = None) -> dict[str, Any]:
    """Fill in beforehand what an action says."""
    partner = first_of_kind(identity, action.partner)
    return {
        "sentence": action.sentence,
        "theme": theme,
        "partner": partner,
        "supplier": partner,
        "what": action.what,
        "info_kind": action.info_kind,
        "rhythm": action.rhythm
        or (Rhythm.EVENT if action.kind == ActionKind.STANDING_CASE else Rhythm.MONTHLY),
        "moment": action.moment,
        "starts_on": timezone.localdate(),
        "threshold": action.threshold,
        # What the prosecution service tells at such a moment is nearly always about someone.
        "personal_data": action.kind == ActionKind.STANDING_CASE,
        "title": action.title,
        "text": action.text,
    }
