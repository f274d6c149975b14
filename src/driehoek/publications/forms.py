"""Forms for writing, checking and withdrawing an analysis."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.areas.models import Area
from driehoek.figures.models import Indicator, Series
from driehoek.position.models import Certainty, Delivery
from driehoek.position.sentences import period_words
from driehoek.problems.models import Classification, Theme
from driehoek.publications import queries
from driehoek.publications.models import Audience, Draft, FigureKind, Publication
from driehoek.publications.services import For
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import CONFIRMED, ScreenedForm

CLOSED: Final = (Classification.CONFIDENTIAL, Classification.STRICT)
SURE: Final = (Certainty.CONFIRMED, Certainty.LIKELY, Certainty.UNVERIFIED)


FEWEST, MOST = 2, 120
# What a form sends besides the fields of the draft.
NO_FIELDS: Final = frozenset({"version", "purpose", CONFIRMED})


def area(rows: int) -> forms.Textarea:
    """Return a text area of a number of rows."""
    return forms.Textarea(attrs={"rows": rows})


class DraftForm(ScreenedForm, PlainErrors, forms.Form):
    """Everything an analysis says; only title, question and theme are needed to keep a draft."""

    screened = (
        "title",
        "asked",
        "finding",
        "meaning",
        "advice",
        "limits",
        "comparison",
        "certainty_why",
        "method",
        "sources",
        "changes",
    )
    title = forms.CharField(label=_("Titel"), max_length=140, help_text=_("In één regel, zonder namen."))
    asked = forms.CharField(
        label=_("De vraag"),
        max_length=500,
        widget=area(2),
        help_text=_("Wat wilde de burgemeester weten?"),
    )
    purpose = forms.ChoiceField(
        label=_("Waarvoor is dit?"),
        required=False,
        help_text=_("Kiest u een vraag of een levering? Dan is die beantwoord of binnen zodra u publiceert."),
    )
    theme = forms.ModelChoiceField(
        label=_("Thema"), queryset=Theme.objects.none(), empty_label=_("Kies een thema")
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("Over welke gebieden?"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Niets aangevinkt is de hele gemeente."),
    )
    finding = forms.CharField(label=_("Wat we vonden"), max_length=4000, required=False, widget=area(5))
    comparison = forms.CharField(
        label=_("Waarmee is het vergeleken?"),
        max_length=200,
        required=False,
        widget=area(2),
        help_text=_("Bijvoorbeeld: andere wijken, gemeenten van deze grootte, dezelfde maanden vorig jaar."),
    )
    before_after = forms.BooleanField(
        label=_("Dit vergelijkt de tijd vóór en na een maatregel"),
        required=False,
        help_text=_("Dan staat erbij dat een verschil nog geen effect is."),
    )
    meaning = forms.CharField(
        label=_("Wat betekent het? (duiding)"), max_length=2000, required=False, widget=area(4)
    )
    advice = forms.CharField(label=_("Ons advies"), max_length=1500, required=False, widget=area(3))
    limits = forms.CharField(
        label=_("Wat zegt dit niet?"),
        max_length=300,
        required=False,
        widget=area(2),
        help_text=_("Nodig om te publiceren. Bijvoorbeeld: wat niet gemeld is, en wat anders de oorzaak kan zijn."),
    )  # fmt: skip
    certainty = forms.ChoiceField(
        label=_("Hoe zeker is de uitkomst?"),
        choices=[(one.value, one.label) for one in SURE],
        initial=Certainty.LIKELY,
        widget=forms.RadioSelect,
    )
    certainty_why = forms.CharField(
        label=_("Waarom zo zeker, of zo onzeker?"), max_length=300, required=False, widget=area(2)
    )
    method = forms.CharField(label=_("Hoe is er gekeken?"), max_length=2000, required=False, widget=area(3))
    sources = forms.CharField(label=_("Met welke gegevens?"), max_length=500, required=False, widget=area(2))
    period = forms.CharField(label=_("Over welke periode?"), max_length=100, required=False)
    audience = forms.ChoiceField(
        label=_("Wie mag dit lezen?"),
        choices=Audience.choices,
        initial=Audience.FIGURES,
        widget=forms.RadioSelect,
        help_text=_("Leest iedereen mee? Dan staat bij kleine getallen “minder dan 5”."),
    )
    classification = forms.ChoiceField(
        label=_("Vertrouwelijkheid"), choices=Classification.choices, initial=Classification.INTERNAL
    )
    changes = forms.CharField(
        label=_("Wat is er nieuw in deze versie?"), max_length=300, required=False, widget=area(2)
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, identity: Identity, publication: Publication | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {f"question:{one.pk}": one for one in queries.answerable(identity)}
        self._deliveries = {f"delivery:{one.pk}": one for one in queries.deliverable(identity)}
        themes, areas = self.fields["theme"], self.fields["areas"]
        if isinstance(themes, forms.ModelChoiceField) and isinstance(areas, forms.ModelChoiceField):
            here = Theme.objects.filter(municipality=identity.municipality, ended_at=None)
            themes.queryset = here.order_by("field", "name")
            areas.queryset = queries.choosable_areas(identity)
        if publication is None or not publication.number:
            del self.fields["changes"]
        if publication is not None and publication.number:
            # What it was for has been delivered with the first edition.
            del self.fields["purpose"]
        else:
            self._offer(publication)

    def _offer(self, publication: Publication | None) -> None:
        if publication is not None and publication.question is not None:
            self._questions[f"question:{publication.question_id}"] = publication.question
        if publication is not None and publication.delivery is not None:
            self._deliveries[f"delivery:{publication.delivery_id}"] = publication.delivery
        field = self.fields["purpose"]
        if isinstance(field, forms.ChoiceField):
            asked, due = gettext("Vraag: %(text)s"), gettext("Levering: %(what)s")
            field.choices = [
                ("", gettext("Niet gevraagd, wij brengen dit zelf")),
                *((key, asked % {"text": one.text[:90]}) for key, one in self._questions.items()),
                *((key, due % {"what": _delivery(one)}) for key, one in self._deliveries.items()),
            ]

    def clean(self) -> dict[str, Any]:
        """Refuse a wide audience for what is confidential."""
        values = super().clean()
        if values.get("audience") == Audience.EVERYONE and values.get("classification") in CLOSED:
            self.add_error(
                "audience",
                gettext("Dit is vertrouwelijk. Kies een kleinere groep lezers, of een andere vertrouwelijkheid."),
            )  # fmt: skip
        return values

    def values(self) -> dict[str, Any]:
        """Return the fields of the draft as they were filled in."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in NO_FIELDS}
        return values | {"areas": [one.pk for one in values["areas"]]}

    def serves(self) -> For | None:
        """Return what the analysis is for; None when that is settled already."""
        if "purpose" not in self.fields:
            return None
        given = self.cleaned_data["purpose"]
        return For(question=self._questions.get(given), delivery=self._deliveries.get(given))

    @staticmethod
    def initial_of(draft: Draft) -> dict[str, Any]:
        """Return the values that a draft has now."""
        publication = draft.publication
        names = [name for name in DraftForm.base_fields if name not in NO_FIELDS]
        purpose = ""
        if publication.question_id:
            purpose = f"question:{publication.question_id}"
        elif publication.delivery_id:
            purpose = f"delivery:{publication.delivery_id}"
        found = {name: getattr(draft, name) for name in names}
        return found | {"theme": draft.theme_id, "version": publication.version, "purpose": purpose}


class IndicatorChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """An indicator with its rhythm and source, since the same thing may be counted in several ways."""

    def label_from_instance(self, obj: Any) -> str:
        """Return `name (per maand, source)`."""
        return f"{obj.name} ({obj.get_frequency_display()}, {obj.source.key})"


class FigureForm(PlainErrors, forms.Form):
    """A figure for the draft, taken from an indicator."""

    indicator = IndicatorChoice(
        label=_("Indicator"), queryset=Indicator.objects.none(), empty_label=_("Kies een indicator")
    )
    kind = forms.ChoiceField(
        label=_("Hoe laat u het zien?"),
        choices=FigureKind.choices,
        initial=FigureKind.SERIES,
        widget=forms.RadioSelect,
    )
    area = forms.ModelChoiceField(
        label=_("Gebied"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("De hele gemeente"),
        help_text=_("Alleen bij een verloop in de tijd."),
    )
    periods = forms.IntegerField(
        label=_("Hoeveel periodes terug?"),
        min_value=FEWEST,
        max_value=MOST,
        initial=36,
        help_text=_("Alleen bij een verloop in de tijd. 36 maanden is drie jaar."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has = Series.objects.filter(municipality=identity.municipality)
        indicator, place = self.fields["indicator"], self.fields["area"]
        if isinstance(indicator, forms.ModelChoiceField) and isinstance(place, forms.ModelChoiceField):
            rows = Indicator.objects.filter(
                municipality=identity.municipality, ended_at=None, pk__in=has.values("indicator")
            )
            indicator.queryset = rows.select_related("source").order_by("name", "frequency")
            place.queryset = queries.choosable_areas(identity)

    def values(self) -> dict[str, Any]:
        """Return the fields of the figure; an area says something of a series only."""
        values = {name: self.cleaned_data[name] for name in ("indicator", "kind", "area", "periods")}
        return values if values["kind"] == FigureKind.SERIES else values | {"area": None}


class NoteForm(ScreenedForm, PlainErrors, forms.Form):
    """What should be different before it comes out."""

    screened = ("note",)
    note = forms.CharField(
        label=_("Wat moet er anders?"),
        max_length=500,
        widget=area(3),
        help_text=_("De schrijver ziet dit bij het concept."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(ScreenedForm, PlainErrors, forms.Form):
    """Why an analysis is withdrawn."""

    screened = ("reason",)
    reason = forms.CharField(
        label=_("Waarom trekt u haar in?"),
        max_length=500,
        widget=area(3),
        help_text=_("Wie haar las, ziet deze reden. Geen namen van personen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def _delivery(one: Delivery) -> str:
    return " ".join(filter(None, [one.agreement.what, period_words(one)]))


def theme_of(given: str, themes: list[Theme]) -> uuid.UUID | None:
    """Return the theme that an address names, when it is one of those that can be chosen."""
    return next((one.pk for one in themes if str(one.pk) == given), None)
