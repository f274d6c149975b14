"""Lists of cases that are always shared, for tests."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Detail, StandingList
from driehoek.exchange.queries.standing import possible_partners
from driehoek.exchange.services import standing as services
from driehoek.exchange.services.sides import only_home
from driehoek.exchange.services.standing import NewCase
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position.models import Moment
from driehoek.problems.models import Theme
from tests.support.cast import Cast


def line(theme: Theme, **values: Any) -> NewCase:
    """A line that the law can allow."""
    return replace(
        NewCase(
            name="Woningoverval",
            theme=theme,
            moments=(Moment.ARREST, Moment.RELEASE),
            purpose="openbare_orde",
            subject="verdachte",
            data_categories=("strafvorderlijke_gegevens",),
            detail=Detail.HEADLINE,
            within_hours=4,
        ),
        **values,
    )


def proposed(cast: Cast, theme: Theme, *, case: NewCase | None = None) -> StandingList:
    """A proposal with one line, by which the prosecution service informs the mayor."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        giver = possible_partners(identity).get(kind=OrganisationKind.PROSECUTION)
        edition = services.propose_edition(identity=identity, giver=giver, recipient=only_home(identity))
        services.save_case(
            identity=identity, edition=edition, version=edition.version, new=case or line(theme)
        )
    return edition


def agreed_list(cast: Cast, theme: Theme) -> StandingList:
    """A list in force."""
    edition = proposed(cast, theme)
    for function in (Function.PROSECUTOR, Function.SAFETY_ADVISER):
        with acting_as(person=cast.people[function].pk) as identity:
            services.agree(identity=identity, edition=edition, version=edition.version)
    return edition


def standing_objects(cast: Cast, theme: Theme) -> dict[str, uuid.UUID | int | str]:
    """One of each for the rights table."""
    in_force = agreed_list(cast, theme)
    draft = proposed(cast, theme, case=line(theme, name="Zedenzaak"))
    case = draft.cases.filter(name="Zedenzaak").get
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        return {"standing_list": in_force.pk, "standing_draft": draft.pk, "standing_case": case().pk}
