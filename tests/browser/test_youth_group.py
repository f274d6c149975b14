"""A youth group from the first signal to the lessons, with every party in a browser of its own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.casework import (
    ADVISER,
    CARE,
    CHIEF,
    DIRECTOR,
    HOUSING,
    PROSECUTOR,
    YOUTH_WORK,
    day,
    invite,
    mayor_of,
    pass_the_gate,
    put,
    report_signal,
    send,
    step,
    take_up,
)
from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
TITLE = "Groep bij het Verzonnen Hofje"
WHAT = "Elke avond staat een groep bij het hofje. Bewoners durven niet meer langs."
YOUNG = "Nachtegaalsma"
QUESTION = "Krijgt de groep een ruimte in het wijkgebouw?"


def let_in(page: Page, case: str) -> None:
    """Five partners come in, each with an end; only care and youth work see the compartment of care."""
    page.goto(f"{case}compartimenten/nieuw/")
    put(page, name="Zorg", purpose="Wat de zorg over gezinnen weet")
    send(page)
    invite(page, case, "Wijkconsulent", "Kent de bewoners")
    invite(page, case, "Wijkteamlid", "Spreekt met de gezinnen", "Zorg")
    invite(page, case, "Jongerenwerker", "Is elke middag op het plein", "Zorg")
    invite(page, case, "Teamchef", "Kent de groep")
    invite(page, case, "Officier", "Beslist over het strafrecht")
    page.goto(f"{case}partners/")
    expect(page.locator("main")).to_contain_text("Jongerenwerker Voorbeeld")


def write_down(director: Page, care: Page, case: str) -> None:
    """Data of care may not come in: only the police passed the gate. What the director found goes to care's part."""
    for page in (care, director):
        page.goto(f"{case}records/nieuw/?soort=person")
        put(page, given_names="Proef", surname=YOUNG, compartment="Zorg")
        page.locator("main form.dh-form button[type=submit]").last.click()
    expect(care.locator("main")).to_contain_text("Wijkteam Noord")
    expect(care).to_have_url(re.compile("nieuw"))
    expect(director.get_by_text(YOUNG).first).to_be_visible()
    care.goto(f"{case}records/")
    expect(care.get_by_text(YOUNG).first).to_be_visible()


def knows_nothing_of(page: Page, case: str, words: str) -> None:
    """Whoever was not let into that compartment finds it nowhere."""
    for place in ("", "records/", "netwerk/", "verloop/", "documenten/", "acties/", "plan/"):
        page.goto(case + place)
        expect(page.locator("body")).not_to_contain_text(words)
    page.goto("/zoeken/")
    page.locator("main input[type=search], main input[name=words], main input[name=q]").first.fill(words)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).not_to_contain_text(f"Proef {words}")


def prioritise(director: Page, mayor: Page, case: str) -> None:
    """One page to the driehoek, and its decision."""
    director.goto(f"{case}groepsbeeld/wijzigen/")
    put(
        director,
        behaviour="Zij staan er van acht tot elf en jagen klanten weg.",
        dynamics="Wisselend, met een kern van vier",
        roles="Twee bepalen waar de groep staat",
        problems="Overlast, vernieling, schooluitval",
        context="Weinig te doen in de buurt",
        causes="Het jongerencentrum sloot",
        hierarchy="De oudsten beslissen",
        online="Een groepsapp die partners kennen",
    )
    send(director)
    director.goto(f"{case}probleemstelling/wijzigen/")
    put(
        director,
        what="Een groep houdt het hofje bezet.",
        since="Sinds het voorjaar",
        why="Bewoners mijden het plein.",
        for_whom="Ongeveer honderd bewoners",
        tried="Toezicht in juni, zonder gevolg",
        asked="Geef deze groep voorrang",
        advice="Voorrang geven",
        option_1="Voorrang",
        consequence_1="Een plan binnen zes weken",
        option_2="Wachten",
        consequence_2="De klachten blijven",
    )
    send(director)
    step(director, case, "priority")
    mayor.goto(f"{case}probleemstelling/")
    expect(mayor.get_by_text("Een groep houdt het hofje bezet.")).to_be_visible()


