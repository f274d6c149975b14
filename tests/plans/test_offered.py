"""What other rooms bring into a report: decisions and progress reports, and what must not come along."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from driehoek.figures.models import Indicator
from driehoek.meetings.models import MinuteEntry, SeriesKind
from driehoek.meetings.services import minutes
from driehoek.parties.models import Function
from driehoek.plans import queries
from driehoek.plans.quarters import quarter_of
from driehoek.plans.snapshot import FactPart
from driehoek.position.models import Delivery
from driehoek.problems.models import Kind, Theme
from driehoek.reports import services as reports
from tests.meetings.conftest import problem_of
from tests.plans.conftest import Acting
from tests.support.cast import Cast
from tests.support.meeting_objects import fresh, hold, make_table
from tests.support.objects import figure_objects
from tests.support.report_objects import agree_on_reports, expected, sent_report

ADVISER, MAYOR = Function.SAFETY_ADVISER, Function.MAYOR


def decided(cast: Cast, acting: Acting, *, kind: SeriesKind = SeriesKind.LOCAL, **values: object) -> None:
    """Hold a meeting with one decision, changed by `values` before it is confirmed."""
    confirmed = values.pop("confirmed", True)
    with acting(ADVISER) as identity:
        meeting = fresh(make_table(identity, kind=kind).meetings.get())
        held = hold(identity, meeting, owner=cast.people[Function.TEAM_CHIEF].pk)
        if values:
            MinuteEntry.objects.update(**values)
    if confirmed:
        with acting(MAYOR) as identity:
            found = fresh(held.meeting)
            minutes.confirm(identity=identity, meeting=found, version=found.version)


def offered(acting: Acting, function: Function = ADVISER) -> list[FactPart]:
    """Return the facts that are offered for the quarter that tomorrow is in."""
    quarter = quarter_of(timezone.localdate() + timedelta(days=1))
    with acting(function) as identity:
        found = queries.candidates(identity, quarter.year, quarter.number)
    groups = [found.general, *found.themes]
    return [one.part for group in groups for one in group.offers if isinstance(one.part, FactPart)]


def test_a_confirmed_decision_of_the_open_part_is_offered(cast: Cast, acting: Acting) -> None:
    decided(cast, acting)
    [fact] = offered(acting)
    assert (fact.title, fact.text, fact.kind) == ("Toezicht", "Akkoord", "decision")
    assert fact.source.startswith("Driehoek, ")


@pytest.mark.parametrize(
    "values", [{"confidential": True}, {"confirmed": False}, {"decision": "", "decided_by": None}]
)
def test_what_is_closed_not_confirmed_or_not_decided_is_not(
    cast: Cast, acting: Acting, values: dict[str, object]
) -> None:
    decided(cast, acting, **values)
    assert offered(acting) == []


def test_a_decision_about_a_dossier_stays_with_the_dossier(cast: Cast, acting: Acting) -> None:
    secret: uuid.UUID = problem_of(cast, Kind.COMPLEX)
    decided(cast, acting, problem=secret)
    assert offered(acting) == []


def test_a_table_about_a_case_is_not_the_driehoek(cast: Cast, acting: Acting) -> None:
    decided(cast, acting, kind=SeriesKind.CASE_TABLE)
    assert offered(acting) == []


def test_a_fixed_progress_report_is_offered_and_a_sent_one_is_not(
    cast: Cast, acting: Acting, theme: Theme
) -> None:
    with acting(ADVISER) as identity:
        made = figure_objects(identity, theme)
        indicator = Indicator.objects.get(pk=made["indicator"])
        agreement = agree_on_reports(identity, theme, indicator)
        first = sent_report(identity, expected(agreement))
        sent_report(identity, expected(agreement))
        fixed = reports.fix(identity=identity, report=first, version=first.version) or first
        fixed.refresh_from_db()
        delivery = Delivery.objects.get(pk=fixed.delivery_id)
        day = delivery.period_end or timezone.localdate()
        quarter = quarter_of(day)
        found = queries.candidates(identity, quarter.year, quarter.number)
    facts = [
        one.part
        for group in found.themes
        for one in group.offers
        if isinstance(one.part, FactPart) and one.part.kind == "report"
    ]
    assert [one.key for one in facts] == [str(fixed.pk)]
    assert fixed.number in facts[0].title
