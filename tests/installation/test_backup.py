"""Backup and restore: every row though row-level security is forced, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from driehoek.installation.backup import ledger_faults, read_backup, write_backup
from driehoek.installation.database import DatabaseAddress
from driehoek.installation.dump import fitted
from driehoek.installation.places import InstallationError
from tests.installation.conftest import PLACE
from tests.support.databases import TestCluster

pytestmark = pytest.mark.database


def test_a_round_trip_keeps_every_row_the_walls_and_the_chain(
    filled: DatabaseAddress, empty: DatabaseAddress, tmp_path: Path
) -> None:
    target = tmp_path / "alles.dump"
    counts = write_backup(filled, target)
    assert counts["ledger_event"] == 5
    assert counts["parties_municipality"] == 1
    assert target.stat().st_mode & 0o077 == 0
    assert read_backup(empty, target) == counts
    assert policies(empty) == policies(filled)
    assert ledger_faults(empty) == []
    # The next event continues the chain: the trigger came along.
    with psycopg.connect(empty.owner_url) as link:
        link.execute("SELECT set_config('app.maintenance', 'on', true)")
        head = link.execute("SELECT sequence FROM ledger_head WHERE municipality_id = %s", [PLACE]).fetchone()
    assert head == (5,)


def test_a_changed_event_is_found_after_restore(
    filled: DatabaseAddress, empty: DatabaseAddress, tmp_path: Path
) -> None:
    write_backup(filled, tmp_path / "b.dump")
    read_backup(empty, tmp_path / "b.dump")
    with psycopg.connect(empty.owner_url) as link:
        link.execute("SELECT set_config('app.maintenance', 'on', true)")
        link.execute("ALTER TABLE ledger_event DISABLE TRIGGER ALL") if is_superuser(link) else link.execute(
            "ALTER TABLE ledger_event DISABLE TRIGGER ledger_event_append_only"
        )
        link.execute("UPDATE ledger_event SET version = 99 WHERE sequence = 3")
    assert ledger_faults(empty) == [f"municipality {PLACE}: event 3: content"]


def is_superuser(link: psycopg.Connection[tuple[object, ...]]) -> bool:
    return link.info.parameter_status("is_superuser") == "on"


def test_a_table_that_hides_rows_from_the_owner_stops_the_backup(
    filled: DatabaseAddress, tmp_path: Path
) -> None:
    with psycopg.connect(filled.owner_url) as link:
        link.execute("CREATE TABLE vergeten (id int)")
        link.execute("ALTER TABLE vergeten ENABLE ROW LEVEL SECURITY")
        link.execute("ALTER TABLE vergeten FORCE ROW LEVEL SECURITY")
    with pytest.raises(InstallationError, match="vergeten"):
        write_backup(filled, tmp_path / "b.dump")
    assert not list(tmp_path.iterdir())


def test_replacing_leaves_nothing_of_what_was_there(
    filled: DatabaseAddress, cluster: TestCluster, tmp_path: Path
) -> None:
    write_backup(filled, tmp_path / "b.dump")
    with cluster.temporary() as other:
        with psycopg.connect(other.owner_url) as link:
            link.execute("CREATE TABLE van_vroeger (id serial)")
        counts = read_backup(other, tmp_path / "b.dump", emptying=True)
        assert "van_vroeger" not in counts
        assert counts["ledger_event"] == 5


@pytest.mark.parametrize("kept_share", [0.3, 0.9])
def test_a_damaged_file_changes_nothing(
    filled: DatabaseAddress, cluster: TestCluster, tmp_path: Path, kept_share: float
) -> None:
    target = tmp_path / "b.dump"
    write_backup(filled, target)
    whole = target.read_bytes()
    target.write_bytes(whole[: int(len(whole) * kept_share)])
    with cluster.temporary() as other:
        with psycopg.connect(other.owner_url) as link:
            link.execute("CREATE TABLE van_vroeger (id serial)")
        with pytest.raises(InstallationError, match=r"b\.dump"):
            read_backup(other, target, emptying=True)
        with psycopg.connect(other.owner_url) as link:
            assert link.execute("SELECT count(*) FROM van_vroeger").fetchone() == (0,)


def test_a_script_is_fitted_to_the_server_outside_the_data_only() -> None:
    script = [
        b"SET transaction_timeout = 0;\n",
        b"SET lock_timeout = 0;\n",
        b"CREATE POLICY a_maintenance ON public.a TO driehoek_owner USING (true) WITH CHECK (true);\n",
        b"COPY public.a (t) FROM stdin;\n",
        b"SET transaction_timeout = 0;\n",
        b"CREATE POLICY x ON public.a TO driehoek_owner USING (true);\n",
        b"\\.\n",
    ]
    assert list(fitted(script, {b"lock_timeout"}, b'"de eigenaar"')) == [
        script[1],
        b'CREATE POLICY a_maintenance ON public.a TO "de eigenaar" USING (true) WITH CHECK (true);\n',
        *script[3:],
    ]


def policies(address: DatabaseAddress) -> list[tuple[object, ...]]:
    with psycopg.connect(address.owner_url) as link:
        return link.execute(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, p.polname, "
            "pg_get_expr(p.polqual, p.polrelid), p.polroles::regrole[]::text "
            "FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1, 4"
        ).fetchall()
