"""Free text that is looked at for personal data before it is kept: a scan is about places, not about persons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.screening import screen
from driehoek.web.forms import PlainErrors

CHECKED = "checked"


class Screened(PlainErrors, forms.Form):
    """A form whose texts refuse a citizen service number, and ask once about what looks like personal data.

    A form names its texts in `screened_fields`.
    """

    screened_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[CHECKED] = forms.BooleanField(
            label=_("Ik heb dit nagekeken: het zijn geen persoonsgegevens"),
            required=False,
            widget=forms.HiddenInput,
        )
        self.asks = False

    def clean(self) -> dict[str, Any]:
        """Refuse a citizen service number; ask about the rest until the writer says that it is none."""
        values = super().clean() or {}
        doubts: list[str] = []
        for name in self.screened_fields:
            found = screen(values.get(name) or "")
            if any(one.refuse for one in found):
                self.add_error(
                    name,
                    gettext(
                        "Hier staat een burgerservicenummer. Haal het weg: een scan gaat niet over personen."
                    ),
                )
            doubts += [one.fragment for one in found if not one.refuse]
        self.asks = bool(doubts)
        if doubts:
            # Only now there is something to ask.
            self.fields[CHECKED].widget = forms.CheckboxInput()
        if doubts and not values.get(CHECKED):
            self.add_error(
                CHECKED,
                gettext(
                    "Dit lijkt op een persoonsgegeven: %(found)s. Haal het weg, of vink aan dat het er geen is."
                )
                % {"found": "; ".join(f"“{one}”" for one in dict.fromkeys(doubts))},
            )
        return values
