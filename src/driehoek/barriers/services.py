"""Every write about barrier models: one transaction, one line on the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.barriers.models import (
    BarrierModel,
    BarrierStatus,
    Element,
    ElementKind,
    StatusChange,
    Step,
)
from driehoek.barriers.queries import may_change, steps_of
from driehoek.cases.models import Case
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.parties.models import Organisation

MOST_STEPS: Final = 8
MOST_ELEMENTS: Final = 30


class FullError(ValueError):
    """There is no room for more: a picture with more steps or parts than this is read by nobody."""


@dataclass(frozen=True)
class NewElement:
    """Something in a step; `status`, `owner` and `effect` are for a barrier only."""

    kind: ElementKind
    text: str
    status: BarrierStatus | None = None
    owner: Organisation | None = None
    effect: str = ""


@transaction.atomic
def make_model(
    *, identity: Identity, title: str, summary: str = "", case: Case | None = None, steps: Sequence[str] = ()
) -> BarrierModel:
    """Make a model, of the municipality or of a case, with steps to begin with.

    Raises:
        PermissionDenied: for who does not make models, or does not work on the case.
    """
    made = BarrierModel(
        municipality_id=identity.municipality,
        case=case,
        title=title,
        summary=summary,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    _require(identity, made)
    made.save(force_insert=True)
    Step.objects.bulk_create(
        Step(municipality_id=identity.municipality, model=made, name=name, position=at)
        for at, name in enumerate(steps[:MOST_STEPS], start=1)
    )
    _record(made, "made", {"steps": len(steps)})
    return made


@transaction.atomic
def take_over(*, identity: Identity, model: BarrierModel, case: Case) -> BarrierModel:
    """Take a model of the municipality over in a case, where it lives on by itself; barriers begin as proposed.

    Raises:
        PermissionDenied: for who does not work on the case.
        ValueError: a model of another case is not for taking.
    """
    if model.case_id is not None:
        raise ValueError("only a model of the municipality is taken over")
    made = make_model(identity=identity, title=model.title, summary=model.summary, case=case)
    for step in steps_of(model):
        copy = Step.objects.create(
            municipality_id=identity.municipality, model=made, name=step.name, position=step.position
        )
        for one in step.elements.all():
            barrier = one.kind == ElementKind.BARRIER
            _put(
                identity,
                copy,
                NewElement(
                    ElementKind(one.kind),
                    one.text,
                    BarrierStatus.PROPOSED if barrier else None,
                    one.owner,
                    one.effect,
                ),
                one.position,
            )
    return made


@transaction.atomic
def change_model(*, identity: Identity, model: BarrierModel, version: int, title: str, summary: str) -> None:
    """Change the title and the words of a model that was read at `version`.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _require(identity, model)
    update_once(BarrierModel.objects.all(), model, version, title=title, summary=summary)
    _record(model, "changed")


@transaction.atomic
def add_step(*, identity: Identity, model: BarrierModel, name: str) -> Step:
    """Add a step at the end.

    Raises:
        FullError: there are as many as fit.
    """
    _require(identity, model)
    if model.steps.filter(removed_at=None).count() >= MOST_STEPS:
        raise FullError
    last = model.steps.aggregate(last=Max("position"))["last"] or 0
    made = Step.objects.create(
        municipality_id=model.municipality_id, model=model, name=name, position=last + 1
    )
    _record(model, "step_added")
    return made


