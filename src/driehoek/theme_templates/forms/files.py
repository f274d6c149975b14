"""The form with which a file is brought in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.web.forms import PlainErrors


class ImportForm(PlainErrors, forms.Form):
    """A template as a file."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("Een YAML-bestand dat uit Driehoek komt, of dat u zo maakte. Hooguit 200 kB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )
