"""Which barrier models someone reads, and one as a whole in two queries."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import level_on, visible_problem_ids
from driehoek.barriers.models import BarrierModel, BarrierStatus, Element, ElementKind, StatusChange, Step
from driehoek.barriers.rights import MAKERS, READERS_OF_MODELS
from driehoek.cases.models import Case


def visible_to(identity: Identity) -> QuerySet[BarrierModel]:
    """Return the models of the municipality and of the cases that `identity` sees."""
    seen = Q(case__in=visible_problem_ids(identity))
    if identity.holds(*READERS_OF_MODELS):
        seen |= Q(case=None)
    rows = BarrierModel.objects.filter(seen, municipality=identity.municipality)
    return rows.select_related("case__problem", "made_by")


def of_case(identity: Identity, case: Case) -> QuerySet[BarrierModel]:
    """Return the models that hang on a case."""
    return visible_to(identity).filter(case=case)


def own(identity: Identity) -> QuerySet[BarrierModel]:
    """Return the models of the municipality, which a case can take over."""
    return visible_to(identity).filter(case=None)


def may_change(identity: Identity, model: BarrierModel) -> bool:
    """Tell whether someone may change a model: who makes them, and works on the case that it is about."""
    if not identity.holds(*MAKERS):
        return False
    return model.case_id is None or (level_on(identity, model.case_id) or 0) >= Level.WORK


def steps_of(model: BarrierModel) -> list[Step]:
    """Return the steps of a model with everything in them, in order; two queries."""
    elements = Element.objects.filter(removed_at=None).select_related("owner").order_by("position", "pk")
    rows = model.steps.filter(removed_at=None)
    return list(rows.prefetch_related(Prefetch("elements", queryset=elements)).order_by("position", "pk"))


def element_of(identity: Identity, element: uuid.UUID) -> Element | None:
    """Return something in a step, when its model is visible."""
    rows = Element.objects.filter(removed_at=None, step__model__in=visible_to(identity))
    return rows.select_related("step__model__case__problem", "owner").filter(pk=element).first()


def step_of(identity: Identity, step: uuid.UUID) -> Step | None:
    """Return a step, when its model is visible."""
    rows = Step.objects.filter(removed_at=None, model__in=visible_to(identity))
    return rows.select_related("model__case__problem").filter(pk=step).first()


def history_of(element: Element) -> list[StatusChange]:
    """Return how a barrier stood, newest first."""
    return list(element.changes.select_related("changed_by").order_by("-changed_at"))


@dataclass(frozen=True)
class OfPartner:
    """How the barriers of one organisation stand; `owner` is empty for those that nobody keeps."""

    owner: str
    counts: dict[str, int]


def per_partner(steps: list[Step]) -> list[OfPartner]:
    """Count how the barriers stand per organisation; first those where most fail."""
    counted: dict[str, dict[str, int]] = {}
    for step in steps:
        for one in step.elements.all():
            if one.kind == ElementKind.BARRIER:
                counts = counted.setdefault(
                    one.owner.name if one.owner else "", dict.fromkeys(BarrierStatus.values, 0)
                )
                counts[one.status] += 1
    rows = [OfPartner(owner, counts) for owner, counts in counted.items()]
    return sorted(rows, key=lambda one: (-one.counts[BarrierStatus.FAILS], one.owner == "", one.owner))
