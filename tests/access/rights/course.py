"""Rights on the pages of the room `course`."""

from __future__ import annotations

from tests.access.rights.who import (
    DIRECTS_THE_CASE,
    IN_THE_SHARED_PART,
    NOT_OF_THE_CASE,
    OF_THE_CASE,
    WORKS_ON_THE_CASE,
    F,
    Right,
)

NO_PERSONS = NOT_OF_THE_CASE | {F.MAYOR}
INVITED = frozenset({F.TEAM_CHIEF, F.PARTNER, F.GUEST})
LEARNERS = frozenset({F.CASE_DIRECTOR, F.SAFETY_ADVISER, F.MAYOR, F.DEPUTY})


def _for(may: frozenset[F], *about: str, method: str = "GET", **data: str) -> Right:
    return Right(may, ("case", *about), method=method, data=data, elsewhere=NOT_OF_THE_CASE)


def _about_a_person(*about: str, method: str = "GET") -> Right:
    return Right(IN_THE_SHARED_PART, ("case", *about), method=method, elsewhere=NO_PERSONS)


RIGHTS: dict[str, Right] = {
    "course:lessons": Right(LEARNERS),
    "course:page": _for(OF_THE_CASE),
    "course:pdf": _for(OF_THE_CASE),
    "course:scale_down": _for(WORKS_ON_THE_CASE),
    "course:announce": _for(WORKS_ON_THE_CASE),
    "course:rest_action_new": _for(WORKS_ON_THE_CASE),
    "course:rest_action_mark": _for(IN_THE_SHARED_PART, "rest_action", method="POST", done="1"),
    "course:rest_action_drop": _for(WORKS_ON_THE_CASE, "rest_action_to_drop"),
    "course:end_participations": _for(DIRECTS_THE_CASE),
    "course:evaluation": _for(WORKS_ON_THE_CASE),
    "course:settle": _for(DIRECTS_THE_CASE),
    "course:goal_new": _for(WORKS_ON_THE_CASE),
    "course:goal_drop": _for(WORKS_ON_THE_CASE, "goal_result"),
    # The questionnaire is for who was invited; for others of the case there is none.
    "course:cooperation": Right(INVITED, ("case",), elsewhere=NOT_OF_THE_CASE | (OF_THE_CASE - INVITED)),
    "course:person": _about_a_person("course_person"),
    "course:scoring_new": _about_a_person("course_person"),
    "course:score": _about_a_person("scoring"),
    "course:scoring_drop": Right(IN_THE_SHARED_PART, ("case", "scoring_to_drop"), elsewhere=NO_PERSONS),
}
