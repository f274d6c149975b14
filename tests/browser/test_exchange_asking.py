"""Asking the prosecution service from a problem, in a browser: few taps, the law beside it (OM01)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.desk import choose_containing

pytestmark = pytest.mark.browser
ADVISER = "Adviseur openbare orde"
MOST = 12


class Counted:
    """A hand at a page: every tap and every field that is filled in counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.times = 0

    def tap(self, role: str, name: str | re.Pattern[str]) -> None:
        self.times += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]  # a role of the page

    def fill(self, label: str, text: str) -> None:
        self.times += 1
        self.page.get_by_label(label).fill(text)


@pytest.mark.story("OM01")
def test_from_a_problem_to_a_request_in_at_most_twelve_acts(sign_in: SignIn) -> None:
    page = sign_in(ADVISER, width=360)
    page.goto("/problemen/")
    page.locator("#problems .dh-row").first.click()
    title = page.locator("h1").inner_text()

    hand = Counted(page)
    hand.tap("link", "Vraag het OM")
    expect(page.get_by_text(f"Over {title} (")).to_be_visible()
    expect(page.locator("#law")).to_contain_text("Waarschijnlijk mag dit")
    assert page.get_by_label("Voor welk besluit of welke taak?").input_value().startswith("Aanpak van: ")
    hand.fill("Wat wilt u weten?", "Komt er deze maand een zitting, en wanneer?")
    hand.tap("radio", "Kern: wat de burgemeester nodig heeft")
    hand.fill(
        "Waarom kunt u niet zonder?",
        "Bewoners zijn onrustig. Ik moet weten wanneer.",
    )
    hand.tap("radio", "Morgen")
    hand.tap("button", "Verder")
    hand.tap("button", "Dien in")
    expect(page.get_by_text(re.compile(r"Ingediend als V-\d{4}-\d{4}"))).to_be_visible()
    assert hand.times <= MOST, f"{hand.times} acts"


def test_what_the_law_says_follows_what_is_chosen_and_keeps_the_text(sign_in: SignIn) -> None:
    page = sign_in(ADVISER)
    page.goto("/uitwisseling/verzoeken/nieuw/")
    law = page.locator("#law")
    expect(law).to_contain_text("Waarschijnlijk mag dit")
    page.get_by_label("Wat wilt u weten?").fill("Half af")
    page.get_by_text("Doel, gegevens en over wie").click()
    page.get_by_label("Over wie gaat het?").select_option("vergunninghouder")
    expect(law).to_contain_text("Hiervoor is geen grondslag")
    expect(law).to_contain_text("Wat er anders moet")
    page.get_by_label("Over wie gaat het?").select_option("verdachte")
    expect(law).to_contain_text("Waarschijnlijk mag dit")
    # Another party has other purposes and other data; what was typed stays.
    choose_containing(page.get_by_label("Aan wie vraagt u het?"), "Basisteam")
    expect(page.locator("#narrowed")).to_contain_text("politiegegevens")
    expect(page.get_by_label("Wat wilt u weten?")).to_have_value("Half af")
    expect(page.get_by_label("Welke dag?")).to_be_hidden()
    page.get_by_role("radio", name="Op een andere dag").check()
    expect(page.get_by_label("Welke dag?")).to_be_visible()


def test_without_a_script_the_law_answers_on_a_button(sign_in: SignIn) -> None:
    page = sign_in(ADVISER, java_script_enabled=False)
    page.goto("/uitwisseling/verzoeken/nieuw/")
    page.locator("summary", has_text="Doel, gegevens en over wie").click()
    page.get_by_label("Over wie gaat het?").select_option("vergunninghouder")
    page.get_by_role("button", name="Bekijk wat de wet zegt").click()
    expect(page.locator("#law")).to_contain_text("Hiervoor is geen grondslag")
