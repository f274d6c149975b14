"""Forms that look for personal data in free text before it goes anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.screening import Finding, screen
from driehoek.screening.findings import (
    ADDRESS,
    BIRTH_DATE,
    BSN,
    EMAIL,
    IBAN,
    LICENCE_PLATE,
    NAME,
    PHONE,
)

CONFIRMED: Final = "personal_confirmed"
KIND_WORDS: Final[dict[str, str | Promise]] = {
    BSN: _("een burgerservicenummer"),
    IBAN: _("een rekeningnummer"),
    EMAIL: _("een e-mailadres"),
    PHONE: _("een telefoonnummer"),
    BIRTH_DATE: _("een geboortedatum"),
    LICENCE_PLATE: _("een kenteken"),
    ADDRESS: _("een adres"),
    NAME: _("een naam"),
}


def refusal(findings: Iterable[Finding]) -> str:
    """Say which of `findings` may not be sent, whatever the writer says; empty when there is none.

    The number itself is not repeated: the message may end up in a log or on a screen that is shared.
    """
    count = sum(1 for one in findings if one.refuse)
    if not count:
        return ""
    return gettext("Hier staat een burgerservicenummer. Dat mag niet worden verstuurd. Haal het weg.")


def warning(findings: Iterable[Finding]) -> str:
    """Say what of `findings` looks like personal data, with the words it is about; empty when there is nothing."""
    seen = list(dict.fromkeys((one.kind, one.fragment) for one in findings if not one.refuse))
    if not seen:
        return ""
    said = ", ".join(f"{KIND_WORDS[kind]} (“{fragment}”)" for kind, fragment in seen)
    return gettext("Dit lijkt een persoonsgegeven: %(what)s. Haal het weg als het niet nodig is.") % {
        "what": said
    }


class ScreenedForm(forms.BaseForm):
    """A mixin for forms whose free text is screened (driehoek.screening).

    A citizen service number refuses the form. Anything else that looks like personal data is pointed out at its
    field, once: then a tick appears with which the writer says to have looked, and the form passes.

    Attributes:
        screened: names of the fields with free text.
    """

    screened: tuple[str, ...] = ()

    def may_hold_personal_data(self) -> bool:
        """Tell whether personal data were foreseen here; then only service numbers are refused."""
        return False

    def clean(self) -> dict[str, Any]:
        """Screen the free text, after the fields were judged one by one."""
        values: dict[str, Any] = super().clean() or {}
        found = {
            name: screen(values[name])
            for name in self.screened
            if name in self.fields and isinstance(values.get(name), str)
        }
        doubts = {name: warning(findings) for name, findings in found.items()}
        warned = not self.may_hold_personal_data() and any(doubts.values())
        if warned:
            self._ask_to_look()
        confirmed = not warned or bool(self.data.get(self.add_prefix(CONFIRMED)))
        for name, findings in found.items():
            said = refusal(findings) or ("" if confirmed else doubts[name])
            if said:
                self.add_error(name, said)
        return values

    @property
    def confirm_field(self) -> BoundField | None:
        """Return the tick that says that personal data were looked at, where it is asked."""
        return self[CONFIRMED] if CONFIRMED in self.fields else None

    def _ask_to_look(self) -> None:
        self.fields[CONFIRMED] = forms.BooleanField(
            label=_("Ik heb het nagekeken: dit mag hier staan"),
            required=False,
            help_text=_("Alleen als het nodig is en mag. Wie dit leest, ziet het ook."),
        )
