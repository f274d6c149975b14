"""A draft survives what happens to its agreement."""

from __future__ import annotations

import pytest
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function
from driehoek.position import services as position
from driehoek.position.models import Agreement, Delivery, DeliveryState
from driehoek.reports import services
from driehoek.reports.models import Report
from driehoek.reports.services import Content
from tests.reports.conftest import Week
from tests.reports.support import body
from tests.support.report_objects import WORDS

pytestmark = pytest.mark.django_db


def draft_of_the_police(week: Week) -> Report:
    with acting_as(person=week.cast.people[Function.TEAM_CHIEF].pk) as identity:
        return services.save(
            identity=identity, delivery=week.delivery, version=None, content=Content(sections=WORDS)
        )


def test_an_adviser_who_lets_the_agreement_rest_takes_no_draft_away_that_they_cannot_see(week: Week) -> None:
    report = draft_of_the_police(week)
    with acting_as(person=week.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert not Report.objects.exists()
        agreement = Agreement.objects.get(pk=week.agreement.pk)
        position.pause_agreement(identity=identity, agreement=agreement, version=agreement.version)
    with acting_as(person=week.cast.people[Function.TEAM_CHIEF].pk) as identity:
        services.send(identity=identity, report=Report.objects.get(pk=report.pk), version=report.version)
        assert Delivery.objects.get(pk=week.delivery.pk).state == DeliveryState.RECEIVED


def test_when_the_agreement_ends_the_draft_stays_and_says_that_nobody_waits_for_it(week: Week) -> None:
    report = draft_of_the_police(week)
    with acting_as(person=week.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        agreement = Agreement.objects.get(pk=week.agreement.pk)
        position.end_agreement(identity=identity, agreement=agreement, version=agreement.version)
    with acting_as(person=week.cast.people[Function.TEAM_CHIEF].pk):
        assert Delivery.objects.get(pk=week.delivery.pk).state == DeliveryState.DROPPED
        assert Report.objects.get(pk=report.pk).sections.count() > 0
    page = week.cast.client(Function.TEAM_CHIEF).get(
        reverse("reports:write", args=[week.delivery.pk]), follow=True
    )
    assert page.status_code == 200
    assert "niet meer verwacht" in body(page) or WORDS["incidents"] in body(page)
