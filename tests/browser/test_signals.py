"""When one wants to hear of a figure: signal values, who hears when they are crossed, and what each does with it."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.desk import ADVISER, ANALYST, MAYOR, areas, choose_containing, define, load, table

pytestmark = pytest.mark.browser


def months(code: str, years: range, last: int) -> list[str]:
    """Rows of quiet monthly figures around twenty up to November, and `last` in December of the last year."""
    quiet = (18, 20, 22, 19, 21, 20, 18, 21, 19, 22, 20, 20)
    rows = [(year, month, quiet[month - 1]) for year in years for month in range(1, 13)]
    rows[-1] = (*rows[-1][:2], last)
    return [f"alarm;{code};{year}-{month:02d};{value};definitief" for year, month, value in rows]


def set_signal_value(page: Page, indicator: str, area: str, rule: str, threshold: str, minimum: str) -> None:
    page.goto("/afwijkingen/signaalwaarden/nieuw/")
    choose_containing(page.get_by_label("Indicator"), indicator)
    page.get_by_label("Gebied").select_option(label=area)
    page.get_by_label(rule).check()
    page.get_by_label("Grens").fill(threshold)
    page.get_by_label("Minimum aantal").fill(minimum)
    page.get_by_role("button", name="Zetten").click()
    expect(page.get_by_text("De signaalwaarde is gezet.")).to_be_visible()


def take_news(page: Page) -> None:
    """Tap on the offer that the live stream brought."""
    page.locator("#status").get_by_role("button", name="toon").click(timeout=60_000)


@pytest.mark.story("ST07")
def test_the_adviser_sets_signal_values_and_all_hear_when_they_are_crossed(sign_in: SignIn) -> None:
    adviser, mayor, name = sign_in(ADVISER), sign_in(MAYOR, width=360), "Meldingen inbraakalarm"
    address = define(adviser, name, "alarm")
    fixed, change, usual = areas(adviser)[-3:]

    def figures(*last: int) -> bytes:
        """Two years in two areas, too short for statistics, and six in the third."""
        spans = zip(
            (fixed, change, usual),
            (range(2024, 2026), range(2024, 2026), range(2020, 2026)),
            last,
            strict=True,
        )
        return table(*(row for area, years, value in spans for row in months(area[0], years, value)))

    load(adviser, "alarm.csv", figures(20, 20, 20))
    set_signal_value(adviser, name, fixed[1], "Vaste signaalwaarde", "25", "5")
    set_signal_value(adviser, name, change[1], "Verandering in procenten", "50", "5")
    set_signal_value(adviser, name, usual[1], "Statistisch", "", "10")
    values = adviser.locator("main li").filter(has_text=name)
    for area, words in (
        (fixed[1], "Vaste grens: 25."),
        (change[1], "Meer dan 50"),
        (usual[1], "Buiten het verwachte bereik. Niet onder 10."),
    ):
        expect(values.filter(has_text=area).first).to_contain_text(words)

    adviser.goto("/afwijkingen/")
    expect(adviser.locator("#live-state")).to_have_text("live")
    expect(adviser.locator("#deviations")).not_to_contain_text(name)
    mayor.goto("/vandaag/")
    expect(mayor.locator("#live-state")).to_have_text("live")
    analyst = sign_in(ANALYST)
    load(analyst, "alarm-nieuw.csv", figures(30, 36, 900))

    take_news(adviser)
    heard = adviser.locator("#deviations li").filter(has_text=name)
    expect(heard).to_have_count(3)
    expect(heard.filter(has_text="boven de signaalwaarde")).to_contain_text(
        "30 in december 2025, signaalwaarde 25."
    )
    expect(heard.filter(has_text="sterk gestegen")).to_contain_text(
        "36 in december 2025, een jaar eerder 20:"
    )
    expect(heard.filter(has_text="meer dan verwacht")).to_contain_text("900 in december 2025, verwacht ")
    take_news(mayor)
    row = mayor.locator("section[aria-labelledby='going-on-title'] li").filter(has_text=name)
    expect(row).to_contain_text(
        re.compile(r"meer dan verwacht\s+900 in december 2025, verwacht .+ Zekerheid hoog\. Ook in ")
    )

    take_note_and_take_back(mayor, name)
    mute_and_end(mayor, name)
    end_and_restore(analyst, mayor, name, address)
    withdraw(adviser, analyst, name, figures(20, 20, 20))


def take_note_and_take_back(page: Page, name: str) -> None:
    page.goto("/afwijkingen/")
    crossed = (
        page.locator("#deviations a").filter(has_text=f"{name} in").filter(has_text="boven de signaalwaarde")
    )
    crossed.click()
    expect(page.get_by_text("Meer dan 25 geeft een melding.")).to_be_visible()
    page.get_by_role("link", name="Gezien").click()
    page.get_by_role("button", name="Vastleggen dat ik dit zag").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_label("Ik bespreek dit in de driehoek").check()
    page.get_by_role("button", name="Vastleggen dat ik dit zag").click()
    expect(page.get_by_text("Vastgelegd: u hebt dit gezien.")).to_be_visible()
    expect(crossed).to_have_count(0)
    page.get_by_label("Staat").select_option(label="Door u gezien")
    page.get_by_role("button", name="Toon").click()
    crossed.click()
    expect(page.get_by_text("Ik bespreek dit in de driehoek")).to_be_visible()
    page.get_by_role("button", name="Draai terug").click()
    expect(page.get_by_text("Teruggedraaid.")).to_be_visible()
    page.goto("/afwijkingen/")
    expect(crossed).to_be_visible()


def mute_and_end(page: Page, name: str) -> None:
    page.goto("/vandaag/")
    strongest = (
        page.locator("#today a.dh-row").filter(has_text=f"{name} in").filter(has_text="meer dan verwacht")
    )
    strongest.click()
    page.get_by_role("link", name="Demp", exact=True).click()
    page.get_by_label("Reden", exact=True).fill("De nieuwe meldkamer telt dubbel.")
    page.get_by_role("button", name="Demp deze reeks").click()
    expect(
        page.get_by_text(re.compile("Gedempt door .+ Reden: De nieuwe meldkamer telt dubbel."))
    ).to_be_visible()
    page.goto("/vandaag/")
    expect(page.get_by_role("heading", name="Wat speelt er")).to_be_visible()
    expect(strongest).to_have_count(0)
    page.goto("/afwijkingen/dempingen/")
    page.get_by_role("button", name=f"Hef op {name}").click()
    expect(page.get_by_text("De demping is opgeheven.")).to_be_visible()
    page.goto("/vandaag/")
    expect(strongest).to_be_visible()


def end_and_restore(page: Page, mayor: Page, name: str, address: str) -> None:
    """Who ends an indicator wants to hear no more of it; its deviations come back with it."""
    said = mayor.locator("#today a.dh-row").get_by_text(f"{name} in")
    for button, times in (("Beëindigen", 0), ("Terugzetten", 1)):
        page.goto(address)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("status").filter(has_text="De indicator is")).to_be_visible()
        # The page is kept until the figures have been judged anew, in the background; looking again is enough.
        deadline = time.monotonic() + 30
        while said.count() != times and time.monotonic() < deadline:
            mayor.reload()
        expect(said).to_have_count(times)


def withdraw(adviser: Page, analyst: Page, name: str, corrected: bytes) -> None:
    """Ending a signal value and correcting figures take back what they said; it stays to be found."""
    adviser.goto("/afwijkingen/?staat=ingetrokken")
    expect(adviser.locator("#live-state")).to_have_text("live")
    taken_back = adviser.locator("#deviations li").filter(has_text=name)
    expect(taken_back).to_have_count(0)
    analyst.goto("/afwijkingen/signaalwaarden/")
    analyst.get_by_role("link", name=name).filter(has_text="Vaste grens").click()
    analyst.get_by_role("button", name="Beëindig deze signaalwaarde").click()
    expect(analyst.get_by_text("De signaalwaarde is beëindigd.")).to_be_visible()
    take_news(adviser)
    expect(taken_back).to_have_count(1)
    expect(taken_back).to_contain_text("boven de signaalwaarde")
    load(analyst, "alarm-hersteld.csv", corrected)
    take_news(adviser)
    expect(taken_back).to_have_count(3)
    taken_back.filter(has_text="meer dan verwacht").get_by_role("link").click()
    expect(adviser.get_by_text("De cijfers zijn herzien. Er is geen afwijking meer.")).to_be_visible()
