"""Judging a request and telling the mayor at night, in a browser: the law answers live, few taps, no barrier."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import SignIn
from tests.browser.desk import MAYOR
from tests.browser.test_barriers import audit

pytestmark = pytest.mark.browser
PROSECUTOR = "Officier van justitie"
YES = ("ernstige verstoring", "zwaarwegend", "zelf ontvangen en hebben", "zwaarder weegt", "ingekort")
TEXT = "De zitting in de zaak Zwaluw is op vrijdag."


def answer(page: Page, words: str, said: str) -> None:
    page.get_by_role("group", name=re.compile(words)).get_by_label(said, exact=True).check()


@pytest.mark.story("OM02")
def test_the_law_follows_the_answers_and_a_draft_goes_on_at_another_device(sign_in: SignIn) -> None:
    phone = sign_in(PROSECUTOR, width=360, audit=True)
    phone.goto("/uitwisseling/inbox/")
    found = audit(phone, "inbox")
    phone.set_viewport_size({"width": 360, "height": 800})
    phone.locator("main a[href*='/uitwisseling/inbox/']").first.click()
    judge = phone.url
    found += audit(phone, "judging")
    phone.set_viewport_size({"width": 360, "height": 800})

    # The answer is asked of the law while one judges; nothing is stored by it.
    law = phone.locator("#law")
    answer(phone, "hele dossier", "Ja")
    expect(law).to_contain_text("Dit kan nu niet worden verstrekt")
    answer(phone, "hele dossier", "Nee")
    answer(phone, "andere mensen", "Nee")
    for words in YES:
        answer(phone, words, "Ja")
    phone.get_by_label("Onherroepelijk veroordeeld").check()
    expect(law).to_contain_text("Een wet staat dit toe")
    # Where the browser can tell, the moment is asked only with an embargo.
    day = phone.locator("[name=part-essentials_date]")
    expect(day).to_be_hidden()
    phone.locator("[name=part-essentials_when][value=at]").check()
    expect(day).to_be_visible()
    phone.locator("[name=part-essentials_when][value=now]").check()
    phone.locator("[name=part-headline_text]").fill(TEXT)
    phone.get_by_label("Verstrekken", exact=True).check()
    # What is typed and not stored is guarded, also after the law was asked.
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    phone.once("dialog", stay)
    phone.get_by_role("link", name="Annuleren").click()
    phone.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    phone.get_by_role("button", name="Bewaar als concept").click()
    expect(phone.get_by_text("Bewaard als concept.")).to_be_visible()

    desk = sign_in(PROSECUTOR, audit=True)
    desk.goto(judge)
    expect(desk.locator("[name=part-headline_text]")).to_have_value(TEXT)
    desk.get_by_role("button", name="Kijk na en besluit").click()
    expect(desk.get_by_role("heading", name="Dit gaat eruit")).to_be_visible()
    expect(desk.get_by_text(TEXT)).to_be_visible()
    found += audit(desk, "last look")
    # Nothing leaves without the two ticks.
    desk.get_by_role("button", name="Verstrek nu").click()
    expect(desk.get_by_role("alert")).to_contain_text("2 dingen")
    assert found == []


@pytest.mark.story("OM08")
def test_the_mayor_is_told_at_night_in_three_taps_and_a_text(sign_in: SignIn) -> None:
    page = sign_in(PROSECUTOR, width=360, audit=True)
    page.goto("/uitwisseling/inbox/")
    page.get_by_role("link", name="Meld de burgemeester nu").click()
    found = audit(page, "urgent")
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_label("Wat moet de burgemeester nu weten?").fill("Er is geschoten bij het Voorbeeldplein.")
    page.get_by_label(re.compile("Deze antwoorden kloppen")).check()
    page.get_by_role("button", name="Geef nu door").click()
    expect(page.get_by_role("heading", name="Wie het nu weet")).to_be_visible()
    expect(page.get_by_text("Nog niemand heeft bevestigd.")).to_be_visible()
    found += audit(page, "given at night")
    mine = page.url

    mayor = sign_in(MAYOR, width=360)
    mayor.goto("/uitwisseling/ontvangen/")
    mayor.get_by_role("link", name=re.compile("Spoedbericht")).first.click()
    mayor.get_by_role("button", name="Bevestig ontvangst").click()
    expect(mayor.get_by_role("button", name="Bevestig ontvangst")).to_have_count(0)
    page.goto(mine)
    expect(page.get_by_text(re.compile("bevestigde vandaag"))).to_be_visible()
    page.goto("/uitwisseling/verstrekkingen/")
    found += audit(page, "given")
    page.goto("/uitwisseling/verstrekkingen/nieuw/")
    found += audit(page, "unasked")
    assert found == []
