"""The form with which a report goes back: a question at each place where there is one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from driehoek.reports.models import Report
from driehoek.reports.services import NewQuestion
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm


class QuestionsForm(ScreenedForm, PlainErrors, forms.Form):
    """One question per heading or figure, and one about the whole; at least one of them."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[str, str]] = {}
        whole = (("whole", "", _("Over het hele rapport"), ""),)
        sections = [(f"section_{one.key}", one.key, one.label, one.text) for one in report.sections.all()]
        figures = [
            (f"figure_{one.indicator_id.hex}", one.indicator.key, one.name, one.interpretation)
            for one in report.figures.select_related("indicator")
        ]
        for name, key, label, text in (*sections, *figures, *whole):
            self.places[name] = key, label
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=1000,
                help_text=_("Er staat: “%(text)s”") % {"text": text} if text else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

        self.screened = tuple(self.places)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one question."""
        values = super().clean()
        if not self.errors and not any(values.get(name) for name in self.places):
            raise forms.ValidationError(
                _("Stel minstens één vraag. Zonder vraag gaat het rapport niet terug.")
            )
        return values

    def questions(self) -> list[NewQuestion]:
        """Return the questions; call it on a valid form."""
        return [
            NewQuestion(text=self.cleaned_data[name], heading=key, label=label if key else "")
            for name, (key, label) in self.places.items()
            if self.cleaned_data[name]
        ]
