"""The figures about the exchange on their page (OM09)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Request, Ruling
from driehoek.exchange.refusals import NOT_NEEDED
from driehoek.exchange.services import asking, judging
from driehoek.exchange.services.asking import NewRequest
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems.models import Theme
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def asked(cast: Cast, theme: Theme) -> Request:
    """A request of the adviser to the prosecution service."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        office = Organisation.objects.get(municipality=cast.home, kind=OrganisationKind.PROSECUTION)
        request = asking.draft_request(
            identity=identity,
            new=NewRequest(
                to_organisation=office,
                theme=theme,
                due_at=timezone.now() + timedelta(days=2),
                purpose="openbare_orde",
                subject="verdachte",
                data_categories=["strafvorderlijke_gegevens"],
                decision_for="Besluit over een gebiedsverbod",
                necessity="Zonder dit weten wij niet of er onrust komt.",
                what="Komt er deze maand een zitting?",
            ),
        )
        return asking.submit_request(identity=identity, request=request, version=request.version)


def refused(cast: Cast, theme: Theme) -> Request:
    """A request that the prosecutor refused."""
    request = asked(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        paper = judging.take_up(identity=identity, request=request)
        request.refresh_from_db()
        assert paper.request_id == request.pk
        judging.rule(
            identity=identity,
            request=request,
            version=request.version,
            ruling=Ruling.REFUSE,
            words="De burgemeester kan ook zonder dit besluiten.",
            refusal_grounds=[NOT_NEEDED],
        )
    return request


@pytest.mark.story("OM09")
def test_the_mayor_sees_answers_refusals_and_grounds_and_puts_them_on_the_agenda(
    cast: Cast, theme: Theme
) -> None:
    refused(cast, theme)
    asked(cast, theme)
    year = timezone.localdate().year
    mayor = cast.client(Function.MAYOR)
    page = mayor.get(reverse("exchange:account_now"), follow=True).content.decode()
    for words in (
        "U vroeg 2 keer iets aan Openbaar Ministerie.",
        "0 verstrekt, 0 deels, 1 geweigerd.",
        "Reden om niet alles te geven: Niet nodig voor dit doel",
        "1 van 1",
    ):
        assert words in page
    other_side = (
        cast.client(Function.PROSECUTOR).get(reverse("exchange:account", args=[year])).content.decode()
    )
    assert "Wat u gevraagd werd, en uw antwoord" in other_side
    for _again in range(2):
        mayor.post(reverse("exchange:account_to_agenda", args=[year]))
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert AgendaPoint.objects.filter(origin="exchange.account").count() == 1


def test_who_asked_nothing_reads_so_and_others_count_nothing_of_it(cast: Cast, theme: Theme) -> None:
    refused(cast, theme)
    year = timezone.localdate().year
    page = cast.client(Function.TEAM_CHIEF).get(reverse("exchange:account", args=[year])).content.decode()
    assert "Nog niets uitgewisseld" in page
    assert cast.client(Function.ANALYST).get(reverse("exchange:account", args=[year])).status_code == 403
    assert cast.client(Function.MAYOR).get(reverse("exchange:account", args=[year + 1])).status_code == 404


def test_the_page_costs_the_same_for_one_request_and_for_many(
    cast: Cast, theme: Theme, django_assert_num_queries: Any
) -> None:
    refused(cast, theme)
    client = cast.client(Function.MAYOR)
    address = reverse("exchange:account", args=[timezone.localdate().year])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _one in range(5):
        refused(cast, theme)
    with django_assert_num_queries(len(few)):
        client.get(address)
