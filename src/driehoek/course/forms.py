"""Forms about how a case goes and ends."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.course.domains import SCALE, UNKNOWN
from driehoek.course.models import Moment, Result, ScaleDown, Scoring
from driehoek.course.questions import ANSWERS, STATEMENTS
from driehoek.course.services import NewScaleDown
from driehoek.parties.models import Organisation
from driehoek.problems.queries import organisations_of
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

QUARTERS: Final = (3, 6, 9, 12)
NO_NAMES: Final = _("Zonder namen: iedereen die de casus ziet, leest dit.")


def not_past(day: date) -> None:
    """Refuse a day that is over.

    Raises:
        ValidationError: it is before today.
    """
    if day < timezone.localdate():
        raise ValidationError(gettext("Kies vandaag of een latere dag."))


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        validators=[not_past],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _text(
    label: Any, length: int, *, rows: int = 3, help_text: Any = NO_NAMES, required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        help_text=help_text,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ScaleDownForm(ScreenedForm, PlainErrors, forms.Form):
    """Why a case can be scaled down, who has the aftercare, what brings it back."""

    screened = ("criterion", "reopen_when", "message", "aftercare_contact")
    criterion = _text(_("Waarom kan het nu?"), 1000)
    reopen_when = _text(_("Wanneer komt de casus terug?"), 500, rows=2)
    aftercare: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        queryset=None, label=_("Wie heeft de nazorg?")
    )
    aftercare_contact = forms.CharField(
        label=_("Hoe is die te bereiken?"),
        max_length=200,
        help_text=_("Een afdeling of algemeen nummer, geen naam."),
    )
    aftercare_until = _day(_("Nazorg tot en met"))
    message = _text(_("Bericht aan de partners"), 1000)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aftercare"].queryset = organisations_of(identity)  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(found: ScaleDown | None) -> dict[str, Any]:
        """Return what stands there already."""
        if found is None:
            return {}
        names = ("criterion", "reopen_when", "message", "aftercare", "aftercare_contact", "aftercare_until")
        return {name: getattr(found, name) for name in (*names, "version")}

    def new(self) -> NewScaleDown:
        """Return what was filled in."""
        names = ("criterion", "reopen_when", "message", "aftercare", "aftercare_contact", "aftercare_until")
        return NewScaleDown(**{name: self.cleaned_data[name] for name in names})


class RestActionForm(ScreenedForm, PlainErrors, forms.Form):
    """What is left, who takes it over, before when."""

    screened = ("what",)
    what = forms.CharField(label=_("Wat moet er nog gebeuren?"), max_length=300, help_text=NO_NAMES)
    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        queryset=None, label=_("Wie neemt dat over?")
    )
    due_on = _day(_("Voor wanneer?"))

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_of(identity)  # type: ignore[attr-defined]


class EvaluationForm(ScreenedForm, PlainErrors, forms.Form):
    """What the approach brought and what was learnt."""

    screened = ("summary", "lessons")
    summary = _text(_("Wat bracht de aanpak?"), 2000, rows=5)
    lessons = _text(_("Wat leerden wij voor een volgende casus?"), 2000, rows=5, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class GoalForm(ScreenedForm, PlainErrors, forms.Form):
    """How far one goal was reached."""

    screened = ("goal", "evidence")
    goal = forms.CharField(label=_("Doel"), max_length=300, help_text=_("Zoals het in het plan staat."))
    result = forms.ChoiceField(label=_("Is het bereikt?"), choices=Result.choices, widget=forms.RadioSelect)
    evidence = _text(_("Waaruit blijkt dat?"), 500, rows=2)


class CooperationForm(ScreenedForm, PlainErrors, forms.Form):
    """Five statements and a line of one's own: how the cooperation went."""

    screened = ("remark",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, text in STATEMENTS.items():
            self.fields[key] = forms.TypedChoiceField(
                label=text,
                choices=list(ANSWERS.items()),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": gettext("Kies een van de mogelijkheden.")},
            )
        self.fields["remark"] = _text(_("Wat zou u anders doen?"), 1000, required=False)

    def answers(self) -> dict[str, int]:
        """Return the answers by the key of their statement."""
        return {key: self.cleaned_data[key] for key in STATEMENTS}


class PlanScoringForm(PlainErrors, forms.Form):
    """When the life domains of a person are scored."""

    moment = forms.ChoiceField(label=_("Welk moment?"), choices=Moment.choices, widget=forms.RadioSelect)
    planned_on = _day(_("Op welke dag?"))
    yearly = forms.BooleanField(
        label=_("Plan daarna elke drie maanden een moment, een jaar lang"), required=False
    )

    def moments(self) -> list[tuple[Moment, date]]:
        """Return the moments that were chosen, each with its day."""
        first = (Moment(self.cleaned_data["moment"]), self.cleaned_data["planned_on"])
        if not self.cleaned_data["yearly"]:
            return [first]
        later = [first[1] + relativedelta(months=months) for months in QUARTERS]
        return [first, *((Moment.BETWEEN, day) for day in later[:-1]), (Moment.END, later[-1])]


class ScoreForm(PlainErrors, forms.Form):
    """One step of the scale for each life domain; not known is an answer too."""

    def __init__(self, *args: Any, scoring: Scoring, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*SCALE.steps.items(), (UNKNOWN, _("Niet bekend"))]
        for domain in SCALE.domains:
            self.fields[domain.key] = forms.TypedChoiceField(
                label=str(domain.name),
                help_text=str(domain.about),
                choices=choices,
                coerce=int,
                widget=forms.RadioSelect,
                initial=scoring.scores.get(domain.key),
                error_messages={"required": gettext("Kies een van de mogelijkheden.")},
            )
        self.fields["remark"] = _text(
            _("Wat zeggen de scores niet?"),
            1000,
            help_text=_("Staat onder slot. Alleen wie dit compartiment ziet, leest het."),
            required=False,
        )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=scoring.version)

    def scores(self) -> dict[str, int]:
        """Return the scores by the key of their life domain."""
        return {domain.key: self.cleaned_data[domain.key] for domain in SCALE.domains}
