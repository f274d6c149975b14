"""The chain holds, and every way of tampering as the owner of the tables is found (TZ08)."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
import pytest

from driehoek.installation.database import DatabaseAddress
from driehoek.ledger.chain import merkle_root
from tests.support.databases import TestCluster

SETUP = """
import uuid, sys
from driehoek.installation.database import DatabaseAddress
from driehoek.installation.setup import use
use(DatabaseAddress(sys.argv[1], sys.argv[2]), as_owner=True)
"""
FILL = (
    SETUP
    + """
from tests.support.cast import make_cast
from driehoek.access.identity import acting_as
from driehoek.ledger import services
from driehoek.parties.models import Function
from django.db import transaction
with transaction.atomic():
    cast = make_cast("keten")
with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
    for number in range(12):
        services.append(municipality=identity.municipality, action="test:line:written", subject=uuid.uuid4(),
                        data={"number": number})
"""
)
# The process stays, because beginning takes it longer than all that it is asked.
ANSWER = (
    SETUP
    + """
import io, json, traceback
from contextlib import redirect_stderr, redirect_stdout
from django.db import connections
from driehoek.ledger.commands import main
for line in sys.stdin:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(json.loads(line))
        except SystemExit as end:
            status = end.code
        except Exception:
            status = 1
            traceback.print_exc()
    connections.close_all()
    print(json.dumps([status, out.getvalue(), err.getvalue()]), flush=True)
"""
)


@dataclass(frozen=True)
class Done:
    """What a command left: its exit status and what it said."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


def started(code: str, address: DatabaseAddress) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, address.owner_url, address.app_url],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def filled(cluster: TestCluster) -> Iterator[DatabaseAddress]:
    with cluster.temporary() as address:
        with started(FILL, address) as filling:
            assert filling.wait(60) == 0
        yield address


@pytest.fixture(scope="module")
def run(filled: DatabaseAddress) -> Iterator[Run]:
    """Runs `driehoek ledger` in a process of its own, as the owner of the tables."""
    with started(ANSWER, filled) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        said, heard = process.stdin, process.stdout

        def run(*arguments: str) -> Done:
            said.write(json.dumps(arguments) + "\n")
            said.flush()
            return Done(*json.loads(heard.readline()))

        yield run


@pytest.fixture
def tampering(filled: DatabaseAddress) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A session of the owner with every guard switched off, undone afterwards."""
    tables = ("ledger_event", "ledger_head", "ledger_root")
    with psycopg.connect(filled.owner_url, autocommit=True) as link:
        for table in tables:
            link.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            link.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            link.execute(f"CREATE TABLE kept_{table} AS TABLE {table}")
        yield link
        for table in tables:
            link.execute(f"DELETE FROM {table}")
            link.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
            link.execute(f"DROP TABLE kept_{table}")
            link.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            link.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.database
@pytest.mark.story("TZ08")
def test_an_untouched_chain_is_whole(run: Run) -> None:
    done = run("verify")
    assert done.returncode == 0, done.stderr
    assert "12 events" in done.stdout
    assert "whole" in done.stdout


TAMPERING = {
    "changed": "UPDATE ledger_event SET data = '{\"number\":99}' WHERE sequence = 5",
    "changed with its own new hash": (
        "UPDATE ledger_event SET data = '{}' WHERE sequence = 5;"
        "UPDATE ledger_event e SET hash = ledger_event_hash(e) WHERE sequence = 5"
    ),
    "actor changed": "UPDATE ledger_event SET actor = NULL WHERE sequence = 5",
    "deleted": "DELETE FROM ledger_event WHERE sequence = 5",
    "last deleted": "DELETE FROM ledger_event WHERE sequence = 12",
    "all deleted": "DELETE FROM ledger_event",
    "inserted": (
        "INSERT INTO ledger_event (id, municipality_id, sequence, at, actor, action, subject, version, trace, data,"
        " previous_hash, hash) SELECT gen_random_uuid(), municipality_id, 13, at, actor, action, subject, version,"
        " trace, data, hash, hash FROM ledger_event WHERE sequence = 12"
    ),
    "reordered": (
        "UPDATE ledger_event SET sequence = CASE sequence WHEN 5 THEN -6 ELSE -5 END WHERE sequence IN (5, 6);"
        "UPDATE ledger_event SET sequence = -sequence WHERE sequence < 0"
    ),
}


@pytest.mark.database
@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_is_found(
    run: Run, tampering: psycopg.Connection[tuple[object, ...]], statement: str
) -> None:
    tampering.execute(statement)
    done = run("verify")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "faults" in done.stdout


@pytest.mark.database
def test_a_chain_rewritten_from_one_line_on_no_longer_fits_its_signed_root(
    run: Run, tampering: psycopg.Connection[tuple[object, ...]]
) -> None:
    """Someone who recomputes every hash after the change, and the head, is still caught by yesterday's root."""
    assert run("root").returncode == 0
    tampering.execute(
        """
        DO $$ DECLARE e ledger_event; previous bytea; BEGIN
          UPDATE ledger_event SET data = '{"number":99}' WHERE sequence = 5;
          FOR e IN SELECT * FROM ledger_event ORDER BY sequence LOOP
            previous := coalesce(previous, ledger_genesis(e.municipality_id));
            UPDATE ledger_event SET previous_hash = previous WHERE id = e.id;
            UPDATE ledger_event t SET hash = ledger_event_hash(t) WHERE id = e.id RETURNING hash INTO previous;
          END LOOP;
          UPDATE ledger_head SET hash = previous WHERE sequence = 12;
        END $$
        """
    )
    done = run("verify")
    assert done.returncode == 1
    assert "signed root" in done.stdout


@pytest.mark.database
def test_the_app_role_can_neither_change_nor_delete_nor_forge_a_line(filled: DatabaseAddress) -> None:
    with psycopg.connect(filled.app_url, autocommit=True) as link:
        for statement in (
            "UPDATE ledger_event SET data = '{}'",
            "DELETE FROM ledger_event",
            "TRUNCATE ledger_event",
            "UPDATE ledger_head SET sequence = 0",
            "ALTER TABLE ledger_event DISABLE TRIGGER USER",
            "DELETE FROM ledger_processingrecord",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                link.execute(statement)


def test_merkle_roots_follow_rfc_6962() -> None:
    assert merkle_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle_root([b""]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_an_odd_leaf_moves_up_unpaired() -> None:
    from hashlib import sha256

    leaves = [uuid.uuid4().bytes for _ in range(3)]
    nodes = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    left = sha256(b"\x01" + nodes[0] + nodes[1]).digest()
    assert merkle_root(leaves) == sha256(b"\x01" + left + nodes[2]).digest()
