"""What this room can tell about a move of a case (cases.requirements)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.approach import composing
from driehoek.approach.models import Definition, GroupPicture, Outcome, PlanEdition, Prioritisation
from driehoek.cases import requirements
from driehoek.cases.models import Case
from driehoek.cases.requirements import Requirement


def register() -> None:
    """Make this room's requirements known."""
    requirements.register("approach.definition", gettext_lazy("De probleemstelling is af."), definition)
    requirements.register("approach.prioritised", gettext_lazy("De driehoek gaf prioriteit."), prioritised)
    requirements.register("approach.plan", gettext_lazy("Het plan is vastgesteld."), plan)
    requirements.register("approach.group_picture", gettext_lazy("Het groepsbeeld is af."), group_picture)


def definition(case: Case) -> Requirement:
    """Tell whether the definition of the problem has all its parts."""
    missing = composing.missing_in(Definition.objects.filter(pk=case.pk).first())
    if not missing:
        return Requirement(met=True)
    return Requirement(
        met=False,
        text=_("In de probleemstelling ontbreekt: %(what)s") % {"what": ", ".join(missing)},
        url=reverse("approach:definition", args=[case.pk]),
    )


def prioritised(case: Case) -> Requirement:
    """Tell whether the newest decision of the driehoek gave priority."""
    newest = Prioritisation.objects.filter(case=case).first()
    if newest is not None and newest.outcome == Outcome.PRIORITISED:
        return Requirement(met=True)
    text = _("De driehoek besloot nog niet over deze casus.")
    if newest is not None:
        text = _("De driehoek besloot: %(outcome)s.") % {"outcome": newest.get_outcome_display().lower()}
    return Requirement(met=False, text=text, url=reverse("approach:definition", args=[case.pk]))


def plan(case: Case) -> Requirement:
    """Tell whether an edition of the plan was adopted."""
    if PlanEdition.objects.filter(case=case).exists():
        return Requirement(met=True)
    return Requirement(
        met=False,
        text=_("Het plan van aanpak is nog niet vastgesteld."),
        url=reverse("approach:plan", args=[case.pk]),
    )


def group_picture(case: Case) -> Requirement:
    """Tell whether the picture of the group is complete, as far as who asks may know."""
    if GroupPicture.objects.filter(pk=case.pk, complete=True).exists():
        return Requirement(met=True)
    return Requirement(
        met=False,
        text=_("Het groepsbeeld is nog niet af, of u mag het niet zien."),
        url=reverse("approach:picture", args=[case.pk]),
    )
