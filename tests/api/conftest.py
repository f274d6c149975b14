"""What tests of the API begin with: a report of the police that is due, and systems of everyone who may have a key."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from driehoek.access.identity import acting_as
from driehoek.api.rights import HOLDERS
from driehoek.figures.models import Indicator
from driehoek.moments import services as moments
from driehoek.moments.models import MomentKind
from driehoek.moments.services import MomentValues
from driehoek.parties.models import Function
from driehoek.position.models import Agreement, Delivery
from driehoek.problems import services as problems
from driehoek.problems.models import Kind, SafetyField
from driehoek.reports import services as reports
from driehoek.reports.models import Report
from tests.support.api_keys import Caller, caller
from tests.support.cast import Cast, make_cast
from tests.support.giving import released, submitted
from tests.support.modules import checked, kept_for_a_module
from tests.support.objects import figure_objects
from tests.support.report_objects import agree_on_reports, expected, sent_report


@dataclass(frozen=True)
class World:
    """One of everything, and a system with a key for each function that may have one.

    Attributes:
        fixed, draft: reports of the police; `delivery` is due and has none.
        problem: a standard problem, which the adviser, the police and the prosecutor see.
        request, provision: what the municipality asked the prosecution service, and what that gave unasked.
    """

    cast: Cast
    agreement: Agreement
    delivery: Delivery
    fixed: Report
    draft: Report
    indicator: Indicator
    problem: uuid.UUID
    request: uuid.UUID
    provision: uuid.UUID
    systems: dict[Function, Caller]

    @property
    def police(self) -> Caller:
        """The system of the police."""
        return self.systems[Function.TEAM_CHIEF]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world, made once for a module."""
    with kept_for_a_module(django_db_blocker):
        found = make_world(make_cast())
        checked()
        yield found


@pytest.fixture
def world(made: World, cast: Cast) -> World:
    """The world as it was made, whatever the test before did to it."""
    return replace(
        made,
        agreement=deepcopy(made.agreement),
        delivery=deepcopy(made.delivery),
        fixed=deepcopy(made.fixed),
        draft=deepcopy(made.draft),
        indicator=deepcopy(made.indicator),
    )


def make_world(cast: Cast) -> World:
    """Make one of everything, and a key for everyone who may have one."""
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = problems.ensure_theme(
            municipality=identity.municipality,
            field=SafetyField.LIVING,
            path=("Objectieve veiligheid", "Wonen"),
        )
        indicator = Indicator.objects.get(pk=figure_objects(identity, theme)["indicator"])
        agreement = agree_on_reports(identity, theme, indicator)
        sent = sent_report(identity, expected(agreement))
        fixed = reports.fix(identity=identity, report=sent, version=sent.version)
        problem = problems.open_problem(
            identity=identity,
            new=problems.NewProblem(
                title="Dossier nachtvlinder", kind=Kind.STANDARD, theme=theme, owner=adviser.pk
            ),
        )
        for title, confidential in (("Markt op het plein", False), ("Besloten moment", True)):
            moments.add_moment(identity=identity, values=_moment(title, confidential))
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        draft = reports.save(
            identity=identity,
            delivery=expected(agreement),
            version=None,
            content=reports.Content(sections={"incidents": "Nog niet af."}),
        )
        delivery = expected(agreement, 1)
    request, provision = submitted(cast, theme), released(cast, theme, readers=["safety_adviser"])
    systems = {function: caller(cast.people[function]) for function in HOLDERS}
    return World(
        cast, agreement, delivery, fixed, draft, indicator, problem.pk, request.pk, provision.pk, systems
    )


def _moment(title: str, confidential: bool) -> MomentValues:
    day: date = timezone.localdate() + timedelta(days=3)
    return MomentValues(
        kind=MomentKind.MARKET, title=title, starts_on=day, starts_time=time(9), ends_on=day, ends_time=time(17),
        confidential=confidential,
    )  # fmt: skip
