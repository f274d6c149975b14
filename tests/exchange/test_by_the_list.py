"""Informing by the standing list: everything is known but the text and what only this case can answer (OM03)."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.accounting import Period
from driehoek.exchange.models import Kind, Provision, ProvisionState
from driehoek.exchange.queries import account as counted
from driehoek.parties.models import Function
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.exchange_standing import agreed_list
from tests.support.giving import POSTED, TEXT, fields_of, posted

pytestmark = pytest.mark.django_db
TICKS = {"record_written": "on", "secrecy_notice": "on"}


@pytest.mark.story("OM03")
def test_at_a_release_the_prosecutor_informs_the_mayor_by_the_list_within_its_hours(
    cast: Cast, theme: Theme
) -> None:
    edition = agreed_list(cast, theme)
    prosecutor = cast.client(Function.PROSECUTOR)
    listed = prosecutor.get(reverse("exchange:standing", args=[edition.pk])).content.decode()
    ways = [unescape(one) for one in re.findall(r'href="([^"]*vaste-geval=[^"]*)"', listed)]
    assert [one.rsplit("=", 1)[1] for one in ways] == ["arrest", "release"]
    assert (
        "vaste-geval="
        not in cast.client(Function.MAYOR)
        .get(reverse("exchange:standing", args=[edition.pk]))
        .content.decode()
    )

    page = prosecutor.get(ways[1]).content.decode()
    filled = fields_of(page)
    assert filled["along-title"] == "Woningoverval"
    typed = filled | POSTED | {"part-headline_text": TEXT, "along-readers": ["mayor"]}
    unsaid = prosecutor.post(ways[1], typed | {"decide": "1"})
    assert unsaid.status_code == 200
    at = timezone.localtime() - timedelta(hours=3)
    typed |= {"along-moment_at": at.strftime("%Y-%m-%dT%H:%M")}
    decide = prosecutor.post(ways[1], typed | {"decide": "1"}).headers["Location"]
    assert posted(prosecutor, decide, **TICKS).status_code == 302

    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        provision = Provision.objects.get(kind=Kind.STANDING)
        assert (provision.state, provision.moment) == (ProvisionState.RELEASED, "release")
        year = timezone.localdate()
        figures = counted.account(identity, Period.of(year.year, None, today=year))
    given, _before = figures.they_gave["Openbaar Ministerie"]
    assert (given.standing, given.standing_in_time, given.moments["release"]) == (1, 1, 1)


def test_a_moment_that_is_not_on_the_line_or_a_line_of_others_does_not_exist(
    cast: Cast, theme: Theme
) -> None:
    edition = agreed_list(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        case = edition.cases.get()
    address = reverse("exchange:provision_new")
    prosecutor, chief = cast.client(Function.PROSECUTOR), cast.client(Function.TEAM_CHIEF)
    assert prosecutor.get(address, {"vaste-geval": str(case.pk), "moment": "verdict"}).status_code == 404
    assert chief.get(address, {"vaste-geval": str(case.pk), "moment": "arrest"}).status_code == 404
