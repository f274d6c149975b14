"""Someone who can run SQL as the app's role, without the application's key, becomes nobody and gets nothing."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as, acting_as_system, backend, narrow
from driehoek.access.models import Grant, Level, Origin
from driehoek.access.proofs import BEGIN, BEGIN_SYSTEM, proof, system_parameters
from driehoek.access.queries import level_on
from driehoek.access.services import Order, end_grant, give, grant, open_with_reason
from driehoek.installation.database import APP, DatabaseAddress
from driehoek.installation.rights import grant_app_rights
from driehoek.parties.models import Appointment, Function
from driehoek.problems import services
from driehoek.problems.models import Kind, Problem, SafetyField
from tests.support.cast import Cast
from tests.support.databases import TestCluster

SETTINGS = ("person", "persons", "functions", "municipality", "seal")
GIVE = "SELECT * FROM access_give(%s, %s, %s)"
RAW = r"current_setting\('app\.(person|persons|functions|municipality)"


def run(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What a hole in a query would let someone run, on the connection of the page."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return list(cursor.fetchall()) if cursor.description else []


def refused(statement: str, parameters: Sequence[Any] = (), *, match: str = "") -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        run(statement, parameters)


def told() -> dict[str, str | None]:
    """The settings as they stand, whether they count or not."""
    return {name: run(f"SELECT current_setting('app.{name}', true)")[0][0] for name in SETTINGS}


def tell(**settings: str | None) -> None:
    for name, value in settings.items():
        run("SELECT set_config(%s, %s, true)", [f"app.{name}", value or ""])


def visible() -> int:
    """How many rows of people's functions, problems and grants can be read."""
    tables = ("parties_appointment", "problems_problem", "access_grant")
    return sum(run(f"SELECT count(*) FROM {table}")[0][0] for table in tables)


@pytest.fixture
def problem(cast: Cast) -> Problem:
    """A problem that the adviser leads, of a kind that reaches few."""
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Wonen",)
        )
        new = services.NewProblem(title="Geheim", kind=Kind.COMPLEX, theme=theme, owner=adviser.pk)
        return services.open_problem(identity=identity, new=new)


def mayor_of(cast: Cast) -> dict[str, str]:
    """The settings of the mayor, as anyone could guess them."""
    mayor = str(cast.people[Function.MAYOR].pk)
    return {"person": mayor, "persons": mayor, "functions": "mayor", "municipality": str(cast.home.pk)}


def test_settings_that_someone_set_are_nobodys(cast: Cast, problem: Problem) -> None:
    with transaction.atomic():
        tell(**mayor_of(cast))
        assert visible() == 0
        assert run("SELECT access_setting('person')") == [(None,)]
        tell(functions="system", person="", persons="")
        assert visible() == 0
        for made_up in ("", "\\x00", "\\x" + "0" * 64, "on"):
            tell(seal=made_up)
            assert visible() == 0


@pytest.mark.parametrize("name", ["person", "persons", "functions", "municipality"])
def test_one_changed_setting_breaks_the_seal(cast: Cast, problem: Problem, name: str) -> None:
    wanted = mayor_of(cast) | {"functions": "partner,system", "municipality": str(cast.away.pk)}
    with acting_as(person=cast.people[Function.PARTNER].pk):
        assert visible() > 0
        before = told()
        tell(**{name: wanted[name]})
        assert told() != before
        assert visible() == 0
        refused(
            "INSERT INTO ledger_event (id, municipality_id, sequence, at, action, subject, version, trace, data,"
            " previous_hash, hash) VALUES (gen_random_uuid(), %s, 0, now(), 'x:y:z', gen_random_uuid(), 0, '', '{}',"
            " '', '')",
            [cast.home.pk],
            match="row-level security",
        )


def test_fields_cannot_be_shifted_under_the_same_seal(cast: Cast) -> None:
    """The separator may stand in no field: four others that join to the same text do not exist."""
    with acting_as(person=cast.people[Function.PARTNER].pk):
        held = told()
        tell(person=f"{held['person']}\x1f{held['persons']}", persons=held["functions"], functions="")
        assert visible() == 0


def test_a_seal_serves_in_no_other_transaction_and_on_no_other_backend(
    cast: Cast, database_address: DatabaseAddress
) -> None:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        held = told()
        assert visible() > 0
        with psycopg.connect(database_address.app_url) as link:
            for name, value in held.items():
                link.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", value])
            assert link.execute("SELECT access_setting('person')").fetchone() == (None,)


