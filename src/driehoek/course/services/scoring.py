"""Life domains at fixed moments: planned, scored once, corrected openly (CX17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.services.common import record
from driehoek.course.domains import SCALE
from driehoek.course.models import Moment, Scoring
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import at_local
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.subjects.models import Subject

SCORING: Final = "course.scoring"
AT: Final = time(17, 0)


@transaction.atomic
def plan_scoring(*, identity: Identity, subject: Subject, moment: Moment, planned_on: date) -> Scoring:
    """Plan a moment at which the life domains of a person are scored; it becomes due in the subject's compartment.

    Raises:
        IntegrityError: that day is planned already.
    """
    compartment = subject.compartment
    made = Scoring(
        municipality_id=subject.municipality_id,
        compartment=compartment,
        subject=subject,
        moment=moment,
        planned_on=planned_on,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    made.deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=subject.municipality_id,
            kind=SCORING,
            subject=made.pk,
            due_at=at_local(planned_on, AT),
            responsible=identity.person,
            problem=compartment.pk,
        )
    )
    made.save(force_insert=True)
    record(compartment.case, "course:scoring:planned", subject=made.pk, compartment=compartment)
    return made


@transaction.atomic
def withdraw_scoring(*, identity: Identity, scoring: Scoring) -> None:
    """Take away a planned moment that was not scored.

    Raises:
        VersionConflict: it was scored meanwhile.
    """
    if scoring.deadline:
        deadlines.withdraw(deadline=scoring.deadline)
    gone, _each = Scoring.objects.filter(pk=scoring.pk, scored_at=None).delete()
    if not gone:
        raise VersionConflict
    record(
        scoring.compartment.case,
        "course:scoring:withdrawn",
        subject=scoring.pk,
        compartment=scoring.compartment,
    )


@transaction.atomic
def score(
    *, identity: Identity, scoring: Scoring, version: int, scores: Mapping[str, int], remark: str
) -> Scoring:
    """Score the life domains at a planned moment; what was scored is corrected by a new row beside it.

    Raises:
        ValueError: a life domain is missing, or a score is no step.
        VersionConflict: someone else scored it meanwhile.
        IntegrityError: someone else corrected it meanwhile.
    """
    SCALE.refuse_wrong(scores)
    now = timezone.now()
    if scoring.scored_at is None:
        scoring.remark = remark
        update_once(
            Scoring.objects.filter(scored_at=None),
            scoring,
            version,
            scores=dict(scores),
            remark_locked=scoring.remark_locked,
            scored_by_id=identity.person,
            scored_at=now,
        )
        if scoring.deadline:
            deadlines.meet(deadline=scoring.deadline)
        kept, verb = scoring, "scored"
    else:
        kept, verb = _correction(identity, scoring, scores, remark), "corrected"
    record(
        scoring.compartment.case, f"course:scoring:{verb}", subject=kept.pk, compartment=scoring.compartment
    )
    return kept


def _correction(identity: Identity, scoring: Scoring, scores: Mapping[str, int], remark: str) -> Scoring:
    now = timezone.now()
    made = Scoring(
        municipality_id=scoring.municipality_id,
        compartment_id=scoring.compartment_id,
        subject_id=scoring.subject_id,
        moment=scoring.moment,
        planned_on=scoring.planned_on,
        scores=dict(scores),
        scored_by_id=identity.person,
        scored_at=now,
        corrects=scoring,
        made_by_id=identity.person,
        made_at=now,
    )
    made.remark = remark
    made.save(force_insert=True)
    return made
