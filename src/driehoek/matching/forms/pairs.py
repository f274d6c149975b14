"""Deciding about a pair, and taking a decision back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.cases.models import CompartmentKind
from driehoek.matching.models import Answer, Pair
from driehoek.subjects.models import Subject
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

ANSWERS = (
    (Answer.SAME, gettext_lazy("Hetzelfde: voeg samen")),
    (Answer.DIFFERENT, gettext_lazy("Niet hetzelfde")),
    (Answer.UNKNOWN, gettext_lazy("Weet ik nog niet")),
)


class DecisionForm(ScreenedForm, PlainErrors, forms.Form):
    """Same, not the same or not known yet, with a reason; when the same, which record leads."""

    screened = ("reason",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=gettext_lazy("Gaat dit over hetzelfde?"), choices=ANSWERS, widget=forms.RadioSelect
    )
    lead = forms.ChoiceField(
        label=gettext_lazy("Als het hetzelfde is: welk record blijft zichtbaar?"),
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Het andere record blijft bewaard, met zijn eigen verbindingen en bron."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Schrijf op waar u het aan ziet. Wie beide records ziet, kan dit lezen."),
    )

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.fields["lead"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(pair.left_id), _("Record 1")),
            (str(pair.right_id), _("Record 2")),
        ]
        if lead := shared_lead(pair):
            self.fields["lead"].initial = str(lead.pk)

    def may_hold_personal_data(self) -> bool:
        """Say that a name may be needed here: the text lies under lock, like the records themselves."""
        return True

    def clean(self) -> dict[str, Any]:
        """Ask for the leading record where both are the same."""
        values = super().clean()
        if values.get("answer") == Answer.SAME and not values.get("lead") and "lead" not in self.errors:
            self.add_error("lead", _("Kies welk record zichtbaar blijft."))
        return values

    def chosen_lead(self) -> Subject | None:
        """Return the record that leads; None when they are not called the same. Call it on a valid form."""
        if self.cleaned_data["answer"] != Answer.SAME:
            return None
        left = self.cleaned_data["lead"] == str(self.pair.left_id)
        return self.pair.left if left else self.pair.right


class PartForm(ScreenedForm, PlainErrors, forms.Form):
    """Taking a joining back, with a reason."""

    screened = ("reason",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Waarom draait u dit terug?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def may_hold_personal_data(self) -> bool:
        """Say that a name may be needed here: the text lies under lock."""
        return True


def shared_lead(pair: Pair) -> Subject | None:
    """Return the record that lies in the shared compartment when the other does not: it leads, so that all see one."""
    kinds = (pair.left_part.kind, pair.right_part.kind)
    if kinds[0] == kinds[1]:
        return None
    return pair.left if kinds[0] == CompartmentKind.SHARED else pair.right
