"""Forms that say what to do instead of what is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FILL = _("Vul dit in.")
PICK = _("Kies een van de mogelijkheden.")
TICK = _("Vink dit aan om door te gaan.")
DATE = _("Vul een bestaande datum in, bijvoorbeeld 26-11-2026.")
NUMBER = _("Vul een getal in, alleen cijfers.")
FILE = _("Kies een bestand.")

# A year of four digits that someone mistyped ("0026") is a day that nothing can be planned on or reckoned from.
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)
# A version is a small number; more digits than this are no version of ours.
LONGEST_VERSION: Final = 9

REQUIRED: tuple[tuple[type[forms.Field], str | Promise], ...] = (
    (forms.BooleanField, TICK),
    (forms.ChoiceField, PICK),
    (forms.ModelChoiceField, PICK),
    (forms.FileField, FILE),
)
INVALID: tuple[tuple[type[forms.Field], str | Promise], ...] = (
    (forms.DateField, DATE),
    (forms.IntegerField, NUMBER),
)


class PlainErrors(forms.BaseForm):
    """A mixin for forms: every standard error tells what to do, in short plain words.

    A message that a form gives itself (`error_messages`) stays. A date outside the years in which people plan and
    look back is refused, in every form.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say(field, "required", next((say for kind, say in REQUIRED if isinstance(field, kind)), FILL))
            for kind, say in INVALID:
                if isinstance(field, kind):
                    _say(field, "invalid", say)
            if isinstance(field, forms.DateField) and sensible_day not in field.validators:
                field.validators.append(sensible_day)


def sensible_day(day: date) -> None:
    """Refuse a day in a year that nobody means.

    Raises:
        ValidationError: it lies before 1900 or after 2199.
    """
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(gettext("Kijk het jaar na. Vul een datum in tussen 1900 en 2200."))


class ReadAt(PlainErrors, forms.Form):
    """Nothing but the version that was read, for acts that are confirmed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def posted_version(request: HttpRequest) -> int:
    """Return the version that a form was read at; 0, which nothing has, when it does not say."""
    return int(given) if is_number(given := request.POST.get("version", "")) else 0


def is_number(given: str) -> bool:
    """Tell whether `given` is a whole number that a row of ours can have: a few plain digits and nothing else."""
    return given.isascii() and given.isdigit() and len(given) <= LONGEST_VERSION


def sent_again(request: HttpRequest, version: int) -> QueryDict:
    """Return what was typed, ready to be saved over the newer `version` after a conflict."""
    data = request.POST.copy()
    data["version"] = str(version)
    return data


def _say(field: forms.Field, code: str, words: str | Promise) -> None:
    """Replace the framework's standard message, and no other."""
    standard = next((_defaults(kind)[code] for kind in type(field).__mro__ if code in _defaults(kind)), None)
    if field.error_messages.get(code) == standard:
        field.error_messages[code] = words  # type: ignore[assignment]  # lazy text is what the framework itself puts here


def _defaults(kind: type) -> dict[str, Any]:
    own: dict[str, Any] = vars(kind).get("default_error_messages", {})
    return own
