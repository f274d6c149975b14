"""Forms about measures, their file, their steps and the templates of letters."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.areas.models import Area
from driehoek.cases.models import Case, Compartment
from driehoek.cases.queries import compartments_open_to
from driehoek.exchange.models import PlannedPower
from driehoek.measures.letters import LARGEST
from driehoek.measures.models import LetterKind, PoliceReport
from driehoek.measures.queries import measures as queries
from driehoek.measures.queries import reports as report_queries
from driehoek.measures.services import FileWords, MeasureValues
from driehoek.measures.tables import Step, kinds, kinds_on
from driehoek.subjects.models import Subject
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

LONG: Final = 4000
VALUES: Final = (
    "kind", "title", "area", "uses_police_data", "begins_on", "ends_on", "urgent_words", "committee", "report",
    "planned",
)  # fmt: skip


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


def _text(label: Any, **kwargs: Any) -> forms.CharField:
    given: dict[str, Any] = {
        "required": False,
        "max_length": LONG,
        "widget": forms.Textarea(attrs={"rows": 3}),
    } | kwargs
    return forms.CharField(label=label, **given)


class ReportChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """Choose a report by its reference."""

    def label_from_instance(self, obj: PoliceReport) -> str:
        """Return the reference."""
        return obj.reference


class MeasureForm(ScreenedForm, PlainErrors, forms.Form):
    """What everyone with an overview of the case sees of a measure; without names."""

    screened = ("title", "urgent_words")

    kind = forms.ChoiceField(label=gettext_lazy("Welke maatregel?"))
    title = forms.CharField(
        label=gettext_lazy("In één regel, zonder namen"),
        max_length=140,
        help_text=gettext_lazy("Iedereen die de casus ziet, leest dit. Bijvoorbeeld: sluiting van een pand."),
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("In welk gebied?"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen gebied"),
    )
    begins_on = _day(gettext_lazy("Eerste dag"), required=False)
    ends_on = _day(gettext_lazy("Laatste dag"), required=False)
    uses_police_data = forms.BooleanField(
        label=gettext_lazy("De maatregel rust op gegevens van politie of OM"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Dan moet de wet dat gebruik toestaan, voordat de burgemeester besluit."),
    )
    urgent_words = _text(
        gettext_lazy("Waarom kan het niet wachten? Zonder namen"),
        max_length=500,
        help_text=gettext_lazy(
            "Alleen bij spoed. Dan mag het zonder zienswijze (Awb 4:11) en vóór de bekendmaking (Awb 5:31)."
        ),
    )
    committee = forms.BooleanField(
        label=gettext_lazy("Een commissie adviseert over bezwaar"),
        required=False,
        help_text=gettext_lazy("Dan is de termijn om te beslissen twaalf weken, anders zes (Awb 7:10)."),
    )
    report = ReportChoice(
        label=gettext_lazy("Rapportage van de politie"),
        queryset=PoliceReport.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen rapportage"),
    )
    planned = forms.ModelChoiceField(
        label=gettext_lazy("Voornemen dat aan het OM is voorgelegd"),
        queryset=PlannedPower.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, identity: Identity, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("Kies")),
            *((one.key, f"{one.name} ({one.article})") for one in kinds_on(today)),
        ]
        for name, rows in (
            ("area", queries.areas(identity)),
            ("report", report_queries.of_case(identity, case)),
            ("planned", queries.planned(identity, case)),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and an end without one."""
        values = super().clean()
        begin, end = values.get("begins_on"), values.get("ends_on")
        if end and not begin:
            self.add_error("begins_on", _("Vul ook de eerste dag in."))
        if begin and end and end < begin:
            self.add_error("ends_on", _("De laatste dag ligt vóór de eerste dag."))
        return values

    def values(self) -> MeasureValues:
        """Return what was filled in."""
        return MeasureValues(**{name: self.cleaned_data[name] for name in VALUES})


class FileForm(ScreenedForm, PlainErrors, forms.Form):
    """Whom a measure concerns and why: personal data, for who sees the compartment alone."""

    screened = ("addressee", "place", "grounds", "views")

    subject = forms.ModelChoiceField(
        label=gettext_lazy("Wie of wat in deze casus?"),
        queryset=Subject.objects.none(),
        required=False,
        empty_label=gettext_lazy("Staat niet in de casus"),
    )
    addressee = _text(gettext_lazy("Aan wie gaan de brieven? Naam en adres"), max_length=400)
    place = _text(gettext_lazy("Welk pand of gebied, zoals het in het besluit staat"), max_length=400)
    grounds = _text(gettext_lazy("Waarom deze maatregel: nodig en evenredig"))
    views = _text(gettext_lazy("Wat de betrokkene zei, en wat u daarvan vindt"))
    file_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, identity: Identity, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = list(compartments_open_to(identity, case).values_list("pk", flat=True))
        field = self.fields["subject"]
        field.queryset = queries.subjects(case, parts)  # type: ignore[attr-defined]
        field.label_from_instance = _subject_words  # type: ignore[attr-defined]

    def may_hold_personal_data(self) -> bool:
        """That is what this form is for; only service numbers are refused."""
        return True

    def words(self) -> FileWords:
        """Return what was filled in."""
        given = self.cleaned_data
        return FileWords(
            subject=given["subject"],
            addressee=given["addressee"],
            place=given["place"],
            grounds=given["grounds"],
            views=given["views"],
        )


def _subject_words(subject: Subject) -> str:
    return f"{subject.get_kind_display()}: {subject.label}"


class NewMeasureForm(MeasureForm):
    """A measure with the compartment in which its file lies."""

    compartment = forms.ModelChoiceField(
        label=gettext_lazy("Waar ligt het dossier met de persoonsgegevens?"),
        queryset=Compartment.objects.none(),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, identity: Identity, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, identity=identity, case=case, **kwargs)
        rows = compartments_open_to(identity, case, level=Level.WORK)
        field = self.fields["compartment"]
        field.queryset = rows  # type: ignore[attr-defined]
        only = list(rows[:2])
        if len(only) == 1:
            field.initial = only[0].pk


class StepForm(ScreenedForm, PlainErrors, forms.Form):
    """The day of a step, why, and until when it is prolonged; only what the step asks."""

    screened = ("reason",)

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = _day(gettext_lazy("Op welke dag?"))
    ends_on = _day(gettext_lazy("Nieuwe laatste dag"))
    reason = _text(
        gettext_lazy("Waarom? Zonder namen"),
        max_length=1000,
        help_text=gettext_lazy("Iedereen die de casus ziet, leest dit."),
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.who == "mayor" or not step.past:
            del self.fields["on"]
        if step.key != "prolong":
            del self.fields["ends_on"]
        if step.reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class ConfirmationForm(ScreenedForm, PlainErrors, forms.Form):
    """Why the data are used all the same where the law warns."""

    screened = ("confirmation",)

    confirmation = _text(gettext_lazy("Waarom mag dit toch?"), max_length=1000)


class TemplateForm(PlainErrors, forms.Form):
    """A municipality's own template for a kind of letter."""

    kind = forms.ChoiceField(label=gettext_lazy("Voor welke brief?"), choices=LetterKind.choices)
    file = forms.FileField(
        label=gettext_lazy("Word-bestand (.docx)"),
        help_text=gettext_lazy("Ten hoogste 2 MB, zonder macro's."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> bytes:
        """Read the file, if it is not too large."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(_("Dit bestand is te groot. Kies een bestand van ten hoogste 2 MB."))
        body: bytes = given.read()
        return body


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of measures for a filter."""
    return [(key, one.name) for key, one in kinds().items()]
