"""Forms for needs: one sentence, and the rest if one wants."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Organisation
from driehoek.position.forms.folded import FoldedForm, choices_of
from driehoek.position.models import InfoKind, Need
from driehoek.position.queries.needs import partners_of, themes_of
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Problem, Theme
from driehoek.problems.queries import visible_to
from driehoek.web.forms import PlainErrors

# Where a need may come from besides someone's own head; "regime" is the system's.
ORIGINS: Final = frozenset({"template", "tip", "scan", "workshop"})
MARKS: Final = (
    (1, _("1 – iets is beter dan niets")),
    (2, _("2 – op hoofdlijnen")),
    (3, _("3 – redelijk")),
    (4, _("4 – goed")),
    (5, _("5 – volledig en met duiding")),
)


class NeedForm(FoldedForm):
    """What someone needs to know."""

    sentence = forms.CharField(
        label=_("Wat wilt u weten?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Eén zin. Bijvoorbeeld: waar en wanneer is er jeugdoverlast, en waarom? Geen namen van personen."
        ),
        error_messages={"required": _("Schrijf in één zin wat u wilt weten.")},
    )
    theme = ThemeChoice(
        label=_("Thema"),
        queryset=Theme.objects.none(),
        empty_label=_("Kies een thema"),
        error_messages={"required": _("Kies het thema waar dit bij hoort.")},
    )
    partner = forms.ModelChoiceField(
        label=_("Wie kan dit vertellen?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Dat weet ik nog niet"),
    )
    rhythm = forms.ChoiceField(label=_("Hoe vaak?"), required=False)
    info_kind = forms.ChoiceField(
        label=_("Soort informatie"),
        choices=InfoKind.choices,
        initial=InfoKind.ANALYTICAL,
        help_text=_("Operationeel: wat er gebeurd is. Analytisch: wat cijfers en trends betekenen."),
    )
    wanted_mark = forms.TypedChoiceField(
        label=_("Hoe goed moet de inhoud zijn?"), choices=MARKS, coerce=int, initial=4
    )
    problem = forms.ModelChoiceField(
        queryset=Problem.objects.none(), required=False, widget=forms.HiddenInput
    )
    origin = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    origin_id = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    folded: tuple[str, ...] = ("rhythm", "info_kind", "wanted_mark")

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "theme", themes_of(identity))
        choices_of(self, "partner", partners_of(identity))
        choices_of(self, "problem", visible_to(identity))
        rhythm = self.fields["rhythm"]
        assert isinstance(rhythm, forms.ChoiceField)  # noqa: S101 it is declared above
        rhythm.choices = [("", _("Nog niet gezegd")), *Rhythm.choices]

    def clean_origin(self) -> str:
        """Keep an origin that exists; another one says nothing."""
        given: str = self.cleaned_data["origin"]
        return given if given in ORIGINS else ""

    def clean(self) -> dict[str, Any]:
        """Drop the id of an origin that is none."""
        values = super().clean() or {}
        if not values.get("origin"):
            values["origin_id"] = ""
        return values


class ChangeNeedForm(NeedForm):
    """A need that was read at `version`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    folded = ()

    def __init__(self, *args: Any, identity: Identity, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, identity=identity, initial=self.initial_of(need), **kwargs)
        for name in ("problem", "origin", "origin_id"):
            del self.fields[name]
        # What the need has now stays choosable when it has ended since.
        choices_of(self, "theme", themes_of(identity) | Theme.objects.filter(pk=need.theme_id))
        if need.partner_id:
            choices_of(
                self, "partner", partners_of(identity) | Organisation.objects.filter(pk=need.partner_id)
            )

    def clean_origin(self) -> str:
        """Say nothing: where a need came from does not change."""
        return ""

    @staticmethod
    def initial_of(need: Need) -> dict[str, Any]:
        """Return the values that a need has now."""
        names = ("sentence", "theme", "partner", "rhythm", "info_kind", "wanted_mark", "version")
        return {name: getattr(need, name) for name in names}


class BarForm(PlainErrors, forms.Form):
    """Why the law forbids what is needed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Waarom mag het niet?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Noem de wet of het artikel, en wie dat heeft beoordeeld. Geen namen van personen."),
        error_messages={"required": _("Noem de reden, bijvoorbeeld de wet die het verbiedt.")},
    )


def prefilled(query: QueryDict, identity: Identity) -> dict[str, Any]:
    """Return what an address says about a new need; the theme follows the problem when it is not said."""
    problem = _one(query.get("probleem", ""), visible_to(identity))
    theme = _one(query.get("thema", ""), themes_of(identity))
    if theme is None and isinstance(problem, Problem):
        theme = problem.theme
    kind, rhythm = query.get("soort", ""), query.get("ritme", "")
    found: dict[str, Any] = {
        "sentence": query.get("zin", "")[:300],
        "theme": theme,
        "partner": _one(query.get("partner", ""), partners_of(identity)),
        "problem": problem,
        "origin": query.get("herkomst", "")[:12],
        "origin_id": query.get("herkomst_id", "")[:80],
    }
    if kind in InfoKind.values:
        found["info_kind"] = kind
    if rhythm in Rhythm.values:
        found["rhythm"] = rhythm
    return found


def _one(given: str, rows: Any) -> Any:
    """Return the row that an address names, or None when it is not there for the reader."""
    try:
        return rows.filter(pk=uuid.UUID(given)).first()
    except ValueError:
        return None
