"""ST21 and OV08 end to end: a scan is made in three sessions and fixed; what meets in a place is seen and acted on."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from driehoek.access.identity import acting_as
from driehoek.figures.models import Indicator
from driehoek.ledger.models import Event
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function
from driehoek.scans.models import Finding, Priority, Scan
from tests.scans.conftest import ADVISER, MakeScan, OpenCase, Town
from tests.support.cast import Cast

F = Function


def text_of(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200
    (main,) = html.fromstring(response.content.decode()).xpath("//main")
    return re.sub(r"\s+", " ", " ".join(main.itertext()))


def send(client: Client, address: str, **data: object) -> str:
    response = client.post(address, data, follow=True)
    assert response.status_code == 200, response.content.decode()
    (main,) = html.fromstring(response.content.decode()).xpath("//main")
    return re.sub(r"\s+", " ", " ".join(main.itertext()))


@pytest.mark.story("ST21")
def test_a_scan_is_made_in_three_sessions_and_fixed(cast: Cast, town: Town, figures: Indicator) -> None:
    chief = cast.client(F.TEAM_CHIEF)
    said = send(chief, reverse("scans:new"), year=2026, question="Voor het jaarplan")
    assert "Vaststellen kan nog niet" in said
    with acting_as(person=cast.people[F.TEAM_CHIEF].pk):
        scan = Scan.objects.get()
    for kind in ("system", "street", "priorities"):
        send(
            chief, reverse("scans:session", args=[scan.pk, kind]),
            held_on=timezone.localdate().isoformat(), conclusion=f"Uitkomst {kind}", version=0,
        )  # fmt: skip

    # What the registers say is there before a word is typed.
    spot_form = reverse("scans:finding_new", args=[scan.pk, "spot"])
    known = text_of(chief, f"{spot_form}?gebied={town.centre.pk}&thema={town.violence.pk}")
    assert "Mishandeling: 36 misdrijven in het jaar tot en met december 2021; het jaar ervoor 24." in known
    send(
        chief, spot_form, name="Stationsplein", theme=town.violence.pk, place="51.90500 4.41000",
        weekdays=["4", "5"], hour_from=22, hour_until=4, street_knowledge="Ruzie na de laatste trein.",
        certainty="high", source="Wijkagent",
    )  # fmt: skip
    send(
        chief, reverse("scans:finding_new", args=[scan.pk, "group"]), name="Kadegroep", theme=town.youth.pk,
        area=town.north.pk, size_from=6, size_until=10, age_from=16, age_until=20,
        street_knowledge="Komt op zaterdag.", certainty="low",
    )  # fmt: skip
    send(
        chief, reverse("scans:finding_new", args=[scan.pk, "facility"]), name="Station", facility="station",
        theme=town.violence.pk, area=town.centre.pk, certainty="fair",
    )  # fmt: skip
    with acting_as(person=cast.people[F.TEAM_CHIEF].pk):
        spot, group, facility = Finding.objects.order_by("number")
        assert spot.area_id == town.centre.pk, "a point tells its area"
        assert spot.shape == {"type": "Point", "coordinates": [4.41, 51.905]}
        assert [one["total"] for one in spot.figures] == [36.0]
    send(
        chief, reverse("scans:priority_new", args=[scan.pk]), title="Geweld bij het station",
        theme=town.violence.pk, why="Het neemt toe.", approach="Vaste ploeg", findings=[spot.pk, facility.pk],
    )  # fmt: skip
    said = send(
        chief, reverse("scans:priority_new", args=[scan.pk]), title="De kade", theme=town.youth.pk,
        why="Bewoners vragen het.", findings=[group.pk], national="on",
    )  # fmt: skip
    assert "1 op registers én straatkennis, 0 alleen op registers en 1 alleen op straatkennis" in said
    assert "Vaststellen kan nog niet" not in said
    version = scan.version
    said = send(chief, reverse("scans:fix", args=[scan.pk]), version=version)
    assert "vastgesteld als nummer 1" in said
    assert "vr en za, 22 tot 4 uur" in said
    assert "ongeveer 6 tot 10 mensen, 16 tot 20 jaar" in said

    mayor = cast.client(F.MAYOR)
    page = text_of(mayor, reverse("scans:page", args=[scan.pk]))
    assert page.index("1. Geweld bij het station") < page.index("2. De kade")
    with acting_as(person=cast.people[F.MAYOR].pk):
        priority = Priority.objects.get(rank=1)
    for _twice in range(2):
        send(mayor, reverse("scans:priority_agenda", args=[priority.pk]))
    with acting_as(person=cast.people[F.MAYOR].pk):
        point = AgendaPoint.objects.get(origin="scans.priority")
        assert "Vaste ploeg" in point.text
        assert Event.objects.filter(action="scans:scan:fixed", subject=scan.pk).count() == 1
    assert chief.get(reverse("scans:finding_change", args=[spot.pk])).status_code == 403


@pytest.mark.story("OV08")
def test_a_hot_spot_with_an_exception_and_a_case_is_seen_as_one_pattern(
    cast: Cast, town: Town, make: MakeScan, open_case: OpenCase
) -> None:
    make("Stationsplein")
    case = open_case()
    mayor = cast.client(F.MAYOR)
    address = reverse("scans:patterns")
    page = html.fromstring(mayor.get(address).content.decode())
    (section,) = page.xpath("//section[contains(., 'Centrum: geweld')]")
    said = " ".join(section.itertext())
    assert "een complex probleem en een plek of groep uit de gebiedsscan" in said
    links = section.xpath(".//a[@class='dh-row']/@href")
    assert reverse("problems:page", args=[case.pk]) in links
    assert len(links) == 2, "one tap to each"
    (key,) = section.xpath(".//input[@name='pattern']/@value")
    for _twice in range(2):
        send(mayor, reverse("scans:pattern_agenda"), pattern=key)
    with acting_as(person=cast.people[ADVISER].pk):
        point = AgendaPoint.objects.get(origin="scans.pattern")
        assert point.problem == case.pk, "only who may see the case reads the point"
    assert "Staat op de agenda van de driehoek" in text_of(mayor, address)
    assert f"over=problems.problem&id={case.pk}" in mayor.get(address).content.decode().replace("&amp;", "&")
