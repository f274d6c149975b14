"""Forms that ask only what is missing: the rest lies folded, with sensible values filled in."""

from __future__ import annotations

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.web.forms import PlainErrors


class FoldedForm(PlainErrors, forms.Form):
    """A form of which some fields are folded away under one line.

    Attributes:
        folded: names of those fields.
        fold_label: the words that open them.
    """

    folded: tuple[str, ...] = ()
    fold_label: str | Promise = _("Meer zeggen")

    @property
    def main_fields(self) -> list[BoundField]:
        """Return the visible fields that are asked at once."""
        return [field for field in self.visible_fields() if field.name not in self.folded]

    @property
    def folded_fields(self) -> list[BoundField]:
        """Return the visible fields that lie folded."""
        return [field for field in self.visible_fields() if field.name in self.folded]

    @property
    def unfolded(self) -> bool:
        """Tell whether the fold must be open: something in it is wrong."""
        return any(self[name].errors for name in self.folded if name in self.fields)


def day_input() -> forms.DateInput:
    """Return the control for a day: the browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def choices_of(form: forms.BaseForm, name: str, rows: object) -> None:
    """Let a form's field choose among `rows`, a query of what the reader may see."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 its declaration says so
    field.queryset = rows  # type: ignore[assignment]  # a query of any model
