"""The mayor with one minute and a phone."""

from __future__ import annotations

import io

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignIn, Site

pytestmark = pytest.mark.browser
MAYOR = "Burgemeester Gemeente Voorbeeldstad"


def test_one_tap_brings_the_mayor_to_three_answers(sign_in: SignIn) -> None:
    page = sign_in(MAYOR, width=360)
    expect(page.get_by_role("heading", level=1)).to_contain_text("burgemeester")
    for title in ("Wat wordt van u gevraagd", "Wat speelt er", "Veranderd"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text("VOORBEELD", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for section in ("asked", "going-on", "changed"):
        rows = page.locator(f"section[aria-labelledby='{section}-title'] li")
        assert 1 <= rows.count() <= 5


def test_each_deviation_is_one_tap_from_its_evidence(sign_in: SignIn) -> None:
    page = sign_in(MAYOR, width=360)
    row = page.locator("section[aria-labelledby='going-on-title'] a.dh-row--chart").first
    sentence = row.inner_text()
    assert "verwacht" in sentence
    assert "Politie/CBS" in sentence or "gesimuleerd" in sentence.lower()
    row.click()
    expect(page.locator("figure.dh-chart svg:visible").first).to_be_visible()
    expect(page.get_by_text("Toon tabel").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("regel")


def test_the_mayor_opens_a_case_only_with_a_purpose_and_the_officer_sees_it_live(sign_in: SignIn) -> None:
    officer = sign_in("Functionaris gegevensbescherming")
    officer.goto("/toezicht/geopend/")
    page = sign_in(MAYOR)
    page.goto("/problemen/")
    page.get_by_role("link", name="Jeugdgroep rond het Proefplein").click()
    expect(page.get_by_text("U ziet alleen het overzicht")).to_be_visible()
    page.get_by_role("link", name="Dossier openen met een doel").click()
    page.get_by_label("Waarvoor hebt u dit dossier nodig?").fill(
        "Besluit over een gebiedsverbod, artikel 172a"
    )
    page.get_by_role("button", name="Dossier openen").click()
    expect(page.get_by_text("Stap 5 van het zevenstappenmodel")).to_be_visible()
    officer.reload()
    expect(officer.get_by_text("Besluit over een gebiedsverbod, artikel 172a").first).to_be_visible()
    expect(officer.get_by_text("Jeugdgroep")).to_have_count(0)


def test_the_same_stands_on_one_a4(sign_in: SignIn) -> None:
    page = sign_in(MAYOR)
    answer = page.context.request.get("/vandaag/a4/")
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.body())) as paper:
        assert len(paper.pages) == 1
        assert paper.Root.MarkInfo.Marked


def test_the_command_line_gives_the_same_page(site: Site) -> None:
    target = site.folder / "vandaag.pdf"
    done = site.command("brief", "--pdf", str(target))
    assert done.returncode == 0, done.stderr
    with pikepdf.open(target) as paper:
        assert len(paper.pages) == 1
    words = site.command("brief").stdout
    assert "Wat speelt er" in words
    assert "Explosie bij een portiek" in words
    assert site.command("brief", "--for", "niemand@voorbeeld.invalid").returncode == 2


def test_the_page_is_complete_in_english(sign_in: SignIn) -> None:
    page = sign_in(MAYOR, width=360)
    page.get_by_text("Account", exact=True).click()
    page.get_by_role("button", name="English").first.click()
    expect(page.get_by_role("heading", name="What is going on")).to_be_visible()
    expect(page.get_by_role("heading", name="What is asked of you")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_someone_elses_change_is_announced_and_comes_with_one_tap(sign_in: SignIn) -> None:
    page = sign_in(MAYOR)
    expect(page.locator("#live-state")).to_have_text("live")
    adviser = sign_in("Adviseur openbare orde")
    adviser.goto("/problemen/nieuw/")
    adviser.get_by_label("Titel").fill("Wateroverlast bij de Proefsluis")
    adviser.get_by_label("Crisis", exact=True).check()
    adviser.get_by_label("Thema").select_option(label="Fysieke veiligheid: Voorbereiding op crises")
    adviser.get_by_label("Kern").fill("De sluis staat op het punt over te lopen.")
    adviser.get_by_role("button", name="Probleem openen").click()
    expect(adviser.get_by_role("heading", name="Wateroverlast bij de Proefsluis")).to_be_visible()
    page.get_by_role("button", name="toon").click()
    expect(page.locator("#today")).to_contain_text("Wateroverlast bij de Proefsluis")
    adviser.get_by_role("button", name="Afsluiten").click()
    expect(adviser.get_by_text("De status is nu: Afgesloten.")).to_be_visible()
