"""Forms for deciding of which kind a problem is, and for roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.parties.models import Organisation, Person
from driehoek.problems import queries, typing
from driehoek.problems.content import shown
from driehoek.problems.models import Kind, Role
from driehoek.problems.roles import NewRole
from driehoek.web.forms import PlainErrors


class QuestionsForm(forms.Form):
    """The ten questions that tell the kinds apart; every one may stay unanswered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in typing.load().questions:
            choices = [(answer.key, shown(answer.label)) for answer in question.answers]
            self.fields[question.key] = forms.ChoiceField(
                label=shown(question.ask),
                choices=[*choices, (typing.UNKNOWN, _("Weet ik niet"))],
                widget=forms.RadioSelect,
                required=False,
            )


class RetypeForm(PlainErrors, forms.Form):
    """The decision: why the problem becomes another kind, read at `version`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("In uw eigen woorden. Geen persoonsgegevens. Uw naam komt erbij te staan."),
        error_messages={"required": gettext_lazy("Zeg waarom u dit besluit.")},
    )

    def __init__(self, *args: Any, kind: Kind, proposed: Kind | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.proposed = kind, proposed

    def clean_reason(self) -> str:
        """Ask for more words when the choice differs from what the answers propose."""
        reason: str = self.cleaned_data["reason"]
        if wrong := typing.check_reason(kind=self.kind, proposed=self.proposed, reason=reason):
            raise forms.ValidationError(wrong)
        return reason


class RoleForm(PlainErrors, forms.Form):
    """A role for a person or an organisation."""

    role = forms.ChoiceField(
        label=gettext_lazy("Rol"),
        choices=Role.choices,
        error_messages={"required": gettext_lazy("Kies een rol.")},
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Wie"),
        error_messages={"required": gettext_lazy("Kies wie deze rol krijgt.")},
    )
    task = forms.CharField(
        label=gettext_lazy("Taak"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Wat doet deze persoon of organisatie? In één zin, zonder persoonsgegevens."),
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties: dict[str, Person | Organisation] = {}
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        for label, found in (
            (_("Mensen"), queries.colleagues(identity)),
            (_("Organisaties"), queries.organisations_of(identity)),
        ):
            named: dict[str, Person | Organisation] = {str(one.pk): one for one in found}
            self.parties |= named
            groups.append((label, [(key, one.name) for key, one in named.items()]))
        field = self.fields["who"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Kies iemand")), *groups]

    def new_role(self) -> NewRole:
        """Return the role as it was filled in."""
        values = self.cleaned_data
        who, role, task = self.parties[values["who"]], Role(values["role"]), values["task"]
        return (
            NewRole(role, person=who, task=task)
            if isinstance(who, Person)
            else NewRole(role, organisation=who, task=task)
        )


class TaskForm(PlainErrors, forms.Form):
    """The task of a role, read at `version`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    task = forms.CharField(
        label=gettext_lazy("Taak"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In één zin, zonder persoonsgegevens."),
    )