def test_a_seal_ends_with_its_transaction(database_address: DatabaseAddress) -> None:
    place = uuid.uuid4()
    with psycopg.connect(database_address.app_url) as link:
        with link.transaction():
            link.execute(BEGIN_SYSTEM, system_parameters(place, backend=link.info.backend_pid))
            assert link.execute("SELECT access_setting('functions')").fetchone() == ("system",)
            names = ["app.person", "app.persons", "app.functions", "app.municipality", "app.seal"]
            held = link.execute("SELECT current_setting(n) FROM unnest(%s::text[]) n", [names]).fetchall()
        with link.transaction():
            for name, (value,) in zip(names, held, strict=True):
                link.execute("SELECT set_config(%s, %s, true)", [name, value])
            assert link.execute("SELECT access_setting('functions')").fetchone() == (None,)


def test_an_identity_asks_a_proof_of_this_person_this_place_this_backend_and_this_minute(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    mayor, partner, home = cast.people[Function.MAYOR].pk, cast.people[Function.PARTNER].pk, cast.home.pk
    own = proof("access.begin", str(partner), str(home), backend=backend())
    wrong = [
        (mayor, home, *own),
        (partner, None, *own),
        (partner, cast.away.pk, *own),
        (mayor, home, own[0], b""),
        (mayor, home, own[0], None),
        (mayor, home, own[0] + 1, bytes(32)),
        (mayor, home, *proof("access.begin", str(mayor), str(home), backend=backend() + 1)),
        (mayor, home, *proof("access.system", str(mayor), str(home), backend=backend())),
    ]
    for parameters in wrong:
        refused(BEGIN, parameters, match="not proven")
        assert visible() == 0
    now = time.time()
    for seconds in (-62, 62):
        with monkeypatch.context() as clock:
            clock.setattr("driehoek.access.proofs.time.time", lambda seconds=seconds: now + seconds)
            old = proof("access.begin", str(mayor), str(home), backend=backend())
        refused(BEGIN, (mayor, home, *old), match="another minute")
    assert len(run(BEGIN, [partner, home, *own])) == 1


def test_the_system_asks_a_proof_as_well(cast: Cast) -> None:
    home = cast.home.pk
    person = proof("access.begin", str(home), backend=backend())
    for parameters in [
        (home, 0, bytes(32)),
        (home, *person),
        (home, *system_parameters(cast.away.pk, backend=backend())[1:]),
        system_parameters(home, backend=backend() + 1),
    ]:
        refused(BEGIN_SYSTEM, parameters, match="not proven")
    assert visible() == 0


def test_an_appointment_under_an_invented_name_makes_no_system(cast: Cast) -> None:
    """Functions are told as a list with commas: a name with a comma, or the system's own, is no function."""
    partner = cast.people[Function.PARTNER]
    with acting_as_system(municipality=cast.home.pk):
        for name in ("system", "partner,system"):
            old = Appointment.objects.filter(person=partner).first()
            assert old is not None
            old.pk, old.function = uuid.uuid4(), name
            old.save(force_insert=True)
    with acting_as(person=partner.pk) as identity:
        assert identity.functions == {Function.PARTNER}
        assert run("SELECT access_setting('functions')") == [("partner",)]


def test_behind_a_pooler_the_database_itself_is_asked_which_process_it_is(cast: Cast, settings: Any) -> None:
    own = backend()
    settings.POOLED = True
    assert backend() == own == run("SELECT pg_backend_pid()")[0][0]
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert identity.holds(Function.MAYOR)


def test_an_identity_comes_back_after_an_act_of_the_system(cast: Cast, problem: Problem) -> None:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        before, held = visible(), told()
        with acting_as_system(municipality=cast.home.pk):
            assert run("SELECT access_setting('functions')") == [("system",)]
        assert told() == held
        assert visible() == before > 0
        with acting_as(person=cast.people[Function.PARTNER].pk):
            assert visible() < before
        assert visible() == before


def test_narrowing_only_takes_away(cast: Cast) -> None:
    partner = cast.people[Function.PARTNER].pk
    with acting_as(person=partner) as identity:
        for wider in (["mayor"], ["partner", "system"], ["partner,mayor"], [None]):
            refused("SELECT access_narrow(%s::text[])", [wider], match="leaving others out")
        refused("SELECT access_narrow(NULL)", match="leaving others out")
        narrow(identity, functions=frozenset({Function.PARTNER}), organisations=identity.organisations)
        assert run("SELECT access_setting('functions'), access_setting('persons')") == [
            ("partner", str(partner))
        ]
    with transaction.atomic():
        refused("SELECT access_narrow(ARRAY['mayor'])", match="leaving others out")


@pytest.mark.parametrize("role", ["driehoek_owner", "postgres", "pg_read_all_data", "pg_write_all_data"])
def test_no_other_role_can_be_taken(db: None, role: str) -> None:
    for statement in (f"SET ROLE {role}", f"SET SESSION AUTHORIZATION {role}"):
        refused(statement, match="permission denied|does not exist")


FORBIDDEN = (
    "SELECT * FROM ledger_sealkey",
    "SELECT installation_seal('access.begin')",
    "SELECT access_seal_identity('', '', 'system', '')",
    "SELECT access_require_proof(ARRAY['access.begin'], 0, '')",
    "SELECT access_seal_readers()",
    "CREATE FUNCTION access_setting(name varchar) RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
    "CREATE OR REPLACE FUNCTION access_setting(name text) RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
    "ALTER FUNCTION access_setting(text) SECURITY INVOKER",
    "DROP FUNCTION access_setting(text) CASCADE",
    "CREATE TABLE ledger_sealkey_too (x int)",
    "CREATE TEMP TABLE access_grant (problem uuid)",
    "CREATE TEMP TABLE ledger_sealkey (inner_pad bytea, outer_pad bytea)",
    "CREATE SCHEMA mine",
    "CREATE OPERATOR pg_temp.|| (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = byteacat)",
    "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'",
    "ALTER TABLE access_grant DISABLE TRIGGER ALL",
    "ALTER TABLE access_grant DISABLE ROW LEVEL SECURITY",
    "ALTER POLICY access_grant_read ON access_grant USING (true)",
    "SET session_replication_role = replica",
)


def test_nothing_that_the_wall_is_made_of_can_be_read_replaced_or_shadowed(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.ADMIN].pk):
        for statement in FORBIDDEN:
            refused(
                statement, match="permission denied|must be owner|already exists|replace existing|constraint"
            )


