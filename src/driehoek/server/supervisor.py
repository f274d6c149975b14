"""`driehoek serve`: database, tables, static files, demo content, then three servers, watched to the end."""

from __future__ import annotations

import argparse
import errno
import fcntl
import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

from driehoek.installation.arguments import Arguments
from driehoek.installation.cluster import ClusterError, accepts, leave_cluster, start_cluster
from driehoek.installation.database import DatabaseAddress, embedded_folder, open_database
from driehoek.installation.orphan import PARENT
from driehoek.installation.places import InstallationError, load_secrets, open_lock, var_folder
from driehoek.server.children import Child, say
from driehoek.server.pages import numeric_address

TICK_SECONDS = 0.25
READY_SECONDS = 90
STOP_SECONDS = 12
HOPELESS_FALLS = 4
# driehoek.demo.urls; asking Django for it would load every view into this process.
DEMO_SIGN_IN = "demo/"
# What only the owner may know; the servers run under the app role.
OWNER_ONLY = ("DATABASE_URL", "DATABASE_APP_URL", "DRIEHOEK_OWNER_URL")


class StoppedError(Exception):
    """A signal came while starting."""


@dataclass(frozen=True)
class Options:
    """Where to serve.

    Attributes:
        host: name or address to listen on; 127.0.0.1 keeps it to this machine.
        port: of the pages.
        live_port: of the live stream.
        demo: serve the demo municipality.
    """

    host: str
    port: int
    live_port: int
    demo: bool


def main(argv: Sequence[str], *, demo: bool = False) -> int:
    """Serve until a signal; return the exit status."""
    return Supervisor(parse(argv, demo=demo)).run()


