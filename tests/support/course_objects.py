"""One of everything that an address of the room `course` can be about."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.course import services
from driehoek.course.models import Moment, Result
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.subjects.models import Subject, SubjectKind
from driehoek.subjects.services.subjects import NewSubject, add_subject
from tests.support.cases import MadeCase
from tests.support.cast import Cast


def person_of(cast: Cast, made: MadeCase, *, family: str = "Voorbeeld", part: str = "") -> Subject:
    """Write a person down in a compartment of a case, as its director."""
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk) as identity:
        return add_subject(
            identity=identity,
            new=NewSubject(
                compartment=made.own[part] if part else made.shared,
                kind=SubjectKind.PERSON,
                details={"given_names": "Proef", "surname": family},
            ),
        )


def course_objects(cast: Cast, made: MadeCase) -> dict[str, uuid.UUID]:
    """Return the ids that stand in addresses of this room: a scaled-down case with something left to do."""
    subject = person_of(cast, made)
    day = timezone.localdate() + timedelta(days=30)
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk) as identity:
        housing = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.HOUSING)
        planned = services.plan_scoring(
            identity=identity, subject=subject, moment=Moment.START, planned_on=timezone.localdate()
        )
        dropped = services.plan_scoring(
            identity=identity, subject=subject, moment=Moment.BETWEEN, planned_on=day
        )
        found = services.write_scale_down(
            identity=identity,
            case=made.case,
            new=services.NewScaleDown(
                criterion="Drie maanden rust op het plein",
                reopen_when="Bij twee meldingen in een maand",
                message="Wij schalen af. Dank u wel.",
                aftercare=housing,
                aftercare_contact="het wijkkantoor",
                aftercare_until=day,
            ),
            version=0,
        )
        services.announce(identity=identity, found=found, version=found.version)
        actions = [
            services.add_rest_action(
                identity=identity, case=made.case, what=what, organisation=housing, due_on=day
            )
            for what in ("Lantaarns nalopen", "Hek repareren")
        ]
        services.write_evaluation(
            identity=identity, case=made.case, version=0, summary="Rustiger", lessons="Eerder beginnen"
        )
        goals = [
            services.add_goal_result(
                identity=identity, case=made.case, goal=goal, result=Result.REACHED, evidence="Meldingen"
            )
            for goal in ("Minder meldingen", "Meer toezicht")
        ]
    return {
        "course_person": subject.pk,
        "scoring": planned.pk,
        "scoring_to_drop": dropped.pk,
        "rest_action": actions[0].pk,
        "rest_action_to_drop": actions[1].pk,
        "goal_result": goals[0].pk,
    }