def insert_grant(cast: Cast, problem: Problem, who: Function, origin: str) -> tuple[str, list[Any]]:
    statement = (
        "INSERT INTO access_grant (id, municipality_id, person_id, problem, level, origin, reason, power, valid_from,"
        " valid_until) VALUES (gen_random_uuid(), %s, %s, %s, 4, %s, 'Nodig.', '', statement_timestamp(),"
        " statement_timestamp() + interval '1 hour')"
    )
    return statement, [cast.home.pk, cast.people[who].pk, problem.pk, origin]


def test_nobody_gives_oneself_a_grant(cast: Cast, problem: Problem) -> None:
    # Not even who leads the problem, or administers the system: a grant comes from the application alone.
    for who in (Function.PARTNER, Function.SAFETY_ADVISER, Function.ADMIN):
        with acting_as(person=cast.people[who].pk):
            for origin in Origin.values:
                refused(*insert_grant(cast, problem, who, origin), match="permission denied")
            order = json.dumps([{"id": str(uuid.uuid4()), "person": str(cast.people[who].pk)}])
            for given in (b"", bytes(32), None):
                refused(GIVE, [order, int(time.time()), given], match="not proven")
    with acting_as_system(municipality=cast.home.pk):
        refused(*insert_grant(cast, problem, Function.PARTNER, "function"), match="permission denied")


def test_a_grant_is_not_changed_prolonged_revived_or_deleted(cast: Cast, problem: Problem) -> None:
    partner = cast.people[Function.PARTNER].pk
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        ends = timezone.now() + timedelta(hours=2)
        running, ended = (
            grant(identity=identity, person=partner, problem=problem.pk, level=Level.FILE, valid_until=ends)
            for _ in range(2)
        )
        end_grant(identity=identity, grant=ended)
    for who in (Function.PARTNER, Function.SAFETY_ADVISER, Function.ADMIN):
        with acting_as(person=cast.people[who].pk):
            for column, value in (
                ("level", 4), ("person_id", str(cast.people[who].pk)), ("problem", str(uuid.uuid4())),
                ("origin", "function"), ("valid_from", "2020-01-01"), ("reason", "Anders."),
            ):  # fmt: skip
                refused(f"UPDATE access_grant SET {column} = %s WHERE id = %s", [value, running.pk],
                        match="permission denied")  # fmt: skip
            refused("DELETE FROM access_grant WHERE id = %s", [running.pk], match="permission denied")
            refused("TRUNCATE access_grant", match="permission denied")
            for later in (ends + timedelta(seconds=1), None):
                refused("UPDATE access_grant SET valid_until = %s WHERE id = %s", [later, running.pk],
                        match="only be ended sooner")  # fmt: skip
            refused("UPDATE access_grant SET valid_until = %s WHERE id = %s", [ends, ended.pk],
                    match="only be ended sooner")  # fmt: skip


