"""The form of a report: built from its headings and figures."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.reports.content import Content, IncompleteError, NewFlag
from driehoek.reports.models import Remark, Standing
from driehoek.reports.queries import FigureLine
from driehoek.reports.ready_forms import Heading
from driehoek.reports.writing import Screen
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

LONGEST: Final = 4000


class ReportForm(ScreenedForm, PlainErrors, forms.Form):
    """Everything of a report on one screen.

    What must be there is asked for at sending, not while saving a draft; an identity number is refused in both.
    """

    def __init__(self, *args: Any, screen: Screen, sending: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(screen))
        super().__init__(*args, **kwargs)
        self.screen, self.sending = screen, sending
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        if screen.form.asks_status:
            self.fields["status"] = _status(required=sending and screen.supplements is None)
        for heading in screen.headings:
            self.fields[section_name(heading)] = _section(
                heading, required=sending and screen.supplements is None
            )
        for line in screen.lines:
            self.fields[figure_name(line)] = _area(
                _("Wat betekent dit?"), rows=2, help_text="", longest=LONGEST
            )
        for remark in screen.open_remarks:
            self.fields[answer_name(remark)] = _area(
                _("Uw antwoord"),
                rows=2,
                help_text=_("Hoeft niet als u de tekst hebt aangepast."),
                longest=LONGEST,
            )
        for place in range(self.flag_count):
            self.fields[f"flag_title_{place}"] = forms.CharField(
                label=_("In één regel"),
                required=False,
                max_length=140,
                help_text=_("Laat leeg als het kan wachten tot het rapport gelezen wordt."),
            )
            self.fields[f"flag_text_{place}"] = _area(_("Toelichting"), rows=2, help_text="", longest=LONGEST)
        self.fields["gist"] = forms.CharField(
            label=_("Dit rapport in één regel"),
            required=False,
            max_length=140,
            help_text=_("Deze regel ziet de burgemeester als eerste."),
        )
        self.screened = tuple(
            name for name, field in self.fields.items() if isinstance(field, forms.CharField)
        )

    @property
    def flag_count(self) -> int:
        """Return how many things can be told: what was kept in the draft, or one."""
        return max(1, len(self.screen.untold))

    def may_hold_personal_data(self) -> bool:
        """Warn at sending only: a draft goes to nobody."""
        return not self.sending

    def clean(self) -> dict[str, Any]:
        """Ask for the one line where only an explanation was given."""
        values = super().clean()
        for place in range(self.flag_count):
            if values.get(f"flag_text_{place}", "").strip() and not values.get(f"flag_title_{place}", ""):
                self.add_error(f"flag_title_{place}", _("Zeg in één regel wat de burgemeester moet weten."))
        return values

    def content(self) -> Content:
        """Return what was filled in; call it on a valid form."""
        values = self.cleaned_data
        screen = self.screen
        return Content(
            sections={one.key: values[section_name(one)] for one in screen.headings},
            interpretations={one.indicator.key: values[figure_name(one)] for one in screen.lines},
            status=values.get("status", ""),
            flags=[
                NewFlag(values[f"flag_title_{place}"], values[f"flag_text_{place}"])
                for place in range(self.flag_count)
                if values[f"flag_title_{place}"]
            ],
            gist=values["gist"],
            answers={str(one.pk): values[answer_name(one)] for one in screen.open_remarks},
        )

    def say_incomplete(self, error: IncompleteError) -> None:
        """Put what is missing at its field."""
        names = {one.key: section_name(one) for one in self.screen.headings}
        for key, _words in error.missing:
            self.add_error(names.get(key, key if key in self.fields else None), _("Vul dit in."))

    def figure_blocks(self) -> list[tuple[FigureLine, BoundField, list[tuple[Remark, BoundField]]]]:
        """Return each figure with its field and the questions about it."""
        return [
            (one, self[figure_name(one)], self._questions(one.indicator.key)) for one in self.screen.lines
        ]

    def section_blocks(self) -> list[tuple[Heading, BoundField, str, list[tuple[Remark, BoundField]]]]:
        """Return each heading with its field, what stood there last time, and the questions about it."""
        return [
            (one, self[section_name(one)], self.screen.previous.get(one.key, ""), self._questions(one.key))
            for one in self.screen.headings
        ]

    def flag_blocks(self) -> list[tuple[BoundField, BoundField]]:
        """Return the fields of each thing that the mayor must know."""
        return [(self[f"flag_title_{place}"], self[f"flag_text_{place}"]) for place in range(self.flag_count)]

    def general_questions(self) -> list[tuple[Remark, BoundField]]:
        """Return the questions about the whole, or about a place that is no longer there."""
        known = {one.key for one in self.screen.headings} | {one.indicator.key for one in self.screen.lines}
        return [(one, self[answer_name(one)]) for one in self.screen.open_remarks if one.heading not in known]

    def _questions(self, key: str) -> list[tuple[Remark, BoundField]]:
        return [(one, self[answer_name(one)]) for one in self.screen.open_remarks if one.heading == key]


def section_name(heading: Heading) -> str:
    """Return the name of the field of a heading."""
    return f"section_{heading.key}"


def figure_name(line: FigureLine) -> str:
    """Return the name of the field of a figure; the indicator's own key may hold signs that a name may not."""
    return f"figure_{line.indicator.pk.hex}"


def answer_name(remark: Remark) -> str:
    """Return the name of the field of an answer."""
    return f"answer_{remark.pk.hex}"


def initial_of(screen: Screen) -> dict[str, Any]:
    """Return what stands in the fields when the screen opens: what was saved."""
    report = screen.report
    written = {one.key: one.text for one in report.sections.all()} if report else {}
    values: dict[str, Any] = {section_name(one): written.get(one.key, "") for one in screen.headings}
    values |= {figure_name(one): one.interpretation for one in screen.lines}
    values |= {answer_name(one): one.answer for one in screen.open_remarks}
    for place, flag in enumerate(screen.untold):
        values |= {f"flag_title_{place}": flag.title, f"flag_text_{place}": flag.text}
    return values | {
        "version": screen.version,
        "gist": report.gist if report else "",
        "status": report.status if report else "",
    }


def _status(*, required: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Hoe staat de maatregel ervoor?"),
        choices=Standing.choices,
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe de maatregel ervoor staat.")},
    )


def _section(heading: Heading, *, required: bool) -> forms.CharField:
    found = _area(heading.label, rows=4, help_text=heading.help, longest=LONGEST)
    found.required = required and heading.required
    found.error_messages["required"] = _("Vul dit in. Is er niets? Schrijf dan: niets te melden.")
    return found


def _area(label: str, *, rows: int, help_text: str, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
