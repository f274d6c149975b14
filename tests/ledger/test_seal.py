"""The installation's seal: the same in Python and in the database, and closed to the app's role."""

from __future__ import annotations

import hmac
import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.installation import dump
from driehoek.installation.backup import read_backup, write_backup
from driehoek.installation.database import DatabaseAddress, app_role
from driehoek.installation.rights import grant_app_rights, put_seal_key
from driehoek.ledger.seal import fits, joined, seal
from tests.support.databases import TestCluster

TEXTS = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1)


def in_database(address: DatabaseAddress, message: bytes) -> bytes:
    with psycopg.connect(address.owner_url) as link:
        row = link.execute("SELECT installation_seal(%s)", [message]).fetchone()
    assert row is not None
    return bytes(row[0])


@pytest.mark.parametrize("message", [b"", b"proof\x1f1:a", bytes(range(256)) * 9])
def test_the_database_makes_the_same_seal(
    db: None, database_address: DatabaseAddress, message: bytes
) -> None:
    assert in_database(database_address, message) == seal(message)
    assert fits(message, seal(message))
    assert not fits(message + b" ", seal(message))


@pytest.mark.parametrize("length", [1, 64, 65, 200])
def test_a_key_of_any_length_is_the_key_of_hmac(
    database_address: DatabaseAddress, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    import driehoek.ledger.seal as module
    from driehoek.installation.places import seal_key

    key = "é" * length
    try:
        put_seal_key(database_address.owner_url, key)
        monkeypatch.setattr(module, "_key", lambda: key.encode())
        assert in_database(database_address, b"x") == seal(b"x")
    finally:
        put_seal_key(database_address.owner_url, seal_key())


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_no_two_lists_of_texts_give_one_message(one: list[str], other: list[str]) -> None:
    assert (joined(*one) == joined(*other)) is (one == other)


def test_the_database_joins_texts_in_the_same_way(db: None) -> None:
    texts = ["", "1:a", "\x1f", "café", "a\x1f2:bc"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_message(VARIADIC %s::text[])", [texts])
        assert bytes(cursor.fetchone()[0]) == joined(*texts)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT installation_seal('x'::bytea)",
        "SELECT * FROM ledger_sealkey",
        "UPDATE ledger_sealkey SET only_one = true",
        "DELETE FROM ledger_sealkey",
        "INSERT INTO ledger_sealkey VALUES (true, sha256('a') || sha256('a'), sha256('a') || sha256('a'))",
    ],
)
def test_the_app_role_cannot_seal_or_touch_the_key(db: None, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.database
def test_a_backup_holds_no_key_and_a_restored_database_gets_that_of_its_installation(
    cluster: TestCluster, tmp_path: Path
) -> None:
    target, name = tmp_path / "zegel.dump", f"test_{uuid.uuid4().hex[:12]}"
    with cluster.temporary() as first:
        with psycopg.connect(first.owner_url) as link:
            link.execute("SELECT set_config('app.maintenance', 'on', true)")
            row = link.execute("SELECT inner_pad FROM ledger_sealkey").fetchone()
        assert row is not None
        assert "ledger_sealkey" not in write_backup(first, target)
    script = b"".join(dump._script(target))
    assert b"installation_seal" in script
    assert bytes(row[0]).hex().encode() not in script
    try:
        other = cluster.address(name)
        read_backup(other, target)
        grant_app_rights(other.owner_url, app_role(other))
        with psycopg.connect(other.app_url) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute("SELECT installation_seal('x'::bytea)")
        with pytest.raises(psycopg.errors.RaiseException, match="driehoek migrate"):
            in_database(other, b"x")
        put_seal_key(other.owner_url, "van een andere installatie")
        assert in_database(other, b"x") == hmac.digest(b"van een andere installatie", b"x", "sha256")
    finally:
        cluster.drop(name)
