"""Forms for the steps of a trail, its evaluation and its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.parties.models import Person
from driehoek.theme_templates.forms.adopting import day_field
from driehoek.theme_templates.queries import owners
from driehoek.web.forms import PlainErrors


class CloseForm(PlainErrors, forms.Form):
    """A step is done, or is skipped with a reason."""

    how = forms.ChoiceField(
        label=_("Hoe staat het met deze stap?"),
        choices=(("done", _("Klaar")), ("skipped", _("Overslaan"))),
        initial="done",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Uitkomst, of waarom u overslaat"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bijvoorbeeld waar het stuk ligt. Geen namen van personen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a step that is skipped."""
        values = super().clean() or {}
        if values.get("how") == "skipped" and not (values.get("note") or "").strip():
            self.add_error("note", _("Schrijf waarom u deze stap overslaat."))
        return values


class ChangeStepForm(PlainErrors, forms.Form):
    """Another day, or another colleague."""

    due_on = day_field(_("Klaar op"))
    owner = forms.ModelChoiceField(label=_("Wie"), queryset=Person.objects.none(), empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101  (declared so above)
        owner.queryset = owners(identity)


class EvaluateForm(PlainErrors, forms.Form):
    """What it brought, how the work together went, and whether a new round begins."""

    effect = forms.CharField(
        label=_("Wat was het effect van de maatregelen?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Waarmee vergelijkt u? Een lager cijfer bewijst nog niet dat de maatregel werkte."),
    )
    cooperation = forms.CharField(
        label=_("Hoe verliep de samenwerking?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Deed iedereen wat was afgesproken? Wat lukte niet, en waarom?"),
    )
    next_start = day_field(
        _("Nieuwe ronde begint op"),
        required=False,
        help_text=_("Laat leeg als er geen nieuwe ronde komt. Wat is afgesproken, loopt gewoon door."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