def decide_on_it(mayor: Page, case: str) -> None:
    """The mayor writes down what the driehoek decided."""
    mayor.goto(f"{case}probleemstelling/besluit/")
    put(mayor, outcome="prioritised", reason="De onrust duurt te lang.", decided_on=day(0))
    send(mayor)


def plan(director: Page, case: str) -> None:
    """A plan with its fields, adopted; two actions of partners."""
    director.goto(f"{case}plan/wijzigen/")
    put(
        director,
        goal="Bewoners lopen weer langs het hofje.",
        success="Minder dan vijf meldingen in een maand",
        scope="Het hofje en de straten eromheen",
        decisions="Een ruimte in het wijkgebouw",
        escalates="Toezicht elke avond",
        communication="De gemeente informeert bewoners",
        costs="Binnen de begroting",
        review_on=day(60),
        scale_down="Drie maanden rust",
        aftercare_owner="Wijkteam",
    )
    send(director)
    director.goto(f"{case}plan/vaststellen/")
    send(director)
    step(director, case, "execution")
    for title, owner in (
        ("Verlichting nalopen", "Woningcorporatie"),
        ("Ruimte zoeken voor de groep", "Jongerenwerk"),
    ):
        director.goto(f"{case}acties/nieuw/")
        put(director, title=title, owner=owner, instrument="Zorg", due_on=day(30))
        send(director)


def tick_off(partner: Page) -> None:
    """One tap, on a phone, from the partner's own list."""
    partner.goto("/casussen/mijn-acties/")
    row = partner.locator("main li", has_text="Verlichting nalopen")
    row.get_by_role("button", name=re.compile("Gedaan")).click()
    expect(partner.locator("main")).to_contain_text("Net gedaan")


def ask_the_mayor(guest: Page, director: Page, case: str) -> None:
    """The youth worker cannot get on; the director makes it one question with options."""
    guest.goto("/casussen/mijn-acties/")
    guest.locator("main li", has_text="Ruimte zoeken").get_by_role(
        "link", name=re.compile("Lukt niet")
    ).click()
    guest.locator("main form.dh-form textarea").first.fill(
        "Het wijkgebouw wil geen groep zonder begeleiding."
    )
    send(guest)
    director.goto(f"{case}acties/")
    director.locator("main section", has_text="Knelpunten").get_by_role("link").first.click()
    director.get_by_role("link", name=re.compile("Leg voor aan de burgemeester")).click()
    put(
        director,
        question=QUESTION,
        option_1="Ja, met begeleiding",
        consequence_1="Kost een begeleider voor twee avonden",
        option_2="Nee",
        consequence_2="De groep blijft buiten",
        advice="Ja, met begeleiding: dat is het goedkoopst.",
        due_on=day(0),
    )
    send(director)


def answer(mayor: Page) -> None:
    """Two taps from the first page: the question, and the choice."""
    mayor.goto("/vandaag/")
    mayor.get_by_role("link", name=QUESTION).first.click()
    mayor.get_by_role("button", name=re.compile("Ja, met begeleiding")).click()
    expect(mayor.locator("main")).to_contain_text("Ja, met begeleiding")
    # The approach, not the file: no name of anyone.
    mayor.goto("/complex/")
    expect(mayor.get_by_text(TITLE).first).to_be_visible()
    expect(mayor.locator("body")).not_to_contain_text(YOUNG)


def score(care: Page, case: str) -> None:
    """Care scores the life domains at the begin."""
    care.goto(f"{case}verloop/")
    care.get_by_role("link", name=re.compile(YOUNG)).click()
    care.get_by_role("link", name="Moment plannen").click()
    put(care, moment="start", planned_on=day(0))
    send(care)
    care.get_by_role("link", name=re.compile("Scoren")).click()
    for group in care.locator("main fieldset").all():
        group.locator("input[value='3']").check()
    send(care)
    expect(care.get_by_role("cell", name=re.compile("Beperkt zelfredzaam")).first).to_be_visible()


