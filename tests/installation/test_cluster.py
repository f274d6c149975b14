"""The embedded cluster: made whole or not at all, shared by those who use it, stopped by the last."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from driehoek.installation import cluster
from driehoek.installation.cluster import ClusterError, accepts, leave_cluster, start_cluster
from driehoek.installation.database import make_database
from driehoek.installation.places import Secrets, load_secrets

pytestmark = pytest.mark.database
USE = (
    "import sys, time; from pathlib import Path;"
    "from driehoek.installation.cluster import start_cluster;"
    "from driehoek.installation.places import load_secrets;"
    "data = Path(sys.argv[1]); start_cluster(data, load_secrets(data.parent)); print('in', flush=True);"
    "sys.stdin.read()"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cluster of this module alone."""
    return tmp_path_factory.mktemp("cluster") / "postgres"


@pytest.fixture(scope="module")
def kept(data: Path) -> Secrets:
    return load_secrets(data.parent)


@pytest.fixture(autouse=True)
def _leave(data: Path) -> object:
    yield
    leave_cluster(data)


def user(data: Path) -> subprocess.Popen[str]:
    """Another process that uses the cluster until its input closes."""
    process = subprocess.Popen(
        [sys.executable, "-c", USE, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "in\n"
    return process


def test_it_opens_with_the_kept_password_only(data: Path, kept: Secrets) -> None:
    url = start_cluster(data, kept)
    with psycopg.connect(url) as link:
        assert link.info.server_version >= 180000
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url.replace(kept.superuser_password, "iets-anders"))
    assert data.stat().st_mode & 0o077 == 0


def test_the_last_user_stops_it(data: Path, kept: Secrets) -> None:
    start_cluster(data, kept)
    other = user(data)
    leave_cluster(data)
    assert accepts(data)
    other.communicate("")
    assert other.returncode == 0
    assert not accepts(data)


def test_a_killed_user_does_not_keep_it_up(data: Path, kept: Secrets) -> None:
    other = user(data)
    start_cluster(data, kept)
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert accepts(data)
    leave_cluster(data)
    assert not accepts(data)


def test_after_kill_9_of_the_server_the_data_are_there(data: Path, kept: Secrets) -> None:
    url = start_cluster(data, kept)
    with psycopg.connect(url) as link:
        link.execute("CREATE TABLE mark AS SELECT 42 AS answer")
    os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while accepts(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    with psycopg.connect(start_cluster(data, kept)) as link:
        row = link.execute("SELECT answer FROM mark").fetchone()
        link.execute("DROP TABLE mark")
    assert row == (42,)


def test_other_secrets_are_refused_with_the_remedy(
    data: Path, kept: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_cluster(data, kept)
    leave_cluster(data)
    other = Secrets(**{**vars(kept), "superuser_password": "van-een-andere-installatie"})
    with pytest.raises(ClusterError, match=r"secrets\.json"):
        start_cluster(data, other)
    # Nobody joined, so the next who comes and goes stops it.
    start_cluster(data, kept)
    leave_cluster(data)
    assert not accepts(data)


def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    url = start_cluster(data, load_secrets(tmp_path))
    try:
        with psycopg.connect(url) as link:
            assert link.execute("SELECT 1").fetchone() == (1,)
        assert not half.exists()
    finally:
        leave_cluster(data)


def test_a_path_too_long_for_a_socket_still_serves(tmp_path: Path) -> None:
    data = tmp_path / ("d" * 80) / "postgres"
    url = start_cluster(data, load_secrets(data.parent))
    try:
        psycopg.connect(url).close()
        folder = cluster._socket_folder(data)
        assert folder != data
        assert folder.stat().st_mode & 0o077 == 0
    finally:
        leave_cluster(data)
        shutil.rmtree(cluster._socket_folder(data), ignore_errors=True)


def test_many_may_make_the_roles_at_the_same_moment(data: Path, kept: Secrets) -> None:
    url = start_cluster(data, kept)
    command = (
        "import sys; from pathlib import Path; from driehoek.installation.database import make_database;"
        "from driehoek.installation.places import load_secrets;"
        "[make_database(sys.argv[1], 'samen', load_secrets(Path(sys.argv[2]))) for _ in range(5)]"
    )
    runs = [subprocess.Popen([sys.executable, "-c", command, url, str(data.parent)]) for _ in range(4)]
    assert [run.wait(60) for run in runs] == [0] * 4


def test_only_the_two_roles_may_enter_a_database(data: Path, kept: Secrets) -> None:
    url = start_cluster(data, kept)
    address = make_database(url, "gesloten", kept)
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("CREATE ROLE buitenstaander LOGIN PASSWORD 'geheim'")
    psycopg.connect(address.app_url).close()
    psycopg.connect(address.owner_url).close()
    outside = psycopg.conninfo.make_conninfo(address.app_url, user="buitenstaander", password="geheim")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(outside)
