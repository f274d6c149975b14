"""Adapting a process model without code: states, moves, requirements, criteria (TZ11 in spirit)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from driehoek.cases import requirements
from driehoek.cases.models import Phase
from driehoek.cases.table import MOST_DAYS
from driehoek.web.forms import PlainErrors

WHO: Final = (("lead", _("Wie de casus leidt")), ("work", _("Wie eraan werkt")))
WAYS: Final = (("1", _("Route 1")), ("2", _("Route 2")), ("3", _("Route 3")))
MOST: Final = 60
GONE: Final = _("Weghalen")


class ModelForm(PlainErrors, forms.Form):
    """The name of a process model, where it begins, and what was adapted."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    short = forms.CharField(label=_("In één zin"), max_length=300, required=False)
    start = forms.ChoiceField(label=_("Een casus begint in"))
    note = forms.CharField(
        label=_("Wat is aangepast en waarom"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, states: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].choices = states  # type: ignore[attr-defined]


class StateForm(PlainErrors, forms.Form):
    """One state."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Naam van de stap"), max_length=80, required=False)
    phase = forms.ChoiceField(label=_("Fase"), choices=Phase.choices)
    max_days = forms.IntegerField(
        label=_("Gebruikelijk hoogstens (dagen)"), min_value=1, max_value=MOST_DAYS, required=False
    )
    keep_years = forms.IntegerField(
        label=_("Bewaren na het einde (jaren)"), min_value=1, max_value=30, required=False
    )
    gone = forms.BooleanField(label=GONE, required=False)

    def clean(self) -> dict[str, Any]:
        """A state that stays has a name."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("key") and not values.get("gone") and not values.get("name"):
            self.add_error("name", _("Vul dit in."))
        return values


class StepForm(PlainErrors, forms.Form):
    """One move."""

    before = forms.ChoiceField(label=_("Van"), required=False)
    after = forms.ChoiceField(label=_("Naar"), required=False)
    label = forms.CharField(label=_("Woorden op de knop"), max_length=80, required=False)
    who = forms.ChoiceField(label=_("Wie mag dit"), choices=WHO)
    requires = forms.MultipleChoiceField(
        label=_("Wat nodig is"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.BooleanField(label=_("Vraagt een reden"), required=False)
    gone = forms.BooleanField(label=GONE, required=False)

    def __init__(self, *args: Any, states: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Kies een stap")), *states]
        self.fields["before"].choices = choices  # type: ignore[attr-defined]
        self.fields["after"].choices = choices  # type: ignore[attr-defined]
        self.fields["requires"].choices = required_choices(self.initial.get("requires", ()))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A move that is begun is whole."""
        values: dict[str, Any] = super().clean() or {}
        parts = [values.get(name) for name in ("before", "after", "label")]
        if not values.get("gone") and any(parts) and not all(parts):
            self.add_error(None, _("Kies bij deze overgang van welke stap naar welke, en vul de knop in."))
        return values


def required_choices(there: Any) -> list[tuple[str, str]]:
    """Return the requirements to choose from: what rooms know, and what stands in the model already."""
    known = {key: str(label) for key, label in requirements.labels().items()}
    return sorted(
        (known | {key: requirements.label_of(key) for key in there}).items(), key=lambda one: one[1]
    )


class QuestionForm(PlainErrors, forms.Form):
    """One admission criterion, and in which routes yes is needed."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("Vraag"), max_length=300, required=False)
    ways = forms.MultipleChoiceField(
        label=_("Ja is nodig in"), choices=WAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    gone = forms.BooleanField(label=GONE, required=False)


StateSet = formset_factory(StateForm, extra=1, max_num=MOST, absolute_max=MOST)
StepSet = formset_factory(StepForm, extra=1, max_num=MOST, absolute_max=MOST)
QuestionSet = formset_factory(QuestionForm, extra=1, max_num=MOST, absolute_max=MOST)


class ModelEditor:
    """The whole of a process model as one form of four parts.

    Args:
        data: the table that is adapted.
        posted: what was sent; None shows the table as it is.
    """

    def __init__(self, data: Mapping[str, Any], posted: QueryDict | None) -> None:
        states = [(one["key"], one["name"]) for one in data["states"]]
        self.data = data
        self.main = ModelForm(
            posted,
            states=states,
            initial={"name": data["name"], "short": data.get("short", ""), "start": data["start"]},
        )
        keep = data.get("keep_years", {})
        self.states = StateSet(
            posted,
            prefix="state",
            initial=[{**one, "keep_years": keep.get(one["key"])} for one in data["states"]],
        )
        self.steps = StepSet(
            posted,
            prefix="step",
            form_kwargs={"states": states},
            initial=[{**one, "before": one["from"], "after": one["to"]} for one in data["moves"]],
        )
        self.questions = QuestionSet(posted, prefix="question", initial=_questions(data.get("criteria", {})))

    @property
    def parts(self) -> tuple[BaseFormSet[Any], ...]:
        """The three lists of the form."""
        return (self.states, self.steps, self.questions)

    def is_valid(self) -> bool:
        """Tell whether each part holds by itself; the table as a whole is checked by `table.read`."""
        return all([self.main.is_valid(), *(part.is_valid() for part in self.parts)])

    def table(self) -> dict[str, Any]:
        """Return the table as it was filled in."""
        values = self.main.cleaned_data
        states = [one for one in _kept(self.states) if one.get("name")]
        keys = {one["key"] for one in states if one.get("key")}
        for one in states:
            one["key"] = one.get("key") or _key(one["name"], keys)
        return {
            "name": values["name"],
            "short": values["short"],
            "states": [_state(one) for one in states],
            "moves": [_move(one) for one in _kept(self.steps) if one.get("label")],
            "start": values["start"],
            "criteria": _criteria(_kept(self.questions)),
            "keep_years": {one["key"]: one["keep_years"] for one in states if one.get("keep_years")},
        }


def _kept(part: BaseFormSet[Any]) -> list[dict[str, Any]]:
    """Return the lines of a list that stay, without those that were left empty."""
    lines = [form.cleaned_data for form in part.forms]
    return [dict(line) for line in lines if line and not line.get("gone")]


def _key(name: str, taken: set[str]) -> str:
    """Return a key for something new that nothing else has."""
    base = slugify(name).replace("-", "_")[:36] or "x"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    taken.add(key)
    return key


def _state(one: Mapping[str, Any]) -> dict[str, Any]:
    found = {"key": one["key"], "name": one["name"], "phase": one["phase"]}
    return found | ({"max_days": one["max_days"]} if one.get("max_days") else {})


def _move(one: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        "from": one["before"],
        "to": one["after"],
        "label": one["label"],
        "who": one["who"],
        "requires": sorted(one["requires"]),
    }
    return found | ({"reason": True} if one.get("reason") else {})


def _questions(criteria: Mapping[str, Any]) -> list[dict[str, Any]]:
    rule = criteria.get("rule") or {}
    ways = [way["all"] for way in rule.get("any", [rule]) if way]
    return [
        {**one, "ways": [str(number) for number, way in enumerate(ways, 1) if one["key"] in way]}
        for one in criteria.get("questions", ())
    ]


def _criteria(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the criteria: all questions of one of the routes; without a route every question counts."""
    asked = [one for one in lines if one.get("text")]
    taken = {one["key"] for one in asked if one.get("key")}
    for one in asked:
        one["key"] = one.get("key") or _key(one["text"], taken)
    ways = [[one["key"] for one in asked if number in one["ways"]] for number, _label in WAYS]
    used = [way for way in ways if way] or [[one["key"] for one in asked]]
    if not asked:
        return {}
    return {
        "rule": {"any": [{"all": way} for way in used]},
        "questions": [{"key": one["key"], "text": one["text"]} for one in asked],
    }
