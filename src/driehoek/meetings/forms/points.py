"""Forms for the agenda."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.meetings import queries
from driehoek.meetings.models import AgendaPoint
from driehoek.problems.models import Problem
from driehoek.web.forms import PlainErrors


class PointForm(PlainErrors, forms.Form):
    """The words of a point."""

    title = forms.CharField(
        label=_("Onderwerp"),
        max_length=140,
        help_text=_("In één regel. Geen namen van personen."),
        error_messages={"required": _("Geef het punt een onderwerp.")},
    )
    text = forms.CharField(
        label=_("Toelichting"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Waarom bespreekt u dit, en wat vraagt u van de anderen?"),
    )
    confidential = forms.BooleanField(
        label=_("In het besloten deel"),
        required=False,
        help_text=_("Een besloten punt staat apart. Het blijft weg als u alleen het open deel afdrukt."),
    )


class NewPointForm(PointForm):
    """Putting a point forward, possibly about a problem."""

    problem = forms.ModelChoiceField(
        label=_("Gaat over"),
        queryset=Problem.objects.none(),
        required=False,
        empty_label=_("Geen probleem in Driehoek"),
        help_text=_("Kiest u een probleem? Dan ziet alleen wie dat probleem mag zien dit punt."),
    )
    field_order: tuple[str, ...] = ("title", "text", "problem", "confidential")

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["problem"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = queries.choosable_problems(identity)


class ChangePointForm(PointForm):
    """Changing a point that was read at `version`; on the agenda of a meeting it has a time too."""

    minutes = forms.IntegerField(label=_("Minuten"), min_value=1, max_value=600)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, timed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not timed:
            del self.fields["minutes"]

    @staticmethod
    def initial_of(point: AgendaPoint) -> dict[str, Any]:
        """Return the values that a point has now."""
        return {
            name: getattr(point, name) for name in ("title", "text", "confidential", "minutes", "version")
        }


class OutcomeForm(PlainErrors, forms.Form):
    """What the driehoek decided on a point that was read at `version`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.CharField(
        label=_("Besluit of afspraak"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wie doet wat, en wanneer? Alleen gehoord? Schrijf dan: ter kennisname."),
        error_messages={"required": _("Schrijf in één zin wat u hebt afgesproken.")},
    )