@transaction.atomic
def change_step(*, identity: Identity, step: Step, version: int, name: str) -> None:
    """Give a step that was read at `version` another name.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _require(identity, step.model)
    update_once(Step.objects.all(), step, version, name=name)
    _record(step.model, "step_changed")


@transaction.atomic
def remove_step(*, identity: Identity, step: Step, version: int) -> None:
    """Take an empty step away.

    Raises:
        VersionConflict: it was changed meanwhile, or something stands in it.
    """
    _require(identity, step.model)
    if step.elements.filter(removed_at=None).exists():
        raise VersionConflict
    update_once(Step.objects.filter(removed_at=None), step, version, removed_at=timezone.now())
    _record(step.model, "step_removed")


@transaction.atomic
def add_element(*, identity: Identity, step: Step, new: NewElement) -> Element:
    """Add something to a step; a barrier begins its history.

    Raises:
        FullError: there is as much as fits.
    """
    _require(identity, step.model)
    if step.elements.filter(removed_at=None).count() >= MOST_ELEMENTS:
        raise FullError
    last = step.elements.aggregate(last=Max("position"))["last"] or 0
    made = _put(identity, step, new, last + 1)
    _record(step.model, "element_added", {"kind": str(new.kind)})
    return made


def _put(identity: Identity, step: Step, new: NewElement, position: int) -> Element:
    barrier = new.kind == ElementKind.BARRIER
    made = Element.objects.create(
        municipality_id=step.municipality_id,
        step=step,
        kind=new.kind,
        text=new.text,
        status=(new.status or BarrierStatus.PROPOSED) if barrier else "",
        owner=new.owner if barrier else None,
        effect=new.effect if barrier else "",
        position=position,
    )
    if barrier:
        _note(identity, made, "")
    return made


@transaction.atomic
def change_element(*, identity: Identity, element: Element, version: int, new: NewElement) -> None:
    """Change something in a step that was read at `version`; another status of a barrier is a row of its history.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _require(identity, element.step.model)
    before = element.status
    barrier = element.kind == ElementKind.BARRIER
    after = (new.status or BarrierStatus.PROPOSED) if barrier else ""
    update_once(
        Element.objects.all(),
        element,
        version,
        text=new.text,
        status=after,
        owner=new.owner if barrier else None,
        effect=new.effect if barrier else "",
    )
    element.status = after
    if before != after:
        _note(identity, element, before)
    _record(element.step.model, "element_changed", {"before": before, "after": str(after)})


@transaction.atomic
def remove_element(*, identity: Identity, element: Element, version: int) -> None:
    """Take something out of a step; its history stays.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _require(identity, element.step.model)
    update_once(Element.objects.filter(removed_at=None), element, version, removed_at=timezone.now())
    _record(element.step.model, "element_removed", {"kind": element.kind})


@transaction.atomic
def shift(*, identity: Identity, thing: Step | Element, up: bool) -> bool:
    """Let a step or something in it change places with its neighbour; tell whether there was one."""
    model = thing.model if isinstance(thing, Step) else thing.step.model
    _require(identity, model)
    kind: type[Step | Element] = type(thing)
    if isinstance(thing, Step):
        rows = list(
            Step.objects.filter(model=thing.model, removed_at=None)
            .select_for_update()
            .order_by("position", "pk")
        )
        moved = _swapped([one.pk for one in rows], thing.pk, up=up)
    else:
        beside = Element.objects.filter(step=thing.step, kind=thing.kind, removed_at=None)
        listed = list(beside.select_for_update().order_by("position", "pk"))
        moved = _swapped([one.pk for one in listed], thing.pk, up=up)
    if not moved:
        return False
    for at, one in enumerate(moved, start=1):
        kind.objects.filter(pk=one).update(position=at)
    _record(model, "shifted")
    return True


def _swapped(order: list[uuid.UUID], one: uuid.UUID, *, up: bool) -> list[uuid.UUID]:
    at = order.index(one)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(order):
        return []
    order[at], order[other] = order[other], order[at]
    return order


def _note(identity: Identity, element: Element, before: str) -> None:
    StatusChange.objects.create(
        municipality_id=element.municipality_id,
        element=element,
        before=before,
        after=element.status,
        changed_by_id=identity.person,
        changed_at=timezone.now(),
    )


def _require(identity: Identity, model: BarrierModel) -> None:
    if not may_change(identity, model):
        raise PermissionDenied(_("U mag dit barrièremodel lezen, maar niet wijzigen."))


def _record(model: BarrierModel, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=model.municipality_id,
        action=f"barriers:model:{verb}",
        subject=model.pk,
        problem=model.case_id,
        version=model.version,
        data=data or {},
    )
