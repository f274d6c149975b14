"""The administrator and the data-protection officer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import SignIn, Site

pytestmark = pytest.mark.browser


@pytest.mark.story("TZ06")
def test_the_administrator_manages_people_functions_and_substitutes(sign_in: SignIn) -> None:
    page = sign_in("Beheerder")
    page.goto("/beheer/mensen/")
    page.get_by_role("link", name="Iemand toevoegen").click()
    page.get_by_label("Naam").fill("Reserve-adviseur Voorbeeld")
    page.get_by_label("E-mailadres").fill("reserve@voorbeeld.invalid")
    page.get_by_label("Functie").select_option("safety_adviser")
    page.get_by_label("Organisatie").select_option(label="Gemeente Voorbeeldstad")
    page.get_by_label("Tot en met").fill((timezone.localdate() + timedelta(days=90)).isoformat())
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("krijgt een bericht om zich aan te melden")).to_be_visible()
    expect(page.get_by_text("reserve@voorbeeld.invalid")).to_be_visible()

    newcomer = sign_in("Adviseur openbare orde en veiligheid")
    newcomer.goto("/problemen/")
    expect(newcomer.get_by_role("link", name="Uitgaansoverlast rond de Testmarkt")).to_be_visible()

    row = page.locator("li", has_text="Reserve-adviseur Voorbeeld")
    row.get_by_role("link", name="Beëindig").click()
    expect(page.get_by_text("Dit werkt meteen")).to_be_visible()
    page.get_by_role("button", name="Functie beëindigen").click()
    expect(page.locator("li", has_text="Reserve-adviseur Voorbeeld")).to_contain_text("geëindigd")

    page.goto("/beheer/vervanging/")
    page.get_by_label("Wie is weg").select_option(label="Burgemeester Voorbeeld")
    page.get_by_label("Wie vervangt").select_option(label="Locoburgemeester Voorbeeld")
    page.get_by_label("Eerste dag").fill(timezone.localdate().isoformat())
    page.get_by_label("Laatste dag").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    page.get_by_role("button", name="Vervanging bewaren").click()
    expect(page.get_by_text("De vervanging is geregeld.")).to_be_visible()

    deputy = sign_in("Locoburgemeester", width=360)
    expect(deputy.get_by_text("U vervangt nu: burgemeester.")).to_be_visible()
    expect(deputy.get_by_role("heading", name="Wat speelt er")).to_be_visible()
    page.get_by_role("button", name="Beëindig Locoburgemeester Voorbeeld").click()
    deputy.reload()
    expect(deputy.get_by_text("U vervangt nu")).to_have_count(0)


def test_the_administrator_sees_no_content(sign_in: SignIn) -> None:
    page = sign_in("Beheerder")
    page.goto("/problemen/")
    expect(page.get_by_text("U ziet nog geen problemen")).to_be_visible()


@pytest.mark.story("TZ08")
def test_the_log_is_proven_unbroken_on_screen_and_on_the_command_line(sign_in: SignIn, site: Site) -> None:
    page = sign_in("Beheerder")
    page.goto("/toezicht/logboek/")
    expect(page.get_by_text("De keten is heel")).to_be_visible()
    done = site.command("ledger", "verify")
    assert done.returncode == 0, done.stderr
    assert "whole" in done.stdout
    signed = site.command("ledger", "root")
    assert signed.returncode == 0, signed.stderr
    page.reload()
    expect(page.locator("main")).to_contain_text("over")
    assert list((site.folder / "roots").glob("*.json"))
