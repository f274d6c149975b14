"""Drug premises from a signal and a police report with gaps to a closure that is objected to, each in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.casework import (
    ADVISER,
    CHIEF,
    DIRECTOR,
    HOUSING,
    PROSECUTOR,
    answer_the_law,
    day,
    invite,
    mayor_of,
    put,
    report_signal,
    send,
    step,
    take_up,
)
from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
BOA = re.compile("Partner.*Handhaving")
TITLE = "Pand aan de Verzonnen Loskade"
WHAT = "Dag en nacht korte bezoeken aan een loods, met zakjes in de goot."
CLOSURE = "Sluiting van de loods voor drie maanden"
OWNER = "Loodsbaas Kwikstaart"
REASON = "De handel in het pand moet stoppen en de rust in de straat terugkeren."
FIELDS = (
    "reason", "finding", "quantity", "kind", "goods", "relation_role", "weapons", "nuisance", "antecedents",
    "relations", "order_risk", "area", "living", "blame", "special",
)  # fmt: skip
GAPS = ("danger", "minors")


def file_report(chief: Page) -> str:
    """The police report what they found, and forget two things; return the address."""
    chief.goto("/bestuurlijke-rapportages/nieuw/")
    put(chief, reference="PL-VERZONNEN-7", found_on=day(-10))
    put(chief, **{f"text_{key}": f"{OWNER}: {key}" for key in FIELDS})
    send(chief)
    return chief.url


def ask_for_the_gaps(adviser: Page, chief: Page, report: str) -> None:
    """One tap asks for what a court would miss; the police supplement in the same form."""
    adviser.goto(report)
    expect(adviser.locator("main")).to_contain_text("Er missen 2 punten")
    expect(adviser.locator("main")).to_contain_text("10 dagen sinds de bevinding")
    adviser.get_by_role("button", name="Stuur de vraag").click()
    chief.goto(f"{report}aanvullen/")
    put(chief, **{f"text_{key}": "Geen." for key in GAPS})
    send(chief)
    adviser.goto(report)
    expect(adviser.locator("main")).to_contain_text("Alle punten waar de rechter naar vraagt")


def lay_in_the_case(adviser: Page, report: str) -> None:
    """The complete report goes into the case."""
    adviser.goto(f"{report}casus/")
    put(adviser, compartment=TITLE)
    send(adviser)
    adviser.goto(report)
    adviser.get_by_role("button", name="De rapportage is volledig").click()


def take(page: Page, measure: str, key: str) -> None:
    """Take one step of the measure."""
    page.goto(f"{measure}stap/{key}/")
    for name, value in (("on", day(0)), ("reason", REASON)):
        if page.locator(f"main [name={name}]").count():
            put(page, **{name: value})
    send(page)
    expect(page).to_have_url(re.compile(re.escape(measure)))


def prepare(adviser: Page, case: str) -> str:
    """A closure with the person concerned under lock; return the address."""
    adviser.goto(f"{case}maatregelen/nieuw/")
    put(adviser, kind="13b", title=CLOSURE, begins_on=day(0), ends_on=day(89), uses_police_data="on")
    put(adviser, report="PL-VERZONNEN-7")
    send(adviser)
    measure = re.sub(r"(/bestuurlijke-maatregelen/[0-9a-f-]+/).*", r"\1", adviser.url)
    adviser.goto(f"{measure}dossier/")
    put(adviser, addressee=OWNER, place="Verzonnen Loskade 1", grounds=REASON)
    send(adviser)
    for key in ("intend", "hear"):
        take(adviser, measure, key)
    adviser.goto(f"{measure}toets/")
    put(adviser, purpose="openbare orde", subject="verdachte")
    answer_the_law(adviser, "button[name=keep]")
    take(adviser, measure, "ask")
    return measure


def decide(mayor: Page, case: str, measure: str) -> None:
    """The mayor decides from the page of the case, without a name on the screen."""
    mayor.goto(case)
    mayor.get_by_role("link", name=CLOSURE).first.click()
    expect(mayor).to_have_url(measure)
    expect(mayor.locator("body")).not_to_contain_text(OWNER)
    mayor.goto(f"{measure}stap/decide/")
    put(mayor, reason=REASON)
    send(mayor)


@pytest.mark.story("CX14")
@pytest.mark.story("CX15")
@pytest.mark.story("CX16")
def test_drug_premises_from_a_signal_to_a_closure_that_is_objected_to(sign_in: SignIn) -> None:
    boa, director, adviser = sign_in(BOA, width=360), sign_in(DIRECTOR), sign_in(ADVISER)
    chief, prosecutor, housing = sign_in(CHIEF), sign_in(PROSECUTOR), sign_in(HOUSING, width=360)
    mayor = mayor_of(sign_in)
    report_signal(boa, WHAT, "De huurder van de loods")
    case = take_up(director, WHAT, "premises_13b", ("power", "report"), TITLE, "ondermijn")
    report = file_report(chief)
    ask_for_the_gaps(adviser, chief, report)
    step(director, case, "check")
    lay_in_the_case(adviser, report)
    invite(director, case, "Officier", "Beslist over het strafrecht")
    invite(director, case, "Wijkconsulent", "Verhuurt de loods")
    for key in ("intention", "view", "decision"):
        step(director, case, key)
    measure = prepare(adviser, case)
    decide(mayor, case, measure)
    for key in ("announce", "execute", "object"):
        take(adviser, measure, key)
    step(director, case, "execution")
    step(director, case, "objection")
    adviser.goto(measure)
    expect(adviser.locator("main")).to_contain_text("Bezwaar loopt")
    letter = adviser.locator("main a[href*='/brieven/'], main form[action*='brieven']")
    expect(letter.first).to_be_visible()
    # Who reported hears what was done, in general words and without the file.
    chief.goto(report)
    expect(chief.locator("main")).to_contain_text("De burgemeester heeft een maatregel genomen")
    boa.goto("/signalen/mijn/")
    expect(boa.locator("main")).to_contain_text(WHAT[:30])
    for outsider in (boa, chief):
        assert outsider.goto(case).status == 404  # type: ignore[union-attr]  # a page always answers
    for partner in (prosecutor, housing):
        partner.goto(case)
        expect(partner.get_by_role("heading", name=TITLE)).to_be_visible()
    mayor.goto("/bestuurlijke-maatregelen/?toon=bezwaar")
    expect(mayor.get_by_text(CLOSURE)).to_be_visible()
    expect(mayor.locator("body")).not_to_contain_text(OWNER)
