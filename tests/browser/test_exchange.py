"""The exchange in four browsers: from a request to what is left of it at its end."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn, Site
from tests.browser.desk import ADVISER, MAYOR, choose_containing

pytestmark = pytest.mark.browser
PROSECUTOR, CHIEF = "Officier van justitie", "Teamchef politie"
TITLE = "Zitting in een zaak rond het havenplein"
HEADLINE = "Er komt een zitting in de zaak Kwikstaart."
ESSENTIALS = "De verdachte Verzonnen staat op 12 december terecht voor handel vanuit het pand."
QUESTION = "Komt er een zitting in de zaak rond het havenplein, en wanneer?"
CLOSURE = "Sluiting van een pand bij het havenplein"
# What the prosecutor confirms; what is about the state of the case follows below.
YES = ("ernstige verstoring", "zwaarwegend", "zelf ontvangen en hebben", "zwaarder weegt", "ingekort")
NO = ("hele dossier", "andere mensen")
EMBARGO_OVER = """
UPDATE exchange_part p SET embargo_until = now() - interval '1 minute'
  FROM exchange_provision v WHERE p.provision_id = v.id AND v.title = %s AND p.embargo_until > now()
"""
LAST_DAY_OVER = "UPDATE exchange_provision SET keep_until = current_date - 1 WHERE title = %s"


def ask(page: Page) -> str:
    """Ask the prosecution service; the law stands beside the form. Return the request's number."""
    page.goto("/uitwisseling/")
    page.get_by_role("link", name="Vraag om informatie").click()
    choose_containing(page.get_by_label("Thema"), "Drugs")
    page.get_by_label("Wat wilt u weten?").fill(QUESTION)
    page.get_by_label("Kern: wat de burgemeester nodig heeft").check()
    page.get_by_label("Voor welk besluit of welke taak?").fill("Wel of niet sluiten van een pand")
    page.get_by_label("Waarom kunt u niet zonder?").fill(
        "Zonder de datum weten wij niet wanneer onrust komt."
    )
    expect(page.get_by_text("Waarschijnlijk mag dit.")).to_be_visible()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name=re.compile("Dien in|Indienen|Verstuur")).click()
    expect(page.get_by_text(QUESTION).first).to_be_visible()
    number = re.search(r"V-\d{4}-\d{4}", page.get_by_role("heading", level=1).inner_text())
    assert number
    return number[0]


