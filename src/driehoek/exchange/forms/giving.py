"""The forms with which is judged and given: the ruling, what goes along, and the three texts (OM02, OM10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.deadlines.calendar import at_local
from driehoek.exchange.models import Detail, Ruling
from driehoek.grounds.asking import words_of
from driehoek.problems.models import Classification
from driehoek.web.forms import DATE, PlainErrors, sensible_day
from driehoek.web.screened import ScreenedForm

NOW, HOLD, AT = "now", "hold", "at"
WHEN: Final = (
    (NOW, gettext_lazy("Nu")),
    (HOLD, gettext_lazy("Houd achter")),
    (AT, gettext_lazy("Niet eerder dan")),
)
# How much a text may hold: a notice, what the mayor needs, and an excerpt; never a whole file.
LETTERS: Final = {Detail.HEADLINE: 300, Detail.ESSENTIALS: 3000, Detail.EXTRACT: 20_000}
ROWS: Final = {Detail.HEADLINE: 2, Detail.ESSENTIALS: 5, Detail.EXTRACT: 8}
# What is given to another party is at least confidential.
MARKS: Final = (Classification.CONFIDENTIAL, Classification.STRICT)
LONGEST_KEEP: Final = timedelta(days=366 * 5)
PARTS_PREFIX: Final = "part"


@dataclass(frozen=True)
class WrittenPart:
    """One of the three texts as the form holds it.

    Attributes:
        detail: headline, essentials or extract.
        text: the words; an empty one is no part.
        let_go: whether it goes when the provision is released, at once or at the end of the embargo.
        embargo_until: nobody reads it before this moment; None for none.
    """

    detail: Detail
    text: str
    let_go: bool = True
    embargo_until: datetime | None = None

    @property
    def when(self) -> str:
        """How the form says it: now, hold or at."""
        if not self.let_go:
            return HOLD
        return AT if self.embargo_until else NOW


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": DATE},
        validators=[sensible_day],
        **more,
    )


def time_field(label: Any, **more: Any) -> forms.TimeField:
    """Return a field for a time of the day."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time", "class": "utrecht-textbox--short"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Vul een tijd in, bijvoorbeeld 14:30.")},
        **more,
    )


