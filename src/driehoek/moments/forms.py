"""Forms for moments and calendar files."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.areas.models import Area
from driehoek.moments import queries, recurrence
from driehoek.moments.models import Moment, MomentArea, MomentKind, MomentState
from driehoek.moments.recurrence import UnusableSchedule
from driehoek.moments.rights import INSIDERS
from driehoek.moments.services import MomentValues
from driehoek.moments.services.importing import MOST_BYTES
from driehoek.parties.models import Person
from driehoek.problems.forms import ThemeChoice
from driehoek.problems.models import Problem, Theme
from driehoek.problems.queries import colleagues, visible_to
from driehoek.web.forms import PlainErrors

ONCE, OWN = "", "own"
MONTHLY = "monthly"
RULES: Final = {
    "weekly": "FREQ=WEEKLY",
    "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "yearly": "FREQ=YEARLY",
}
RHYTHMS: Final = (
    (ONCE, _("Eén keer, of op losse dagen")),
    ("weekly", _("Elke week")),
    ("fortnightly", _("Elke twee weken")),
    (MONTHLY, _("Elke maand, op dezelfde weekdag (zoals de eerste zondag)")),
    ("yearly", _("Elk jaar, op dezelfde datum")),
)
_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY: Final = re.compile(r"[\s,;]+")
_LAST_WEEK: Final = 28
_LEAP_DAY: Final = (2, 29)


def rule_of(rhythm: str, first: date) -> str:
    """Return the rule for a choice, for a series that begins on `first`."""
    if rhythm == MONTHLY:
        place = -1 if first.day > _LAST_WEEK else (first.day + 6) // 7
        return f"FREQ=MONTHLY;BYDAY={place:+d}{_CODES[first.weekday()]}"
    if rhythm == "yearly" and (first.month, first.day) == _LEAP_DAY:
        # The last day of February, so that three years out of four are not without it.
        return "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"
    return RULES.get(rhythm, "")


def rhythm_of(rule: str, first: date) -> str:
    """Return the choice that made a rule; OWN when none did."""
    if not rule:
        return ONCE
    bare = recurrence.with_until(rule, None)
    made = (choice for choice, _label in RHYTHMS if choice and rule_of(choice, first) == bare)
    return next(made, OWN)


class MomentForm(PlainErrors, forms.Form):
    """Everything about a moment."""

    title = forms.CharField(
        label=_("Titel"),
        max_length=140,
        help_text=_("In één regel. Geen namen van personen: de titel komt ook in kalenders."),
        error_messages={"required": _("Geef het moment een titel.")},
    )
    kind = forms.ChoiceField(label=_("Soort"), choices=MomentKind.choices, initial=MomentKind.EVENT)
    starts_on = forms.DateField(
        label=_("Datum"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts_time = forms.TimeField(
        label=_("Begint om"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Leeg betekent: de hele dag."),
    )
    ends_time = forms.TimeField(
        label=_("Eindigt om"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Vroeger dan het begin betekent: de volgende dag."),
    )
    ends_on = forms.DateField(
        label=_("Laatste dag"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Alleen als het langer dan een dag duurt."),
    )
    rhythm = forms.ChoiceField(label=_("Herhaalt"), choices=RHYTHMS, required=False)
    until = forms.DateField(
        label=_("Herhaalt tot en met"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leeg betekent: zonder einde."),
    )
    extra = forms.CharField(
        label=_("Ook op deze dagen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bijvoorbeeld alle thuiswedstrijden. Op elke regel een datum, zoals 5-12-2026."),
    )
    what = forms.CharField(
        label=_("Wat kan er gebeuren?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("En wat vraagt dat van u? Geen persoonsgegevens."),
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("Gebieden"), queryset=Area.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    expected = forms.IntegerField(
        label=_("Hoeveel mensen verwacht u?"), required=False, min_value=0, max_value=2_000_000
    )
    state = forms.ChoiceField(
        label=_("Hoe zeker is het?"),
        choices=[choice for choice in MomentState.choices if choice[0] != MomentState.CANCELLED],
        initial=MomentState.PLANNED,
        widget=forms.RadioSelect,
    )
    problem = forms.ModelChoiceField(
        label=_("Gaat over"),
        queryset=Problem.objects.none(),
        required=False,
        empty_label=_("Geen probleem in Driehoek"),
        help_text=_("Kiest u een probleem? Dan ziet alleen wie dat probleem mag zien dit moment."),
    )
    theme = ThemeChoice(
        label=_("Thema"), queryset=Theme.objects.none(), required=False, empty_label=_("Geen thema")
    )
    owner = forms.ModelChoiceField(
        label=_("Wie houdt dit in de gaten?"), queryset=Person.objects.none(), required=False
    )
    source = forms.CharField(
        label=_("Bron"),
        max_length=80,
        required=False,
        help_text=_("Bijvoorbeeld: vergunning, club of politie."),
    )
    confidential = forms.BooleanField(
        label=_("Alleen voor de driehoek"),
        required=False,
        help_text=_("De analist en de procesregisseur zien dit moment dan niet."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, identity: Identity, moment: Moment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._moment = moment
        themes = Theme.objects.filter(municipality=identity.municipality, ended_at=None)
        for name, rows in (
            ("areas", queries.choosable_areas(identity)),
            ("problem", queries.choosable_problems(identity)),
            ("theme", themes.order_by("field", "name")),
            ("owner", colleagues(identity).order_by("name")),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
        self._keep_what_it_has(identity)
        if not identity.holds(*INSIDERS):
            del self.fields["confidential"]

    def _keep_what_it_has(self, identity: Identity) -> None:
        """Let a moment keep what can no longer be chosen anew: a closed problem, an old theme, its own rule."""
        moment = self._moment
        if moment is None:
            return
        if moment.problem:
            self._widen("problem", visible_to(identity).filter(pk=moment.problem))
        if moment.theme_id:
            self._widen("theme", Theme.objects.filter(pk=moment.theme_id))
        old = Area.objects.filter(pk__in=MomentArea.objects.filter(moment=moment).values("area"))
        self._widen("areas", old)
        rhythm = self.fields["rhythm"]
        if rhythm_of(moment.rule, moment.starts_on) == OWN and isinstance(rhythm, forms.ChoiceField):
            rhythm.choices = [*RHYTHMS, (OWN, gettext("Zoals het nu is"))]

    def _widen(self, name: str, more: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            model = field.queryset.model
            both = set(field.queryset.values_list("pk", flat=True)) | set(more.values_list("pk", flat=True))
            field.queryset = model._default_manager.filter(pk__in=both)

    def clean_extra(self) -> tuple[date, ...]:
        """Return the single days, each once, in order."""
        found = set()
        for word in filter(None, _DAY.split(self.cleaned_data["extra"])):
            day = _read_day(word)
            if day is None:
                raise forms.ValidationError(
                    gettext("“%(word)s” is geen datum. Schrijf bijvoorbeeld 5-12-2026.") % {"word": word[:20]}
                )
            found.add(day)
        return tuple(sorted(found))

    def clean(self) -> dict[str, Any]:
        """Put the two ends together and refuse what cannot take place."""
        values = super().clean() or {}
        first, begins, ends = values.get("starts_on"), values.get("starts_time"), values.get("ends_time")
        if first is None or self.errors:
            return values
        if begins is None and ends is not None:
            self.add_error("starts_time", gettext("Vul ook in hoe laat het begint."))
            return values
        values["ends_on"], values["ends_time"] = _end(first, begins, values.get("ends_on"), ends)
        values["extra"] = tuple(day for day in values["extra"] if day != first)
        try:
            values["rule"] = self._rule(values)
            self.values()
        except UnusableSchedule as error:
            self.add_error("ends_on", str(error))
        return values

    def values(self) -> MomentValues:
        """Return what was filled in.

        Raises:
            UnusableSchedule: it cannot take place like that.
        """
        given = self.cleaned_data
        values = MomentValues(
            kind=given["kind"],
            title=given["title"],
            what=given["what"],
            starts_on=given["starts_on"],
            starts_time=given["starts_time"],
            ends_on=given["ends_on"],
            ends_time=given["ends_time"],
            rule=given["rule"],
            extra_days=given["extra"],
            skipped_days=tuple(self._moment.skipped_days) if self._moment else (),
            theme=given["theme"].pk if given["theme"] else None,
            problem=given["problem"].pk if given["problem"] else None,
            confidential=given.get("confidential", False),
            expected=given["expected"],
            owner=given["owner"].pk if given["owner"] else None,
            source=given["source"],
            state=self._state(given["state"]),
        )
        recurrence.check(values.schedule)
        return values

    def chosen_areas(self) -> tuple[Area, ...]:
        """Return the areas that were ticked."""
        return tuple(self.cleaned_data["areas"])

    def _rule(self, values: dict[str, Any]) -> str:
        rhythm, until, first = values["rhythm"], values.get("until"), values["starts_on"]
        if rhythm == ONCE:
            return ""
        rule = self._moment.rule if rhythm == OWN and self._moment else rule_of(rhythm, first)
        if until and until < first:
            raise UnusableSchedule(gettext("De herhaling stopt voor het begin. Kies een latere dag."))
        kept = recurrence.with_until(rule, until)
        return recurrence.checked_rule(kept, starts_on=first)

    def _state(self, given: str) -> str:
        """Let what does not take place stay so: that is taken back with a button of its own."""
        if self._moment and self._moment.state == MomentState.CANCELLED:
            return MomentState.CANCELLED
        return given

    @staticmethod
    def initial_of(moment: Moment) -> dict[str, Any]:
        """Return the values that a moment has now."""
        same = ("title", "kind", "starts_on", "starts_time", "ends_time", "what", "expected", "state")
        more = ("problem", "theme", "owner", "source", "confidential", "version")
        initial: dict[str, Any] = {name: getattr(moment, name) for name in (*same, *more)}
        one_day = moment.ends_on == moment.starts_on or _is_next_morning(moment)
        return initial | {
            "ends_on": None if one_day else moment.ends_on,
            "rhythm": rhythm_of(moment.rule, moment.starts_on),
            "until": recurrence.until_of(moment.rule),
            "extra": "\n".join(f"{day.day}-{day.month}-{day.year}" for day in moment.extra_days),
            "areas": list(MomentArea.objects.filter(moment=moment).values_list("area", flat=True)),
        }


class UploadForm(PlainErrors, forms.Form):
    """Offering a calendar file."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("Een kalender (.ics) of een lijst (.csv) met de kolommen titel en datum. Hooguit 2 MB."),
        error_messages={"required": _("Kies een bestand.")},
    )
    source = forms.CharField(
        label=_("Bron"), max_length=80, required=False, help_text=_("Bijvoorbeeld: vergunningen evenementen.")
    )
    kind = forms.ChoiceField(
        label=_("Soort, als het bestand dat niet zegt"),
        choices=MomentKind.choices,
        initial=MomentKind.EVENT,
    )
    confidential = forms.BooleanField(
        label=_("Alleen voor de driehoek"),
        required=False,
        help_text=_("Geldt voor alles wat nieuw is in dit bestand."),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not identity.holds(*INSIDERS):
            del self.fields["confidential"]

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file that is too large before it is read."""
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(gettext("Dit bestand is groter dan 2 MB. Maak het kleiner."))
        return given


def first_day(given: str) -> date:
    """Return the day that an address names, or today."""
    return _read_day(given) or timezone.localdate()


def _read_day(given: str) -> date | None:
    for shape in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(given.strip(), shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if 1990 <= day.year <= 2200:
            return day
    return None


def _end(first: date, begins: time | None, last: date | None, ends: time | None) -> tuple[date, time | None]:
    """Return the last day and the time of the end: an hour later, or the next morning, when not said."""
    if begins is None:
        return last or first, None
    if ends is None:
        end = datetime.combine(last or first, begins) + timedelta(hours=1)
        return end.date(), end.time()
    if last is None and ends <= begins:
        return first + timedelta(days=1), ends
    return last or first, ends


def _is_next_morning(moment: Moment) -> bool:
    return (
        moment.starts_time is not None
        and moment.ends_time is not None
        and moment.ends_on - moment.starts_on == timedelta(days=1)
        and moment.ends_time <= moment.starts_time
    )
