"""The forms of documents and of the search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case, Compartment
from driehoek.documents import search
from driehoek.documents.models import DocumentKind
from driehoek.documents.queries import RANK
from driehoek.documents.redaction import Found, grounds
from driehoek.problems.models import Classification, Theme
from driehoek.web.forms import PlainErrors, is_number
from driehoek.web.screened import KIND_WORDS, ScreenedForm

NOTE: Final = 300
TITLE: Final = 140
LOCKS: Final = (
    ("1", _("1 uur")),
    ("4", _("4 uur")),
    ("24", _("1 dag")),
    ("72", _("3 dagen")),
    ("168", _("1 week")),
)
PERIODS: Final = (
    ("", _("Alles")),
    ("31", _("De laatste maand")),
    ("92", _("De laatste drie maanden")),
    ("366", _("Het laatste jaar")),
)
KEEP: Final = ""


def classifications(case: Case) -> list[tuple[str, Any]]:
    """Offer what is not below the classification of the problem."""
    lowest = RANK[case.problem.classification]
    return [(one.value, one.label) for one in Classification if RANK[one.value] >= lowest]


class _FileForm(PlainErrors, forms.Form):
    """A file with a note on what is new in it."""

    file = forms.FileField(label=_("Bestand"))
    note = forms.CharField(label=_("Toelichting"), max_length=NOTE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "PDF, Word (docx), tekst, PNG of JPEG. Hooguit %(most)s MB."
        ) % {"most": settings.DOCUMENT_MAX_BYTES // 1_000_000}


class _OnlyWhatMay(_FileForm):
    """Without the legal gate only what holds no personal data; who places it says so."""

    no_personal = forms.BooleanField(label=_("In dit bestand staan geen persoonsgegevens"), required=False)

    def __init__(self, *args: Any, gate_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no_personal"].required = not gate_open
        if not gate_open:
            self.fields["no_personal"].help_text = gettext(
                "De juridische toets van deze casus is niet rond. Tot die tijd mag alleen dit."
            )


class NewDocumentForm(_OnlyWhatMay):
    """A new document in one of the compartments in which someone works."""

    title = forms.CharField(label=_("Titel"), max_length=TITLE)
    kind = forms.ChoiceField(label=_("Soort"), choices=DocumentKind.choices)
    compartment = forms.ChoiceField(
        label=_("Compartiment"), help_text=_("Alleen wie dit compartiment mag openen, ziet dit document.")
    )
    classification = forms.ChoiceField(label=_("Vertrouwelijkheid"))
    field_order = ("file", "title", "kind", "compartment", "classification", "note", "no_personal")

    def __init__(self, *args: Any, case: Case, compartments: list[Compartment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["compartment"], [(str(one.pk), one.name) for one in compartments])
        offered = classifications(case)
        _choose(self.fields["classification"], offered)
        usual = str(Classification.CONFIDENTIAL)
        self.fields["classification"].initial = usual if usual in dict(offered) else offered[0][0]


class VersionForm(_OnlyWhatMay):
    """The next version of a document that was read at `version`."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ChangeForm(PlainErrors, forms.Form):
    """What is said about a document."""

    title = forms.CharField(label=_("Titel"), max_length=TITLE)
    kind = forms.ChoiceField(label=_("Soort"), choices=DocumentKind.choices)
    classification = forms.ChoiceField(label=_("Vertrouwelijkheid"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["classification"], classifications(case))


class LockForm(PlainErrors, forms.Form):
    """How long someone keeps a document to themselves."""

    hours = forms.ChoiceField(label=_("Hoe lang?"), choices=LOCKS, initial="4")

    @property
    def duration(self) -> timedelta:
        """Return the chosen time."""
        return timedelta(hours=int(self.cleaned_data["hours"]))


class BreakForm(PlainErrors, forms.Form):
    """Why somebody else's lock is broken."""

    reason = forms.CharField(label=_("Waarom?"), max_length=NOTE)


class PutForwardForm(ScreenedForm, PlainErrors, forms.Form):
    """The title under which a document stands on the agenda of the driehoek; empty takes it back."""

    screened = ("title",)
    title = forms.CharField(
        label=_("Titel op de agenda, zonder namen"),
        max_length=TITLE,
        required=False,
        help_text=_("Op de agenda komt alleen deze titel. Maak het leeg om het voorstel in te trekken."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class RedactForm(PlainErrors, forms.Form):
    """What is made black: what looks like personal data one by one, and terms of one's own with a ground."""

    terms = forms.CharField(
        label=_("Andere woorden die weg moeten"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("Eén per regel. Elke plek waar dit staat, wordt zwart."),
    )
    terms_ground = forms.ChoiceField(label=_("Grond voor deze woorden"), required=False)

    def __init__(self, *args: Any, found: list[Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        choices = [(one.code, f"{one.code} – {one.words}") for one in grounds().values()]
        _choose(self.fields["terms_ground"], choices)
        for number, one in enumerate(found):
            self.fields[f"found_{number}"] = forms.ChoiceField(
                label=f"“{one.fragment}”",
                help_text=str(KIND_WORDS[one.kind]),
                choices=[(KEEP, _("Laten staan")), *choices],
                initial=one.ground,
                required=False,
            )
        self.order_fields([*(f"found_{number}" for number in range(len(found))), "terms", "terms_ground"])

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Return each term that goes with the code of its ground."""
        values = self.cleaned_data
        found = [(one.fragment, values[f"found_{number}"]) for number, one in enumerate(self.found)]
        own = [(line.strip(), values["terms_ground"]) for line in values["terms"].splitlines()]
        return [(term, ground) for term, ground in found + own if term and ground]


class SearchForm(PlainErrors, forms.Form):
    """One box, and what narrows it."""

    text = forms.CharField(
        label=_("Waar zoekt u naar?"),
        max_length=search.LONGEST,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(label=_("Waarin?"), required=False)
    period = forms.ChoiceField(label=_("Gewijzigd"), choices=PERIODS, required=False)
    theme = forms.ModelChoiceField(
        label=_("Thema"), queryset=Theme.objects.none(), required=False, empty_label=_("Alle")
    )
    training = forms.BooleanField(label=_("Alleen oefeningen"), required=False)

    def __init__(self, *args: Any, themes: QuerySet[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.key, one.label) for one in search.providers()]
        _choose(self.fields["kind"], [("", _("Alles")), *kinds])
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]  # a field of models

    @property
    def days(self) -> int | None:
        """Return how many days back, None for all."""
        given: str = self.cleaned_data["period"]
        return int(given) if is_number(given) else None


def _choose(field: forms.Field, choices: Sequence[tuple[str, Any]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]  # a field with choices
