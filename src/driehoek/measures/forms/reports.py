"""Forms about reports of the police."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.cases.models import Compartment
from driehoek.measures.queries import reports as queries
from driehoek.measures.tables import report_fields
from driehoek.parties.models import Organisation
from driehoek.web.forms import PlainErrors
from driehoek.web.screened import ScreenedForm

LONGEST: Final = 4000
NONE: Final = "none_"
TEXT: Final = "text_"


class ContentsForm(ScreenedForm, PlainErrors, forms.Form):
    """What a report says, field by field; everything may be left open, what is missing is asked later."""

    use_required_attribute = False
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        texts: Mapping[str, str] | None = None,
        none: Collection[str] = (),
        asked: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, field in report_fields().items():
            mark = _("Hierover is een vraag gesteld. ") if name in asked else ""
            self.fields[TEXT + name] = forms.CharField(
                label=field.name,
                required=False,
                max_length=LONGEST,
                initial=(texts or {}).get(name, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=mark + field.ask,
            )
            self.fields[NONE + name] = forms.BooleanField(
                label=_("Niet van toepassing of niet gevonden: %(what)s") % {"what": field.name.lower()},
                required=False,
                initial=name in none,
            )
        self.screened = tuple(TEXT + name for name in report_fields())

    def may_hold_personal_data(self) -> bool:
        """A report is about persons; only service numbers are refused."""
        return True

    def wanted(self) -> None:
        """Let the page call only that optional which a court does not ask about; silence is never refused."""
        for name, field in report_fields().items():
            self.fields[TEXT + name].required = field.core
            self.fields[NONE + name].required = True

    def contents(self) -> dict[str, str]:
        """Return what each field says, of those that say something."""
        given = self.cleaned_data
        return {name: given[TEXT + name] for name in report_fields() if given.get(TEXT + name)}

    def none(self) -> list[str]:
        """Return the fields that are said not to apply."""
        return [name for name in report_fields() if self.cleaned_data.get(NONE + name)]


class ReportForm(ContentsForm):
    """A report as it comes in: from whom, which document, when it was found, and what it says."""

    sender = forms.ModelChoiceField(
        label=gettext_lazy("Van wie komt de rapportage?"), queryset=Organisation.objects.none()
    )
    reference = forms.CharField(
        label=gettext_lazy("Kenmerk van het document"),
        max_length=60,
        help_text=gettext_lazy("Het nummer dat de politie eraan gaf. Geen naam en geen adres."),
    )
    found_on = forms.DateField(
        label=gettext_lazy("Dag van de bevinding"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Vanaf deze dag telt de tijd tot het besluit."),
    )

    field_order = ("key", "sender", "reference", "found_on")

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.screened = (*self.screened, "reference")
        own = queries.own_sender(identity)
        if own is not None:
            del self.fields["sender"]
        else:
            self.fields["sender"].queryset = queries.senders(identity)  # type: ignore[attr-defined]

    def clean_found_on(self) -> Any:
        """Refuse a finding that is still to come."""
        day = self.cleaned_data["found_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Deze dag ligt in de toekomst. Kies vandaag of eerder."))
        return day


class QuestionForm(ScreenedForm, PlainErrors, forms.Form):
    """What to ask the sender: the fields that are missing or too thin, and a few words."""

    screened = ("words",)

    version = forms.IntegerField(widget=forms.HiddenInput)
    fields_asked = forms.MultipleChoiceField(
        label=gettext_lazy("Wat moet de afzender aanvullen?"), widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, missing: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fields_asked"]
        field.choices = [(key, one.name) for key, one in report_fields().items()]  # type: ignore[attr-defined]
        field.initial = list(missing)

    def may_hold_personal_data(self) -> bool:
        """The question lies with the report, under lock."""
        return True


class CompartmentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """Choose a compartment by its case and its own name."""

    def label_from_instance(self, obj: Compartment) -> str:
        """Return the case and the compartment."""
        return f"{obj.case.problem.title}: {obj.name}"


class PlaceForm(PlainErrors, forms.Form):
    """In which compartment of which case a report is laid."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    compartment = CompartmentChoice(
        label=gettext_lazy("In welke casus?"),
        queryset=Compartment.objects.none(),
        help_text=gettext_lazy("Wie dit compartiment ziet, leest de rapportage. De afzender ziet haar ook."),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compartment"].queryset = queries.cases_to_place(identity)  # type: ignore[attr-defined]


class TargetForm(PlainErrors, forms.Form):
    """How many days the municipality gives itself."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    days = forms.IntegerField(
        label=gettext_lazy("Dagen van bevinding tot besluit"),
        min_value=1,
        max_value=365,
        help_text=gettext_lazy("Geldt voor rapportages die vanaf nu in een casus komen."),
    )
