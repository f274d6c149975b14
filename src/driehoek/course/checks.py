"""What this room tells the state machine: whether a case may be scaled down, closed, and counts as evaluated."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.cases import requirements
from driehoek.cases.models import Case
from driehoek.cases.requirements import Requirement
from driehoek.course.models import Evaluation, ScaleDown


def register() -> None:
    """Make the requirements known."""
    requirements.register(
        "course.scale_down", gettext_lazy("Aan de partners is verteld dat wordt afgeschaald"), _scaled_down
    )
    requirements.register("course.aftercare", gettext_lazy("De nazorg heeft een eigenaar"), _aftercare)
    requirements.register("course.evaluation", gettext_lazy("De evaluatie is vastgesteld"), _evaluated)


def _scaled_down(case: Case) -> Requirement:
    if ScaleDown.objects.filter(case=case, announced_at__isnull=False).exists():
        return Requirement(met=True)
    return Requirement(
        met=False,
        text=_("Schrijf op waarom afschalen kan, en vertel het de partners."),
        url=reverse("course:scale_down", args=[case.problem_id]),
    )


def _aftercare(case: Case) -> Requirement:
    if ScaleDown.objects.filter(case=case).exists():
        return Requirement(met=True)
    return Requirement(
        met=False,
        text=_("Wijs aan wie de nazorg heeft, en tot wanneer."),
        url=reverse("course:scale_down", args=[case.problem_id]),
    )


def _evaluated(case: Case) -> Requirement:
    if Evaluation.objects.filter(case=case, settled_at__isnull=False).exists():
        return Requirement(met=True)
    return Requirement(
        met=False,
        text=_("Beoordeel de doelen en stel de evaluatie vast."),
        url=reverse("course:page", args=[case.problem_id]),
    )
