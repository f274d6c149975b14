"""The form with which a partner reports: at most one screen on a phone (CX01)."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.areas.models import Area
from driehoek.problems.queries import areas_of
from driehoek.screening import screen
from driehoek.signals import queries
from driehoek.signals.models import Credibility, SourceGrade
from driehoek.signals.services import NewSignal
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import refusal

ALIKE: Final = "sent_all_the_same"


class SignalForm(PlainErrors, forms.Form):
    """What, where, when, about whom, how sure. Names may stand here: it lies under lock; a service number may not."""

    what = forms.CharField(
        label=gettext_lazy("Wat is er aan de hand?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Schrijf in een paar zinnen wat u zag of hoorde.")},
    )
    happened_on = forms.DateField(
        label=gettext_lazy("Wanneer, of voor het laatst?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("In welke buurt?"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("Weet ik niet"),
    )
    place = forms.CharField(label=gettext_lazy("Waar precies?"), max_length=200, required=False)
    about = forms.CharField(
        label=gettext_lazy("Om wie gaat het, in een paar woorden?"),
        max_length=300,
        required=False,
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("Hoe betrouwbaar is uw bron?"),
        choices=[(one.value, f"{one.value} – {one.label}") for one in SourceGrade],
        initial=SourceGrade.UNKNOWN,
    )
    credibility = forms.ChoiceField(
        label=gettext_lazy("Hoe zeker is wat u hoorde?"),
        choices=[(one.value, f"{one.value} – {one.label}") for one in Credibility],
        initial=Credibility.UNKNOWN,
    )
    urgent = forms.BooleanField(label=gettext_lazy("Spoed: dit kan geen week wachten"), required=False)
    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.identity = identity
        self.alike: list[queries.Alike] = []
        self.initial.setdefault("id", uuid.uuid4())
        self.initial.setdefault("happened_on", timezone.localdate())
        # The words of the choices are asked anew, so that they come in the reader's language.
        for name, kind in (("grade", SourceGrade), ("credibility", Credibility)):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (one.value, f"{one.value} – {one.label}") for one in kind
            ]
        self.fields["area"].queryset = areas_of(self.identity)  # type: ignore[attr-defined]

    def clean_happened_on(self) -> Any:
        """Refuse a day that is still to come."""
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Deze dag komt nog. Kies vandaag of eerder."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse service numbers; ask once more when one's own organisation seems to have reported it."""
        values: dict[str, Any] = super().clean() or {}
        for name in ("what", "place", "about"):
            if said := refusal(screen(values.get(name) or "")):
                self.add_error(name, said)
        if not self.errors and not self.data.get(ALIKE):
            self._look_for_the_same(values)
        return values

    def _look_for_the_same(self, values: dict[str, Any]) -> None:
        area = values.get("area")
        self.alike = queries.alike_for_sender(
            self.identity,
            text=f"{values['what']} {values['place']} {values['about']}",
            area=area.pk if area else None,
            day=values["happened_on"],
            without=values["id"],
        )
        if self.alike:
            self.fields[ALIKE] = forms.BooleanField(
                label=gettext_lazy("Dit is iets anders, of iets nieuws: stuur het toch"), required=False
            )
            self.add_error(None, _("Uw organisatie lijkt dit al te hebben gemeld. Kijk eerst hieronder."))

    def new(self) -> NewSignal:
        """Return what was typed; call it on a valid form."""
        given = self.cleaned_data
        return NewSignal(
            what=given["what"],
            happened_on=given["happened_on"],
            grade=SourceGrade(given["grade"]),
            credibility=Credibility(given["credibility"]),
            place=given["place"],
            about=given["about"],
            area=given["area"],
            urgent=given["urgent"],
            id=given["id"],
        )
