"""Forms for agreements: one for what recurs, one for what is asked once, one for what comes at an event."""

from __future__ import annotations

import copy
import uuid
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.deadlines.calendar import next_working_day
from driehoek.deadlines.recurrence import MONTHLY_RHYTHMS, STANDARD_DAY, WEEKLY_RHYTHMS, Rhythm
from driehoek.parties.models import Organisation, Person
from driehoek.position.forms.folded import FoldedForm, choices_of, day_input
from driehoek.position.models import Agreement, Channel, InfoKind, Moment, Need
from driehoek.position.queries.agreements import organisations_of_people, people_of, route_of
from driehoek.position.queries.needs import partners_of
from driehoek.position.services import NewAgreement
from driehoek.position.services.regime import REGIME
from driehoek.problems.regimes import regime_of

LONGEST: Final = 200
USUAL_TERM: Final = timedelta(days=7)
FARTHEST: Final = timedelta(days=3660)
RECURRING: Final = tuple(one for one in Rhythm if one not in (Rhythm.ONCE, Rhythm.EVENT))
WORKDAYS: Final = tuple((number, WEEKDAYS[number]) for number in range(5))
DAYS: Final = tuple((day, str(day)) for day in range(1, 31))
LAST_DAY: Final = 31
UNTESTED: Final = gettext_lazy(
    "De afspraak krijgt dan het woord “nog niet getoetst”: "
    "de juridische toets komt voordat er iets gedeeld wordt."
)


class Shape(StrEnum):
    """The three kinds of agreement, each with a form of its own."""

    RECURRING = "vast"
    ONCE = "once"
    EVENT = "event"


