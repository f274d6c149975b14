"""The key of the seal in the database and in the secrets: the same, or `driehoek doctor` says what to do."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from driehoek.access.proofs import BEGIN_SYSTEM, system_parameters
from driehoek.installation.backup import read_backup, write_backup
from driehoek.installation.database import APP, DatabaseAddress
from driehoek.installation.places import seal_key
from driehoek.installation.rights import grant_app_rights, put_seal_key
from driehoek.server import doctor
from tests.installation.conftest import PLACE
from tests.support.identity import become_system


def test_the_doctor_knows_another_key(filled: DatabaseAddress) -> None:
    assert doctor._seal(filled).fine
    put_seal_key(filled.owner_url, "een andere sleutel")
    told = doctor._seal(filled)
    assert not told.fine
    assert "not proven to come from the application. Run `driehoek migrate`" in told.says
    put_seal_key(filled.owner_url, seal_key())
    assert doctor._seal(filled).fine


def test_a_restored_database_believes_nobody_until_it_has_a_key(
    filled: DatabaseAddress, empty: DatabaseAddress, tmp_path: Path
) -> None:
    write_backup(filled, tmp_path / "b.dump")
    read_backup(empty, tmp_path / "b.dump")
    grant_app_rights(empty.owner_url, APP)
    with (
        psycopg.connect(empty.app_url) as link,
        pytest.raises(psycopg.errors.RaiseException, match="is not in"),
    ):
        link.execute(BEGIN_SYSTEM, system_parameters(PLACE, backend=link.info.backend_pid))
    put_seal_key(empty.owner_url, seal_key())
    with psycopg.connect(empty.app_url) as link:
        become_system(link, PLACE)
        assert link.execute("SELECT count(*) FROM ledger_event").fetchone() == (5,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute("SELECT access_seal_identity('', '', 'system', '')")
