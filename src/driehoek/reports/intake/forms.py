"""The form for offering a file with reports."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from driehoek.reports.intake.reading import MOST_BYTES
from driehoek.web.forms import PlainErrors


class UploadForm(PlainErrors, forms.Form):
    """A file with reports."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("XLSX zonder formules of CSV in UTF-8, met de kolommen van het sjabloon."),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file that is too large before it is read."""
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("Dit bestand is groter dan 2 MB. Maak het kleiner."))
        return given