def shape_of(rhythm: str) -> Shape:
    """Return which form fits a rhythm; recurring when none is said."""
    return {Rhythm.ONCE: Shape.ONCE, Rhythm.EVENT: Shape.EVENT}.get(rhythm, Shape.RECURRING)  # type: ignore[call-overload, no-any-return]


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A person with the organisation they work for."""

    organisations: dict[uuid.UUID, list[str]]

    def label_from_instance(self, obj: Any) -> str:
        """Return `name (organisation)`."""
        names = ", ".join(self.organisations.get(obj.pk, ()))
        return f"{obj.name} ({names})" if names else str(obj.name)


class AgreementForm(FoldedForm):
    """What is agreed with whom; the shape decides what is asked about time."""

    supplier = forms.ModelChoiceField(
        label=gettext_lazy("Wie levert dit?"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Kies een partner"),
        error_messages={"required": gettext_lazy("Kies wie dit levert.")},
    )
    what = forms.CharField(
        label=gettext_lazy("Wat wordt er geleverd?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Schrijf in één regel wat er geleverd wordt.")},
    )
    rhythm = forms.ChoiceField(
        label=gettext_lazy("Hoe vaak?"),
        choices=[(one.value, one.label) for one in RECURRING],
        initial=Rhythm.MONTHLY,
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Op welke dag van de week?"),
        choices=WORKDAYS,
        coerce=int,
        initial=0,
        help_text=gettext_lazy("Telt alleen bij elke week of elke twee weken."),
    )
    day = forms.TypedChoiceField(
        label=gettext_lazy("Op welke dag van de maand?"),
        choices=[*DAYS, (LAST_DAY, gettext_lazy("laatste dag"))],
        coerce=int,
        initial=STANDARD_DAY,
        help_text=gettext_lazy("Telt alleen bij elke maand, elk kwartaal, elk half jaar of elk jaar."),
    )
    moment = forms.ChoiceField(
        label=gettext_lazy("Bij welke gebeurtenis?"), choices=Moment.choices, widget=forms.RadioSelect
    )
    starts_on = forms.DateField(label=gettext_lazy("Vanaf"), widget=day_input())
    personal_data = forms.BooleanField(
        label=gettext_lazy("Er zitten persoonsgegevens in"), required=False, help_text=UNTESTED
    )
    contact = PersonChoice(
        label=gettext_lazy("Contactpersoon"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("De eerste van de contactroute"),
        help_text=gettext_lazy("Wie krijgt een herinnering als het te laat is?"),
    )
    substitute = PersonChoice(
        label=gettext_lazy("Vervanger"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("De volgende van de contactroute"),
    )
    threshold = forms.CharField(
        label=gettext_lazy("Wanneer belt de leverancier tussendoor?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: Bel meteen als er onrust in een wijk is."),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hoe komt het?"), choices=Channel.choices, initial=Channel.DRIEHOEK
    )
    info_kind = forms.ChoiceField(label=gettext_lazy("Soort informatie"), choices=InfoKind.choices)
    grace_days = forms.IntegerField(
        label=gettext_lazy("Werkdagen uitloop"),
        min_value=0,
        max_value=30,
        initial=2,
        help_text=gettext_lazy("Pas daarna is het te laat en gaat er een herinnering uit."),
    )
    review_on = forms.DateField(
        label=gettext_lazy("Samen opnieuw bekijken op"), required=False, widget=day_input()
    )
    overlap = forms.BooleanField(label=gettext_lazy("Ja, maak nog een afspraak hierover"), required=False)
    folded = (
        "contact", "substitute", "threshold", "channel", "info_kind", "grace_days", "review_on",
    )  # fmt: skip
    fold_label = gettext_lazy("Meer afspreken")

    def __init__(
        self,
        *args: Any,
        identity: Identity,
        need: Need,
        shape: Shape,
        supplier: Organisation | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.identity, self.need, self.shape = identity, need, shape
        self._keep_what_fits(shape)
        choices_of(self, "supplier", partners_of(identity))
        self._offer_people(supplier)
        del self.fields["overlap"]
        known = ("supplier",) if need.partner_id else ()
        begin = ("starts_on",) if shape == Shape.RECURRING else ()
        self.folded = (*known, *self.folded, *begin)

    def _keep_what_fits(self, shape: Shape) -> None:
        """Ask about time only what this shape needs."""
        away = {
            Shape.RECURRING: ("moment",),
            Shape.ONCE: ("rhythm", "weekday", "day", "moment", "review_on"),
            Shape.EVENT: ("rhythm", "weekday", "day", "starts_on", "grace_days"),
        }[shape]
        for name in away:
            del self.fields[name]
        if shape == Shape.ONCE:
            self.fields["starts_on"].label = _("Uiterlijk op")
            self.fields["what"].label = _("Wat vraagt u?")

    def _offer_people(self, supplier: Organisation | None) -> None:
        """Offer the supplier's people, the contact route's first two filled in; everyone while none is chosen."""
        people = people_of(self.identity, supplier)
        organisations = {} if supplier else organisations_of_people(self.identity)
        route = route_of(self.identity, supplier)[:2] if supplier else []
        for number, name in enumerate(("contact", "substitute")):
            choices_of(self, name, people)
            field = self.fields[name]
            assert isinstance(field, PersonChoice)  # noqa: S101 it is declared above
            field.organisations = organisations
            if supplier:
                field.error_messages["invalid_choice"] = _("Kies iemand die voor %(supplier)s werkt.") % {
                    "supplier": supplier.name
                }
            if number < len(route):
                self.initial.setdefault(name, route[number].person_id)

    def ask_about_overlap(self, running: Agreement) -> None:
        """Say that an agreement about this runs already, and ask whether another one is meant."""
        self.fields["overlap"] = copy.deepcopy(type(self).base_fields["overlap"])
        self.add_error(
            "overlap",
            _("Er loopt al een afspraak hierover met %(supplier)s: %(what)s. Bedoelt u nog een?")
            % {"supplier": running.supplier.name, "what": running.what},
        )

    @property
    def overlap_is_meant(self) -> bool:
        """Tell whether the sender said that another agreement is meant."""
        return self.data.get(self.add_prefix("overlap")) == "on"

    def clean_starts_on(self) -> date:
        """Refuse a day that has passed for a request, and one that nobody can mean."""
        given: date = self.cleaned_data["starts_on"]
        today = timezone.localdate()
        if self.shape == Shape.ONCE and given < today and given != self.initial.get("starts_on"):
            raise forms.ValidationError(_("Kies vandaag of een latere dag."))
        if abs(given - today) > FARTHEST:
            raise forms.ValidationError(_("Kies een dag binnen tien jaar."))
        return given

    def clean(self) -> dict[str, Any]:
        """Check that contact and substitute work for the supplier, and are two people."""
        values = super().clean() or {}
        supplier = values.get("supplier")
        if supplier is not None:
            works_there = set(people_of(self.identity, supplier).values_list("pk", flat=True))
            for name in ("contact", "substitute"):
                person = values.get(name)
                if person is not None and person.pk not in works_there:
                    self.add_error(
                        name, _("Kies iemand die voor %(supplier)s werkt.") % {"supplier": supplier.name}
                    )
            self._fill_from_route(values, supplier, works_there)
        if values.get("contact") and values.get("contact") == values.get("substitute"):
            self.add_error("substitute", _("Kies een ander dan de contactpersoon."))
        return values

    def _fill_from_route(
        self, values: dict[str, Any], supplier: Organisation, works_there: set[uuid.UUID]
    ) -> None:
        """Take contact and substitute from the contact route where none was chosen."""
        route = [step.person for step in route_of(self.identity, supplier) if step.person_id in works_there]
        for name in ("contact", "substitute"):
            if values.get(name) is None and name not in self.errors:
                taken = {values.get("contact"), values.get("substitute")}
                values[name] = next((person for person in route if person not in taken), None)

    def chosen_rhythm(self) -> Rhythm:
        """Return the rhythm; call it on a valid form."""
        if self.shape == Shape.RECURRING:
            return Rhythm(self.cleaned_data["rhythm"])
        return Rhythm(self.shape.value)

    def new_agreement(self) -> NewAgreement:
        """Return what was filled in as a new agreement; call it on a valid form."""
        values, rhythm = self.cleaned_data, self.chosen_rhythm()
        return NewAgreement(
            supplier=values["supplier"],
            what=values["what"],
            rhythm=rhythm,
            starts_on=values.get("starts_on") or timezone.localdate(),
            info_kind=InfoKind(values["info_kind"]),
            weekday=self._weekday(rhythm),
            day=self._day(rhythm),
            grace_days=values.get("grace_days", 0),
            channel=Channel(values["channel"]),
            contact=values["contact"],
            substitute=values["substitute"],
            threshold=values["threshold"],
            moment=values.get("moment", ""),
            personal_data=values["personal_data"],
            regime=self.need.regime,
            review_on=values.get("review_on"),
        )

    def _weekday(self, rhythm: Rhythm) -> int | None:
        return self.cleaned_data.get("weekday") if rhythm in WEEKLY_RHYTHMS else None

    def _day(self, rhythm: Rhythm) -> int | None:
        return self.cleaned_data.get("day") if rhythm in MONTHLY_RHYTHMS else None


def first_values(need: Need, shape: Shape) -> dict[str, Any]:
    """Return what is known of a new agreement before anything is filled in."""
    rhythm = need.rhythm if need.rhythm in RECURRING else Rhythm.MONTHLY
    today = timezone.localdate()
    once = next_working_day(today + USUAL_TERM)
    found = {
        "supplier": need.partner_id,
        "what": Truncator(need.sentence).chars(LONGEST),
        "rhythm": rhythm,
        "starts_on": once if shape == Shape.ONCE else today,
        "info_kind": need.info_kind,
    }
    return found | _from_regime(need)


def _from_regime(need: Need) -> dict[str, Any]:
    """Return what the information regime says about a need that comes from it."""
    if need.origin != REGIME:
        return {}
    try:
        line = regime_of(need.regime).line(need.origin_id)
    except KeyError:  # the regime has changed since; the need stays
        return {}
    return {"threshold": line.threshold, "grace_days": line.grace_days}


class ChangeAgreementForm(AgreementForm):
    """An agreement that was read at `version`; who supplies it does not change."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, identity: Identity, agreement: Agreement, shape: Shape, **kwargs: Any
    ) -> None:
        super().__init__(
            *args,
            identity=identity,
            need=agreement.need,
            shape=shape,
            supplier=agreement.supplier,
            initial=self.initial_of(agreement),
            **kwargs,
        )
        self.agreement = agreement
        del self.fields["supplier"]
        # Whoever is named now stays choosable when they have left since.
        named = [one for one in (agreement.contact_id, agreement.substitute_id) if one]
        people = people_of(identity, agreement.supplier) | Person.objects.filter(pk__in=named)
        for name, empty in (("contact", _("Niemand")), ("substitute", _("Niemand"))):
            choices_of(self, name, people.distinct())
            field = self.fields[name]
            assert isinstance(field, PersonChoice)  # noqa: S101 it is declared above
            field.empty_label = empty

    @staticmethod
    def initial_of(agreement: Agreement) -> dict[str, Any]:
        """Return the values that an agreement has now."""
        names = (
            "what", "rhythm", "starts_on", "grace_days", "channel", "contact", "substitute", "threshold",
            "moment", "personal_data", "info_kind", "review_on", "version",
        )  # fmt: skip
        found = {name: getattr(agreement, name) for name in names}
        return found | weekday_and_day(agreement.rule)

    def values(self) -> dict[str, Any]:
        """Return what was filled in for `change_agreement`; call it on a valid form."""
        rhythm = self.chosen_rhythm()
        away = {"version", "weekday", "day"}
        found = {name: value for name, value in self.cleaned_data.items() if name not in away}
        return found | {"rhythm": rhythm, "weekday": self._weekday(rhythm), "day": self._day(rhythm)}


def weekday_and_day(rule: str) -> dict[str, int]:
    """Return the weekday and the day of the month that a rule names (recurrence.rule_for made it)."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    found: dict[str, int] = {}
    codes = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    if parts.get("BYDAY") in codes:
        found["weekday"] = codes.index(parts["BYDAY"])
    if "BYMONTHDAY" in parts:
        number = int(parts["BYMONTHDAY"].rpartition(",")[2])
        found["day"] = LAST_DAY if number < 0 else number
    return found
