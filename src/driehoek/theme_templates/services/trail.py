"""The trail of a template: its steps with their due dates, the evaluation, and its end."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import end_of_working_day, next_working_day
from driehoek.deadlines.models import Deadline
from driehoek.figures.models import Indicator
from driehoek.figures.services import end_indicator
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.meetings.models import AgendaPoint, PointState
from driehoek.meetings.services import drop_point
from driehoek.moments.models import Moment, MomentState
from driehoek.moments.queries import visible_moments
from driehoek.moments.services import cancel
from driehoek.position import services as position
from driehoek.position.models import Agreement, AgreementState, Delivery, DeliveryState, Need, NeedState
from driehoek.standard.models import Norm
from driehoek.standard.services import end_norm
from driehoek.theme_templates.models import STEP, Adoption, AdoptionState, Made, MadeKind, Step, StepState
from driehoek.theme_templates.queries import made_in_rounds
from driehoek.theme_templates.templates import steps_that_recur

UNDO_WITHIN: Final = timedelta(days=1)
WEEK: Final = timedelta(weeks=1)


class TooLateError(Exception):
    """It can no longer be undone: a day has passed, something arrived, or a step was closed."""


class StillOpenError(Exception):
    """Steps before the evaluation are open; the message counts them."""


def lay_steps(*, adoption: Adoption, rows: Sequence[Mapping[str, Any]], owner: uuid.UUID) -> list[Step]:
    """Lay the steps of a trail one after the other from its first day, each with its due date."""
    day = adoption.starts_on
    steps = []
    for place, row in enumerate(rows, start=1):
        day += row["weeks"] * WEEK
        steps.append(
            Step(
                municipality_id=adoption.municipality_id,
                adoption=adoption,
                place=place,
                key=row["key"],
                kind=row["kind"],
                due_on=next_working_day(day),
                owner_id=owner,
            )
        )
    made = deadlines.set_deadlines(new=[_deadline(step) for step in steps])
    for step, deadline in zip(steps, made, strict=True):
        step.deadline = deadline
    return Step.objects.bulk_create(steps)


def _deadline(step: Step) -> deadlines.NewDeadline:
    return deadlines.NewDeadline(
        municipality=step.municipality_id,
        kind=STEP,
        subject=step.pk,
        due_at=end_of_working_day(step.due_on),
        responsible=step.owner_id,
    )


@transaction.atomic
def close_step(
    *,
    identity: Identity,
    step: Step,
    version: int,
    note: str,
    skipped: bool = False,
    at: datetime | None = None,
) -> None:
    """Say that a step is done, or is skipped with the reason in `note`; its due date is met or lapses.

    Args:
        identity: who closes it.
        step: which step.
        version: at which it was read.
        note: what came of it, or why it is skipped.
        skipped: whether it is left out.
        at: when that was, if earlier than now.

    Raises:
        ValueError: skipped without a reason.
        VersionConflict: someone changed it meanwhile, or the trail ended.
    """
    if skipped and not note.strip():
        raise ValueError("a step is skipped with a reason")
    update_once(
        _of_running().filter(state=StepState.OPEN),
        step,
        version,
        state=StepState.SKIPPED if skipped else StepState.DONE,
        note=note.strip(),
        closed_by=identity.person,
        closed_at=at or timezone.now(),
    )
    if step.deadline is not None:
        if skipped:
            deadlines.withdraw(deadline=step.deadline)
        else:
            deadlines.meet(deadline=step.deadline, at=at)
    _record_step(step, "skipped" if skipped else "done")


@transaction.atomic
def reopen_step(*, step: Step, version: int) -> None:
    """Take up a step again that was closed.

    Raises:
        VersionConflict: someone changed it meanwhile, or the trail ended.
    """
    rows = _of_running().exclude(state=StepState.OPEN)
    update_once(rows, step, version, state=StepState.OPEN, closed_by=None, closed_at=None)
    if step.deadline is not None:
        deadlines.reopen(deadline=step.deadline)
    _record_step(step, "reopened")


@transaction.atomic
def change_step(*, step: Step, version: int, due_on: date, owner: uuid.UUID) -> bool:
    """Give an open step another day or another owner, with its due date; tell whether that changed anything.

    Raises:
        VersionConflict: someone changed it meanwhile, or it is closed.
    """
    day = next_working_day(due_on)
    if (day, owner) == (step.due_on, step.owner_id):
        return False
    update_once(_of_running().filter(state=StepState.OPEN), step, version, due_on=day, owner=owner)
    step.due_on, step.owner_id = day, owner
    if step.deadline is not None:
        Deadline.objects.filter(pk=step.deadline.pk).update(responsible=owner)
        deadlines.move(deadline=step.deadline, due_at=end_of_working_day(day))
    _record_step(step, "changed")
    return True


@transaction.atomic
def evaluate(
    *,
    identity: Identity,
    adoption: Adoption,
    version: int,
    effect: str,
    cooperation: str,
    next_start: date | None = None,
    owner: uuid.UUID | None = None,
) -> Adoption | None:
    """Close a trail with what it brought and how the work together went; return the next round, if one begins.

    What the template made stays and runs on. The next round follows the template as it was taken over.

    Raises:
        ValueError: a word about the effect or about the cooperation is missing.
        StillOpenError: a step before the evaluation is open.
        VersionConflict: someone changed it meanwhile.
    """
    if not effect.strip() or not cooperation.strip():
        raise ValueError("an evaluation is about the effect and about the cooperation")
    steps = list(Step.objects.filter(adoption=adoption).select_related("deadline"))
    last = steps[-1] if steps else None
    waiting = [one for one in steps if one.state == StepState.OPEN and one is not last]
    if waiting:
        raise StillOpenError(str(len(waiting)))
    if last is not None and last.state == StepState.OPEN:
        close_step(identity=identity, step=last, version=last.version, note="")
    _close(
        identity,
        adoption,
        version,
        AdoptionState.EVALUATED,
        effect=effect.strip(),
        cooperation=cooperation.strip(),
    )
    _record(adoption, "evaluated", {"round": adoption.round})
    return _next_round(identity, adoption, next_start, owner or identity.person) if next_start else None


def _next_round(identity: Identity, before: Adoption, starts_on: date, owner: uuid.UUID) -> Adoption:
    adoption = Adoption.objects.create(
        municipality_id=before.municipality_id,
        template=before.template,
        edition=before.edition,
        name=before.name,
        content=before.content,
        theme_id=before.theme_id,
        starts_on=starts_on,
        round=before.round + 1,
        previous=before,
        by_id=identity.person,
        at=timezone.now(),
    )
    lay_steps(adoption=adoption, rows=steps_that_recur(before.content), owner=owner)
    _record(adoption, "begun", {"template": adoption.template, "round": adoption.round})
    return adoption


def may_undo(adoption: Adoption) -> bool:
    """Tell whether a trail can be taken back: begun less than a day ago, nothing arrived, no step closed."""
    if adoption.state != AdoptionState.RUNNING or timezone.now() - adoption.at > UNDO_WITHIN:
        return False
    agreements = Made.objects.filter(adoption=adoption, kind=MadeKind.AGREEMENT).values("thing")
    arrived = Delivery.objects.filter(agreement__in=agreements, state=DeliveryState.RECEIVED)
    return not arrived.exists() and not adoption.steps.exclude(state=StepState.OPEN).exists()


@transaction.atomic
def undo(*, identity: Identity, adoption: Adoption, version: int) -> int:
    """Take a trail back with everything that it made; return how many things that ended.

    Report forms stay: another agreement may have chosen one.

    Raises:
        TooLateError: it can only be ended now.
        VersionConflict: someone changed it meanwhile.
    """
    if not may_undo(adoption):
        raise TooLateError
    return _finish(identity, adoption, version, AdoptionState.UNDONE, list(adoption.made.all()))


@transaction.atomic
def end(*, identity: Identity, adoption: Adoption, version: int, ending: Collection[uuid.UUID]) -> int:
    """End a trail, and those things among what it made that are named; the others run on.

    Args:
        identity: who ends it.
        adoption: the trail.
        version: at which it was read.
        ending: ids of rows of Made, of this round or of the ones before it.

    Raises:
        VersionConflict: someone changed it meanwhile.
    """
    chosen = [one for one in made_in_rounds(adoption) if one.pk in ending]
    return _finish(identity, adoption, version, AdoptionState.ENDED, chosen)


def _finish(
    identity: Identity, adoption: Adoption, version: int, state: AdoptionState, chosen: list[Made]
) -> int:
    open_steps = list(adoption.steps.filter(state=StepState.OPEN).values_list("deadline", flat=True))
    deadlines.withdraw_many(ids=open_steps)
    ended = end_things(identity, chosen)
    _close(identity, adoption, version, state)
    _record(adoption, str(state), {"ended": ended})
    return ended


def end_things(identity: Identity, chosen: Collection[Made]) -> int:
    """End what still runs of `chosen`, what rests on something else first; return how many that were.

    A thing that someone changes at the same moment stays as they left it.
    """
    ids: dict[str, list[uuid.UUID]] = {}
    for one in chosen:
        ids.setdefault(one.kind, []).append(one.thing)
    ended = 0
    for norm in Norm.objects.filter(pk__in=ids.get(MadeKind.NORM, []), ended_at=None):
        end_norm(norm=norm, version=norm.version)
        ended += 1
    agreements = Agreement.objects.filter(pk__in=ids.get(MadeKind.AGREEMENT, []))
    for agreement in agreements.exclude(state=AgreementState.ENDED):
        position.end_agreement(identity=identity, agreement=agreement, version=agreement.version)
        ended += 1
    # A need that another agreement still serves is still needed.
    needs = Need.objects.filter(pk__in=ids.get(MadeKind.NEED, [])).exclude(state=NeedState.ENDED)
    served = Agreement.objects.exclude(state=AgreementState.ENDED).values("need")
    for need in needs.exclude(pk__in=served):
        position.end_need(identity=identity, need=need, version=need.version)
        ended += 1
    return ended + _end_rest(identity, ids)


def _end_rest(identity: Identity, ids: Mapping[str, list[uuid.UUID]]) -> int:
    ended = 0
    measured = Norm.objects.filter(ended_at=None).exclude(indicator=None).values("indicator")
    indicators = Indicator.objects.filter(pk__in=ids.get(MadeKind.INDICATOR, []), ended_at=None)
    for indicator in indicators.exclude(pk__in=measured):
        end_indicator(indicator=indicator, version=indicator.version)
        ended += 1
    moments: list[Moment] = list(
        visible_moments(identity)
        .filter(pk__in=ids.get(MadeKind.MOMENT, []))
        .exclude(state=MomentState.CANCELLED)
    )
    for moment in moments:
        cancel(identity=identity, moment=moment, version=moment.version)
    points = AgendaPoint.objects.filter(pk__in=ids.get(MadeKind.POINT, []), state=PointState.PROPOSED)
    for point in points:
        drop_point(identity=identity, point=point, version=point.version)
        ended += 1
    return ended + len(moments)


def _close(identity: Identity, adoption: Adoption, version: int, state: AdoptionState, **values: Any) -> None:
    rows = Adoption.objects.filter(state=AdoptionState.RUNNING)
    closing = {"state": state, "closed_by": identity.person, "closed_at": timezone.now()}
    update_once(rows, adoption, version, **closing, **values)
    adoption.state = state


def _of_running() -> Any:
    return Step.objects.filter(adoption__state=AdoptionState.RUNNING)


def _record(adoption: Adoption, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=adoption.municipality_id,
        action=f"theme_templates:adoption:{verb}",
        subject=adoption.pk,
        version=adoption.version,
        data=data,
    )


def _record_step(step: Step, verb: str) -> None:
    ledger.append(
        municipality=step.municipality_id,
        action=f"theme_templates:step:{verb}",
        subject=step.pk,
        version=step.version,
        data={"adoption": str(step.adoption_id), "place": step.place},
    )
