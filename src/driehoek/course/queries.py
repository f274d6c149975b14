"""Every read about how a case goes and ends; all of it begins at what the reader may see of the case."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.access.queries import visible_problem_ids
from driehoek.cases.models import Case, Participation
from driehoek.cases.queries import compartments_open_to
from driehoek.course.domains import Movement, movement, together
from driehoek.course.models import Cooperation, Evaluation, GoalResult, RestAction, ScaleDown, Scoring
from driehoek.subjects.models import Subject, SubjectKind

MOST_LESSONS: Final = 20


def scale_down_of(case: Case) -> ScaleDown | None:
    """Return how a case is scaled down, once that was written."""
    return ScaleDown.objects.filter(case=case).select_related("aftercare").first()


def rest_actions_of(case: Case) -> list[RestAction]:
    """Return what is left of a case, what is due first on top."""
    return list(RestAction.objects.filter(case=case).select_related("organisation", "deadline", "case"))


def rest_action(case: Case, action: uuid.UUID) -> RestAction | None:
    """Return one of them."""
    return RestAction.objects.filter(case=case, pk=action).select_related("deadline", "case").first()


def evaluation_of(case: Case) -> Evaluation | None:
    """Return the evaluation of a case, once it was begun."""
    return Evaluation.objects.filter(case=case).select_related("case", "settled_by").first()


def goals_of(case: Case) -> list[GoalResult]:
    """Return the goals that were judged, in the order in which that was done."""
    return list(GoalResult.objects.filter(case=case).select_related("case"))


def cooperation_of(case: Case) -> list[Cooperation]:
    """Return what the participants said of the cooperation, by organisation; the wall leaves out what is not theirs."""
    return list(Cooperation.objects.filter(case=case).select_related("organisation"))


def own_participation(identity: Identity, case: Case) -> Participation | None:
    """Return the reader's own running place in a case."""
    rows = Participation.objects.filter(
        case=case, person=identity.person, ended_at=None, until__gt=Now()
    ).select_related("case")
    return rows.first()


def has_answered(identity: Identity, case: Case) -> bool:
    """Tell whether the reader said how the cooperation went."""
    return Cooperation.objects.filter(case=case, person=identity.person).exists()


def running_participations(case: Case) -> int:
    """Count who still takes part."""
    return Participation.objects.filter(case=case, ended_at=None).count()


def lessons(identity: Identity, *, model_key: str = "") -> list[Evaluation]:
    """Return settled evaluations with lessons of the cases that the reader may see, newest first."""
    rows = Evaluation.objects.filter(
        municipality=identity.municipality,
        case_id__in=visible_problem_ids(identity),
        settled_at__isnull=False,
    ).exclude(lessons="")
    if model_key:
        rows = rows.filter(model_key=model_key)
    return list(rows.select_related("case__problem", "case__model").order_by("-settled_at")[:MOST_LESSONS])


def _scorings(identity: Identity, case: Case) -> QuerySet[Scoring]:
    """Return the scorings that hold in the compartments open to the reader: no correction took their place."""
    return (
        Scoring.objects.filter(
            compartment__in=compartments_open_to(identity, case),
            subject__restricted_at=None,
            corrected_by=None,
        )
        .select_related("scored_by", "deadline", "compartment__case")
        .order_by("planned_on", "made_at")
    )


@dataclass(frozen=True)
class PersonCourse:
    """The course of one person: the moments in order, those to come last.

    Attributes:
        moved: between the first and the last scoring; None with fewer than two.
    """

    subject: Subject
    scorings: tuple[Scoring, ...]
    moved: Movement | None

    @property
    def scored(self) -> list[Scoring]:
        """Return the moments that were scored."""
        return [one for one in self.scorings if one.scored_at]


def persons_of(identity: Identity, case: Case) -> QuerySet[Subject]:
    """Return the persons of a case in compartments open to the reader, whose processing is not restricted."""
    return Subject.objects.filter(
        compartment__in=compartments_open_to(identity, case),
        kind=SubjectKind.PERSON,
        ended_at=None,
        leader=None,
        restricted_at=None,
    ).select_related("compartment__case")


def courses_of(identity: Identity, case: Case) -> list[PersonCourse]:
    """Return the course of every person of a case; two queries, whatever their number."""
    found: dict[uuid.UUID, list[Scoring]] = {}
    for one in _scorings(identity, case):
        found.setdefault(one.subject_id, []).append(one)
    return [_course(subject, found.get(subject.pk, [])) for subject in persons_of(identity, case)]


def course_of(identity: Identity, case: Case, subject: uuid.UUID) -> PersonCourse | None:
    """Return the course of one person."""
    person = persons_of(identity, case).filter(pk=subject).first()
    if person is None:
        return None
    return _course(person, list(_scorings(identity, case).filter(subject=person)))


def scoring_of(identity: Identity, case: Case, scoring: uuid.UUID) -> Scoring | None:
    """Return one moment with its person, or None when it is not open to the reader or was corrected."""
    rows = _scorings(identity, case).select_related(
        "subject__compartment", "deadline", "compartment__case", "scored_by"
    )
    return rows.filter(pk=scoring).first()


def totals(courses: list[PersonCourse]) -> dict[str, Movement] | None:
    """Return per life domain how many persons went which way; None when that would tell of one of them."""
    return together([(one.scored[0].scores, one.scored[-1].scores) for one in courses if len(one.scored) > 1])


def _course(subject: Subject, scorings: list[Scoring]) -> PersonCourse:
    scored = [one for one in scorings if one.scored_at]
    moved = movement(scored[0].scores, scored[-1].scores) if len(scored) > 1 else None
    return PersonCourse(subject, tuple(scorings), moved)
