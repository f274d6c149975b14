"""The demo's reports tell a quarter: late, returned, must-know, one to check and one half written."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.demo.build import make_municipality, make_problems
from driehoek.demo.position import make_position
from driehoek.parties.models import Function
from driehoek.reports import queries
from driehoek.reports.demo import BUSINESS, POLICE_WEEK, WEEKS, make_reports
from driehoek.reports.models import Flag, FormOfAgreement, Remark, Report, ReportState
from driehoek.reports.sentences import came_late
from tests.reports.support import body
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_quarter_of_reports(cast: Cast) -> None:
    home, people = make_municipality("Rapportstad", "GM9903")
    make_problems(home, people)
    make_position(home, people)
    began = time.perf_counter()
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=home) as identity:
        make_reports(identity, people)
        took = time.perf_counter() - began
        week = queries.visible_reports(identity).filter(
            delivery__agreement__what=POLICE_WEEK, state=ReportState.FIXED
        )
        assert week.count() == WEEKS
        assert sum(came_late(one) for one in week) >= 1
        numbers = list(week.order_by("fixed_at").values_list("number", flat=True))
        assert numbers == sorted(numbers)
        assert len(set(numbers)) == WEEKS
        assert Remark.objects.exclude(answer="").count() == 1
        assert Flag.objects.filter(item__must_know=True, item__readings__opened_at__isnull=False).count() == 1
        assert [one.state for one in queries.to_check(identity)[0]] == [ReportState.SENT]
        assert FormOfAgreement.objects.filter(agreement__what=BUSINESS).exists()
        assert not Report.objects.filter(state=ReportState.DRAFT).exists(), "the adviser sees no draft"
    assert took < 3.0, f"it took {took:.1f} s"
    chief = cast.client(person=people[Function.TEAM_CHIEF])
    assert "concept" in body(chief.get(reverse("reports:reports")))
    mayor = body(cast.client(person=people[Function.MAYOR]).get(reverse("reports:reports")))
    assert "moet de burgemeester weten" in mayor
    assert "te laat binnen" in mayor
    assert "concept" not in mayor.lower().replace("concepten", "")