def scale_down(director: Page, case: str) -> None:
    """Rest and aftercare have an owner before the partners hear of it."""
    director.goto(f"{case}verloop/afschalen/")
    put(
        director,
        criterion="Drie maanden minder dan vijf meldingen",
        reopen_when="Tien meldingen in een maand",
        aftercare="Wijkteam",
        aftercare_contact="het wijkkantoor",
        aftercare_until=day(90),
        message="Wij schalen af. Dank voor uw werk.",
    )
    send(director)
    director.goto(f"{case}verloop/restacties/nieuw/")
    put(director, what="Hek repareren", organisation="Woningcorporatie", due_on=day(20))
    send(director)
    director.goto(f"{case}verloop/afschalen/vertellen/")
    director.get_by_role("button", name="Ja, vertel het").click()
    step(director, case, "scale_down")


def look_back(parties: list[Page], director: Page, case: str) -> None:
    """Each party says how it went; the goal is judged; the evaluation stands."""
    for party in parties:
        party.goto(f"{case}verloop/samenwerking/")
        for key in ("goal", "agreed", "informed", "directed", "helped"):
            party.locator(f"main [name={key}][value='4']").check()
        send(party)
    director.goto(f"{case}verloop/doelen/nieuw/")
    put(
        director,
        goal="Bewoners lopen weer langs het hofje",
        result="reached",
        evidence="Vier meldingen in drie maanden",
    )
    send(director)
    director.goto(f"{case}verloop/evaluatie/")
    put(director, summary="Het is rustig.", lessons="Vraag eerder om een ruimte.")
    send(director)
    director.goto(f"{case}verloop/evaluatie/vaststellen/")
    director.get_by_role("button", name="Ja, stel vast").click()
    step(director, case, "closed")
    director.goto(f"{case}verloop/deelname/beeindigen/")
    director.get_by_role("button", name="Ja, beëindig").click()


@pytest.mark.story("CX01")
@pytest.mark.story("CX02")
@pytest.mark.story("CX03")
@pytest.mark.story("CX04")
@pytest.mark.story("CX06")
@pytest.mark.story("CX07")
@pytest.mark.story("CX08")
@pytest.mark.story("CX09")
@pytest.mark.story("CX10")
@pytest.mark.story("CX12")
@pytest.mark.story("CX17")
@pytest.mark.story("CX19")
@pytest.mark.story("CX20")
def test_a_youth_group_from_the_first_signal_to_the_lessons(sign_in: SignIn) -> None:
    housing, director = sign_in(HOUSING, width=360), sign_in(DIRECTOR)
    report_signal(housing, WHAT, "Een groep van ongeveer tien jongeren")
    criteria = ("shared_signals", "behaviour", "cross_chain")
    case = take_up(director, WHAT, "youth_group", criteria, TITLE, "jeugd")
    let_in(director, case)
    care, chief, prosecutor = sign_in(CARE), sign_in(CHIEF), sign_in(PROSECUTOR)
    adviser = sign_in(ADVISER)
    guest, mayor = sign_in(YOUTH_WORK, width=360), mayor_of(sign_in)
    pass_the_gate(adviser, case)
    write_down(director, care, case)
    for outsider in (chief, prosecutor, housing):
        knows_nothing_of(outsider, case, YOUNG)
    step(director, case, "gather")
    step(director, case, "picture")
    prioritise(director, mayor, case)
    decide_on_it(mayor, case)
    step(director, case, "plan")
    plan(director, case)
    tick_off(housing)
    ask_the_mayor(guest, director, case)
    answer(mayor)
    score(care, case)
    knows_nothing_of(chief, case, YOUNG)
    scale_down(director, case)
    look_back([housing, care, guest, chief, prosecutor], director, case)
    for gone in (housing, care, guest, chief, prosecutor):
        assert gone.goto(case).status == 404
    mayor.goto("/complex/")
    housing.goto("/signalen/mijn/")
    expect(housing.locator("main")).to_contain_text("hofje")
