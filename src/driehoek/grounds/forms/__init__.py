"""Forms of the room `grounds`."""

from django import forms


class VersionForm(forms.Form):
    """Only the version that was read, for pages that ask once more."""

    version = forms.IntegerField(widget=forms.HiddenInput)
