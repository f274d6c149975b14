"""Forms of the council room."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.council import counts
from driehoek.council.facts import Offers
from driehoek.council.models import CouncilQuestion, Depth, Passage, Version
from driehoek.council.services.questions import NewQuestion
from driehoek.council.services.versions import NewVersion
from driehoek.council.words import said_quarter
from driehoek.figures.models import Indicator
from driehoek.web.forms import PlainErrors

QUARTERS_BACK = 12
BSN = _("Hier staat een burgerservicenummer. Haal het weg: zo kan de tekst niet naar de raad.")


class VersionForm(PlainErrors, forms.Form):
    """What a council version shows."""

    title = forms.CharField(label=_("Titel"), max_length=140, help_text=_("Zo staat het boven het stuk."))
    quarter = forms.ChoiceField(label=_("Kwartaal"), help_text=_("De cijfers gaan over dit kwartaal."))
    indicators = forms.ModelMultipleChoiceField(
        label=_("Cijfers"),
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Totalen over alle soorten heen staan er niet bij: daarmee zijn kleine aantallen uit te rekenen."
        ),
    )
    depth = forms.ChoiceField(
        label=_("Tot welke gebieden"),
        choices=Depth.choices,
        initial=Depth.DISTRICT,
        widget=forms.RadioSelect,
        help_text=_("Hoe kleiner het gebied, hoe meer aantallen niet getoond worden."),
    )
    minimum = forms.IntegerField(
        label=_("Toon geen aantallen onder"),
        min_value=3,
        max_value=50,
        initial=5,
        help_text=_("Gebruikelijk is 5. Ook nul is dan niet te zien."),
        error_messages={
            "min_value": _("Kies 3 of hoger."),
            "max_value": _("Kies 50 of lager."),
        },
    )
    intro = forms.CharField(
        label=_("Inleiding"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Schrijf voor raadsleden. Geen namen, geen dossiers."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, identity: Identity, kept: Version | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = counts.offered(identity)
        newest = counts.newest_quarter(identity, offered)
        chosen = f"{kept.year}-Q{kept.quarter}" if kept else ""
        quarters = _quarters(newest, chosen)
        cast("forms.ChoiceField", self.fields["quarter"]).choices = [
            (one, said_quarter(one)) for one in quarters
        ]
        field = cast("forms.ModelMultipleChoiceField[Indicator]", self.fields["indicators"])
        field.queryset = offered
        if newest and not kept:
            self.fields["quarter"].initial = f"{newest.year}-Q{newest.quarter}"

    @staticmethod
    def initial_of(found: Version) -> dict[str, Any]:
        """Return what the form is filled with."""
        return {
            "title": found.title,
            "quarter": f"{found.year}-Q{found.quarter}",
            "indicators": list(found.chosen.values_list("indicator", flat=True)),
            "depth": found.depth,
            "minimum": found.minimum,
            "intro": found.intro,
            "version": found.version,
        }

    def new_version(self) -> NewVersion:
        """Return what was filled in."""
        given = self.cleaned_data
        year, quarter = given["quarter"].split("-Q")
        return NewVersion(
            title=given["title"],
            year=int(year),
            quarter=int(quarter),
            indicators=list(given["indicators"]),
            intro=given["intro"],
            depth=Depth(given["depth"]),
            minimum=given["minimum"],
        )


class PassageForm(PlainErrors, forms.Form):
    """A text in a version."""

    heading = forms.CharField(label=_("Kopje"), max_length=140)
    text = forms.CharField(
        label=_("Tekst"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Geen namen, geen dossiers, geen kleine aantallen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    @staticmethod
    def initial_of(passage: Passage) -> dict[str, Any]:
        """Return what the form is filled with."""
        return {"heading": passage.heading, "text": passage.text, "version": passage.version}


class WithdrawForm(PlainErrors, forms.Form):
    """Why a release is withdrawn."""

    reason = forms.CharField(
        label=_("Waarom trekt u deze versie in?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("De raad leest dit. Noem geen cijfers die weg moeten."),
    )


class QuestionForm(PlainErrors, forms.Form):
    """A question as it came in."""

    title = forms.CharField(label=_("Onderwerp"), max_length=140, help_text=_("In één regel."))
    text = forms.CharField(label=_("De vraag"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    asked_by = forms.CharField(
        label=_("Gesteld door"), max_length=120, help_text=_("De fractie. Een naam is niet nodig.")
    )
    asked_on = forms.DateField(
        label=_("Ontvangen op"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    term_days = forms.IntegerField(
        label=_("Termijn in dagen"),
        min_value=1,
        max_value=365,
        initial=30,
        help_text=_("Meestal 30 dagen. Kijk in het reglement van orde van uw raad."),
        error_messages={
            "min_value": _("Kies 1 dag of meer."),
            "max_value": _("Kies 365 dagen of minder."),
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    @staticmethod
    def initial_of(found: CouncilQuestion) -> dict[str, Any]:
        """Return what the form is filled with."""
        names = ("title", "text", "asked_by", "asked_on", "term_days", "version")
        return {name: getattr(found, name) for name in names}

    def clean_asked_on(self) -> date:
        """Refuse a day that has not come yet."""
        day: date = self.cleaned_data["asked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                gettext("Deze dag moet nog komen. Vul in wanneer de vraag binnenkwam.")
            )
        return day

    def new_question(self) -> NewQuestion:
        """Return what was filled in."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return NewQuestion(**given)


class AnswerForm(PlainErrors, forms.Form):
    """The text of an answer."""

    answer = forms.CharField(
        label=_("Antwoord"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Verwijs naar een feit met zijn nummer tussen haken, zoals [1]."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class FactsForm(PlainErrors, forms.Form):
    """Choosing facts; what is not offered cannot be sent."""

    facts = forms.MultipleChoiceField(
        label=_("Feiten"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies een of meer feiten.")},
    )

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["facts"])
        field.choices = [(offer.code, offer.statement) for offer in offers.usable]


class ApproveForm(PlainErrors, forms.Form):
    """Approving, with a tick when facts have changed since they were picked."""

    on_old_facts = forms.BooleanField(
        label=_("Het antwoord mag zo blijven, met de feiten van toen."), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def _quarters(newest: counts.Period | None, chosen: str) -> list[str]:
    """Return the quarters to choose from, the newest first: those that have figures, and the one that was chosen."""
    today = timezone.localdate()
    last = newest.year * 4 + newest.quarter - 1 if newest else today.year * 4 + (today.month - 1) // 3 - 1
    # A version with texts alone can be about a quarter without figures.
    now = today.year * 4 + (today.month - 1) // 3
    numbers = sorted({*range(last - QUARTERS_BACK + 1, last + 1), now - 1, now}, reverse=True)
    found = [f"{one // 4}-Q{one % 4 + 1}" for one in numbers]
    return found if not chosen or chosen in found else [chosen, *found]
