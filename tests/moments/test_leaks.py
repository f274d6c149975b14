"""What is not for someone is nowhere: not in a list, a count, a file, a page, a file read in, nor under SQL."""

from __future__ import annotations

import uuid

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from driehoek.access.identity import acting_as
from driehoek.access.rules import hears
from driehoek.ledger.models import Event
from driehoek.moments import queries, services
from driehoek.moments.models import Moment, MomentArea
from driehoek.parties.models import Function
from tests.moments.conftest import ADVISER, Put
from tests.support.cast import Cast

TITLE = "Vrijlating nachtvlinder"
F = Function
LISTS = ("moments:calendar", "moments:month", "moments:print")


def surfaces(client: Client, moment: Moment) -> str:
    """Everything that a person can open about a moment, in one text."""
    said = ""
    day = moment.starts_on
    for name, query in zip(LISTS, ("", f"?maand={day:%Y-%m}", ""), strict=True):
        answer = client.get(reverse(name) + query)
        said += answer.content.decode() if answer.status_code == 200 else ""
    for closed in ("ja", ""):
        answer = client.post(reverse("moments:export"), {"closed": closed})
        said += answer.content.decode() if answer.status_code == 200 else ""
    for name in ("page", "change"):
        answer = client.get(reverse(f"moments:{name}", args=[moment.pk]))
        said += answer.content.decode() if answer.status_code == 200 else ""
    return said


@pytest.mark.parametrize("function", [F.ANALYST, F.CASE_DIRECTOR, F.PARTNER, F.ADMIN, F.DPO])
def test_what_is_for_the_driehoek_is_nowhere_for_others(cast: Cast, put: Put, function: Function) -> None:
    moment = put(TITLE, kind="release", confidential=True, what="Onrust in de wijk")
    said = surfaces(cast.client(function), moment)
    assert "nachtvlinder" not in said.lower()
    assert "Onrust" not in said
    page = cast.client(function).get(reverse("moments:page", args=[moment.pk]))
    assert page.status_code == (404 if function in {F.ANALYST, F.CASE_DIRECTOR} else 403)
    with acting_as(person=cast.people[function].pk) as identity:
        assert queries.coming(identity, days=42, limit=9) == []
        assert not Moment.objects.exists()
    assert not hears("moments:moment:added", frozenset({function}))


@pytest.mark.parametrize("function", [F.MAYOR, F.DEPUTY, F.PROSECUTOR, F.TEAM_CHIEF])
def test_the_driehoek_sees_it_everywhere_with_its_mark(cast: Cast, put: Put, function: Function) -> None:
    moment = put(TITLE, kind="release", confidential=True)
    client = cast.client(function)
    for name, query in zip(LISTS, ("", f"?maand={moment.starts_on:%Y-%m}", ""), strict=True):
        assert TITLE in client.get(reverse(name) + query).content.decode()
    assert "niet verspreiden" in client.get(reverse("moments:print")).content.decode()
    assert TITLE not in client.get(reverse("moments:print") + "?deel=open").content.decode()


@pytest.mark.parametrize("function", [F.TEAM_CHIEF, F.PROSECUTOR, F.DEPUTY, F.ANALYST, F.CASE_DIRECTOR])
def test_a_moment_about_a_case_is_for_who_may_see_the_case(
    cast: Cast, put: Put, secret: uuid.UUID, function: Function
) -> None:
    moment = put(TITLE, problem=secret)
    sees = function == F.CASE_DIRECTOR
    said = surfaces(cast.client(function), moment)
    assert (TITLE in said) == sees
    with acting_as(person=cast.people[function].pk) as identity:
        assert bool(queries.coming(identity, days=42, limit=9)) == sees
        assert Moment.objects.exists() == sees
        assert Event.objects.filter(subject=moment.pk).exists() == sees


def test_another_municipality_sees_nothing(cast: Cast, put: Put) -> None:
    moment = put(TITLE)
    assert TITLE not in surfaces(cast.client(person=cast.stranger), moment)
    with acting_as(person=cast.stranger.pk):
        assert not Moment.objects.exists()
        assert not MomentArea.objects.exists()
        assert Moment.objects.filter(pk=moment.pk).update(title="Gekaapt") == 0


def test_the_database_itself_keeps_readers_from_writing(cast: Cast, put: Put, secret: uuid.UUID) -> None:
    moment = put(TITLE)
    insert = (
        "INSERT INTO moments_moment SELECT (jsonb_populate_record(m, %s::jsonb)).* FROM moments_moment m"
        " WHERE m.id = %s"
    )
    for function in (F.PROSECUTOR, F.CASE_DIRECTOR):
        with acting_as(person=cast.people[function].pk):
            assert Moment.objects.filter(pk=moment.pk).update(title="Gekaapt") == 0
            assert Moment.objects.filter(pk=moment.pk).delete()[0] == 0
    for function, change in (
        (F.PROSECUTOR, "{}"),
        (F.ANALYST, '{"confidential": true}'),
        (F.TEAM_CHIEF, f'{{"problem": "{secret}"}}'),
        (ADVISER, f'{{"municipality_id": "{cast.away.pk}"}}'),
    ):
        new = change.replace("{", f'{{"id": "{uuid.uuid4()}", ', 1).replace(", }", "}")
        with acting_as(person=cast.people[function].pk), pytest.raises(ProgrammingError, match="row-level"):  # noqa: SIM117
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(insert, [new, moment.pk])


def test_a_file_says_in_its_name_how_confidential_it_is_and_leaves_a_line(
    cast: Cast, put: Put, secret: uuid.UUID
) -> None:
    put("Kermis", what="Ruzie bij sluiting")
    put(TITLE, confidential=True)
    put("Zitting", problem=secret)
    client = cast.client(ADVISER)
    usual = client.post(reverse("moments:export"))
    whole = client.post(reverse("moments:export"), {"closed": "ja"})
    day = f"{timezone.localdate():%Y-%m-%d}"
    assert f"kalender-INTERN-{day}.ics" in usual["Content-Disposition"]
    assert f"kalender-VERTROUWELIJK-{day}.ics" in whole["Content-Disposition"]
    assert usual["Cache-Control"] == "no-store"
    titles = [
        {str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}
        for answer in (usual, whole)
    ]
    assert titles == [{"Kermis"}, {"Kermis", TITLE, "Zitting"}]
    assert b"Ruzie" not in whole.content
    with acting_as(person=cast.people[ADVISER].pk):
        lines = Event.objects.filter(action="moments:export:made").order_by("sequence")
        assert [line.data for line in lines] == ['{"closed":false,"count":1}', '{"closed":true,"count":3}']


def test_opening_the_page_about_downloading_downloads_nothing(cast: Cast) -> None:
    assert "wordt vastgelegd" in cast.client(ADVISER).get(reverse("moments:export")).content.decode()
    with acting_as(person=cast.people[ADVISER].pk):
        assert not Event.objects.filter(action="moments:export:made").exists()


def test_our_own_file_read_in_again_doubles_nothing(cast: Cast, put: Put) -> None:
    put("Kermis")
    content = cast.client(ADVISER).post(reverse("moments:export")).content
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        run = services.offer(identity=identity, file_name="terug.ics", content=content, kind="event")
    assert run.new == 0
    assert "Driehoek zelf" in run.rejects[0]["reason"]
