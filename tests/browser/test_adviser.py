"""The safety adviser at the desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
ADVISER = "Adviseur openbare orde"


@pytest.mark.story("ST04")
def test_the_adviser_keeps_the_tree_of_themes(sign_in: SignIn) -> None:
    page = sign_in(ADVISER)
    page.goto("/themas/")
    for field in ("Veilige woon- en leefomgeving", "Bedrijvigheid en veiligheid", "Jeugd en veiligheid",
                  "Fysieke veiligheid", "Integriteit en veiligheid"):  # fmt: skip
        expect(page.get_by_role("heading", name=field)).to_be_visible()
    page.get_by_role("link", name="Thema toevoegen").click()
    page.get_by_label("Naam").fill("Wapens in het onderwijs")
    page.get_by_label("Veiligheidsveld").select_option("youth")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("is toegevoegd")).to_be_visible()

    page.get_by_role("link", name="Voeg toe onder Wapens in het onderwijs").click()
    page.get_by_label("Naam").fill("Kluisjescontroles")
    page.get_by_role("button", name="Bewaren").click()
    page.get_by_role("link", name="Wijzig Kluisjescontroles").click()
    expect(page.get_by_label("Valt onder")).to_have_value(re.compile("."))
    page.get_by_label("Naam").fill("Kluisjes en tassen")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("link", name="Wijzig Kluisjes en tassen")).to_be_visible()

    page.get_by_role("link", name="Thema toevoegen").click()
    page.get_by_label("Naam").fill("Wapens in het onderwijs")
    page.get_by_label("Veiligheidsveld").select_option("youth")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Op deze plek staat al een thema met deze naam.").first).to_be_visible()

    page.goto("/themas/")
    page.get_by_role("button", name="Beëindig Wapens in het onderwijs").click()
    expect(page.get_by_text("U kunt het terugzetten")).to_be_visible()
    page.get_by_role("button", name="Terugzetten Wapens in het onderwijs").click()
    expect(page.get_by_role("link", name="Wijzig Wapens in het onderwijs")).to_be_visible()


def test_of_two_editors_the_second_is_told_and_loses_no_text(sign_in: SignIn) -> None:
    one, two = sign_in(ADVISER), sign_in(ADVISER)
    for page in (one, two):
        page.goto("/problemen/")
        page.get_by_role("link", name="Fietsdiefstal bij het station").click()
        page.get_by_role("link", name="Wijzig tekst").click()
    one.get_by_label("Dossiertekst").fill("De stalling is vol. Vraag om uitbreiding ligt bij het college.")
    one.get_by_role("button", name="Bewaren").click()
    expect(one.get_by_text("De dossiertekst is bewaard.")).to_be_visible()
    two.get_by_label("Dossiertekst").fill("Toezicht is verdubbeld sinds maandag.")
    two.get_by_role("button", name="Bewaren").click()
    expect(two.get_by_text("Iemand anders was u voor")).to_be_visible()
    expect(two.locator(".dh-conflict")).to_contain_text("De stalling is vol.")
    expect(two.get_by_label("Dossiertekst")).to_have_value("Toezicht is verdubbeld sinds maandag.")
    two.get_by_label("Dossiertekst").fill("De stalling is vol. Toezicht is verdubbeld sinds maandag.")
    two.get_by_role("button", name="Bewaren").click()
    expect(two.get_by_text("De dossiertekst is bewaard.")).to_be_visible()


def test_a_crisis_is_opened_in_three_taps_from_the_first_page(sign_in: SignIn) -> None:
    page = sign_in(ADVISER, width=360)
    page.get_by_role("link", name="Problemen", exact=True).click()
    page.get_by_role("link", name="Probleem openen").click()
    page.get_by_label("Crisis", exact=True).check()
    expect(page.get_by_role("button", name="Probleem openen")).to_be_visible()


def test_a_form_with_mistakes_says_what_to_do_and_keeps_the_rest(sign_in: SignIn) -> None:
    page = sign_in(ADVISER, width=360)
    page.goto("/problemen/nieuw/")
    page.get_by_label("Kern").fill("Dit blijft staan.")
    page.get_by_role("button", name="Probleem openen").click()
    expect(page).to_have_title(re.compile("^Fout:"))
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Geef het probleem een titel.").click()
    expect(page.get_by_label("Titel")).to_be_focused()
    expect(page.get_by_label("Kern")).to_have_value("Dit blijft staan.")