def test_only_those_concerned_end_a_grant(cast: Cast, problem: Problem) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        invited = grant(
            identity=identity, person=cast.people[Function.PARTNER].pk, problem=problem.pk, level=Level.FILE
        )
    by_function = Grant.objects.filter(problem=problem.pk, person=cast.people[Function.MAYOR])
    end = "UPDATE access_grant SET valid_until = statement_timestamp() WHERE id = %s"
    for who in (Function.ANALYST, Function.DPO, Function.MAYOR, Function.ADMIN):
        with acting_as(person=cast.people[who].pk):
            refused(end, [invited.pk], match="not yours to end")
    with acting_as(person=cast.people[Function.PARTNER].pk) as identity:
        refused(end, [by_function.get().pk], match="not yours to end")
        end_grant(identity=identity, grant=invited)
        assert level_on(identity, problem.pk) is None


def test_an_order_holds_once_as_it_was_given_and_where(cast: Cast, problem: Problem) -> None:
    partner = cast.people[Function.PARTNER].pk
    order = {
        "id": str(uuid.uuid4()), "person": str(partner), "problem": str(problem.pk), "level": 1,
        "origin": "invitation", "appointment": None, "reason": "", "power": "", "until": None,
    }  # fmt: skip
    text = json.dumps([order])
    proven = proof("access.give", str(cast.home.pk), text, backend=backend())
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        higher = json.dumps([order | {"level": 4}])
        refused(GIVE, [higher, *proven], match="not proven")
        assert len(run(GIVE, [text, *proven])) == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            run(GIVE, [text, *proven])
    with acting_as(person=cast.stranger.pk):
        refused(GIVE, [text, *proven], match="not proven")
    refused(GIVE, [text, *proven], match="not proven")


def orders_of(cast: Cast, identity: Identity, problem: Problem) -> list[Order]:
    """What the application may not order for this person."""
    other = cast.people[Function.DEPUTY].pk
    mayors = Appointment.objects.filter(person=cast.people[Function.MAYOR]).values_list("pk", flat=True)[0]
    until = timezone.now() + timedelta(hours=1)
    return [
        Order(other, problem.pk, Level.OVERVIEW, Origin.INVITATION),
        Order(identity.person, problem.pk, Level.OVERVIEW, Origin.INVITATION),
        Order(other, problem.pk, Level.FILE, Origin.PURPOSE, reason="Nodig.", valid_until=until),
        Order(identity.person, problem.pk, Level.WORK, Origin.EMERGENCY, reason="Nodig.", valid_until=until),
        Order(identity.person, problem.pk, Level.FILE, Origin.FUNCTION, appointment=mayors),
        Order(identity.person, problem.pk, Level.FILE, Origin.EMERGENCY, appointment=mayors, reason="Nodig."),
    ]


def test_the_database_judges_the_orders_of_the_application_too(cast: Cast, problem: Problem) -> None:
    with acting_as(person=cast.people[Function.ANALYST].pk) as identity:
        for order in orders_of(cast, identity, problem):
            with pytest.raises(ProgrammingError, match="No grant"), transaction.atomic():
                give(municipality=cast.home.pk, orders=[order])
        made = open_with_reason(identity=identity, problem=problem.pk, reason="Nu nodig.", emergency=True)
        assert made.valid_until is not None
        assert made.valid_until - made.valid_from <= timedelta(hours=8)
        long = Order(
            identity.person, problem.pk, Level.FILE, Origin.PURPOSE, reason="Lang.",
            valid_until=timezone.now() + timedelta(days=90),
        )  # fmt: skip
        [kept] = give(municipality=cast.home.pk, orders=[long])
        assert kept.valid_until == kept.valid_from + timedelta(hours=8)
        begun = timezone.now() - timedelta(days=90)
        [past] = give(municipality=cast.home.pk, orders=[replace(long, valid_from=begun)])
        assert (past.valid_from, past.valid_until) == (begun, begun + timedelta(hours=8))
        stored = Grant.objects.get(pk=made.pk)
        assert (stored.granted_by_id, stored.valid_until) == (identity.person, made.valid_until)
        assert level_on(identity, problem.pk) == Level.FILE
    with acting_as_system(municipality=cast.home.pk), pytest.raises(ProgrammingError, match="No grant"):
        give(
            municipality=cast.home.pk,
            orders=[Order(identity.person, problem.pk, Level.FILE, Origin.INVITATION)],
        )


