"""The whole of Driehoek as `make run` starts it, once per test run, and browsers of people with a function."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString
from urllib.error import URLError

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from psycopg.sql import SQL

from driehoek.installation.cluster import superuser_url
from driehoek.installation.database import database_name, with_database
from driehoek.installation.places import load_secrets
from tests.server.conftest import free_port

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (e) => {
  window.violations.push(e.violatedDirective + " " + e.blockedURI);
});
"""


@dataclass(frozen=True)
class Site:
    """A running demo installation."""

    address: str
    folder: Path

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a `driehoek` command on this installation."""
        return subprocess.run(
            [sys.executable, "-m", "driehoek", "--demo", *arguments],
            env=os.environ | {"DRIEHOEK_VAR": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def turn_back(self, statement: LiteralString, *values: object) -> int:
        """Let time pass in the database, past walls and guards, which hold the owner too; return how many rows."""
        with self._superuser() as link:
            link.execute("SET session_replication_role = replica")
            return link.execute(statement, values).rowcount

    def everything(self) -> bytes:
        """Return every row of every table as the database keeps it, to look for what should be gone."""
        found: list[bytes] = []
        with self._superuser() as link:
            tables = link.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
            for (table,) in tables.fetchall():
                with link.cursor().copy(SQL("COPY {} TO STDOUT").format(SQL(table))) as rows:
                    found += [bytes(row) for row in rows]
        return b"".join(found)

    def _superuser(self) -> psycopg.Connection[tuple[Any, ...]]:
        superuser = superuser_url(self.folder / "postgres", load_secrets(self.folder))
        return psycopg.connect(with_database(superuser, database_name(demo=True)))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, started by the command that people use, in a folder of its own."""
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / f"driehoek-{os.getpid()}"
    log = tmp_path_factory.mktemp("site") / "serve.log"
    port = free_port()
    environment = os.environ | {"DRIEHOEK_VAR": str(folder)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "driehoek", "serve", "--demo", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://localhost:{port}"
    try:
        wait_for(address + "/-/readyz", process, log)
        yield Site(address, folder)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        finally:
            process.kill()
            shutil.rmtree(folder, ignore_errors=True)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the installation is ready; say what its log said when it is not."""
    end = time.monotonic() + 240
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            if process.poll() is not None:
                pytest.fail(f"the server ended: {log.read_text()[-3000:]}")
            time.sleep(0.3)
    pytest.fail(f"the server did not become ready: {log.read_text()[-3000:]}")


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(browser: Browser, site: Site) -> Iterator[SignIn]:
    """Open a browser of its own, signed in with one tap as a function; policy violations and errors fail the test."""
    contexts: list[BrowserContext] = []
    pages: list[Page] = []
    troubles: list[str] = []

    def opened(function: str, *, width: int = 1280, audit: bool = False, **more: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            base_url=site.address,
            bypass_csp=audit,
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "response",
            lambda answer: troubles.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
        )
        page.goto("/demo/")
        page.get_by_role("button", name=function).first.click()
        # A council member is led on to what was made for the council, a guest to the cases they were invited to.
        page.wait_for_url(re.compile(r"/(vandaag|raad|casussen)/$"))
        pages.append(page)
        return page

    yield opened
    violations = [
        one for page in pages if not page.is_closed() for one in page.evaluate("window.violations ?? []")
    ]
    for context in contexts:
        context.close()
    assert violations == []
    assert troubles == []