class RulingForm(ScreenedForm, PlainErrors, forms.Form):
    """What the asked side makes of a request; in a draft all of it may still be empty.

    Args:
        grounds: what can be chosen as the reason, with its words.
        deciding: whether it goes to the asking side now, so that what must be there is asked.
    """

    screened = ("words",)

    ruling = forms.ChoiceField(
        label=gettext_lazy("Wat besluit u?"), choices=Ruling.choices, widget=forms.RadioSelect, required=False
    )
    grounds = forms.MultipleChoiceField(
        label=gettext_lazy("Waarom niet, of niet alles?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Alleen als u weigert of een deel verstrekt. De vrager leest dit."),
    )
    words = forms.CharField(
        label=gettext_lazy("Uw woorden aan de vrager"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Zeg ook wat wel kan. Noem geen personen en niets over het onderzoek zelf."),
    )
    notes = forms.CharField(
        label=gettext_lazy("Eigen aantekening"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Alleen uw eigen organisatie leest dit."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, grounds: Sequence[tuple[str, str]], deciding: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.deciding = deciding
        self.fields["grounds"].choices = list(grounds)  # type: ignore[attr-defined]  # a choice field
        if deciding:
            self.fields["ruling"].required = True

    def may_hold_personal_data(self) -> bool:
        """Point out personal data when the words go to the other side; a draft goes nowhere."""
        return not self.deciding

    def clean(self) -> dict[str, Any]:
        """Ask for a ground and words where less is given than was asked."""
        values = super().clean()
        if self.deciding and values.get("ruling") in (Ruling.PART, Ruling.REFUSE):
            if not values.get("grounds"):
                self.add_error(
                    "grounds", _("Kies ten minste één reden. Zonder reden kan de vrager niet verder.")
                )
            if not values.get("words") and "words" not in self.errors:
                self.add_error("words", _("Leg in een paar woorden uit waarom, en wat wel kan."))
        return values


class AlongForm(ScreenedForm, PlainErrors, forms.Form):
    """What goes along with the texts: title, which data, who reads it, the mark, conditions, until when.

    Args:
        categories: which kinds of data can be in it.
        readers: functions at the receiver that can be let in, with their words.
        by_the_list: whether it is given by the standing list, so that the hours from its moment count.
        at_the_table: whether the receiver sits in the driehoek, so that it can be kept there.
        deciding: whether it leaves now.
    """

    screened = ("title", "conditions", "about")
    # Its own prefix, so that the tick about personal data belongs to these words alone.
    prefix = "along"

    title = forms.CharField(
        label=gettext_lazy("In één regel, zonder persoonsgegevens"),
        max_length=140,
        help_text=gettext_lazy("Dit staat in lijsten. Bijvoorbeeld: “Zitting in een zaak rond het plein”."),
    )
    data_categories = forms.MultipleChoiceField(
        label=gettext_lazy("Welke gegevens zitten erin?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies ten minste één soort gegevens.")},
    )
    readers = forms.MultipleChoiceField(
        label=gettext_lazy("Wie mag het lezen bij de ontvanger?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies wie het mag lezen.")},
    )
    mark = forms.ChoiceField(
        label=gettext_lazy("Hoe vertrouwelijk?"),
        choices=[(one.value, one.label) for one in MARKS],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Het staat op elke bladzijde, ook op papier."),
    )
    within_driehoek = forms.BooleanField(
        label=gettext_lazy("Mag de driehoek niet uit"),
        required=False,
        help_text=gettext_lazy("Alleen burgemeester, OM en politie. Doorgeven aan een ander kan dan niet."),
    )
    conditions = forms.CharField(
        label=gettext_lazy("Voorwaarden voor de ontvanger"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Bijvoorbeeld: “Bel mij voor u hier iets over zegt.”"),
    )
    keep_until = day_field(
        gettext_lazy("Bewaren tot"),
        help_text=gettext_lazy("Op deze dag wordt de inhoud vernietigd, ook bij de ontvanger."),
    )
    about = forms.CharField(
        label=gettext_lazy("Kenmerk van de persoon"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Bijvoorbeeld het parketnummer. Alleen een pseudoniem blijft bewaard, zodat te zien is wie wanneer over "
            "deze persoon las. Laat het leeg als het er al staat."
        ),
    )
    moment_at = forms.DateTimeField(
        label=gettext_lazy("Wanneer was het moment?"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Vanaf dan tellen de uren die u samen afsprak."),
        error_messages={"invalid": gettext_lazy("Kies een datum en een tijd.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        categories: Iterable[str],
        readers: Sequence[tuple[str, str]],
        by_the_list: bool = False,
        at_the_table: bool = True,
        deciding: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.deciding = deciding
        if not at_the_table:
            del self.fields["within_driehoek"]
        self._choose("data_categories", [(one, words_of("data_categories", one)) for one in categories])
        self._choose("readers", list(readers))
        if by_the_list:
            self.fields["moment_at"].required = deciding
        else:
            del self.fields["moment_at"]
        if not deciding:
            for field in self.fields.values():
                field.required = False

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # both are choice fields

    def may_hold_personal_data(self) -> bool:
        """Point out personal data when it leaves; a draft goes nowhere."""
        return not self.deciding

    def clean_moment_at(self) -> datetime | None:
        """Refuse a moment that is still to come."""
        at: datetime | None = self.cleaned_data["moment_at"]
        if at is not None and at > timezone.now():
            raise forms.ValidationError(_("Kies een moment dat al geweest is."))
        return at

    def clean_keep_until(self) -> date | None:
        """Ask for a day that is to come and not further than anyone can oversee."""
        day: date | None = self.cleaned_data["keep_until"]
        if day is None:
            return None
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Kies een dag die nog komt."))
        if day > timezone.localdate() + LONGEST_KEEP:
            raise forms.ValidationError(_("Dat is te lang. Kies een dag binnen vijf jaar."))
        return day


class PartsForm(ScreenedForm, PlainErrors, forms.Form):
    """The three texts, each with when it may be read.

    Args:
        about_persons: whether personal data are what this provision is for; then only service numbers are refused.
        deciding: whether it leaves now, so that there must be something.
    """

    prefix = PARTS_PREFIX
    screened = tuple(f"{detail}_text" for detail in Detail)

    def __init__(self, *args: Any, about_persons: bool, deciding: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about_persons, self.deciding = about_persons, deciding
        for detail in Detail:
            for name, field in _part_fields(detail).items():
                # The choices and the moment are there with the text, so they are not told to be left out.
                field.required = not self.is_bound and not name.endswith("_text")
                self.fields[name] = field

    def may_hold_personal_data(self) -> bool:
        """Point out personal data only when they are beyond what is named, and only when it leaves."""
        return self.about_persons or not self.deciding

    def clean(self) -> dict[str, Any]:
        """Ask for a moment that is to come where one is chosen, and for one text when it leaves."""
        values = super().clean()
        for detail in Detail:
            if values.get(f"{detail}_when") == AT and values.get(f"{detail}_text"):
                self._judge_moment(detail, values)
        if self.deciding and not self.errors:
            self._judge_whole(values)
        return values

    def _judge_whole(self, values: dict[str, Any]) -> None:
        written = [detail for detail in Detail if values.get(f"{detail}_text")]
        if not written:
            self.add_error(f"{Detail.HEADLINE}_text", _("Schrijf ten minste één tekst: de kop is genoeg."))
        elif all(values.get(f"{detail}_when") == HOLD for detail in written):
            said = _("U houdt alles achter. Laat ten minste één tekst gaan, of bewaar het als concept.")
            self.add_error(f"{written[0]}_when", said)

    def _judge_moment(self, detail: Detail, values: dict[str, Any]) -> None:
        day, clock = values.get(f"{detail}_date"), values.get(f"{detail}_time")
        if day is None or clock is None:
            for name in ("date", "time"):
                if values.get(f"{detail}_{name}") is None and f"{detail}_{name}" not in self.errors:
                    said = _("Kies de dag.") if name == "date" else _("Kies de tijd.")
                    self.add_error(f"{detail}_{name}", said)
            return
        if at_local(day, clock) <= timezone.now():
            self.add_error(f"{detail}_date", _("Kies een moment dat nog komt, of kies “Nu”."))

    def parts(self) -> list[WrittenPart]:
        """Return all three, the empty ones too; call it on a valid form."""
        return [self._part(detail) for detail in Detail]

    def _part(self, detail: Detail) -> WrittenPart:
        given = self.cleaned_data
        when = given.get(f"{detail}_when") or NOW
        day, clock = given.get(f"{detail}_date"), given.get(f"{detail}_time")
        until = at_local(day, clock) if when == AT and day and clock else None
        # Without its moment an embargo is not over: the text stays back until someone says more.
        let_go = when == NOW or until is not None
        return WrittenPart(detail, given.get(f"{detail}_text", "").strip(), let_go, until)

    @property
    def boxes(self) -> Iterator[tuple[Detail, dict[str, BoundField]]]:
        """Return the fields of each box, for the template."""
        for detail in Detail:
            yield detail, {name: self[f"{detail}_{name}"] for name in ("text", "when", "date", "time")}

    @staticmethod
    def initial_of(parts: Iterable[WrittenPart]) -> dict[str, Any]:
        """Return how parts stand in the form."""
        found: dict[str, Any] = {f"{detail}_when": NOW for detail in Detail}
        for part in parts:
            found[f"{part.detail}_text"] = part.text
            found[f"{part.detail}_when"] = part.when
            if part.embargo_until:
                local = timezone.localtime(part.embargo_until)
                found[f"{part.detail}_date"] = local.date()
                found[f"{part.detail}_time"] = local.time().replace(second=0, microsecond=0)
        return found


def _part_fields(detail: Detail) -> dict[str, forms.Field]:
    letters = LETTERS[detail]
    return {
        f"{detail}_text": forms.CharField(
            label=str(detail.label),
            required=False,
            max_length=letters,
            widget=forms.Textarea(attrs={"rows": ROWS[detail], "autocomplete": "off"}),
            error_messages={
                "max_length": gettext_lazy("Dit is te lang: hier passen %(limit_value)d tekens. Kort het in.")
            },
        ),
        f"{detail}_when": forms.ChoiceField(
            label=_("Wanneer te lezen?"), choices=WHEN, widget=forms.RadioSelect, required=False
        ),
        f"{detail}_date": day_field(_("Dag"), required=False),
        f"{detail}_time": time_field(_("Tijd"), required=False),
    }


def in_days(days: int) -> date:
    """Return the day so many days from now."""
    return timezone.localdate() + timedelta(days=days)
