"""What people do with a case in every browser test: fill a form by the names of its fields, send it, take a step."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.desk import MAYOR

DIRECTOR, CHIEF, PROSECUTOR = "Procesregisseur", "Teamchef politie", "Officier van justitie"
HOUSING = re.compile("Partner.*Woningcorporatie")
CARE = re.compile("Partner.*Wijkteam")
YOUTH_WORK = re.compile("Gast.*Jongerenwerk")
ADVISER = "Adviseur openbare orde"


def day(days: int) -> str:
    """Return a day from today as a form takes it."""
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - what people read on the calendar


def put(page: Page, **values: str) -> None:
    """Fill fields of the form by name: text, a choice by value, a select by part of its words."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("one => one.tagName + ':' + one.type")
        if kind.endswith((":radio", ":checkbox")):
            (field if value == "on" else page.locator(f"main [name='{name}'][value='{value}']")).check()
        elif kind.startswith("SELECT"):
            option = field.locator("option", has_text=value).first.get_attribute("value")
            assert option, f"{name}: no option with {value}"
            field.select_option(option)
        else:
            field.fill(value)


def send(page: Page) -> None:
    """Send the form; what looks like a name and is none is confirmed once, as people do."""
    button = page.locator("main form.dh-form button[type=submit]").last
    button.click()
    looked = page.locator("main [name=personal_confirmed]")
    if looked.count():
        looked.check()
        page.locator("main form.dh-form button[type=submit]").last.click()
    expect(page.locator("main .utrecht-form-field-error-message")).to_have_count(0)


def step(page: Page, case: str, key: str, reason: str = "") -> None:
    """Take the case a step further, by the page that says what is needed."""
    page.goto(f"{case}stap/{key}/")
    if reason:
        put(page, reason=reason)
    send(page)
    expect(page).to_have_url(re.compile(re.escape(case) + "$"))


def invite(page: Page, case: str, who: str, reason: str, *parts: str) -> None:
    """Let a partner in, until in three months, into the shared part and the named ones."""
    page.goto(f"{case}partners/nieuw/")
    put(page, partner=who, reason=reason, until=day(90))
    for part in parts:
        page.get_by_role("group", name=re.compile("compartimenten")).get_by_label(re.compile(part)).check()
    page.locator("main [name=level][value='3']").check()
    send(page)


def report_signal(page: Page, what: str, about: str) -> None:
    """Report what one saw, on one screen, and get a number."""
    page.goto("/signalen/nieuw/")
    put(page, what=what, happened_on=day(0), about=about)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("S-[A-Z2-9]{3}"))


def take_up(page: Page, what: str, model: str, criteria: tuple[str, ...], title: str, theme: str) -> str:
    """Judge a signal by the criteria of a model and open a case; return its address."""
    page.goto("/signalen/")
    page.locator("main li", has_text=what[:30]).first.get_by_role("link").first.click()
    page.goto(f"{page.url}beoordelen/?model={model}")
    for key in criteria:
        page.locator(f"main [name=answer_{key}][value=yes]").check()
    put(page, outcome="accepted", reason="Wij maken hier samen een aanpak voor.")
    page.locator("main [name=place]").select_option("new_shared")
    put(page, title=title, theme=theme)
    send(page)
    page.goto("/casussen/")
    page.get_by_role("link", name=title).first.click()
    return page.url


def mayor_of(sign_in: SignIn) -> Page:
    """Open the mayor's phone."""
    return sign_in(MAYOR, width=360)


# What is confirmed about data of the police for public order; other questions are answered with no.
CONFIRMED = {
    "necessary",
    "recipient_task_named",
    "om_coordination_done",
    "minimised",
    "quality_checked",
    "record_written",
    "secrecy_notice",
}


def answer_the_law(page: Page, last: str) -> None:
    """Answer what the law asks, question after question, until it can be kept with the button `last`."""
    for _round in range(6):
        for field in page.locator("main fieldset:has(input[name^=fact-][value=yes])").all():
            if not field.is_visible():
                continue
            name = field.locator("input[type=radio]").first.get_attribute("name") or ""
            wanted = "yes" if name.removeprefix("fact-") in CONFIRMED else "no"
            field.locator(f"input[value={wanted}]").check()
        daily = page.get_by_label("dagelijkse politietaak (artikel 8)")
        if daily.count() and daily.is_visible():
            daily.check()
        power = page.locator("main [name=fact-decision_basis]")
        if power.count() and power.first.is_visible():
            put(page, **{"fact-decision_basis": "opiumwet_13b"})
        if page.locator(f"main {last}").count():
            page.locator(f"main {last}").click()
            return
        page.locator("main form.dh-form button[type=submit]").last.click()


def pass_the_gate(page: Page, case: str) -> None:
    """Let the police be a source of the case: covenant, purpose, basis and DPIA, question after question (CX03)."""
    page.goto(f"/problemen/{case.rstrip('/').rpartition('/')[2]}/bronnen/nieuw/")
    put(page, partner="Basisteam", provider="politie", recipient="burgemeester", purpose="openbare orde")
    put(page, data_categories="politiegegevens", subject="overlastgever", frequency="structural")
    answer_the_law(page, "button[name=act][value=add]")
    page.goto(case)
    expect(page.locator("main")).to_contain_text("Getoetst voor gegevens van: Basisteam Voorbeeldstad")
