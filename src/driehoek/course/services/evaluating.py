"""Evaluation of the result, goal by goal, and of the cooperation (CX20)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.models import Case, Participation
from driehoek.cases.services.common import record
from driehoek.course.models import Cooperation, Evaluation, GoalResult, Result
from driehoek.course.questions import ANSWERS, STATEMENTS
from driehoek.course.services.closing import SettledError, cooperation_deadline
from driehoek.deadlines import services as deadlines
from driehoek.ledger.versions import update_once


class UnfinishedError(Exception):
    """An evaluation without a single goal that was judged says nothing of the result."""


@transaction.atomic
def write_evaluation(
    *, identity: Identity, case: Case, version: int, summary: str, lessons: str
) -> Evaluation:
    """Write what an approach brought and what was learnt; `version` is 0 for the first time.

    Raises:
        SettledError: it was settled.
        VersionConflict: it was written or changed meanwhile.
    """
    found = Evaluation.objects.filter(case=case).first()
    if found is None:
        found = Evaluation.objects.create(
            municipality_id=case.municipality_id,
            case=case,
            summary=summary,
            lessons=lessons,
            model_key=case.model.key,
            made_by_id=identity.person,
            made_at=timezone.now(),
        )
    else:
        if found.settled_at:
            raise SettledError
        update_once(
            Evaluation.objects.filter(settled_at=None), found, version, summary=summary, lessons=lessons
        )
    record(case, "course:evaluation:written")
    return found


@transaction.atomic
def add_goal_result(
    *, identity: Identity, case: Case, goal: str, result: Result, evidence: str
) -> GoalResult:
    """Judge one goal.

    Raises:
        SettledError: the evaluation was settled.
        IntegrityError: this goal was judged already.
    """
    _refuse_settled(case)
    made = GoalResult.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        goal=goal,
        result=result,
        evidence=evidence,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    record(case, "course:goal:judged", {"result": str(result)}, subject=made.pk)
    return made


@transaction.atomic
def drop_goal_result(*, identity: Identity, found: GoalResult) -> None:
    """Take a judged goal away, to judge it anew.

    Raises:
        SettledError: the evaluation was settled.
    """
    _refuse_settled(found.case)
    GoalResult.objects.filter(pk=found.pk).delete()
    record(found.case, "course:goal:dropped", subject=found.pk)


@transaction.atomic
def settle_evaluation(*, identity: Identity, found: Evaluation, version: int) -> None:
    """Settle an evaluation: it stays as it is, and its lessons are found by later cases of the same model.

    Raises:
        UnfinishedError: no goal was judged.
        VersionConflict: it was changed or settled meanwhile.
    """
    if not GoalResult.objects.filter(case=found.case).exists():
        raise UnfinishedError
    update_once(
        Evaluation.objects.filter(settled_at=None),
        found,
        version,
        settled_at=timezone.now(),
        settled_by_id=identity.person,
    )
    record(found.case, "course:evaluation:settled")


@transaction.atomic
def answer_cooperation(
    *, identity: Identity, participation: Participation, answers: Mapping[str, int], remark: str
) -> Cooperation:
    """Say how the cooperation went, once, under the name of one's organisation.

    Raises:
        ValueError: a statement without an answer, or an answer that does not exist.
        IntegrityError: this person answered already.
    """
    if set(answers) != set(STATEMENTS) or not set(answers.values()) <= set(ANSWERS):
        raise ValueError("answer every statement with one of the answers")
    case = participation.case
    made = Cooperation.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        person_id=participation.person_id,
        organisation_id=participation.organisation_id,
        answers=dict(answers),
        remark=remark,
        given_at=timezone.now(),
    )
    if due := cooperation_deadline(case.problem_id, participation.pk):
        deadlines.meet(deadline=due)
    record(case, "course:cooperation:answered", subject=made.pk)
    return made


def _refuse_settled(case: Case) -> None:
    if Evaluation.objects.filter(case=case, settled_at__isnull=False).exists():
        raise SettledError
