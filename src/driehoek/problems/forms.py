"""Forms for problems and themes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.areas.models import Area
from driehoek.parties.models import Person
from driehoek.problems import queries
from driehoek.problems.models import Classification, Kind, Problem, SafetyField, Theme
from driehoek.problems.typing import check_reason
from driehoek.web.forms import PlainErrors


class ThemeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A theme, shown with the safety field it belongs to."""

    def label_from_instance(self, obj: Any) -> str:
        """Return `field: theme`."""
        return f"{obj.get_field_display()}: {obj.name}"


class ProblemForm(PlainErrors, forms.Form):
    """The fields of a problem that everyone with an overview grant sees."""

    title = forms.CharField(
        label=_("Titel"),
        max_length=140,
        help_text=_("Kort en herkenbaar. Geen namen van personen: de titel is voor iedereen met overzicht."),
        error_messages={"required": _("Geef het probleem een titel.")},
    )
    theme = ThemeChoice(
        label=_("Thema"),
        queryset=Theme.objects.none(),
        empty_label=_("Kies een thema"),
        error_messages={"required": _("Kies het thema waar dit bij hoort.")},
    )
    summary = forms.CharField(
        label=_("Kern"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wat speelt er, in twee zinnen. Geen persoonsgegevens."),
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("Gebieden"), queryset=Area.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    owner = forms.ModelChoiceField(
        label=_("Eigenaar"),
        queryset=Person.objects.none(),
        help_text=_("Wie is aanspreekbaar?"),
        error_messages={"required": _("Kies wie aanspreekbaar is.")},
    )
    classification = forms.ChoiceField(
        label=_("Vertrouwelijkheid"), choices=Classification.choices, initial=Classification.INTERNAL
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.filter(municipality=identity.municipality, ended_at=None).order_by(
            "field", "name"
        )
        for name, choices in (
            ("theme", themes),
            ("areas", queries.areas_of(identity)),
            ("owner", queries.colleagues(identity)),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = choices


class NewProblemForm(ProblemForm):
    """Opening a problem: its fields, its kind and why, its first dossier text, whether it is an exercise."""

    kind = forms.ChoiceField(
        label=_("Soort"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Standaard: bekende aanpak. Complex: veel partijen, lange adem. Crisis: plotseling en dringend."
        ),
        error_messages={"required": _("Kies de soort: standaard, complex of crisis.")},
    )
    reason = forms.CharField(
        label=_("Waarom deze soort?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Alleen nodig als u anders kiest dan het voorstel."),
    )
    dossier = forms.CharField(
        label=_("Dossiertekst"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Alleen voor wie aan dit probleem meewerkt of het dossier mag lezen."),
    )
    training = forms.BooleanField(
        label=_("Dit is een oefening"),
        required=False,
        help_text=_("Een oefening blijft een oefening en komt nergens tussen de echte problemen."),
    )
    field_order = ("title", "kind", "reason", "theme")

    def __init__(self, *args: Any, proposed: Kind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed

    def clean(self) -> dict[str, Any]:
        """Ask for a reason when the choice differs from what the answers propose."""
        values = super().clean() or {}
        kind = values.get("kind")
        if kind and self.proposed and self.proposed != kind:
            wrong = check_reason(kind=Kind(kind), proposed=self.proposed, reason=values.get("reason", ""))
            if wrong:
                self.add_error("reason", wrong)
        return values


class ChangeProblemForm(ProblemForm):
    """Changing a problem that was read at `version`."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(problem: Problem) -> dict[str, Any]:
        """Return the values that a problem has now."""
        names = ("title", "theme", "summary", "owner", "classification", "version")
        return {name: getattr(problem, name) for name in names} | {"areas": list(problem.areas.all())}


class DossierForm(PlainErrors, forms.Form):
    """The dossier's text, read at `version`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Dossiertekst"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Zet hier alleen wat nodig is voor het doel van dit dossier."),
    )


class PurposeForm(PlainErrors, forms.Form):
    """Opening a dossier with a stated purpose."""

    reason = forms.CharField(
        label=_("Waarvoor hebt u dit dossier nodig?"),
        min_length=15,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Noem de bevoegdheid of het doel, bijvoorbeeld: besluit over sluiting op grond van 13b Opiumwet."
        ),
        error_messages={
            "required": _("Noem de bevoegdheid of het doel."),
            "min_length": _("Noem het doel in een hele zin, van minstens 15 tekens."),
        },
    )


class ThemeForm(PlainErrors, forms.Form):
    """A theme's name and place in the tree."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Naam"), max_length=120, error_messages={"required": _("Geef het thema een naam.")}
    )
    field = forms.ChoiceField(label=_("Veiligheidsveld"), choices=SafetyField.choices)
    parent = ThemeChoice(
        label=_("Valt onder"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=_("Rechtstreeks onder het veiligheidsveld"),
        help_text=_("Kiest u een thema, dan neemt dit thema het veiligheidsveld daarvan over."),
    )

    def __init__(self, *args: Any, identity: Identity, theme: Theme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.identity, self.theme = identity, theme
        choices = Theme.objects.filter(municipality=identity.municipality, ended_at=None).order_by(
            "field", "name"
        )
        parent = self.fields["parent"]
        if isinstance(parent, forms.ModelChoiceField):
            parent.queryset = choices.exclude(pk=theme.pk) if theme else choices

    def clean(self) -> dict[str, Any]:
        """Refuse a second theme with the same name in the same place."""
        values = super().clean() or {}
        parent = values.get("parent")
        same = Theme.objects.filter(
            municipality=self.identity.municipality,
            field=parent.field if parent else values.get("field"),
            parent=parent,
            name=(values.get("name") or "").strip(),
        )
        if self.theme:
            same = same.exclude(pk=self.theme.pk)
        if same.exists():
            self.add_error("name", _("Op deze plek staat al een thema met deze naam."))
        return values
