"""Who tries to take out more than they may: no right, an old one, another's, a higher mark, a bent address, SQL."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.access.models import Grant
from driehoek.access.services import end_grant
from driehoek.exports import refusals, services, tables
from driehoek.exports.formats import FileFormat
from driehoek.exports.marks import Mark
from driehoek.exports.models import Export, ExportRight
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from driehoek.problems.models import Classification
from tests.exports.conftest import ADVISER, PURPOSE, Open, ask, content_of
from tests.support.cast import Cast
from tests.support.export_objects import give

F = Function


def count(cast: Cast) -> int:
    with acting_as(person=cast.people[F.DPO].pk):
        return Export.objects.count()


@pytest.mark.parametrize("function", [F.MAYOR, F.DEPUTY, F.TEAM_CHIEF, F.PARTNER, F.ADMIN, F.DPO, F.COUNCIL])
def test_without_a_right_there_is_no_file(cast: Cast, opened: Open, function: Function) -> None:
    opened("Overlast")
    give(cast, ADVISER)
    assert ask(cast.client(function)).status_code == 403
    assert count(cast) == 0


def test_who_is_refused_stands_on_the_ledger_without_what_they_wrote(cast: Cast, opened: Open) -> None:
    opened("Overlast", classification=Classification.CONFIDENTIAL)
    give(cast, ADVISER, highest=Mark.INTERNAL, a_day=1)
    refused = cast.client(F.TEAM_CHIEF).get(reverse("exports:table", args=["problems"]))
    assert refused.status_code == 403
    assert "Vraag" in refused.content.decode()
    adviser = cast.client(ADVISER)
    assert ask(adviser).status_code == 403
    with acting_as(person=cast.people[F.DPO].pk):
        lines = list(Event.objects.filter(action="exports:export:refused").order_by("sequence"))
    assert [(one.actor, json.loads(one.data)) for one in lines] == [
        (cast.people[F.TEAM_CHIEF].pk, {"table": "problems", "why": "right"}),
        (cast.people[ADVISER].pk, {"table": "problems", "why": "mark", "mark": int(Mark.CONFIDENTIAL)}),
    ]
    assert PURPOSE not in str([one.data for one in lines])


def test_a_right_that_is_over_gives_nothing(cast: Cast, opened: Open) -> None:
    opened("Overlast")
    right = give(cast, ADVISER, days=1)
    client = cast.client(ADVISER)
    assert ask(client).status_code == 200
    with mock.patch("driehoek.exports.queries.Now", return_value=timezone.now() + timedelta(days=2)):
        assert ask(client).status_code == 403
    with acting_as(person=cast.people[F.DPO].pk) as identity:
        assert services.end_right(identity=identity, right=right)
        assert not services.end_right(identity=identity, right=right)
    assert ask(client).status_code == 403
    assert count(cast) == 1


def test_a_right_to_one_list_is_no_right_to_another(cast: Cast, opened: Open) -> None:
    opened("Overlast")
    others = tuple(table.key for table in tables.registered() if table.key != "problems")[:1] or ("moments",)
    with (
        acting_as(person=cast.people[F.ADMIN].pk) as identity,
        mock.patch.object(tables, "find", return_value=True),
    ):
        services.give_right(
            identity=identity,
            new=services.NewRight(
                cast.people[ADVISER],
                Mark.STRICT,
                "Nodig",
                timezone.now(),
                timezone.now() + timedelta(days=2),
                others,
            ),
        )
    assert ask(cast.client(ADVISER)).status_code == 403


def test_a_stand_in_does_not_get_the_right_along(cast: Cast, opened: Open) -> None:
    from driehoek.access.identity import acting_as_system
    from driehoek.parties.models import Substitution

    opened("Overlast")
    give(cast, ADVISER)
    with acting_as_system(municipality=cast.home.pk):
        Substitution.objects.create(
            municipality=cast.home,
            principal=cast.people[ADVISER],
            substitute=cast.people[F.DEPUTY],
            valid_from=timezone.now() - timedelta(hours=1),
            valid_until=timezone.now() + timedelta(days=1),
        )
    client = cast.client(F.DEPUTY)
    assert "Overlast" in client.get(reverse("problems:list")).content.decode()
    assert ask(client).status_code == 403


def test_a_file_holds_what_the_screen_shows_and_nothing_else(cast: Cast, opened: Open) -> None:
    opened("Zichtbaar")
    hidden = opened("Nachtvlinder")
    give(cast, F.ANALYST)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        for grant in Grant.objects.filter(problem=hidden.pk, person=cast.people[F.ANALYST]):
            end_grant(identity=identity, grant=grant)
    client = cast.client(F.ANALYST)
    page = client.get(reverse("exports:table", args=["problems"])).content.decode()
    assert "1 rij" in page
    content = content_of(ask(client)).decode()
    assert "Zichtbaar" in content
    assert "Nachtvlinder" not in content


def test_another_municipality_takes_out_nothing_of_ours(cast: Cast, opened: Open) -> None:
    opened("Nachtvlinder")
    give(cast, ADVISER)
    content_of(ask(cast.client(ADVISER)))
    stranger = cast.client(person=cast.stranger)
    assert ask(stranger).status_code == 403
    with acting_as(person=cast.people[F.DPO].pk):
        made = Export.objects.get()
    assert stranger.get(reverse("exports:made", args=[made.pk])).status_code == 404
    assert "Nachtvlinder" not in stranger.get(reverse("exports:own")).content.decode()
    with acting_as(person=cast.stranger.pk):
        assert not Export.objects.exists()
        assert not ExportRight.objects.exists()


def test_one_does_not_see_what_a_colleague_took_out(cast: Cast, opened: Open) -> None:
    opened("Overlast")
    give(cast, ADVISER)
    content_of(ask(cast.client(ADVISER)))
    with acting_as(person=cast.people[F.DPO].pk):
        made = Export.objects.get()
    for function in (F.MAYOR, F.ANALYST):
        client = cast.client(function)
        assert client.get(reverse("exports:made", args=[made.pk])).status_code == 404
        assert PURPOSE not in client.get(reverse("exports:own")).content.decode()
    assert cast.client(F.ADMIN).get(reverse("exports:made", args=[made.pk])).status_code == 403
    with acting_as(person=cast.people[F.ADMIN].pk):
        assert not Export.objects.exists()


def test_what_is_above_the_right_is_refused_also_when_it_is_confirmed(cast: Cast, opened: Open) -> None:
    opened("Geheim", classification=Classification.CONFIDENTIAL)
    give(cast, ADVISER, highest=Mark.INTERNAL)
    client = cast.client(ADVISER)
    page = client.get(reverse("exports:table", args=["problems"])).content.decode()
    assert "reikt niet zo ver" in page
    assert '<form class="dh-form"' not in page
    for confirmed in ("", "1", "2", "3"):
        assert ask(client, confirmed=confirmed).status_code == 403
    assert count(cast) == 0


def test_what_is_confidential_is_asked_for_twice(cast: Cast, opened: Open) -> None:
    opened("Geheim", classification=Classification.STRICT)
    give(cast, ADVISER, highest=Mark.STRICT)
    client = cast.client(ADVISER)
    ticket = str(uuid.uuid4())
    again = ask(client, ticket=ticket)
    assert "Dit bestand is strikt vertrouwelijk" in again.content.decode()
    assert count(cast) == 0
    # Another mark than that of the file is no confirmation.
    assert "Content-Disposition" not in ask(client, ticket=ticket, confirmed="2")
    answer = client.post(reverse("exports:table", args=["problems"]), dict(again.context["hidden"]))
    assert "-STRIKT-VERTROUWELIJK-" in answer["Content-Disposition"]
    assert b"Geheim" in content_of(answer)


@pytest.mark.parametrize(
    "query",
    [
        "?soort=alles",
        "?status=%27%20OR%201=1",
        "?thema=x",
        f"?thema={'0' * 8}-0000-4000-8000-{'0' * 12}",
        "?oefening=nee",
    ],
)
def test_a_choice_that_does_not_exist_is_no_list(cast: Cast, opened: Open, query: str) -> None:
    opened("Overlast")
    give(cast, ADVISER)
    assert ask(cast.client(ADVISER), query=query).status_code == 404
    assert count(cast) == 0


def test_a_theme_of_another_municipality_is_no_choice(cast: Cast) -> None:
    from driehoek.problems.models import SafetyField
    from driehoek.problems.services import ensure_theme

    with acting_as(person=cast.stranger.pk) as identity:
        theirs = ensure_theme(municipality=identity.municipality, field=SafetyField.YOUTH, path=("Weg",))
    give(cast, ADVISER)
    assert ask(cast.client(ADVISER), query=f"?thema={theirs.pk}").status_code == 404


def test_exercises_never_stand_among_what_is_real(cast: Cast, opened: Open) -> None:
    opened("Echt")
    opened("Geoefend", training=True)
    give(cast, ADVISER)
    client = cast.client(ADVISER)
    real = content_of(ask(client)).decode()
    assert ("Echt" in real, "Geoefend" in real) == (True, False)
    answer = ask(client, query="?oefening=ja", file_format="csv_nl")
    trained = content_of(answer).decode("utf-8-sig")
    assert ("Echt" in trained, "Geoefend" in trained) == (False, True)
    assert "-OEFENING-" in answer["Content-Disposition"]
    assert "INTERN – OEFENING" in trained.splitlines()[0]


def test_the_day_has_a_limit_and_says_whom_to_ask(cast: Cast, opened: Open) -> None:
    opened("Overlast")
    give(cast, ADVISER, a_day=2)
    client = cast.client(ADVISER)
    assert [ask(client).status_code for _ in range(3)] == [200, 200, 429]
    said = ask(client).content.decode()
    assert "U maakte vandaag al 2 exports" in said
    assert "Vraag het uw beheerder (Beheerder)" in said
    assert count(cast) == 2


def test_the_same_form_makes_one_file(cast: Cast, opened: Open) -> None:
    opened("Overlast")
    give(cast, ADVISER)
    client, ticket = cast.client(ADVISER), str(uuid.uuid4())
    assert ask(client, ticket=ticket).status_code == 200
    second = ask(client, ticket=ticket)
    assert second.status_code == 302
    assert "al gemaakt" in client.get(second["Location"]).content.decode()
    assert count(cast) == 1


def test_no_line_on_the_ledger_no_file(cast: Cast, opened: Open) -> None:
    opened("Overlast")
    give(cast, ADVISER)
    client = cast.client(ADVISER)
    client.raise_request_exception = False
    with mock.patch("driehoek.exports.services.ledger.append", side_effect=DatabaseError("weg")):
        answer = ask(client)
    assert answer.status_code == 500
    assert "Content-Disposition" not in answer
    assert b"Overlast" not in answer.content
    assert count(cast) == 0
    # The next one has the number that was not used.
    assert "-nr1-" in ask(client)["Content-Disposition"]


def test_a_purpose_is_asked_and_holds_no_service_number(cast: Cast, opened: Open) -> None:
    opened("Overlast")
    give(cast, ADVISER)
    client = cast.client(ADVISER)
    assert "Vul in waarvoor" in ask(client, purpose="").content.decode()
    refused = ask(client, purpose="Voor de zaak van 111222333 bij de rechter").content.decode()
    assert "burgerservicenummer" in refused
    named = ask(client, purpose="Voor het gesprek met j.vries@voorbeeld.nl")
    assert "persoonsgegeven" in named.content.decode()
    assert count(cast) == 0
    assert (
        ask(client, purpose="Voor het gesprek met j.vries@voorbeeld.nl", personal_confirmed="on").status_code
        == 200
    )


FORGED = (
    "UPDATE exports_export SET purpose = 'iets anders'",
    "DELETE FROM exports_export",
    "UPDATE exports_exportright SET highest = 3",
    "UPDATE exports_exportright SET valid_until = valid_until + interval '1 year'",
    "DELETE FROM exports_exportright",
)


@pytest.mark.parametrize("function", [ADVISER, F.ADMIN, F.DPO])
def test_what_is_written_down_stays(cast: Cast, opened: Open, function: Function) -> None:
    opened("Overlast")
    give(cast, ADVISER)
    content_of(ask(cast.client(ADVISER)))

    def stored() -> list[object]:
        with acting_as(person=cast.people[F.DPO].pk), connection.cursor() as cursor:
            cursor.execute(
                "SELECT e::text FROM exports_export e UNION ALL SELECT r::text FROM exports_exportright r"
            )
            return sorted(cursor.fetchall())

    before = stored()
    refused = 0
    for statement in FORGED:
        with acting_as(person=cast.people[function].pk):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)
            except DatabaseError:
                refused += 1
    assert stored() == before
    # The adviser may not see the rights as theirs to change, so two statements simply find nothing.
    assert refused == (3 if function is ADVISER else 5)


def test_the_database_itself_wants_a_right_behind_each_line(cast: Cast, opened: Open) -> None:
    right = give(cast, ADVISER, highest=Mark.INTERNAL)

    def line(person: Function, **changed: object) -> None:
        values = {
            "municipality": cast.home, "number": 99, "by": cast.people[person], "right": right,
            "ticket": uuid.uuid4(), "at": timezone.now(), "table_key": "problems", "rows": 1, "mark": 1,
            "file_format": FileFormat.CSV_PLAIN, "purpose": "x", "sha256": "0" * 64, "size": 1,
        }  # fmt: skip
        with acting_as(person=cast.people[person].pk), transaction.atomic():
            Export.objects.create(**values | changed)

    for person, changed in (
        (F.MAYOR, {}),
        (ADVISER, {"mark": 2}),
        (ADVISER, {"by": cast.people[F.MAYOR]}),
        (ADVISER, {"municipality": cast.away}),
    ):
        with pytest.raises(ProgrammingError, match="row-level"):
            line(person, **changed)
    line(ADVISER)


def test_nobody_gives_a_right_to_themselves_or_as_somebody_else(cast: Cast) -> None:
    now = timezone.now()

    def right(actor: Function, to: Function, by: Function) -> None:
        with acting_as(person=cast.people[actor].pk), transaction.atomic():
            ExportRight.objects.create(
                municipality=cast.home, person=cast.people[to], highest=3, reason="x",
                given_by=cast.people[by], valid_from=now, valid_until=now + timedelta(days=3),
            )  # fmt: skip

    for actor, to, by in ((ADVISER, ADVISER, F.ADMIN), (F.ADMIN, F.ADMIN, F.ADMIN), (F.DPO, ADVISER, F.DPO)):
        with pytest.raises(DatabaseError):
            right(actor, to, by)
    with acting_as(person=cast.people[F.ADMIN].pk) as identity:
        new = services.NewRight(cast.people[F.DPO], Mark.PUBLIC, "Nodig", now, now + timedelta(days=3))
        with pytest.raises(refusals.NotAllowedError):
            services.give_right(identity=identity, new=new)
        long = services.NewRight(cast.people[ADVISER], Mark.PUBLIC, "Nodig", now, now + timedelta(days=367))
        with pytest.raises(ValueError, match="a year"):
            services.give_right(identity=identity, new=long)


def test_the_ledger_knows_of_rights_without_reasons(cast: Cast) -> None:
    right = give(cast, ADVISER)
    with acting_as(person=cast.people[F.DPO].pk):
        line = Event.objects.get(action="exports:right:given")
    assert line.subject == right.pk
    assert right.reason not in line.data
