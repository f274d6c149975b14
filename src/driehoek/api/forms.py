"""The form for a new key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.web.forms import PlainErrors

DAYS: Final = (("30", _("30 dagen")), ("90", _("3 maanden")), ("365", _("1 jaar")))


class KeyForm(PlainErrors, forms.Form):
    """For which system, for how long, and what it may do."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=60,
        help_text=_("Welk systeem gebruikt de sleutel? Bijvoorbeeld: weekrapport politie."),
    )
    days = forms.ChoiceField(
        label=_("Geldig"),
        choices=DAYS,
        initial="90",
        widget=forms.RadioSelect,
        help_text=_("Korter is veiliger."),
    )
    may_write = forms.BooleanField(
        label=_("Mag ook aanleveren"),
        required=False,
        help_text=_("Zonder dit vinkje kan het systeem alleen lezen."),
    )

    def valid_until(self) -> datetime:
        """Return when the key stops."""
        return timezone.now() + timedelta(days=int(self.cleaned_data["days"]))
