"""The map of a scan in a real browser: by keyboard, with the list, and choosing a place; no barrier, no violation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parents[1] / "web" / "vendor" / "axe.min.js").read_text()
AUDIT = """axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    .then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html).join(" | ")))"""
ADVISER = "Adviseur openbare orde"


def open_scan(page: Page) -> None:
    page.goto("/gebiedsscan/")
    page.locator("main a.dh-row").first.click()
    page.locator(".dh-pin").first.wait_for()


def audit(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(AUDIT)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"wider than {width} px")
    return found


@pytest.mark.story("ST21")
def test_map_and_list_tell_the_same_by_keyboard(sign_in: SignIn) -> None:
    page = sign_in("Burgemeester")
    open_scan(page)
    rows, pins = page.locator("[data-map-item]"), page.locator(".dh-pin")
    assert pins.count() == rows.count() > 10
    names = {pin.get_attribute("aria-label") for pin in pins.all()}
    assert "1. Stationsplein Voorbeeld, hot spot" in names

    pin = page.get_by_role("button", name="1. Stationsplein Voorbeeld, hot spot")
    pin.focus()
    page.keyboard.press("Enter")
    row = page.locator("[data-map-item]", has_text="Stationsplein Voorbeeld").first
    expect(pin).to_have_attribute("aria-pressed", "true")
    expect(row).to_have_attribute("aria-current", "true")
    expect(page.locator("[data-map-chosen]")).to_contain_text(
        "Gekozen: 1. Stationsplein Voorbeeld, hot spot."
    )

    other = page.get_by_role("button", name=re.compile("Toon op de kaart.*Kadegroep"))
    other.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("Kadegroep, hot group"))).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(row).not_to_have_attribute("aria-current", "true")
    page.locator("[data-map-chosen] a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kadegroep")


def test_every_mark_is_reached_with_the_tab_key(sign_in: SignIn) -> None:
    page = sign_in("Burgemeester")
    open_scan(page)
    wanted = page.locator(".dh-pin").count()
    page.locator("[data-map-canvas]").focus()
    seen = set()
    for _press in range(wanted + 4):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.matches('.dh-pin') && document.activeElement.ariaLabel")
        seen |= {label} if label else set()
    assert len(seen) == wanted


@pytest.mark.parametrize("width", [360, 1280])
def test_the_map_has_no_barrier(sign_in: SignIn, width: int) -> None:
    page = sign_in("Burgemeester", width=width, audit=True)
    open_scan(page)
    page.locator(".dh-pin").first.press("Enter")
    assert audit(page) == []
    page.emulate_media(media="print")
    expect(page.locator(".dh-map__drawing")).to_be_visible()
    expect(page.locator("[data-map-canvas]")).to_be_hidden()


def test_without_a_script_there_is_a_drawing_and_the_list(sign_in: SignIn) -> None:
    page = sign_in("Burgemeester", java_script_enabled=False)
    page.goto("/gebiedsscan/")
    page.locator("main a.dh-row").first.click()
    expect(page.get_by_role("img", name=re.compile("Kaart van de gebiedsscan"))).to_be_visible()
    expect(page.locator("[data-map-item]").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Toon op de kaart"))).to_have_count(0)


@pytest.mark.story("ST21")
def test_a_place_is_chosen_with_keys_or_a_tap_or_typed(sign_in: SignIn) -> None:
    page = sign_in(ADVISER, width=360)
    page.goto("/gebiedsscan/nieuw/")
    page.get_by_role("button", name="Begin de scan").click()
    page.get_by_role("link", name="Hot spot toevoegen").click()
    page.locator(".dh-map--live").wait_for()
    place, canvas = page.get_by_label("Coördinaten"), page.locator("[data-map-canvas]")
    area = page.locator("#id_area")

    area.select_option(index=1)
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    expect(place).to_have_value(re.compile(r"^5\d\.\d{5} [3-7]\.\d{5}$"))
    typed = place.input_value()

    canvas.scroll_into_view_if_needed()
    canvas.click(position={"x": 200, "y": 150})
    expect(place).not_to_have_value(typed)
    page.get_by_role("button", name="Vlak, hoek voor hoek").click()
    for x, y in ((220, 150), (220, 190)):
        canvas.click(position={"x": x, "y": y})
    assert len(place.input_value().splitlines()) == 3
    expect(page.locator(".dh-map__zone")).to_have_count(1)
    page.get_by_role("button", name="Wis de plek").click()
    expect(place).to_have_value("")
    place.fill(typed)
    page.get_by_label("Naam").fill("Plek van de proef")
    page.locator("#id_theme").select_option(index=1)
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("“Plek van de proef” staat in de scan.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Toon op de kaart.*Plek van de proef"))).to_be_visible()


@pytest.mark.story("OV08")
def test_patterns_lead_to_each_thing_and_to_the_agenda(sign_in: SignIn) -> None:
    page = sign_in("Burgemeester", audit=True)
    page.goto("/patronen/")
    section = page.locator("main section").first
    expect(section.locator("a.dh-row").nth(1)).to_be_visible()
    assert audit(page) == []
    section.get_by_role("button", name=re.compile("Zet op de agenda")).click()
    expect(page.get_by_text("Het patroon staat op de agenda van de driehoek.")).to_be_visible()
