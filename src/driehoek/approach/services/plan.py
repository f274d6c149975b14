"""The plan of approach: writing it, keeping its review date, adopting an edition (CX07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.approach import composing
from driehoek.approach.models import Plan, PlanEdition
from driehoek.approach.services.definition import IncompleteError
from driehoek.approach.snapshot import canonical, digest
from driehoek.cases.models import Case
from driehoek.cases.services.common import record
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import end_of_working_day
from driehoek.deadlines.models import DeadlineState
from driehoek.ledger.versions import VersionConflict, update_once

REVIEW: Final = "approach.plan_review"
FIELDS: Final = (*composing.PLAN_TEXTS, "review_on", "aftercare_owner")


@transaction.atomic
def save_plan(*, identity: Identity, case: Case, version: int, values: Mapping[str, Any]) -> Plan:
    """Write the plan that was read at `version`, 0 when there was none; its review date becomes due.

    Raises:
        VersionConflict: someone else wrote it meanwhile.
    """
    found, _made = Plan.objects.get_or_create(
        case=case,
        defaults={"municipality_id": identity.municipality, "changed_at": timezone.now(), "version": 0},
    )
    given = {name: values[name] for name in FIELDS}
    changed = [name for name in FIELDS if getattr(found, name) != given[name]]
    update_once(
        Plan.objects.all(),
        found,
        version,
        **given,
        changed_by_id=identity.person,
        changed_at=timezone.now(),
    )
    found = Plan.objects.select_related("review_deadline", "aftercare_owner", "case__problem").get(pk=case.pk)
    if "review_on" in changed:
        _review(found)
    record(case, "approach:plan:written", {"fields": changed})
    return found


def _review(plan: Plan) -> None:
    """Let the review be due on its day, owed by who keeps the process."""
    running = plan.review_deadline
    if plan.review_on is None:
        if running is not None:
            deadlines.withdraw(deadline=running)
        return
    due_at = end_of_working_day(plan.review_on)
    if running is not None:
        if running.state != DeadlineState.OPEN:
            deadlines.reopen(deadline=running)
        deadlines.move(deadline=running, due_at=due_at)
        return
    plan.review_deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=plan.municipality_id,
            kind=REVIEW,
            subject=plan.pk,
            due_at=due_at,
            responsible=plan.case.process_director_id,
            problem=plan.pk,
        )
    )
    plan.save(update_fields=["review_deadline"])


@transaction.atomic
def adopt_plan(*, identity: Identity, plan: Plan, version: int, note: str = "") -> PlanEdition:
    """Freeze the plan that was read at `version` as its next edition; the same content again gives the last one.

    Raises:
        IncompleteError: a field is empty.
        VersionConflict: the plan was changed since it was read.
    """
    rows = Plan.objects.select_for_update(of=("self",)).select_related("case__problem", "aftercare_owner")
    now = rows.get(pk=plan.pk)
    if now.version != version:
        raise VersionConflict
    if composing.missing_in_plan(now):
        raise IncompleteError
    contents = canonical(composing.of_plan(identity, now))
    last = PlanEdition.objects.filter(case=now.case).order_by("-number").first()
    if last is not None and last.contents == contents:
        return last
    made = PlanEdition.objects.create(
        municipality_id=identity.municipality,
        case=now.case,
        number=last.number + 1 if last else 1,
        contents=contents,
        sha256=digest(contents),
        plan_version=version,
        note=note,
        adopted_by_id=identity.person,
        adopted_at=timezone.now(),
    )
    record(now.case, "approach:plan:adopted", {"number": made.number}, subject=made.pk)
    return made
