"""How the demo's youth group goes: life domains of a few invented young people, at two moments."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.cases.models import Case
from driehoek.course import services
from driehoek.course.domains import SCALE
from driehoek.course.models import Moment
from driehoek.course.queries import persons_of
from driehoek.parties.models import Function, Person

MOST: Final = 3
BEGUN: Final = (3, 2, 2, 3, 4, 3, 3, 3, 2, 2, 3, 2)
SINCE: Final = (3, 3, 3, 3, 4, 3, 2, 4, 3, 2, 4, 3)
REMARK: Final = "Gaat weer drie dagen in de week naar school. Terugval in de zomer."


def make_course(home: uuid.UUID, people: Mapping[Function, Person], cases: Mapping[str, Case]) -> None:
    """Score the life domains of the first persons of the youth group at the begin and now, and plan the next moment."""
    today = timezone.localdate()
    with acting_as(person=people[Function.CASE_DIRECTOR].pk, municipality=home) as identity:
        for subject in persons_of(identity, cases["youth"])[:MOST]:
            for moment, days, values in (
                (Moment.START, -95, BEGUN),
                (Moment.BETWEEN, -4, SINCE),
                (Moment.BETWEEN, 87, ()),
            ):
                planned = services.plan_scoring(
                    identity=identity,
                    subject=subject,
                    moment=moment,
                    planned_on=today + timedelta(days=days),
                )
                if values:
                    keys = [domain.key for domain in SCALE.domains]
                    services.score(
                        identity=identity,
                        scoring=planned,
                        version=planned.version,
                        scores=dict(zip(keys, values, strict=True)),
                        remark=REMARK if moment == Moment.BETWEEN else "",
                    )
