"""Forms in which a municipality edits the guide's texts; they are judged by the same rules as the files."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.recurrence import Rhythm
from driehoek.guide.reading import KEY, LONGEST, STEP_TEXT, Wrong, plain, read
from driehoek.guide.shapes import READERS, ActionKind, Case, GuideKind, Mark, Part, Place, Section, Text
from driehoek.parties.models import OrganisationKind
from driehoek.position.models import InfoKind, Moment
from driehoek.web.forms import PlainErrors

NOTHING = ("", _("Niet genoemd"))
PARTIES, STEPS, QUESTIONS = 8, 10, 8
GROUPS = {"parties": _("Partijen"), "steps": _("Stappen"), "proposals": _("Voorstellen")}


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TextForm(PlainErrors, forms.Form):
    """What texts of every section have in common."""

    section: ClassVar[Section]
    mark = forms.ChoiceField(
        label=_("Hoe goed onderbouwd"), choices=[(one.value, f"{one.value}: {one.label}") for one in Mark]
    )
    source = forms.CharField(
        label=_("Bron"),
        max_length=LONGEST["source"],
        help_text=_("Waar komt deze tekst vandaan? Bijvoorbeeld “Besluit driehoek, 3 maart”."),
    )
    dated_on = forms.DateField(
        label=_("Datum van de tekst"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    last_fields: ClassVar[tuple[str, ...]] = ("mark", "source", "dated_on", "version")

    def __init__(self, *args: Any, key: str = "", current: Text | None = None, **kwargs: Any) -> None:
        self.current = current
        super().__init__(*args, **kwargs)
        self.key = key
        if not key:
            self.fields["key"] = forms.RegexField(
                KEY.pattern,
                label=_("Korte code"),
                max_length=40,
                help_text=_("Kleine letters, cijfers en streepjes, bijvoorbeeld “eigen-wijkteam”."),
                error_messages={"invalid": _("Gebruik kleine letters, cijfers en streepjes.")},
            )
        first = [name for name in self.fields if name not in self.last_fields and name != "key"]
        self.order_fields([*(("key",) if not key else ()), *first, *self.last_fields])

    @classmethod
    def initial_of(cls, text: Text) -> dict[str, Any]:
        """Return the values of the fields for a text."""
        content = plain(text)
        action = content.pop("action", {})
        return content | {f"action_{name}": value for name, value in action.items()}

    def content(self) -> dict[str, Any]:
        """Return the text as plain data, the way the files hold it."""
        values = self.cleaned_data
        names = [name for name in self.fields if name not in {"key", "dated_on", "version"}]
        action = {
            name.removeprefix("action_"): values.get(name) or ""
            for name in names
            if name.startswith("action_")
        }
        return {name: values.get(name) for name in names if not name.startswith("action_")} | {
            "action": action
        }

    def clean(self) -> dict[str, Any]:
        """Judge the whole text by the rules of the guide, and hang each error on its field."""
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        try:
            read(self.section, self.key or values["key"], self.content())
        except Wrong as error:
            for name, message in error.errors.items():
                label = GROUPS.get(name)
                self.add_error(
                    name if name in self.fields else None, f"{label}: {message}" if label else message
                )
        return values


class _WithAction(TextForm):
    """Texts that can be turned into something."""

    kind = forms.ChoiceField(label=_("Hoort bij"), choices=GuideKind.choices)
    part = forms.ChoiceField(label=_("Onderdeel"), choices=Part.choices)
    action_kind = forms.ChoiceField(
        label=_("Wat kan de lezer doen?"), choices=ActionKind.choices, initial=ActionKind.NONE
    )
    action_sentence = forms.CharField(
        label=_("Wat men wil weten"),
        max_length=LONGEST["sentence"],
        required=False,
        widget=_area(),
        help_text=_("Bij een behoefte, een afspraak of een melding van het OM."),
    )
    action_what = forms.CharField(
        label=_("Wat wordt geleverd"),
        max_length=LONGEST["what"],
        required=False,
        help_text=_("Bij een afspraak of een melding van het OM."),
    )
    action_info_kind = forms.ChoiceField(
        label=_("Soort informatie"), choices=InfoKind.choices, initial=InfoKind.ANALYTICAL
    )
    action_rhythm = forms.ChoiceField(label=_("Hoe vaak"), choices=[NOTHING, *Rhythm.choices], required=False)
    action_partner = forms.ChoiceField(
        label=_("Soort partner"), choices=[NOTHING, *OrganisationKind.choices], required=False
    )
    action_threshold = forms.CharField(
        label=_("Bel tussendoor als"), max_length=LONGEST["threshold"], required=False
    )
    action_moment = forms.ChoiceField(
        label=_("Moment"),
        choices=[NOTHING, *Moment.choices],
        required=False,
        help_text=_("Bij een melding van het OM."),
    )
    action_title = forms.CharField(
        label=_("Onderwerp op de agenda"), max_length=LONGEST["title"], required=False
    )
    action_text = forms.CharField(
        label=_("Toelichting op de agenda"), max_length=600, required=False, widget=_area()
    )


class TipForm(_WithAction):
    """Editing a tip."""

    section = Section.TIP
    text = forms.CharField(label=_("Tip"), max_length=LONGEST["text"], widget=_area(3))
    why = forms.CharField(label=_("Waarom"), max_length=LONGEST["why"], widget=_area())
    readers = forms.MultipleChoiceField(
        label=_("Voor wie"),
        choices=[(one.value, one.label) for one in READERS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies een of meer mogelijkheden.")},
    )
    places = forms.MultipleChoiceField(
        label=_("Waar deze tip staat"),
        choices=Place.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies een of meer mogelijkheden.")},
    )
    field_order = ["text", "why", "kind", "part", "readers", "places"]


class QuestionForm(_WithAction):
    """Editing a statement of the scan."""

    section = Section.QUESTION
    topic = forms.CharField(label=_("Onderwerp in een paar woorden"), max_length=LONGEST["topic"])
    statement = forms.CharField(label=_("Stelling"), max_length=LONGEST["statement"], widget=_area())
    strong = forms.CharField(
        label=_("Wat een hoog antwoord zegt"), max_length=LONGEST["strong"], widget=_area()
    )
    weak = forms.CharField(label=_("Wat een laag antwoord zegt"), max_length=LONGEST["weak"], widget=_area())
    field_order = ["topic", "statement", "strong", "weak", "kind", "part"]


class CaseForm(TextForm):
    """Editing a worked case: its parties and steps as they stand, and a few empty lines for more."""

    section = Section.CASE
    title = forms.CharField(label=_("Titel"), max_length=LONGEST["title"])
    situation = forms.CharField(label=_("De situatie"), max_length=LONGEST["situation"], widget=_area(8))

    def __init__(self, *args: Any, current: Text | None = None, **kwargs: Any) -> None:
        self._case = current if isinstance(current, Case) else None
        self.parties = min(PARTIES, (len(self._case.parties) if self._case else 1) + 1)
        self.steps = min(STEPS, (len(self._case.steps) if self._case else 2) + 1)
        super().__init__(*args, current=current, **kwargs)
        for place in range(1, self.parties + 1):
            self._add_party(place)
        for place in range(1, self.steps + 1):
            self._add_step(place)
        self._add_proposals()
        first = [name for name in self.fields if name not in self.last_fields]
        self.order_fields([*first, *self.last_fields])

    def _add_party(self, place: int) -> None:
        number = {"number": place}
        self.fields[f"parties_{place}_name"] = forms.CharField(
            label=_("Partij %(number)d: naam") % number, max_length=LONGEST["name"], required=False
        )
        self.fields[f"parties_{place}_knows"] = forms.CharField(
            label=_("Partij %(number)d: wat die weet") % number,
            max_length=LONGEST["knows"],
            required=False,
            widget=_area(3),
        )

    def _add_step(self, place: int) -> None:
        number = {"number": place}
        self.fields[f"steps_{place}_title"] = forms.CharField(
            label=_("Stap %(number)d: titel") % number, max_length=LONGEST["title"], required=False
        )
        self.fields[f"steps_{place}_minutes"] = forms.IntegerField(
            label=_("Stap %(number)d: minuten") % number, required=False, min_value=1, max_value=120
        )
        self.fields[f"steps_{place}_text"] = forms.CharField(
            label=_("Stap %(number)d: uitleg") % number, max_length=STEP_TEXT, required=False, widget=_area(3)
        )
        self.fields[f"steps_{place}_questions"] = forms.CharField(
            label=_("Stap %(number)d: vragen, één per regel") % number,
            max_length=2000,
            required=False,
            widget=_area(4),
        )

    def _add_proposals(self) -> None:
        known = self._case.proposals if self._case else ()
        if known:
            self.fields["proposals"] = forms.MultipleChoiceField(
                label=_("Voorstellen die blijven"),
                choices=[(str(place), one.sentence or one.title) for place, one in enumerate(known)],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["new_needs"] = forms.CharField(
            label=_("Nieuwe voorstellen voor een behoefte, één per regel"),
            max_length=2000,
            required=False,
            widget=_area(3),
        )

    @classmethod
    def initial_of(cls, text: Text) -> dict[str, Any]:
        """Return the values of the fields for a case."""
        content = plain(text)
        values: dict[str, Any] = {name: content[name] for name in ("title", "situation", "mark", "source")}
        for place, party in enumerate(content["parties"], start=1):
            values |= {f"parties_{place}_{name}": value for name, value in party.items()}
        for place, step in enumerate(content["steps"], start=1):
            values |= {f"steps_{place}_{name}": value for name, value in step.items()}
            values[f"steps_{place}_questions"] = "\n".join(step["questions"])
        return values | {"proposals": [str(place) for place in range(len(content["proposals"]))]}

    def content(self) -> dict[str, Any]:
        """Return the case as plain data; lines left empty fall away."""
        values = self.cleaned_data
        known = plain(self._case)["proposals"] if self._case else []
        kept = [known[int(place)] for place in values.get("proposals", [])]
        added = [
            {"kind": ActionKind.NEED.value, "sentence": line, "info_kind": InfoKind.ANALYTICAL.value}
            for line in _lines(values.get("new_needs", ""))
        ]
        return {name: values.get(name) for name in ("title", "situation", "mark", "source")} | {
            "parties": self._rows("parties", self.parties, ("name", "knows")),
            "steps": [
                row | {"questions": _lines(row["questions"])[: QUESTIONS + 1]}
                for row in self._rows("steps", self.steps, ("title", "minutes", "text", "questions"))
            ],
            "proposals": kept + added,
        }

    def _rows(self, group: str, most: int, names: tuple[str, ...]) -> list[dict[str, Any]]:
        rows = [
            {name: self.cleaned_data.get(f"{group}_{place}_{name}") for name in names}
            for place in range(1, most + 1)
        ]
        return [row for row in rows if any(row.values())]


FORMS: dict[Section, type[TextForm]] = {
    Section.TIP: TipForm,
    Section.QUESTION: QuestionForm,
    Section.CASE: CaseForm,
}


def new_values() -> dict[str, Any]:
    """Return what a text of their own begins with."""
    return {"mark": Mark.KNOWLEDGE, "dated_on": timezone.localdate()}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
