"""The form of a request: one page, filled in as far as is known (OM01)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.deadlines.calendar import add_working_days, at_local, next_working_day
from driehoek.exchange.models import Detail
from driehoek.exchange.request_screen import RequestScreen
from driehoek.grounds.asking import words_of
from driehoek.parties.models import Organisation
from driehoek.problems.models import Problem, Theme
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import CONFIRMED, ScreenedForm

LONGEST: Final = 2000
END_OF_OFFICE: Final = time(17, 0)
END_OF_DAY: Final = time(23, 59)
TODAY, TOMORROW, THREE_DAYS, WEEK, OTHER = "today", "tomorrow", "three", "week", "other"
DUE: Final = (
    (TODAY, gettext_lazy("Vandaag")),
    (TOMORROW, gettext_lazy("Morgen")),
    (THREE_DAYS, gettext_lazy("Binnen 3 werkdagen")),
    (WEEK, gettext_lazy("Binnen een week")),
    (OTHER, gettext_lazy("Op een andere dag")),
)
QUICK: Final[dict[str, Callable[[date], date]]] = {
    TODAY: lambda today: today,
    TOMORROW: lambda today: today + timedelta(days=1),
    THREE_DAYS: lambda today: add_working_days(today, 3),
    WEEK: lambda today: next_working_day(today + timedelta(days=7)),
}
# These decide what the law says, so a change asks it again.
TOLD_THE_LAW: Final = ("to", "purpose", "data_categories", "subject")


def due_moment(choice: str, day: date | None, *, now: datetime | None = None) -> datetime:
    """Return when an answer is due: the end of office hours on the chosen day, or of the day when that is past."""
    at = timezone.localtime(now) if now else timezone.localtime()
    chosen = day if choice == OTHER and day else QUICK.get(choice, QUICK[THREE_DAYS])(at.date())
    moment = at_local(chosen, END_OF_OFFICE)
    return moment if moment > at else at_local(chosen, END_OF_DAY)


class RequestForm(ScreenedForm, PlainErrors, forms.Form):
    """Everything of a request: to whom, about what, for what, which data, how much, by when.

    What must be there is asked for when it goes on, not while a draft is kept; a citizen service number is refused
    in both.
    """

    screened = ("what", "decision_for", "necessity")

    to = forms.ModelChoiceField(
        label=gettext_lazy("Aan wie vraagt u het?"), queryset=Organisation.objects.none()
    )
    problem = forms.ModelChoiceField(
        label=gettext_lazy("Over welk probleem gaat het?"), queryset=Problem.objects.none(), required=False
    )
    theme = forms.ModelChoiceField(
        label=gettext_lazy("Thema"),
        queryset=Theme.objects.none(),
        required=False,
        help_text=gettext_lazy("Nodig als u geen probleem kiest."),
    )
    what = forms.CharField(
        label=gettext_lazy("Wat wilt u weten?"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "Zo precies als kan, en niet meer dan nodig. "
            "Bijvoorbeeld: “Komt er deze maand een zitting, en wanneer?” Noem geen namen."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    detail = forms.ChoiceField(
        label=gettext_lazy("Hoe uitgebreid?"), choices=Detail.choices, widget=forms.RadioSelect
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Waarvoor is het?"))
    decision_for = forms.CharField(
        label=gettext_lazy("Voor welk besluit of welke taak?"),
        max_length=200,
        help_text=gettext_lazy("Bijvoorbeeld: “Wel of geen extra toezicht op het plein rond de zitting”."),
    )
    necessity = forms.CharField(
        label=gettext_lazy("Waarom kunt u niet zonder?"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "Bijvoorbeeld: “Bewoners kondigen een actie aan. Zonder de datum weet ik niet wanneer toezicht nodig is.”"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    data_categories = forms.MultipleChoiceField(
        label=gettext_lazy("Welke gegevens?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies ten minste één soort gegevens.")},
    )
    subject = forms.ChoiceField(label=gettext_lazy("Over wie gaat het?"))
    due = forms.ChoiceField(
        label=gettext_lazy("Wanneer hebt u antwoord nodig?"), choices=DUE, widget=forms.RadioSelect
    )
    due_on = forms.DateField(
        label=gettext_lazy("Welke dag?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Alleen bij “Op een andere dag”."),
    )
    urgent = forms.BooleanField(
        label=gettext_lazy("Dit kan niet wachten tot kantoortijd"),
        required=False,
        help_text=gettext_lazy(
            "Dan gaat het meteen langs de contactroute van die partij, ook ’s nachts, tot iemand het oppakt. "
            "Bel ook zelf als er gevaar is."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, screen: RequestScreen, sending: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.screen, self.sending = screen, sending
        self._choose_from("to", screen.partners)
        self._choose_from("problem", screen.problems)
        self._choose_from("theme", screen.themes)
        for name in ("purpose", "subject", "data_categories"):
            listed = [(value, words_of(name, value)) for value in screen.choices.get(name, ())]
            blank = [] if name == "data_categories" else [("", _("Kies"))]
            self.fields[name].choices = [*blank, *listed]  # type: ignore[attr-defined]  # all three choose
        if not sending:
            for name, field in self.fields.items():
                field.required = name in ("to", "key")

    def _choose_from(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 its declaration says so
        field.queryset = rows
        field.empty_label = _("Kies") if name != "problem" else _("Over geen van deze problemen")

    def may_hold_personal_data(self) -> bool:
        """Warn when it goes on only: a draft goes to nobody."""
        return not self.sending

    def clean(self) -> dict[str, Any]:
        """Ask for a theme where no problem brings one, and for a day that is to come."""
        values = super().clean()
        if (
            self.sending
            and not values.get("problem")
            and not values.get("theme")
            and "theme" not in self.errors
        ):
            self.add_error("theme", _("Kies een thema, of een probleem."))
        if values.get("due") == OTHER:
            self._judge_day(values.get("due_on"))
        return values

    def _judge_day(self, day: date | None) -> None:
        if "due_on" in self.errors:
            return
        if day is None and self.sending:
            self.add_error("due_on", _("Kies de dag waarop u antwoord nodig hebt."))
        elif day is not None and day < timezone.localdate():
            self.add_error("due_on", _("Kies vandaag of een dag die nog komt."))

    @property
    def due_at(self) -> datetime:
        """Return when an answer is due; call it on a valid form."""
        return due_moment(self.cleaned_data.get("due") or THREE_DAYS, self.cleaned_data.get("due_on"))

    @property
    def chosen_theme(self) -> Theme | None:
        """Return the theme of the problem, or the one that was chosen."""
        problem: Problem | None = self.cleaned_data.get("problem")
        return problem.theme if problem is not None else self.cleaned_data.get("theme")

    @property
    def confirm_field(self) -> BoundField | None:
        """Return the tick that says that personal data were looked at, where it is asked."""
        return self[CONFIRMED] if CONFIRMED in self.fields else None


def fresh_key() -> uuid.UUID:
    """Return the mark by which a request that is sent twice is known."""
    return uuid.uuid4()
