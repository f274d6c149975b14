"""The database goes away while people work, and comes back: pages say so, nothing is lost, all goes on by itself.

The database is an outside one (`DATABASE_URL`), because a supervisor starts its own again within a second;
only what it does not own can stay away. It is cut off without a farewell, as by a power failure. How long it
stays away follows from the page: until its retry, every ten seconds, has looked once in vain.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from driehoek.installation.cluster import leave_cluster, start_cluster, superuser_url
from driehoek.installation.database import make_database, with_database
from driehoek.installation.places import Secrets, load_secrets
from tests.browser.conftest import wait_for
from tests.browser.desk import ADVISER, ANALYST, MAYOR
from tests.server.conftest import free_port

pytestmark = pytest.mark.browser
# The page looks every ten seconds; a busy machine may take some more.
ONE_RETRY = 20_000
DATABASE = "uitval"
TITLE = "Stroomstoring aan de Proefkade"
CORE = "Het licht is uit in drie straten.\nDe netbeheerder komt om 14.00 uur; “Ωmega” is gewaarschuwd."


@dataclass
class Outage:
    """An installation on an outside database that can be taken away."""

    address: str
    data: Path
    kept: Secrets
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def signed_in(self, function: str, path: str) -> Page:
        """A page of someone with a function, at `path`."""
        context = self.browser.new_context(base_url=self.address, viewport={"width": 1280, "height": 800})
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto("/demo/")
        page.get_by_role("button", name=function).first.click()
        page.wait_for_url("**/vandaag/")
        page.goto(path)
        return page

    def begin(self) -> None:
        leave_cluster(self.data, at_once=True)

    def end(self) -> None:
        start_cluster(self.data, self.kept)

    def ask(self, question: str) -> object:
        """Ask past the walls, which hold the owner too."""
        with psycopg.connect(with_database(superuser_url(self.data, self.kept), DATABASE)) as link:
            row = link.execute(question).fetchone()
        return row[0] if row else None


@pytest.fixture
def outage(tmp_path: Path, browser: Browser) -> Iterator[Outage]:
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / f"driehoek-uitval-{os.getpid()}"
    folder.mkdir(mode=0o711)
    data, kept = folder / "postgres", load_secrets(folder)
    address = make_database(start_cluster(data, kept), DATABASE, kept)
    port, log = free_port(), tmp_path / "serve.log"
    environment = os.environ | {
        "DRIEHOEK_VAR": str(folder / "var"),
        "DATABASE_URL": address.owner_url,
        "DATABASE_APP_URL": address.app_url,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "driehoek", "serve", "--demo", "--port", str(port)],
            env=environment, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_for(f"http://localhost:{port}/-/readyz", process, log)
        running = Outage(f"http://localhost:{port}", data, kept, browser)
        yield running
        for context in running.contexts:
            context.close()
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        finally:
            process.kill()
            leave_cluster(data, at_once=True)
            shutil.rmtree(folder, ignore_errors=True)


def expect_away(page: Page) -> None:
    expect(page.get_by_role("heading", name="De gegevens zijn even niet bereikbaar")).to_be_visible()


def expect_text_kept(page: Page) -> None:
    """The form's text waits on the page that says that it could not be stored."""
    expect_away(page)
    expect(page.get_by_text("Uw tekst staat klaar op deze pagina.")).to_be_visible()
    kept = page.locator("input[type=hidden][name=summary]").input_value()
    assert kept.replace("\r\n", "\n") == CORE


def test_the_database_goes_away_and_comes_back(outage: Outage) -> None:
    mayor = outage.signed_in(MAYOR, "/vandaag/")
    expect(mayor.locator("#live-state")).to_have_text("live")
    analyst = outage.signed_in(ANALYST, "/cijfers/")
    adviser = outage.signed_in(ADVISER, "/problemen/nieuw/")
    adviser.get_by_label("Titel").fill(TITLE)
    adviser.get_by_label("Crisis", exact=True).check()
    adviser.get_by_label("Thema").select_option(label="Fysieke veiligheid: Voorbereiding op crises")
    adviser.get_by_label("Kern").fill(CORE)

    outage.begin()
    adviser.get_by_role("button", name="Probleem openen").click()
    expect_text_kept(adviser)
    adviser.get_by_role("button", name="Opnieuw versturen").click()
    expect_text_kept(adviser)
    analyst.get_by_role("link", name="Afwijkingen").click()
    expect_away(analyst)
    tried = analyst.locator("#retry time")
    first_try = tried.inner_text()
    expect(tried).not_to_have_text(first_try, timeout=ONE_RETRY)
    expect_away(analyst)
    assert analyst.request.get("/-/livez").status == 200
    assert analyst.request.get("/-/readyz").status == 503

    outage.end()
    # Who was reading sees the page again without a tap; who was writing is told, and decides.
    expect(analyst.get_by_role("heading", name="Afwijkingen", level=1)).to_be_visible(timeout=ONE_RETRY)
    expect(adviser.locator("#retry")).to_have_text(
        "De gegevens zijn er weer. U kunt nu opnieuw versturen.", timeout=ONE_RETRY
    )
    adviser.get_by_role("button", name="Opnieuw versturen").click()
    expect(adviser.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(adviser.locator("main")).to_contain_text("“Ωmega” is gewaarschuwd.")
    assert outage.ask(f"SELECT count(*) FROM problems_problem WHERE title = '{TITLE}'") == 1

    expect(mayor.locator("#live-state")).to_have_text("live")
    mayor.locator("#status").get_by_role("button", name="toon").click(timeout=ONE_RETRY)
    expect(mayor.locator("#today")).to_contain_text(TITLE)
    expect_background_work(adviser, outage)


def expect_background_work(page: Page, outage: Outage) -> None:
    """The job worker lost its line too; a signal value makes it judge the figures anew."""
    asked = outage.ask("SELECT now()")
    assert isinstance(asked, datetime)
    page.goto("/afwijkingen/signaalwaarden/nieuw/")
    page.get_by_label("Indicator").select_option(index=1)
    page.get_by_label("Statistisch").check()
    page.get_by_role("button", name="Zetten").click()
    expect(page.get_by_text("De signaalwaarde is gezet.")).to_be_visible()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        looked = outage.ask("SELECT max(detected_at) FROM analysis_coverage")
        if isinstance(looked, datetime) and looked > asked:
            return
        time.sleep(0.2)
    pytest.fail("the figures are not judged anew")
