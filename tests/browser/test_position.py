"""The heart with three browsers: mayor, adviser and team chief, from a need to an answer; and two editors."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn, Site
from tests.browser.desk import ADVISER, MAYOR, choose_containing

pytestmark = pytest.mark.browser
CHIEF = "Teamchef politie"
NEED = "Hoeveel steekincidenten waren er, en waarom juist daar?"
WHAT = "Maandbeeld steekincidenten"
# Due five working days ago and late since three; the reminder by itself would only come tomorrow.
MOVE = """
UPDATE deadlines_deadline d SET due_at = now() - interval '7 days', late_after = now() - interval '5 days',
       remind_at = now() + interval '1 day', escalate_at = NULL
  FROM position_delivery v JOIN position_agreement a ON a.id = v.agreement_id
 WHERE v.deadline_id = d.id AND a.what = %s
   AND d.due_at = (SELECT min(o.due_at) FROM deadlines_deadline o JOIN position_delivery w ON w.deadline_id = o.id
                    WHERE w.agreement_id = a.id)
"""


def state_need(page: Page, sentence: str) -> None:
    page.goto("/positie/")
    page.get_by_role("link", name="Zeg wat u wilt weten").click()
    page.get_by_label("Wat wilt u weten?").fill(sentence)
    choose_containing(page.get_by_label("Thema"), "Geweld")
    page.get_by_label("Wie kan dit vertellen?").select_option(label="Basisteam Voorbeeldstad")
    page.get_by_role("button", name="Noteer").click()
    expect(page.get_by_text("niet afgesproken").first).to_be_visible()


def agree(page: Page, sentence: str, what: str) -> None:
    page.goto("/positie/behoeften/")
    page.get_by_role("link", name=sentence).first.click()
    page.get_by_role("link", name="Maak een afspraak").first.click()
    page.get_by_label("Wat wordt er geleverd?").fill(what)
    page.get_by_label("Hoe vaak?").select_option(label="Elke maand")
    page.get_by_role("button", name="Spreek dit af").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(what)


@pytest.mark.story("ST03", "ST08", "ST09", "OV01", "OV04")
def test_from_a_need_to_an_answer_with_three_browsers(sign_in: SignIn, site: Site) -> None:
    mayor, adviser, chief = sign_in(MAYOR, width=360), sign_in(ADVISER), sign_in(CHIEF, width=360)

    state_need(mayor, NEED)
    agree(adviser, NEED, WHAT)
    chief.goto("/positie/van-mij/")
    expect(chief.get_by_role("link", name=re.compile(WHAT)).first).to_be_visible()

    assert site.turn_back(MOVE, WHAT) == 1
    mayor.goto("/vandaag/")
    expect(mayor.get_by_text(re.compile(r"leveringen? (is|zijn) te laat"))).to_be_visible()
    adviser.goto("/termijnen/te-laat/")
    late = adviser.locator("li", has_text=WHAT)
    expect(late).to_contain_text("werkdagen te laat")
    late.get_by_role("button", name="Herinner").click()
    expect(adviser.locator("li", has_text=WHAT)).to_contain_text("Herinnerd")
    expect(adviser.locator("li", has_text=WHAT).get_by_role("button", name="Herinner")).to_have_count(0)

    chief.goto("/vandaag/")
    asked = chief.locator("section[aria-labelledby='asked-title'] li", has_text=f"Lever: {WHAT}").first
    expect(asked).to_contain_text("U bent herinnerd")
    asked.get_by_role("link").first.click()
    if chief.get_by_role("link", name="Lever", exact=True).count():
        chief.get_by_role("link", name="Lever", exact=True).click()
    chief.get_by_label("In één regel").fill("Vier steekincidenten, drie rond de haven")
    chief.get_by_label("Wat is er?").fill("Vier meldingen, twee aanhoudingen.")
    chief.get_by_role("button", name="Lever", exact=True).click()
    expect(chief.get_by_text("Vier steekincidenten").first).to_be_visible()

    mayor.goto("/vandaag/")
    arrived = mayor.locator("section[aria-labelledby='changed-title'] li", has_text="Vier steekincidenten")
    expect(arrived).to_contain_text("Zonder uitleg")
    arrived.locator("a.dh-row").click()
    mayor.get_by_role("button", name="Duiding mist").click()
    expect(mayor.locator("main")).to_contain_text(re.compile("duiding mist", re.IGNORECASE))
    mayor.get_by_role("link", name="Stel een vraag").click()
    mayor.get_by_label("Uw vraag").fill("Waarom juist rond de haven?")
    mayor.get_by_role("button", name="Stel de vraag").click()
    expect(mayor.get_by_text(re.compile(r"antwoordt uiterlijk")).first).to_be_visible()

    chief.goto("/vandaag/")
    expect(chief.get_by_text("“Vier steekincidenten, drie rond de haven”: duiding mist")).to_be_visible()
    chief.get_by_role("link", name="Waarom juist rond de haven?").first.click()
    chief.get_by_role("textbox", name="Antwoord").fill(
        "Daar ligt sinds mei de nachtopvang van seizoenswerkers."
    )
    chief.get_by_role("button", name="Verstuur het antwoord").click()
    expect(chief.get_by_text("Uw antwoord is verstuurd.")).to_be_visible()

    mayor.goto("/vandaag/")
    mayor.get_by_role("link", name="Antwoord: Waarom juist rond de haven?").click()
    expect(mayor.get_by_text("nachtopvang van seizoenswerkers")).to_be_visible()
    mayor.goto("/vandaag/")
    expect(mayor.get_by_text("Antwoord: Waarom juist rond de haven?")).to_have_count(0)
    adviser.goto("/positie/")
    expect(adviser.locator("main")).to_contain_text("onvoldoende")


def test_two_people_change_one_agreement_and_the_second_loses_no_text(sign_in: SignIn) -> None:
    adviser, deputy = sign_in(ADVISER), sign_in("Locoburgemeester", width=360)
    state_need(adviser, "Welke bedrijven kregen een controle, en wat vond men?")
    agree(adviser, "Welke bedrijven kregen een controle", "Controles van de maand")
    address = adviser.url.rstrip("/") + "/wijzigen/"
    for page in (adviser, deputy):
        page.goto(address)
    adviser.get_by_label("Wat wordt er geleverd?").fill("Controles van de maand, per wijk")
    adviser.get_by_role("button", name="Bewaren").click()
    expect(adviser.get_by_role("heading", level=1)).to_contain_text("per wijk")
    deputy.get_by_label("Wat wordt er geleverd?").fill("Controles van de maand, per branche")
    deputy.get_by_role("button", name="Bewaren").click()
    expect(deputy.get_by_role("alert")).to_contain_text("Iemand anders was u voor")
    expect(deputy.get_by_role("alert")).to_contain_text("per wijk")
    expect(deputy.get_by_label("Wat wordt er geleverd?")).to_have_value("Controles van de maand, per branche")
    deputy.get_by_role("button", name="Bewaren").click()
    expect(deputy.get_by_role("heading", level=1)).to_contain_text("per branche")


def retype(page: Page, problem: str, kind: str, reason: str) -> None:
    page.goto(f"{problem}soort/besluit/?soort={kind}")
    page.get_by_label("Waarom?").fill(reason)
    page.locator("form.dh-form button[type=submit]").click()
    page.wait_for_url(problem)


def test_a_problem_changes_kind_and_its_information_with_it(sign_in: SignIn) -> None:
    """Standard, complex, crisis, complex: who sees it and what is needed follow each time."""
    adviser, chief = sign_in(ADVISER), sign_in(CHIEF, width=360)
    adviser.goto("/problemen/nieuw/?soort=standard")
    adviser.get_by_label("Titel").fill("Vechtpartijen bij de Proefkade")
    choose_containing(adviser.get_by_label("Thema"), "Geweld")
    adviser.get_by_role("button", name="Probleem openen").click()
    adviser.wait_for_url(re.compile(r"/problemen/[0-9a-f-]{36}/"))
    problem = adviser.url
    chief.goto(problem)
    expect(chief.get_by_role("heading", level=1)).to_contain_text("Vechtpartijen bij de Proefkade")

    needs = adviser.locator("section[aria-labelledby='position-needs-title']")
    seen: dict[str, list[str]] = {}
    for kind, reason in (
        ("complex", "De gewone aanpak werkt al drie kwartalen niet en er zijn meer partijen nodig."),
        ("crisis", "Er dreigt vannacht een grote confrontatie tussen twee groepen."),
    ):
        retype(adviser, problem, kind, reason)
        expect(needs.locator("li").first).to_be_visible()
        seen[kind] = needs.locator(".dh-row__title").all_inner_texts()
        answer = chief.goto(problem)
        assert answer is not None
        assert answer.status == (200 if kind == "crisis" else 404)
    assert not set(seen["complex"]) & set(seen["crisis"])
    retype(adviser, problem, "complex", "De acute dreiging is voorbij; het vervolg vraagt een lange aanpak.")
    assert needs.locator(".dh-row__title").all_inner_texts() == seen["complex"]
    again = chief.goto(problem)
    assert again is not None
    assert again.status == 404
    expect(adviser.locator("#proces")).to_contain_text("De acute dreiging is voorbij")
    expect(adviser.locator("#proces")).to_contain_text("Er dreigt vannacht")
