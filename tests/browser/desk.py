"""What people at the desk do with figures in every test: define an indicator, offer a file, read a summary.

Each test defines an indicator with a source of its own, so that no test sees the figures of another.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

ADVISER = "Adviseur openbare orde"
ANALYST = "Analist"
MAYOR = "Burgemeester Gemeente Voorbeeldstad"
HEADER = "indicator;gebied;periode;waarde;status"
THEME = "Woonoverlast"


def define(page: Page, name: str, key: str, **fields: str) -> str:
    """Add an indicator with a new source of the same name; return the address of its page."""
    page.goto("/cijfers/nieuw/")
    page.get_by_label("Naam", exact=True).fill(name)
    page.get_by_label("Naam van de nieuwe bron").fill(fields.get("source", f"Bron {key}"))
    page.get_by_label("Code in de bron").fill(key)
    choose_containing(page.get_by_label("Thema"), THEME)
    page.get_by_label("Eenheid").fill(fields.get("unit", "meldingen"))
    page.get_by_role("button", name="Indicator toevoegen").click()
    expect(page.get_by_text("De indicator is toegevoegd.")).to_be_visible()
    return page.url


def choose_containing(control: Locator, words: str) -> None:
    """Choose the option whose text holds `words`; indents before it do not matter."""
    value = control.locator("option", has_text=words).first.get_attribute("value")
    assert value, f"no option with {words}"
    control.select_option(value)


def areas(page: Page) -> list[tuple[str, str]]:
    """Return code and name of the areas that have police figures, the municipality first; no name twice."""
    page.goto("/cijfers/")
    page.get_by_role("link", name="Totaal misdrijven").first.click()
    links = page.locator("a[href*='?gebied=']")
    expect(links.first).to_be_visible()
    found = links.evaluate_all(
        "all => all.map((a) => [a.getAttribute('href').split('gebied=')[1], a.textContent])"
    )
    names = [name for _code, name in found]
    return [(code, name) for code, name in found if names.count(name) == 1]


def offer(page: Page, name: str, content: bytes | Path, **choices: str) -> None:
    """Offer a file and look at what is in it."""
    page.goto("/cijfers/inlezen/")
    given: object = (
        content if isinstance(content, Path) else {"name": name, "mimeType": "", "buffer": content}
    )
    page.get_by_label("Bestand", exact=True).set_input_files(given)  # type: ignore[arg-type]
    if "published" in choices:
        page.get_by_label("Datum van de cijfers").fill(choices["published"])
    if "provisional" in choices:
        page.get_by_label("Alle cijfers zijn voorlopig").check()
    page.get_by_role("button", name="Bekijk wat erin staat").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Cijfers inlezen")


def load(page: Page, name: str, content: bytes, **choices: str) -> None:
    """Offer a file and load it."""
    offer(page, name, content, **choices)
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_text("De cijfers zijn ingelezen.")).to_be_visible()


def expect_facts(page: Page, **facts: str) -> None:
    """Expect pairs of the summary by their label."""
    for label, value in facts.items():
        pair = page.locator(".dh-summary__row").filter(
            has=page.locator("dt", has_text=re.compile(f"^{label}$"))
        )
        expect(pair.locator("dd")).to_have_text(value)


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()
