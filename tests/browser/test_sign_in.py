"""Signing in to a real installation: password, then a code, then a passkey; nothing of the demo is there."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, wait_for
from tests.server.conftest import free_port

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "beheerder@voorbeeld.invalid", "een-lange-zin-voor-de-proef"


@pytest.fixture(scope="module")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A real installation, begun with `driehoek setup` and started with `driehoek serve`."""
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / f"driehoek-echt-{os.getpid()}"
    environment = os.environ | {
        "DRIEHOEK_VAR": str(folder),
        "DRIEHOEK_ADMIN_PASSWORD": PASSWORD,
        "DRIEHOEK_DEMO": "0",
    }
    driehoek = [sys.executable, "-W", "ignore", "-m", "driehoek"]
    begun = subprocess.run(
        [*driehoek, "setup", "--municipality", "GM0599", "--name", "Proefstad", "--admin-email", EMAIL,
         "--admin-name", "Beheerder Proefstad"],
        env=environment, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert begun.returncode == 0, begun.stderr
    port = free_port()
    log = tmp_path_factory.mktemp("echt") / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*driehoek, "serve", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://localhost:{port}/-/readyz", process, log)
        yield Site(f"http://localhost:{port}", folder)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        finally:
            process.kill()
            shutil.rmtree(folder, ignore_errors=True)


def code_of(secret: str, *, later: int = 0) -> str:
    """The code that an authenticator app shows now, or `later` steps of half a minute from now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter + later))


def test_password_and_code_then_passkey_open_the_door(real_site: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=real_site.address, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto("/")
    expect(page.get_by_role("heading", name="Aanmelden bij Driehoek")).to_be_visible()
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Wachtwoord").fill("verkeerd-wachtwoord-hier")
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()

    # A password alone leads to setting up the second factor, nowhere else; that asks for the password again.
    page.wait_for_url("**/account/reauthenticate/**")
    page.goto("/beheer/mensen/")
    page.wait_for_url("**/account/reauthenticate/**")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.locator("form.dh-form button[type=submit]").first.click()
    page.wait_for_url("**/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label(re.compile("code", re.IGNORECASE)).last.fill(code_of(secret))
    page.locator("form.dh-form button[type=submit]").click()
    page.wait_for_load_state()
    page.goto("/beheer/mensen/")
    expect(page.get_by_role("heading", name="Mensen en functies")).to_be_visible()

    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label(re.compile("^Na(am|me)")).fill("Sleutel van de proef")
    page.get_by_role("checkbox").first.check()
    page.locator("form.dh-form button").last.click()
    page.wait_for_url(re.compile("(webauthn/$|recovery-codes|2fa/$)"))

    page.goto("/account/logout/")
    page.locator("form.dh-form button[type=submit]").first.click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Aanmelden met een passkey").click()
    page.wait_for_url("**/vandaag/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Beheerder Proefstad")

    # Without the passkey: password, and the next code of the app.
    devtools.send("WebAuthn.disable")
    page.goto("/account/logout/")
    page.locator("form.dh-form button[type=submit]").first.click()
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/**")
    page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(code_of(secret, later=1))
    page.locator("form.dh-form button[type=submit]").first.click()
    page.wait_for_url("**/vandaag/")
    context.close()


def test_nothing_of_the_demo_is_there(real_site: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=real_site.address)
    page = context.new_page()
    answer = page.goto("/demo/")
    assert answer is not None
    assert answer.status == 404
    page.goto("/account/login/")
    expect(page.get_by_text("VOORBEELD", exact=True)).to_have_count(0)
    assert context.request.post("/demo/", form={"person": "x"}).status in {403, 404}
    context.close()


def test_after_sign_out_the_page_is_closed(real_site: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=real_site.address)
    begun = time.monotonic()
    page = context.new_page()
    page.goto("/vandaag/")
    page.wait_for_url("**/account/login/**")
    assert time.monotonic() - begun < 60
    context.close()
