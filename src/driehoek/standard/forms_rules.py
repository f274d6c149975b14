"""The form for a rule of re-typing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.figures.models import Frequency
from driehoek.problems.models import Kind, SafetyField
from driehoek.standard.models import NormType
from driehoek.standard.queries.rules import KeptRule
from driehoek.standard.retyping import RetypingRule
from driehoek.standard.services.rules import RuleValues
from driehoek.web.forms import PlainErrors

MOST = 104
# A report that comes late is no reason to think of another kind, and a standard problem is what it is now.
NORMS = [(one.value, one.label) for one in NormType if one is not NormType.PROCESS]
KINDS = [(one.value, one.label) for one in Kind if one is not Kind.STANDARD]


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=MOST)


class RuleForm(PlainErrors, forms.Form):
    """What a rule looks at, how long it waits, and what it proposes."""

    propose = forms.ChoiceField(
        label=gettext_lazy("Wat stelt Driehoek voor?"),
        choices=KINDS,
        initial=Kind.COMPLEX,
        widget=forms.RadioSelect,
    )
    norms = forms.MultipleChoiceField(
        label=gettext_lazy("Bij welke normen?"), choices=NORMS, widget=forms.CheckboxSelectMultiple
    )
    fields_ = forms.MultipleChoiceField(
        label=gettext_lazy("Op welke veiligheidsvelden?"),
        choices=SafetyField.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    week = _number(gettext_lazy("Na hoeveel weken op rij?"))
    month = _number(gettext_lazy("Na hoeveel maanden op rij?"))
    quarter = _number(gettext_lazy("Na hoeveel kwartalen op rij?"))
    year = _number(gettext_lazy("Na hoeveel jaren op rij?"))
    active = forms.BooleanField(label=gettext_lazy("Deze regel staat aan"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(kept: KeptRule) -> dict[str, Any]:
        """Return what a rule says now."""
        rule = kept.rule
        return {
            "propose": rule.propose,
            "norms": [one.value for one in rule.norms],
            "fields_": [one.value for one in rule.fields],
            **{one.value: rule.periods.get(one) for one in Frequency},
            "active": kept.active,
            "version": kept.own.version if kept.own else 0,
        }

    def clean(self) -> dict[str, Any]:
        """Ask for at least one rhythm: a rule without any never proposes."""
        values = super().clean() or {}
        if not self.errors and not any(values.get(one.value) for one in Frequency):
            self.add_error("month", _("Vul bij minstens één ritme een getal in."))
        return values

    def values(self) -> RuleValues:
        """Return what is stored."""
        given = self.cleaned_data
        return RuleValues(
            propose=given["propose"],
            norms=tuple(given["norms"]),
            fields=tuple(given["fields_"]),
            active=given["active"],
            **{one.value: given.get(one.value) for one in Frequency},
        )

    def rule(self, key: str) -> RetypingRule:
        """Return the rule as it would judge."""
        given = self.cleaned_data
        return RetypingRule(
            key=key,
            propose=Kind(given["propose"]),
            norms=frozenset(NormType(one) for one in given["norms"]),
            fields=frozenset(SafetyField(one) for one in given["fields_"]),
            periods={one: given[one.value] for one in Frequency if given.get(one.value)},
        )