def give_a_part(page: Page, number: str) -> None:
    """Judge on one screen: the headline now, the essentials under embargo until tomorrow, no names of witnesses."""
    page.goto("/uitwisseling/inbox/")
    page.locator("main li", has_text=number).get_by_role("link").first.click()
    for words in YES:
        page.get_by_role("group", name=re.compile(words)).get_by_label("Ja", exact=True).check()
    for words in NO:
        page.get_by_role("group", name=re.compile(words)).get_by_label("Nee", exact=True).check()
    state = page.get_by_label("Hoe staat het met de strafzaak?")
    if state.count() == 1:
        state.select_option(label="Onherroepelijk veroordeeld")
    else:
        page.get_by_label("Onherroepelijk veroordeeld").check()
    page.locator("[name=part-headline_text]").fill(HEADLINE)
    page.locator("[name=part-essentials_text]").fill(ESSENTIALS)
    page.locator("[name=part-essentials_when][value=at]").check()
    tomorrow = datetime.now() + timedelta(days=1)  # noqa: DTZ005 - what the prosecutor reads on the clock
    page.locator("[name=part-essentials_date]").fill(tomorrow.date().isoformat())
    page.locator("[name=part-essentials_time]").fill("09:00")
    page.locator("[name=along-title]").fill(TITLE)
    for reader in ("Burgemeester", "Adviseur openbare orde en veiligheid"):
        page.get_by_label(reader, exact=True).check()
    page.get_by_label("Deels verstrekken").check()
    page.get_by_label("Het kan lichter").check()
    page.locator("[name=words]").fill("De namen van getuigen geef ik niet; de datum wel.")
    page.get_by_role("button", name="Kijk na en besluit").click()
    expect(page.get_by_role("heading", name="Dit gaat eruit")).to_be_visible()
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    page.locator("button[name=release]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)


def announce_closure(adviser: Page, prosecutor: Page) -> None:
    """Put the closure to the prosecutor, who has nothing against it; the decision is taken."""
    adviser.goto("/uitwisseling/voornemens/nieuw/")
    adviser.get_by_label("In één regel").fill(CLOSURE)
    adviser.get_by_label("Waar?").fill("Havenplein, het hoekpand")
    adviser.get_by_label("Waarom?").fill("Er kwamen vier meldingen in een maand.")
    adviser.get_by_label("Vanaf wanneer?").fill((datetime.now() + timedelta(days=8)).date().isoformat())  # noqa: DTZ005
    choose_containing(adviser.get_by_label("Thema"), "Drugs")
    adviser.get_by_role("button", name="Bewaar en bekijk").click()
    adviser.get_by_role("link", name=re.compile("Leg voor aan")).click()
    adviser.get_by_role("button", name="Ja, leg voor").click()
    prosecutor.goto("/uitwisseling/voornemens/")
    prosecutor.get_by_role("link", name=CLOSURE).click()
    prosecutor.get_by_label("Geen bezwaar").check()
    prosecutor.get_by_role("button", name="Verstuur uw antwoord").click()
    adviser.reload()
    adviser.get_by_label("Wat is besloten?").fill("Het pand gaat drie maanden dicht.")
    adviser.get_by_role("button", name="Leg het besluit vast").click()
    expect(adviser.get_by_text("Het besluit is vastgelegd.")).to_be_visible()


def open_received(page: Page) -> None:
    page.goto("/uitwisseling/ontvangen/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)


def knows_nothing(page: Page) -> None:
    for address in (
        "/vandaag/",
        "/uitwisseling/",
        "/uitwisseling/ontvangen/",
        "/positie/",
        "/uitwisseling/inbox/",
    ):
        page.goto(address)
        for words in (TITLE, QUESTION, HEADLINE, ESSENTIALS):
            expect(page.get_by_text(words)).to_have_count(0)


@pytest.mark.story("OM01", "OM02", "OM05", "OM06", "OM10")
def test_a_request_is_granted_in_part_released_in_stages_used_told_back_and_gone_at_its_end(
    sign_in: SignIn, site: Site
) -> None:
    adviser, prosecutor = sign_in(ADVISER), sign_in(PROSECUTOR)
    chief, mayor = sign_in(CHIEF), sign_in(MAYOR, width=360)

    number = ask(adviser)
    knows_nothing(chief)
    give_a_part(prosecutor, number)

    # The headline is there; the essentials are not, and nobody is told that they exist.
    open_received(adviser)
    adviser.get_by_role("button", name=re.compile("Lees de kop", re.IGNORECASE)).click()
    expect(adviser.get_by_text(HEADLINE)).to_be_visible()
    expect(adviser.get_by_role("button", name=re.compile("Lees de kern", re.IGNORECASE))).to_have_count(0)
    mayor.goto("/vandaag/")
    expect(mayor.get_by_text(ESSENTIALS)).to_have_count(0)

    assert site.turn_back(EMBARGO_OVER, TITLE) == 1
    open_received(mayor)
    expect(mayor.get_by_text(ESSENTIALS)).to_have_count(0)
    mayor.get_by_role("button", name=re.compile("Lees de kern", re.IGNORECASE)).click()
    expect(mayor.get_by_text(ESSENTIALS)).to_be_visible()
    open_received(mayor)
    mayor.get_by_role("button", name="Bevestig ontvangst").click()
    expect(mayor.get_by_role("button", name="Bevestig ontvangst")).to_have_count(0)
    knows_nothing(chief)

    announce_closure(adviser, prosecutor)
    open_received(adviser)
    adviser.get_by_role("link", name="Leg gebruik vast").click()
    choose_containing(adviser.get_by_label("Hoort het bij een voornemen in Driehoek?"), CLOSURE)
    adviser.get_by_label("Voor welk besluit of welke maatregel?").fill("Sluiting voor drie maanden")
    adviser.get_by_label("Datum van het besluit").fill(datetime.now().date().isoformat())  # noqa: DTZ005
    adviser.get_by_label("Terugkoppeling aan wie het gaf").fill("Op tijd, en genoeg voor het besluit.")
    adviser.locator("main form button[type=submit]").last.click()
    expect(adviser.get_by_text("Sluiting voor drie maanden").first).to_be_visible()

    prosecutor.goto("/uitwisseling/verstrekkingen/")
    prosecutor.get_by_role("link", name=TITLE).first.click()
    for words in ("Op tijd, en genoeg voor het besluit.", "Ontvangst bevestigd"):
        expect(prosecutor.get_by_text(words).first).to_be_visible()

    for words in (HEADLINE, ESSENTIALS):
        assert words.encode() not in site.everything()
    assert site.turn_back(LAST_DAY_OVER, TITLE) == 1
    done = site.command(
        "manage", "procrastinate", "defer", "driehoek.exchange.tasks.expire_all", '{"timestamp": 0}'
    )
    assert done.returncode == 0, done.stderr
    wait_until_gone(site)
    open_received(mayor)
    expect(mayor.get_by_text(re.compile("vernietigd")).first).to_be_visible()
    expect(mayor.get_by_role("button", name=re.compile("Lees de", re.IGNORECASE))).to_have_count(0)


def wait_until_gone(site: Site) -> None:
    """Wait for the job; then neither the sealed texts nor their keys are in the database any more."""
    end = time.monotonic() + 60
    while site.turn_back(STILL_THERE, TITLE):
        assert time.monotonic() < end, "the texts were not destroyed"
        time.sleep(0.5)
    assert site.turn_back(KEYS_THERE, TITLE) == 0


STILL_THERE = """
SELECT 1 FROM exchange_part p JOIN exchange_provision v ON v.id = p.provision_id
 WHERE v.title = %s AND (p.body IS NOT NULL OR p.nonce IS NOT NULL)
"""
KEYS_THERE = """
SELECT 1 FROM exchange_partkey k JOIN exchange_part p ON p.id = k.part_id
  JOIN exchange_provision v ON v.id = p.provision_id WHERE v.title = %s
"""
