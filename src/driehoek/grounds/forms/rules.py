"""Forms about the rules: what to show of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.grounds.asking import choices_of
from driehoek.grounds.rulebook import CLOSING, Narrowing, rules_in_force, statutes


class NarrowForm(forms.Form):
    """Which rules to show: by act, partner and purpose. Codes of the vocabulary only, so they may be in an address."""

    wet = forms.ChoiceField(label=gettext_lazy("Wet"), required=False)
    partner = forms.ChoiceField(label=gettext_lazy("Wie geeft of krijgt"), required=False)
    doel = forms.ChoiceField(label=gettext_lazy("Waarvoor"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = rules_in_force()
        parties = dict(choices_of("provider", rules)) | dict(choices_of("recipient", rules))
        used = {one for basis in rules.bases for one in basis.providers | basis.recipients}
        partners = sorted(
            ((key, words) for key, words in parties.items() if key in used), key=lambda one: one[1].lower()
        )
        every = ("", _("Alle"))
        self.fields["wet"].choices = [  # type: ignore[attr-defined]  # each of these has choices
            every,
            *statutes(rules),
            (CLOSING, _("Alleen regels die tegenhouden of meer vragen")),
        ]
        self.fields["partner"].choices = [every, *partners]  # type: ignore[attr-defined]
        self.fields["doel"].choices = [every, *choices_of("purpose", rules)]  # type: ignore[attr-defined]

    def narrowing(self) -> Narrowing:
        """Return what was chosen; an unknown code counts as no choice."""
        if not self.is_bound:
            return Narrowing()
        self.is_valid()
        chosen = [self.cleaned_data.get(name, "") for name in ("wet", "partner", "doel")]
        return Narrowing(*chosen)
