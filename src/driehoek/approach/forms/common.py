"""Fields that come back in the forms of this room."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.web.forms import FILL

NO_NAMES: Final = gettext_lazy("Zonder namen en andere persoonsgegevens.")
MOST_OPTIONS: Final = 4
FEWEST_OPTIONS: Final = 2


def lines(
    label: Any,
    *,
    longest: int,
    rows: int = 3,
    required: bool = True,
    help_text: Any = "",
) -> forms.CharField:
    """Make a field for a few lines of text."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Make a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class Options(forms.BaseForm):
    """A mixin: two to four options, each with its consequence.

    Attributes:
        options_needed: whether a form with fewer than two options is refused.
    """

    options_needed: bool = True

    def add_options(self) -> None:
        """Add the fields; call it before the form is bound to what was stored."""
        for number in range(1, MOST_OPTIONS + 1):
            self.fields[f"option_{number}"] = forms.CharField(
                label=_("Keuze %(n)s") % {"n": number},
                max_length=200,
                required=self.options_needed and number <= FEWEST_OPTIONS,
                error_messages={"required": FILL},
            )
            self.fields[f"consequence_{number}"] = forms.CharField(
                label=_("Gevolg van keuze %(n)s") % {"n": number},
                max_length=300,
                required=self.options_needed and number <= FEWEST_OPTIONS,
                error_messages={"required": FILL},
            )

    def check_options(self, values: dict[str, Any]) -> None:
        """Refuse an option without a consequence, and a consequence without an option."""
        for number in range(1, MOST_OPTIONS + 1):
            option, then = values.get(f"option_{number}"), values.get(f"consequence_{number}")
            if option and not then and f"consequence_{number}" not in self.errors:
                self.add_error(f"consequence_{number}", _("Schrijf op wat er gebeurt bij deze keuze."))
            if then and not option and f"option_{number}" not in self.errors:
                self.add_error(f"option_{number}", _("Schrijf de keuze op waar dit gevolg bij hoort."))

    def options(self) -> list[tuple[str, str]]:
        """Return the options that were filled in; call it on a valid form."""
        found = [
            (self.cleaned_data[f"option_{number}"], self.cleaned_data[f"consequence_{number}"])
            for number in range(1, MOST_OPTIONS + 1)
        ]
        return [(option, then) for option, then in found if option]


def option_values(options: list[dict[str, str]]) -> dict[str, str]:
    """Return stored options as initial values of the fields."""
    found: dict[str, str] = {}
    for number, one in enumerate(options, start=1):
        found |= {f"option_{number}": one["option"], f"consequence_{number}": one["consequence"]}
    return found


OPTION_NAMES: Final = tuple(
    f"{what}_{number}" for number in range(1, MOST_OPTIONS + 1) for what in ("option", "consequence")
)
