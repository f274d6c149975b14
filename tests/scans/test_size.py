"""How much the pages ask of the database: as much for a long list as for a short one."""

from __future__ import annotations

import io
import json
from typing import Any

import pikepdf
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from driehoek.scans import queries
from driehoek.scans.models import Scan
from driehoek.web.paging import PAGE
from tests.scans.conftest import ADVISER, MakeScan, OpenCase, Town
from tests.support.cast import Cast

F = Function


def asked(client: Any, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_scan_with_many_findings_asks_as_much_as_one_with_few(cast: Cast, make: MakeScan) -> None:
    before = make("Plek 0", "Plek 1", year=2025)
    few = make("Plek 0", "Plek 1", year=2026, previous=before)
    many = make(*(f"Plek {number}" for number in range(40)), year=2026, previous=before)
    client = cast.client(F.MAYOR)
    for name in ("page", "map"):
        short = asked(client, reverse(f"scans:{name}", args=[few.pk]))
        assert asked(client, reverse(f"scans:{name}", args=[many.pk])) == short


def test_patterns_ask_as_much_whatever_meets(
    cast: Cast, make: MakeScan, open_case: OpenCase, town: Town
) -> None:
    make("Plek")
    open_case("Eerste")
    client, address = cast.client(F.MAYOR), reverse("scans:patterns")
    client.get(address)
    one = asked(client, address)
    for number in range(6):
        open_case(f"Zaak {number}", theme=town.youth, area=town.north)
    make(*(f"Plek {number}" for number in range(20)), theme=town.youth, area=town.north.pk)
    assert "Zaak 5" in client.get(address).content.decode()
    assert asked(client, address) == one


def test_the_list_goes_on_after_its_last_row_at_a_constant_cost(cast: Cast, town: Town) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        for year in range(PAGE + 5):
            Scan.objects.create(
                municipality_id=identity.municipality, year=2001 + year, made_by_id=identity.person
            )
        with CaptureQueriesContext(connection) as caught:
            rows, more = queries.scan_list(identity)
        assert (len(rows), more, len(caught)) == (PAGE, True, 1)
        rest, more = queries.scan_list(identity, after=(rows[-1].made_at, rows[-1].pk))
        assert (len(rest), more) == (5, False)
        assert not {one.pk for one in rows} & {one.pk for one in rest}


def test_the_map_is_geojson_with_every_finding_where_it_is_or_in_the_middle_of_its_area(
    cast: Cast, make: MakeScan, town: Town
) -> None:
    scan = make("Plek", area=town.station.pk)
    answer = cast.client(F.MAYOR).get(reverse("scans:map", args=[scan.pk]))
    assert answer["Content-Type"] == "application/geo+json"
    assert answer["Cache-Control"] == "no-store"
    features = json.loads(answer.content)["features"]
    areas = [one["properties"] for one in features if one["properties"]["role"] == "area"]
    assert [one["name"] for one in areas] == ["", "Centrum", "Noord"]
    (item,) = [one for one in features if one["properties"]["role"] == "item"]
    assert item["properties"]["vague"], "the neighbourhood has no shape: it stands in its district"
    longitude, latitude = item["geometry"]["coordinates"]
    assert 4.4 < longitude < 4.42
    assert 51.9 < latitude < 51.92
    assert "Meer meldingen" not in answer.content.decode(), "a map carries names and places, no knowledge"


def test_the_paper_is_for_everyone_and_holds_the_map_in_words(cast: Cast, make: MakeScan) -> None:
    scan = make("Stationsplein")
    answer = cast.client(F.MAYOR).get(reverse("scans:pdf", args=[scan.pk]))
    assert 'filename="gebiedsscan-' in answer["Content-Disposition"]
    with acting_as(person=cast.people[F.SAFETY_ADVISER].pk):
        taken = Event.objects.get(action="scans:scan:copied", subject=scan.pk)
    assert taken.actor == cast.people[F.MAYOR].pk
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        assert paper.Root.MarkInfo.Marked
        assert b"pdfuaid:part" in paper.Root.Metadata.read_bytes()
        assert paper.Root.Lang == "nl"
