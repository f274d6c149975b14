"""What is not for someone is nowhere: in no scan, map, paper or pattern, and under no statement."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.access.rules import hears
from driehoek.ledger.models import Event
from driehoek.moments.services import add_moment
from driehoek.parties.models import Function
from driehoek.scans import services
from driehoek.scans.models import Finding, Priority, Scan, ScanArea, Session, SessionOrganisation
from driehoek.scans.queries.patterns import patterns
from tests.scans.conftest import ADVISER, MakeScan, OpenCase, Town
from tests.support.cast import Cast
from tests.support.moment_objects import moment_values

F = Function
NAME, CASE = "Plein Nachtvlinder", "Zaak Nachtvlinder"
PARTS = (Scan, ScanArea, Session, SessionOrganisation, Finding, Priority)


def surfaces(client: Client, scan: Scan, finding: uuid.UUID) -> str:
    said = ""
    for name, about in (
        ("list", []), ("page", [scan.pk]), ("map", [scan.pk]), ("finding", [finding]), ("patterns", []),
    ):  # fmt: skip
        answer = client.get(reverse(f"scans:{name}", args=about))
        said += answer.content.decode() if answer.status_code == 200 else ""
    return said


def finding_in(cast: Cast, scan: Scan) -> uuid.UUID:
    with acting_as(person=cast.people[ADVISER].pk):
        found: uuid.UUID = Finding.objects.filter(scan=scan).values_list("pk", flat=True)[0]
    return found


@pytest.mark.parametrize("function", [F.CASE_DIRECTOR, F.PARTNER, F.ADMIN, F.DPO])
def test_a_scan_is_nowhere_for_who_is_not_to_read_it(cast: Cast, make: MakeScan, function: Function) -> None:
    scan = make(NAME)
    client = cast.client(function)
    assert "Nachtvlinder" not in surfaces(client, scan, finding_in(cast, scan))
    assert client.get(reverse("scans:map", args=[scan.pk])).status_code == 403
    with acting_as(person=cast.people[function].pk) as identity:
        assert not any(part.objects.exists() for part in PARTS)
        assert patterns(identity) == []
    assert not hears("scans:scan:fixed", frozenset({function}))


def test_another_municipality_sees_no_scan_no_map_and_changes_nothing(cast: Cast, make: MakeScan) -> None:
    scan = make(NAME, fixed=False)
    client = cast.client(person=cast.stranger)
    assert "Nachtvlinder" not in surfaces(client, scan, finding_in(cast, scan))
    assert client.get(reverse("scans:map", args=[scan.pk])).status_code == 404
    assert json.loads(client.get(reverse("scans:ground")).content)["features"] == []
    with acting_as(person=cast.stranger.pk):
        assert not any(part.objects.exists() for part in PARTS)
        assert Finding.objects.filter(scan=scan.pk).update(name="Gekaapt") == 0
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Scan.objects.create(municipality=cast.home, year=2026, made_by=cast.stranger)


@pytest.mark.parametrize("function", [F.MAYOR, F.PROSECUTOR, F.DEPUTY])
def test_the_database_keeps_readers_from_writing(cast: Cast, make: MakeScan, function: Function) -> None:
    scan = make(NAME, fixed=False)
    with acting_as(person=cast.people[function].pk):
        assert Finding.objects.filter(scan=scan).exists()
        assert Finding.objects.filter(scan=scan).update(name="Gekaapt") == 0
        assert Priority.objects.filter(scan=scan).delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Scan.objects.create(municipality=cast.home, year=2026, made_by=cast.people[function])


@pytest.mark.parametrize("function", [F.TEAM_CHIEF, F.ANALYST, F.PROSECUTOR, F.DEPUTY])
def test_a_case_without_a_grant_is_in_no_pattern_not_even_as_a_count(
    cast: Cast, make: MakeScan, open_case: OpenCase, town: Town, function: Function
) -> None:
    make("Stationsplein")
    client = cast.client(function)
    before = client.get(reverse("scans:patterns")).content.decode()
    open_case(CASE)
    after = client.get(reverse("scans:patterns")).content.decode()
    assert "Nachtvlinder" not in after
    assert "Er komt nu nergens meer dan één ding samen" in before
    assert "Er komt nu nergens meer dan één ding samen" in after
    assert CASE in cast.client(F.MAYOR).get(reverse("scans:patterns")).content.decode()


def test_a_point_about_a_pattern_tells_nobody_of_a_case(
    cast: Cast, make: MakeScan, open_case: OpenCase, town: Town
) -> None:
    """The chief puts the same place on the agenda, and gets a point of their own: no refusal that tells of another."""
    make("Stationsplein")
    open_case(CASE)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        soon = moment_values("Markt", day=timezone.localdate() + timedelta(days=5), theme=town.violence.pk)
        add_moment(identity=identity, values=soon, areas=(town.centre,))
    for function in (F.MAYOR, F.TEAM_CHIEF):
        client = cast.client(function)
        key = f"{town.centre.code}:{town.violence.pk}"
        answer = client.post(reverse("scans:pattern_agenda"), {"pattern": key}, follow=True)
        assert answer.status_code == 200
        assert "Staat op de agenda" in answer.content.decode()
    agenda = cast.client(F.TEAM_CHIEF).get(reverse("meetings:agenda")).content.decode()
    assert "Centrum: geweld" in agenda
    assert "Nachtvlinder" not in agenda


def test_a_moment_for_the_driehoek_alone_is_in_no_pattern_of_the_analyst(
    cast: Cast, make: MakeScan, town: Town
) -> None:
    make("Stationsplein")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        soon = moment_values(CASE, kind="release", confidential=True)
        add_moment(identity=identity, values=soon, areas=(town.station,))
    assert CASE in cast.client(F.PROSECUTOR).get(reverse("scans:patterns")).content.decode()
    assert CASE not in cast.client(F.ANALYST).get(reverse("scans:patterns")).content.decode()


STATEMENTS = (
    "UPDATE scans_scan SET year = 1999 WHERE id = %s",
    "UPDATE scans_scan SET fixed_at = NULL, number = NULL, fixed_by_id = NULL WHERE id = %s",
    "DELETE FROM scans_scan WHERE id = %s",
    "UPDATE scans_finding SET name = 'anders' WHERE scan_id = %s",
    "DELETE FROM scans_finding WHERE scan_id = %s",
    """INSERT INTO scans_finding SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(),
       'number', 99))).* FROM scans_finding f WHERE f.scan_id = %s""",
    "UPDATE scans_priority SET rank = 9 WHERE scan_id = %s",
    "DELETE FROM scans_priorityfinding WHERE scan_id = %s",
    "UPDATE scans_session SET conclusion = '' WHERE scan_id = %s",
    "DELETE FROM scans_sessionorganisation WHERE scan_id = %s",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_changes_a_fixed_scan(cast: Cast, make: MakeScan, statement: str) -> None:
    scan = make("Stationsplein")
    with (
        acting_as(person=cast.people[ADVISER].pk),
        pytest.raises(ProgrammingError, match="is fixed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [scan.pk])


def test_nothing_is_moved_into_a_fixed_scan(cast: Cast, make: MakeScan) -> None:
    fixed, draft = make("Stationsplein"), make("Kade", fixed=False)
    with (
        acting_as(person=cast.people[ADVISER].pk),
        pytest.raises(ProgrammingError, match="is fixed"),
        transaction.atomic(),
    ):
        Finding.objects.filter(scan=draft).update(scan=fixed, number=7)


def test_a_discarded_concept_leaves_its_line_and_nothing_else(cast: Cast, make: MakeScan) -> None:
    scan = make("Kade", fixed=False)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        services.discard_scan(identity=identity, scan=scan, version=scan.version)
        assert not any(part.objects.exists() for part in PARTS)
        line = Event.objects.get(action="scans:scan:discarded", subject=scan.pk)
        assert line.data == f'{{"year":{scan.year}}}'
