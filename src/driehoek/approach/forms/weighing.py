"""Forms for weighing: scores, weights, capacity, and moving a case up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.approach.forms.common import NO_NAMES, day
from driehoek.approach.models import Criterion, Score
from driehoek.approach.services import NewCapacity, ScoreGiven
from driehoek.cases.models import Case
from driehoek.parties.models import Organisation
from driehoek.web.forms import FILL, NUMBER, PlainErrors
from driehoek.web.screened import ScreenedForm

MOST_HOURS = 2000
SCALE = [("", gettext_lazy("Nog niet")), *((str(value), str(value)) for value in range(1, 6))]


class ScoresForm(ScreenedForm, PlainErrors, forms.Form):
    """How a case does on each criterion, and what it asks of whom."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        parties: Sequence[Organisation],
        scores: Mapping[uuid.UUID, Score],
        hours: Mapping[uuid.UUID, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.parties = criteria, parties
        self.screened = tuple(f"reason_{one.key}" for one in criteria)
        for one in criteria:
            known = scores.get(one.pk)
            self.fields[f"value_{one.key}"] = forms.ChoiceField(
                label=one.question,
                choices=SCALE,
                required=False,
                initial=str(known.value) if known else "",
                help_text=_("1 is weinig, 5 is veel. Weegt %(weight)s keer mee.") % {"weight": one.weight},
            )
            self.fields[f"reason_{one.key}"] = forms.CharField(
                label=_("Waarom bij: %(name)s") % {"name": one.name.lower()},
                max_length=300,
                required=False,
                initial=known.reason if known else "",
                help_text=NO_NAMES,
            )
        for party in parties:
            self.fields[f"hours_{party.pk}"] = forms.IntegerField(
                label=_("Uren per week van %(who)s") % {"who": party.name},
                min_value=0,
                max_value=MOST_HOURS,
                required=False,
                error_messages={"invalid": NUMBER},
                initial=hours.get(party.pk, 0),
            )

    def clean(self) -> dict[str, Any]:
        """A score says why."""
        values = super().clean()
        for one in self.criteria:
            reason = f"reason_{one.key}"
            if values.get(f"value_{one.key}") and not values.get(reason) and reason not in self.errors:
                self.add_error(reason, _("Schrijf in een paar woorden waarom."))
        return values

    def scores(self) -> list[ScoreGiven]:
        """Return the scores that were given; call it on a valid form."""
        said = self.cleaned_data
        return [
            ScoreGiven(one, int(said[f"value_{one.key}"]), said[f"reason_{one.key}"])
            for one in self.criteria
            if said[f"value_{one.key}"]
        ]

    def hours(self) -> dict[Organisation, int]:
        """Return the hours that are asked; call it on a valid form."""
        return {one: self.cleaned_data[f"hours_{one.pk}"] or 0 for one in self.parties}


class WeightsForm(PlainErrors, forms.Form):
    """How heavily each criterion counts."""

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"weight_{one.key}"] = forms.IntegerField(
                label=one.name,
                min_value=0,
                max_value=5,
                error_messages={"required": FILL, "invalid": NUMBER},
                initial=one.weight,
                help_text=one.question
                + (" " + _("Een hoge score zet de casus lager.") if one.inverse else ""),
            )
            self.fields[f"version_{one.key}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=one.version
            )


class CapacityForm(PlainErrors, forms.Form):
    """What an organisation has for complex cases over a period."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisatie"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Kies een organisatie"),
    )
    first = day(gettext_lazy("Vanaf"))
    last = day(gettext_lazy("Tot en met"))
    hours = forms.IntegerField(label=gettext_lazy("Uren per week"), min_value=0, max_value=MOST_HOURS)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        """A period ends after it begins."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("Kies een dag na de eerste dag."))
        return values

    def new(self) -> NewCapacity:
        """Return what was stated; call it on a valid form."""
        return NewCapacity(**self.cleaned_data)


class CaseChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A case by the title of its problem."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the title."""
        case: Case = obj
        return case.problem.title


class ShiftForm(ScreenedForm, PlainErrors, forms.Form):
    """Put a case above another, with the reason."""

    screened = ("reason",)
    above = CaseChoice(
        label=gettext_lazy("Zet boven"),
        queryset=Case.objects.none(),
        empty_label=gettext_lazy("Kies een casus"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        max_length=300,
        help_text=gettext_lazy("Zonder namen. Iedereen die de volgorde ziet, leest dit."),
    )

    def __init__(self, *args: Any, others: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["above"].queryset = others  # type: ignore[attr-defined]  # a field of choices
