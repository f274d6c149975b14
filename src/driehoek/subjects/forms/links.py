"""The form of a link: to what, how, from whom, since when, and how certain."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.parties.models import Organisation
from driehoek.subjects.forms.subjects import NO_NUMBERS, NOTE
from driehoek.subjects.models import Certainty, Link, LinkKind
from driehoek.subjects.services import LinkValues
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

DAY: Final = {"type": "date"}


class LinkForm(ScreenedForm, PlainErrors, forms.Form):
    """What ties the record at hand to another of the same case."""

    screened = ("note",)
    kind = forms.ChoiceField(label=gettext_lazy("Wat is de verbinding?"), choices=LinkKind.choices)
    other = forms.ChoiceField(label=gettext_lazy("Waarmee?"))
    certainty = forms.ChoiceField(
        label=gettext_lazy("Hoe zeker is dit?"),
        choices=Certainty.choices,
        widget=forms.RadioSelect,
        initial=Certainty.UNVERIFIED,
    )
    since = forms.DateField(
        label=gettext_lazy("Vanaf"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Tot en met"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Van wie komt dit?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Eigen bevinding"),
    )
    note = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NUMBERS,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        others: Sequence[tuple[str, str]],
        organisations: QuerySet[Organisation],
        link: Link | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["source"]
        chosen.queryset = organisations
        target: Any = self.fields["other"]
        target.choices = [("", _("Kies een record")), *others]
        if link is not None:
            del self.fields["other"]
        self.initial.setdefault("key", uuid.uuid4())

    def may_hold_personal_data(self) -> bool:
        """Tell that a link of a case is made for personal data."""
        return True

    def clean(self) -> dict[str, Any]:
        """Refuse an end that lies before the start."""
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("De einddatum ligt voor de begindatum. Kijk beide na."))
        return values

    def link_values(self) -> LinkValues:
        """Return what was filled in, ready to be stored."""
        values = self.cleaned_data
        return LinkValues(
            kind=values["kind"],
            certainty=values["certainty"],
            source=values["source"],
            since=values["since"],
            until=values["until"],
            note=values["note"],
            key=values.get("key") or uuid.uuid4(),
        )