def test_nobody_appoints_oneself(cast: Cast) -> None:
    """A function or a substitute makes someone of you: the administrator gives those, nobody else does."""
    appoint = (
        "INSERT INTO parties_appointment (id, municipality_id, person_id, organisation_id, function, valid_from)"
        " SELECT gen_random_uuid(), municipality_id, person_id, organisation_id, 'mayor', now()"
        " FROM parties_appointment WHERE person_id = %s"
    )
    stand_in = (
        "INSERT INTO parties_substitution (id, municipality_id, principal_id, substitute_id, valid_from, valid_until)"
        " VALUES (gen_random_uuid(), %s, %s, %s, now(), now() + interval '1 day')"
    )
    mayor = cast.people[Function.MAYOR].pk
    for who in (Function.PARTNER, Function.SAFETY_ADVISER, Function.DPO, Function.MAYOR):
        person = cast.people[who].pk
        with acting_as(person=person):
            refused(appoint, [person], match="row-level security")
            refused(stand_in, [cast.home.pk, mayor, person], match="row-level security")
            changed = "UPDATE parties_appointment SET function = 'mayor' WHERE person_id = %s RETURNING id"
            assert run(changed, [person]) == []
            assert run("DELETE FROM parties_appointment RETURNING id") == []
    with acting_as(person=cast.people[Function.ADMIN].pk):
        run(stand_in, [cast.home.pk, mayor, cast.people[Function.DEPUTY].pk])


def test_nothing_reads_who_acts_past_the_seal(db: None) -> None:
    """Policies, functions and views ask `access_setting`; the two that make and check the seal read what it is over."""
    assert not run(
        "SELECT tablename, policyname FROM pg_policies WHERE qual ~ %s OR with_check ~ %s", [RAW, RAW]
    )
    assert not run("SELECT viewname FROM pg_views WHERE schemaname = 'public' AND definition ~ %s", [RAW])
    readers = run(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosrc ~ %s ORDER BY 1",
        [RAW],
    )
    assert readers == [("access_setting",)]


def test_functions_with_the_owners_rights_look_only_where_nobody_else_writes(db: None) -> None:
    found = run(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        " AND NOT coalesce('search_path=pg_catalog, public, pg_temp' = ANY (proconfig), false)"
    )
    assert not found


def test_what_a_later_migration_makes_is_read_under_the_seal_too(cluster: TestCluster) -> None:
    """So that a new installation and one that was brought up to date have the same policies."""
    mine = "municipality_id = (SELECT nullif(current_setting('app.municipality', true), '')::uuid)"
    with cluster.temporary() as address:
        with psycopg.connect(address.owner_url) as link:
            link.execute("CREATE TABLE later (municipality_id uuid)")
            link.execute(f"CREATE POLICY later_all ON later USING ({mine}) WITH CHECK ({mine})")
            link.execute(
                "CREATE FUNCTION later_who() RETURNS text LANGUAGE plpgsql AS"
                " $$ BEGIN RETURN current_setting('app.person', true); END $$"
            )
        grant_app_rights(address.owner_url, APP)
        with psycopg.connect(address.owner_url) as link:
            policy = link.execute(
                "SELECT qual = with_check AND qual ~ 'access_setting' AND qual !~ 'app\\.' FROM pg_policies"
                " WHERE tablename = 'later'"
            ).fetchone()
            source = link.execute("SELECT prosrc FROM pg_proc WHERE proname = 'later_who'").fetchone()
            again = link.execute("SELECT access_seal_readers()").fetchone()
    assert policy == (True,)
    assert source is not None
    assert "access_setting('person')" in source[0]
    assert again == (0,)
