"""Year plans: making, naming, taking over to another year, adopting, closing and opening again."""

from __future__ import annotations

import calendar
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.ledger.versions import update_once
from driehoek.plans.models import FINISHED, Action, Edition, Goal, Plan, PlanState
from driehoek.plans.queries.composing import Proof, adopted, proof, snapshot_of_plan
from driehoek.plans.queries.walls import visible_plans
from driehoek.plans.services.actions import agree, open_deadlines
from driehoek.plans.services.common import record, require_keeper, require_open
from driehoek.plans.services.editions import ChangedSinceSeenError, NothingChangedError, fix
from driehoek.standard.models import Decider


class PlanExistsError(Exception):
    """There is a plan for that year already."""

    def __init__(self, existing: Plan) -> None:
        super().__init__(str(existing.pk))
        self.existing = existing


class EmptyPlanError(PermissionDenied):
    """A plan without an action is nothing to adopt."""


@dataclass(frozen=True)
class Adoption:
    """Who adopted a plan, on which day and at which table; `reason` says why it is adopted anew."""

    by: Decider
    on: date
    where: str = ""
    reason: str = ""


@transaction.atomic
def make_plan(*, identity: Identity, year: int, title: str, copied_from: Plan | None = None) -> Plan:
    """Begin a plan for a year.

    Raises:
        PlanExistsError: that year has one.
    """
    require_keeper(identity)
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                municipality_id=identity.municipality,
                year=year,
                title=title.strip(),
                copied_from=copied_from,
                made_by_id=identity.person,
            )
    except IntegrityError as error:
        if existing := visible_plans(identity).filter(year=year).first():
            raise PlanExistsError(existing) from error
        raise
    record(plan.municipality_id, "plan:made", plan.pk, plan.version, {"year": year})
    return plan


@transaction.atomic
def rename_plan(*, identity: Identity, plan: Plan, version: int, title: str) -> None:
    """Give a plan another title.

    Raises:
        VersionConflict: it was changed meanwhile.
        NotAtThisStage: it is closed.
    """
    require_keeper(identity)
    require_open(plan)
    update_once(visible_plans(identity), plan, version, title=title.strip())
    record(plan.municipality_id, "plan:changed", plan.pk, plan.version)


@transaction.atomic
def copy_plan(*, identity: Identity, plan: Plan, year: int, title: str) -> Plan:
    """Take the goals that stand and the actions that are not finished over to another year, as a draft.

    Days move along by whole years; statuses and explanations begin anew.

    Raises:
        PlanExistsError: that year has a plan.
    """
    made = make_plan(identity=identity, year=year, title=title, copied_from=plan)
    years = year - plan.year
    goals: dict[uuid.UUID, Goal] = {}
    for goal in plan.goals.filter(dropped_at=None).order_by("made_at", "id"):
        goals[goal.pk] = Goal.objects.create(
            municipality_id=made.municipality_id,
            plan=made,
            lineage=goal.lineage,
            theme_id=goal.theme_id,
            sentence=goal.sentence,
            norm_id=goal.norm_id,
            measured_how=goal.measured_how,
            decider=goal.decider,
            decision_on=_moved(goal.decision_on, years) if goal.decision_on else None,
        )
    rows = plan.actions.filter(goal__in=goals).exclude(status__in=FINISHED)
    Action.objects.bulk_create(_copied(action, made, goals[action.goal_id], years) for action in rows)
    record(made.municipality_id, "plan:copied", made.pk, made.version, {"from": str(plan.pk)})
    return made


@transaction.atomic
def adopt_plan(
    *,
    identity: Identity,
    plan: Plan,
    version: int,
    seen: str,
    adoption: Adoption,
    at: datetime | None = None,
) -> Edition:
    """Write down that a plan was adopted, and fix it as an edition; its actions become due from their owners.

    A plan that was changed after it was adopted is adopted anew in the same way, with the reason.

    `seen` is the digest of what the reader saw before they said so (composing.proof); `at` the moment, when it
    is not now.

    Raises:
        VersionConflict: the plan was changed meanwhile.
        ChangedSinceSeenError: a goal or an action was.
        NothingChangedError: the last edition says the same.
        EmptyPlanError: no action stands in it.
        NotAtThisStage: it is closed.
    """
    require_keeper(identity)
    require_open(plan)
    moment = at or timezone.now()
    update_once(
        visible_plans(identity).exclude(state=PlanState.CLOSED),
        plan,
        version,
        state=PlanState.ADOPTED,
        adopted_by=adoption.by,
        adopted_on=adoption.on,
        adopted_where=adoption.where.strip(),
    )
    plan.refresh_from_db()
    waiting = list(plan.actions.filter(agreed_at=None))
    if not plan.actions.exists():
        raise EmptyPlanError(_("Er staat nog geen maatregel in dit jaarplan."))
    agree(actions=waiting, at=moment)
    content = proof(snapshot_of_plan(identity, plan))
    _require_news(plan, content, seen)
    said = proof(adopted(content.snapshot, plan))
    edition = fix(
        identity=identity,
        about=plan,
        snapshot=said.snapshot,
        seen=said.digest,
        reason=adoption.reason,
        at=moment,
    )
    record(plan.municipality_id, "plan:adopted", plan.pk, plan.version, {"edition": edition.number})
    return edition


@transaction.atomic
def close_plan(*, identity: Identity, plan: Plan, version: int) -> None:
    """Close a plan: nothing in it changes any more, and what was still due lapses.

    Raises:
        VersionConflict: it was changed meanwhile, or was never adopted.
    """
    require_keeper(identity)
    update_once(
        visible_plans(identity).filter(state=PlanState.ADOPTED), plan, version, state=PlanState.CLOSED
    )
    deadlines.withdraw_many(ids=open_deadlines(plan))
    record(plan.municipality_id, "plan:closed", plan.pk, plan.version)


@transaction.atomic
def reopen_plan(*, identity: Identity, plan: Plan, version: int) -> None:
    """Open a closed plan again; what is not finished is due again.

    Raises:
        VersionConflict: it was changed meanwhile, or is not closed.
    """
    require_keeper(identity)
    update_once(
        visible_plans(identity).filter(state=PlanState.CLOSED), plan, version, state=PlanState.ADOPTED
    )
    for action in plan.actions.exclude(status__in=FINISHED).select_related("deadline"):
        if action.deadline is not None:
            deadlines.reopen(deadline=action.deadline)
    record(plan.municipality_id, "plan:reopened", plan.pk, plan.version)


def _require_news(plan: Plan, content: Proof, seen: str) -> None:
    """Refuse what was not seen, and what the last edition says already, whoever adopts it again."""
    if content.digest != seen:
        raise ChangedSinceSeenError
    last = plan.editions.order_by("-number").first()
    if last is not None and replace(last.snapshot, texts=()) == content.snapshot:
        raise NothingChangedError


def _copied(action: Action, plan: Plan, goal: Goal, years: int) -> Action:
    return Action(
        municipality_id=plan.municipality_id,
        plan=plan,
        goal=goal,
        lineage=action.lineage,
        what=action.what,
        owner_id=action.owner_id,
        person_id=action.person_id,
        instrument=action.instrument,
        starts_on=_moved(action.starts_on, years),
        due_on=_moved(action.due_on, years),
        hours=action.hours,
        money=action.money,
        expected_effect=action.expected_effect,
        status_at=timezone.now(),
    )


def _moved(day: date, years: int) -> date:
    """Move a day by whole years; 29 February becomes the 28th where there is none."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
