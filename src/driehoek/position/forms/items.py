"""Forms for what is delivered: an item, that there is nothing to report, and what a reader thinks of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.deadlines.calendar import at_local
from driehoek.parties.models import Function, Organisation
from driehoek.position.forms.folded import FoldedForm, choices_of, day_input
from driehoek.position.models import Agreement, Certainty, InfoKind, Verdict
from driehoek.position.queries.items import running_problems
from driehoek.position.queries.needs import partners_of, themes_of
from driehoek.position.queries.walls import own_organisations
from driehoek.position.services import NewItem, PersonalDataError, judge_personal_data
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Classification, Problem, Theme
from driehoek.web.forms import PlainErrors, is_number
from driehoek.web.screened import ScreenedForm

MOST_ITEMS: Final = 5
# The hour of a day of which only the date is known: in doubt, in favour of who delivered.
SOME_TIME: Final = time(12, 0)
EARLIEST: Final = timedelta(days=3660)


class ItemForm(ScreenedForm, FoldedForm):
    """One message: what is the case, and what it means."""

    screened = ("title", "text", "meaning", "comparison", "limits", "source", "reference")

    title = forms.CharField(
        label=gettext_lazy("In één regel"),
        max_length=140,
        error_messages={"required": gettext_lazy("Zeg in één regel wat er is.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Wat is er?"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy(
                "Schrijf wat er is, of zeg onder “Meer hierover zeggen” waar het stuk ligt."
            )
        },
    )
    meaning = forms.CharField(
        label=gettext_lazy("Wat betekent dit?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "De burgemeester mist dit het vaakst. Waarom gebeurt dit, is het erg, wat verwacht u?"
        ),
    )
    period = forms.CharField(label=gettext_lazy("Over welke periode?"), required=False, max_length=100)
    comparison = forms.CharField(
        label=gettext_lazy("Vergeleken met"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Bijvoorbeeld: dezelfde maand vorig jaar, of het gemiddelde van drie jaar."),
    )
    limits = forms.CharField(
        label=gettext_lazy("Wat zegt dit niet?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Bijvoorbeeld: niet iedereen doet aangifte."),
    )
    fact_on = forms.DateField(label=gettext_lazy("Datum van het feit"), required=False, widget=day_input())
    certainty = forms.ChoiceField(
        label=gettext_lazy("Hoe zeker is het?"), choices=Certainty.choices, initial=Certainty.CONFIRMED
    )
    source = forms.CharField(
        label=gettext_lazy("Bron"),
        required=False,
        max_length=140,
        help_text=gettext_lazy("Uit welk systeem of van welke waarneming? Geen namen van personen."),
    )
    reference = forms.CharField(
        label=gettext_lazy("Waar ligt het stuk?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Als u het op een andere manier stuurde of gaf."),
    )
    classification = forms.ChoiceField(
        label=gettext_lazy("Vertrouwelijkheid"),
        choices=Classification.choices,
        initial=Classification.INTERNAL,
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Vervalt op"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy("Vanaf die dag is de tekst weg. Dat het er was, blijft bekend."),
    )
    personal_data = forms.BooleanField(
        label=gettext_lazy("Er staan persoonsgegevens in"),
        required=False,
        help_text=gettext_lazy(
            "Kies dan ook “Vertrouwelijk” of “Strikt vertrouwelijk”, en een dag waarop de tekst vervalt."
        ),
    )
    must_know = forms.BooleanField(
        label=gettext_lazy("De burgemeester moet dit vandaag weten"),
        required=False,
        help_text=gettext_lazy(
            "Het staat dan meteen bovenaan bij de burgemeester. Wordt het niet geopend, dan worden anderen gebeld."
        ),
    )
    folded = ("reference", "classification", "expires_on", "personal_data")
    fold_label = gettext_lazy("Meer hierover zeggen")

    def __init__(
        self,
        *args: Any,
        agreement: Agreement | None = None,
        info_kind: str = InfoKind.OPERATIONAL,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.info_kind = InfoKind(agreement.info_kind if agreement else info_kind)
        if self.info_kind == InfoKind.OPERATIONAL:
            for name in ("period", "comparison", "limits"):
                del self.fields[name]
        # What lies elsewhere need not be written again.
        self.fields["text"].required = not self.data.get(self.add_prefix("reference"), "").strip()
        if agreement is None or not agreement.personal_data:
            del self.fields["personal_data"]
            self.fields["text"].help_text = _("Zonder namen en andere persoonsgegevens.")

    def may_hold_personal_data(self) -> bool:
        """Tell whether the writer said that there are personal data in it, where the agreement foresees them."""
        return bool(self.cleaned_data.get("personal_data"))

    def clean_fact_on(self) -> date | None:
        """Refuse a fact that is still to come, or longer ago than anyone can mean."""
        given: date | None = self.cleaned_data["fact_on"]
        if given and given > timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een eerdere dag. Wat nog komt, is geen feit."))
        if given and given < timezone.localdate() - 10 * EARLIEST:
            raise forms.ValidationError(_("Kijk het jaartal na."))
        return given

    def clean_expires_on(self) -> date | None:
        """Refuse a day on which it would be gone before it was read."""
        given: date | None = self.cleaned_data["expires_on"]
        if given and given <= timezone.localdate():
            raise forms.ValidationError(_("Kies morgen of een latere dag."))
        return given

    def clean(self) -> dict[str, Any]:
        """Ask for care where there are personal data."""
        values = super().clean()
        if not self.errors:
            try:
                about = self.agreement.problem_id if self.agreement else None
                judge_personal_data(self.new_item(values), self.agreement, about)
            except PersonalDataError as error:
                self.say(error)
        return values

    def say(self, error: PersonalDataError) -> None:
        """Put a refusal of personal data into words, at the field where it can be mended."""
        field, words = {
            "agreement": (
                "text",
                _(
                    "Onder deze afspraak vallen geen persoonsgegevens. Haal ze weg, of pas eerst de afspraak aan."
                ),
            ),
            "classification": (
                "classification",
                _("Kies “Vertrouwelijk” of “Strikt vertrouwelijk”, want er staan persoonsgegevens in."),
            ),
            "expiry": (
                "expires_on",
                _("Kies een dag waarop de tekst vervalt, want er staan persoonsgegevens in."),
            ),
            "must_know": (
                "must_know",
                _("Van een zaak gaan persoonsgegevens niet naar de eerste pagina. Schrijf dit zonder."),
            ),
        }[str(error)]
        self.add_error(field, words)

    def new_item(self, values: dict[str, Any] | None = None) -> NewItem:
        """Return what was filled in as a new item; call it on a valid form."""
        known = NewItem.__dataclass_fields__.keys()
        given = {name: value for name, value in (values or self.cleaned_data).items() if name in known}
        given["certainty"] = Certainty(given["certainty"])
        given["classification"] = Classification(given["classification"])
        return NewItem(**(given | {"info_kind": self.info_kind}))


ItemFormSet = formset_factory(
    ItemForm, extra=0, min_num=1, validate_min=True, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS
)


def item_forms(agreement: Agreement, known: dict[str, Any]) -> BaseFormSet[ItemForm]:
    """Return the form for the first message of a delivery, with what is known about it filled in."""
    return ItemFormSet(initial=[known], form_kwargs={"agreement": agreement})


def sent_items(agreement: Agreement, data: QueryDict) -> BaseFormSet[ItemForm]:
    """Return the messages as they were sent; only the first one must be there, empty ones after it are none."""
    sent = data.copy()
    sent["form-INITIAL_FORMS"] = "0"
    return ItemFormSet(sent, form_kwargs={"agreement": agreement})


def with_one_more(agreement: Agreement, data: QueryDict) -> BaseFormSet[ItemForm]:
    """Return what was typed so far, unjudged, and a form for one more message."""
    given = data.get("form-TOTAL_FORMS", "1")
    count = min(int(given) if is_number(given) else 1, MOST_ITEMS - 1)
    typed: list[dict[str, Any]] = [
        {name: data.get(f"form-{number}-{name}", "") for name in ItemForm.base_fields}
        for number in range(count)
    ]
    return ItemFormSet(initial=[*typed, {}], form_kwargs={"agreement": agreement})


def new_items(forms_: BaseFormSet[ItemForm]) -> list[NewItem]:
    """Return the messages that were filled in; call it on valid forms."""
    return [form.new_item() for form in forms_ if form.cleaned_data]


class ReceivedForm(PlainErrors, forms.Form):
    """When something came that an adviser registers for the supplier."""

    received_on = forms.DateField(
        label=gettext_lazy("Binnengekomen op"),
        widget=day_input(),
        help_text=gettext_lazy("De dag waarop u het kreeg. Die telt voor op tijd of te laat."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("received_on", timezone.localdate())

    def clean_received_on(self) -> date:
        """Refuse a day that is still to come."""
        given: date = self.cleaned_data["received_on"]
        if given > timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een eerdere dag."))
        if given < timezone.localdate() - EARLIEST:
            raise forms.ValidationError(_("Kijk het jaartal na."))
        return given

    def received_at(self) -> datetime | None:
        """Return the moment; None for now. Call it on a valid form."""
        given: date = self.cleaned_data["received_on"]
        return None if given == timezone.localdate() else at_local(given, SOME_TIME)


class NothingForm(ScreenedForm, PlainErrors, forms.Form):
    """There is nothing to report, and how one knows."""

    screened = ("reason",)

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Hoe weet u dat er niets te melden is?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Bijvoorbeeld: er waren deze week geen meldingen over het uitgaansgebied."),
        error_messages={"required": gettext_lazy("Schrijf in een zin hoe u dat weet.")},
    )


class ProvideForm(ItemForm):
    """Something that the mayor must know and nobody asked for."""

    supplier = forms.ModelChoiceField(
        label=gettext_lazy("Van wie komt het?"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Kies een partner"),
        error_messages={"required": gettext_lazy("Kies van wie dit komt.")},
    )
    theme = ThemeChoice(
        label=gettext_lazy("Thema"),
        queryset=Theme.objects.none(),
        empty_label=gettext_lazy("Kies een thema"),
        error_messages={"required": gettext_lazy("Kies het thema waar dit bij hoort.")},
    )
    problem = forms.ModelChoiceField(
        label=gettext_lazy("Hoort bij probleem"),
        queryset=Problem.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen probleem in Driehoek"),
        help_text=gettext_lazy("Dan ziet alleen wie bij dat probleem mag dit bericht."),
    )
    field_order = ("supplier", "theme", "title", "text", "meaning")
    folded = ("problem", "reference", "classification", "expires_on")

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suppliers = partners_of(identity)
        if not identity.holds(Function.SAFETY_ADVISER):
            suppliers = suppliers.filter(pk__in=own_organisations(identity))
        choices_of(self, "supplier", suppliers)
        choices_of(self, "theme", themes_of(identity))
        choices_of(self, "problem", running_problems(identity))
        known = list(suppliers[:2])
        if len(known) == 1:
            field = self.fields["supplier"]
            field.initial, field.widget = known[0].pk, forms.HiddenInput()


class RatingForm(PlainErrors, forms.Form):
    """What a reader thinks of an item: one tap, with a mark and a note if one likes."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    mark = forms.TypedChoiceField(
        label=gettext_lazy("Cijfer voor de inhoud"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("Geen cijfer")), *((mark, str(mark)) for mark in range(1, 6))],
        help_text=gettext_lazy("1 is slecht, 5 is heel goed."),
    )
    note = forms.CharField(
        label=gettext_lazy("Toelichting voor de leverancier"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Wat miste u? Geen namen van personen."),
    )