def parse(argv: Sequence[str], *, demo: bool = False) -> Options:
    """Read the arguments of `driehoek serve`, with defaults from the environment."""
    parser = Arguments(prog="driehoek serve", description=__doc__)
    parser.add_argument("--host", default=os.environ.get("DRIEHOEK_PAGE_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=_port, default=os.environ.get("DRIEHOEK_PAGE_PORT", "8000"))
    parser.add_argument(
        "--live-port", type=_port, default=os.environ.get("DRIEHOEK_LIVE_PORT"), help="default: the next port"
    )
    chosen = parser.parse_args(list(argv))
    return Options(chosen.host, chosen.port, chosen.live_port or chosen.port + 1, demo)


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65534:
        raise argparse.ArgumentTypeError(f"{text}: a port is a number from 1 to 65534")
    return number


class Supervisor:
    """Starts everything in order, keeps it running, and stops it in the opposite order."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.children: list[Child] = []
        self.signals = 0
        self.serving = False

    def run(self) -> int:
        """Serve until a signal.

        Raises:
            InstallationError: something stands in the way of starting.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        lock = self._only_one()
        try:
            address = self._prepare()
            # A new demo is filled before anyone can look; one that is there is only looked over, meanwhile.
            known = not self.options.demo or bool(demo_people(address))
            if not known:
                _ensure_demo()
            self._start_children(address)
            if self.options.demo and known:
                _ensure_demo()
            self._wait_until_ready()
            os.ftruncate(lock, 0)
            os.pwrite(lock, json.dumps({"pid": os.getpid(), "port": self.options.port}).encode(), 0)
            announce(self.options, address)
            self._watch()
        except StoppedError:
            pass
        finally:
            self.serving = True
            self._stop()
            os.close(lock)
        return 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.signals += 1
        if not self.serving:
            self.serving = True
            raise StoppedError

    def _only_one(self) -> int:
        """Hold the lock of this var folder: two supervisors must not share it."""
        handle = open_lock(var_folder() / "serve.lock")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            known = json.loads(os.pread(handle, 200, 0) or b"{}")
            os.close(handle)
            raise InstallationError(
                f"{var_folder()}: already served by process {known.get('pid', '(starting)')} on port "
                f"{known.get('port', '(not yet known)')}. Stop it, or name another folder in DRIEHOEK_VAR."
            ) from None
        os.ftruncate(handle, 0)
        return handle

    def _prepare(self) -> DatabaseAddress:
        """Bring database, tables and static files up to date, under the owner role."""
        from driehoek.installation.setup import migrate, use
        from driehoek.server.static import collect

        refuse_taken_port(self.options.host, self.options.port, "--port")
        refuse_taken_port(self.options.host, self.options.live_port, "--live-port")
        os.environ.update(_addresses(self.options))
        address = open_database(demo=self.options.demo)
        use(address, demo=self.options.demo, as_owner=True)
        migrate(address)
        collect()
        return address

    def _start_children(self, address: DatabaseAddress) -> None:
        environment = child_environment(self.options, address)
        for name, module in (
            ("pages", "driehoek.server.pages"),
            ("live", "driehoek.server.live"),
            ("jobs", "driehoek.jobs.worker"),
        ):
            child = Child(name, [sys.executable, "-m", module], environment)
            self.children.append(child)
            child.start()

    def _wait_until_ready(self) -> None:
        from django.conf import settings

        waiting = {"/-/readyz": self.options.port, "/-/livez": self.options.live_port}
        deadline = time.monotonic() + READY_SECONDS
        while waiting:
            self._tend()
            for path, port in list(waiting.items()):
                if answers(self.options.host, port, path, settings.ALLOWED_HOSTS, tls=settings.TLS):
                    del waiting[path]
            fallen = [child.name for child in self.children if child.falls >= HOPELESS_FALLS]
            if fallen or time.monotonic() > deadline:
                late = ", ".join(fallen or waiting)
                raise InstallationError(
                    f"{late}: does not come up; the lines above say why. `driehoek doctor` looks further."
                )
            time.sleep(TICK_SECONDS)
        self.serving = True

    def _watch(self) -> None:
        while not self.signals:
            self._tend()
            time.sleep(TICK_SECONDS)

    def _tend(self) -> None:
        data = embedded_folder()
        if data is not None and not accepts(data):
            say("database: gone; starting it again")
            try:
                start_cluster(data, load_secrets(var_folder()))
            except ClusterError as error:
                say(f"database: {error}")
        for child in self.children:
            child.tend()

    def _stop(self) -> None:
        """Stop the servers, then the database; a second signal cuts it short."""
        begun = self.signals
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            while not child.wait(0.1):
                if time.monotonic() > deadline or self.signals > begun:
                    break
            child.kill()
        if (data := embedded_folder()) is not None:
            leave_cluster(data, at_once=self.signals > begun)


def child_environment(options: Options, address: DatabaseAddress) -> dict[str, str]:
    """Return the environment of the servers: the app role's address and no other."""
    kept = load_secrets(var_folder())
    inherited = {key: value for key, value in os.environ.items() if key not in OWNER_ONLY}
    return inherited | _addresses(options) | {
        "DJANGO_SETTINGS_MODULE": "driehoek.settings",
        "DRIEHOEK_APP_URL": address.app_url,
        "DRIEHOEK_DEMO": "1" if options.demo else "0",
        "DRIEHOEK_SECRET_KEY": os.environ.get("DRIEHOEK_SECRET_KEY") or kept.django_key,
        "DRIEHOEK_SUBJECT_KEY": os.environ.get("DRIEHOEK_SUBJECT_KEY") or kept.subject_key,
        "DRIEHOEK_SEAL_KEY": os.environ.get("DRIEHOEK_SEAL_KEY") or kept.seal_key,
        "DRIEHOEK_EXCHANGE_KEY": os.environ.get("DRIEHOEK_EXCHANGE_KEY") or kept.exchange_key,
        "DRIEHOEK_VAULT_KEYS": os.environ.get("DRIEHOEK_VAULT_KEYS") or kept.vault_keys,
        PARENT: str(os.getpid()),
        "PYTHONUNBUFFERED": "1",
    }  # fmt: skip


def _addresses(options: Options) -> dict[str, str]:
    found = {
        "DRIEHOEK_PAGE_HOST": options.host,
        "DRIEHOEK_PAGE_PORT": str(options.port),
        "DRIEHOEK_LIVE_PORT": str(options.live_port),
    }
    if "DRIEHOEK_HOSTS" not in os.environ and options.host not in ("0.0.0.0", "::"):  # noqa: S104
        found["DRIEHOEK_HOSTS"] = ",".join(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", options.host]))
    return found


def refuse_taken_port(host: str, port: int, option: str) -> None:
    """Refuse a port that another program uses.

    Raises:
        InstallationError: taken, not allowed for this user, or not an address of this machine.
    """
    try:
        address = numeric_address(host)
    except OSError as error:
        raise InstallationError(f"--host {host}: this name has no address here.") from error
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            reasons = {
                errno.EADDRINUSE: f"in use. Stop the program that has it, or choose another with {option}.",
                errno.EACCES: f"this user may not use it. Choose one above 1023 with {option}.",
            }
            reason = reasons.get(error.errno or 0, f"{error.strerror}. Choose another --host or {option}.")
            raise InstallationError(f"port {port} on {host}: {reason}") from error


def answers(host: str, port: int, path: str, allowed_hosts: Sequence[str], *, tls: bool = False) -> bool:
    """Tell whether a health address of this installation answers 200."""
    address = numeric_address(host)
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104
    named = next((name.removeprefix(".") for name in allowed_hosts if name != "*"), "localhost")
    headers = {"Host": named} | ({"X-Forwarded-Proto": "https"} if tls else {})
    link = http.client.HTTPConnection(target, port, timeout=3)
    try:
        link.request("GET", path, headers=headers)
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def announce(options: Options, address: DatabaseAddress) -> None:
    """Print where it runs and, for the demo, as whom one can sign in."""
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(options.host, options.host)  # noqa: S104
    base = f"http://{f'[{shown}]' if ':' in shown else shown}:{options.port}/"
    print(f"Driehoek: {base}")
    if options.demo:
        print(f"Demo, with fictional people. Sign in with one tap at {base}{DEMO_SIGN_IN} as:")
        for function, name, place in demo_people(address):
            print(f"  {function} – {name}, {place}")
    print("Ctrl-C stops it.", flush=True)


def demo_people(address: DatabaseAddress) -> list[tuple[str, str, str]]:
    """Return (function in words, name, municipality) of those who can sign in to the demo."""
    import psycopg

    from driehoek.parties.models import Function

    with psycopg.connect(address.app_url) as link:
        rows = link.execute(
            "SELECT function, person_name, municipality_name FROM access_demo_people()"
        ).fetchall()
    order = list(Function.values)
    rows.sort(key=lambda row: (row[2], order.index(row[0]), row[1]))
    return [(str(Function(function).label), name, place) for function, name, place in rows]


def _ensure_demo() -> None:
    from django.db import connections

    from driehoek.demo import ensure

    ensure()
    connections.close_all()
