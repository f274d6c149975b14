"""Forms of barrier models: no personal data in any of them."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.barriers.models import BarrierStatus, Element, ElementKind
from driehoek.barriers.services import NewElement
from driehoek.barriers.templates_known import TEMPLATES
from driehoek.parties.models import Organisation
from driehoek.problems.queries import organisations_of
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

NO_NAMES: Final = gettext_lazy("Zonder namen van personen of adressen.")


class ModelForm(ScreenedForm, PlainErrors, forms.Form):
    """A new model, or the title of one."""

    screened = ("title", "summary")

    title = forms.CharField(
        label=gettext_lazy("Over welk verschijnsel gaat het?"), max_length=120, help_text=NO_NAMES
    )
    summary = forms.CharField(
        label=gettext_lazy("Kern, in een paar zinnen"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    start = forms.ChoiceField(label=gettext_lazy("Waarmee begint u?"), widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["start"]
            return
        self.initial.setdefault("start", "")
        field = self.fields["start"]
        field.required = False
        field.choices = [  # type: ignore[attr-defined]
            ("", _("Met een leeg model")),
            *((key, str(one.label)) for key, one in TEMPLATES.items()),
        ]


class StepForm(ScreenedForm, PlainErrors, forms.Form):
    """The name of a step."""

    screened = ("name",)

    name = forms.CharField(label=gettext_lazy("Naam van de stap"), max_length=80, help_text=NO_NAMES)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ElementForm(ScreenedForm, PlainErrors, forms.Form):
    """Something in a step; status, owner and effect count for a barrier."""

    screened = ("text", "effect")

    kind = forms.ChoiceField(label=gettext_lazy("Wat is het?"), choices=ElementKind.choices)
    text = forms.CharField(label=gettext_lazy("In een paar woorden"), max_length=120, help_text=NO_NAMES)
    status = forms.ChoiceField(
        label=gettext_lazy("Hoe staat de barrière ervoor?"),
        choices=BarrierStatus.choices,
        initial=BarrierStatus.PROPOSED,
        required=False,
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Welke organisatie houdt de barrière overeind?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nog niemand"),
    )
    effect = forms.CharField(
        label=gettext_lazy("Wat doet de barrière?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, identity: Identity, element: Element | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.element = element
        self.fields["owner"].queryset = organisations_of(identity)  # type: ignore[attr-defined]
        if element is not None:
            del self.fields["kind"]
        if element is not None and element.kind != ElementKind.BARRIER:
            for name in ("status", "owner", "effect"):
                del self.fields[name]

    def new(self) -> NewElement:
        """Return what was typed; call it on a valid form."""
        given = self.cleaned_data
        kind = self.element.kind if self.element else given["kind"]
        status = given.get("status")
        return NewElement(
            ElementKind(kind),
            given["text"],
            BarrierStatus(status) if status else None,
            given.get("owner"),
            given.get("effect", ""),
        )
