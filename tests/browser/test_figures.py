"""Figures at the desk: what is measured, reading a file in, and what was provisional."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.browser.desk import (
    ADVISER,
    ANALYST,
    THEME,
    areas,
    choose_containing,
    define,
    expect_facts,
    load,
    offer,
    table,
)

pytestmark = pytest.mark.browser


@pytest.mark.story("ST05")
def test_the_adviser_defines_an_indicator_and_ends_it(sign_in: SignIn) -> None:
    page = sign_in(ADVISER)
    page.goto("/cijfers/")
    page.get_by_role("link", name="Indicator toevoegen").click()
    page.get_by_label("Naam", exact=True).fill("Meldingen zwerfafval")
    page.get_by_role("button", name="Indicator toevoegen").click()
    expect(page.get_by_text("Kies een bron, of geef de naam van een nieuwe.").first).to_be_visible()
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Meldingen zwerfafval")

    page.get_by_label("Naam van de nieuwe bron").fill("Meldingen openbare ruimte")
    page.get_by_label("Code in de bron").fill("zwerfafval")
    choose_containing(page.get_by_label("Thema"), THEME)
    page.get_by_label("Eenheid").fill("meldingen per 1.000 inwoners")
    page.get_by_label("Cijfers achter de komma").fill("1")
    page.get_by_label("per 1.000 inwoners", exact=True).check()
    page.get_by_label("Periode").select_option(label="per kwartaal")
    page.get_by_label("lager is beter").check()
    page.get_by_label("Soort norm").select_option(label="vaste streefwaarde")
    choose_containing(page.get_by_label("Eigenaar"), "Analist")
    page.get_by_role("button", name="Indicator toevoegen").click()
    expect(page.get_by_text("De indicator is toegevoegd.")).to_be_visible()
    expect_facts(
        page,
        Bron="Meldingen openbare ruimte",
        Eenheid="meldingen per 1.000 inwoners",
        Periode="per kwartaal",
        Richting="lager is beter",
        Eigenaar="Analist Voorbeeld",
        **{
            "Code in de bron": "zwerfafval",
            "Uitgedrukt als": "per 1.000 inwoners",
            "Soort norm": "vaste streefwaarde",
        },
    )

    page.get_by_role("link", name="Wijzigen").click()
    page.get_by_label("hoger is beter").check()
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("De wijziging is bewaard.")).to_be_visible()
    expect_facts(page, Richting="hoger is beter")

    page.get_by_role("button", name="Beëindigen").click()
    expect(page.get_by_text("De indicator is beëindigd. De cijfers blijven.")).to_be_visible()
    page.get_by_role("button", name="Terugzetten").click()
    expect(page.get_by_text("De indicator is terug.")).to_be_visible()
    expect(page.get_by_role("button", name="Beëindigen")).to_be_visible()


@pytest.mark.story("ST05")
def test_of_two_who_change_an_indicator_the_second_keeps_the_text(sign_in: SignIn) -> None:
    one, two = sign_in(ADVISER), sign_in(ANALYST)
    address = define(one, "Meldingen vuurwerk", "vuurwerk")
    for page in (one, two):
        page.goto(f"{address}wijzigen/")
    one.get_by_label("Eenheid").fill("meldingen van bewoners")
    one.get_by_role("button", name="Bewaren").click()
    expect(one.get_by_text("De wijziging is bewaard.")).to_be_visible()
    two.get_by_label("Naam", exact=True).fill("Meldingen van zwaar vuurwerk")
    two.get_by_role("button", name="Bewaren").click()
    expect(two.get_by_text("Iemand anders was u voor")).to_be_visible()
    expect(two.locator(".dh-conflict")).to_contain_text("meldingen van bewoners")
    expect(two.get_by_label("Naam", exact=True)).to_have_value("Meldingen van zwaar vuurwerk")
    two.get_by_label("Eenheid").fill("meldingen van bewoners")
    two.get_by_role("button", name="Bewaren").click()
    expect(two.get_by_role("heading", name="Meldingen van zwaar vuurwerk")).to_be_visible()
    expect_facts(two, Eenheid="meldingen van bewoners")


@pytest.mark.story("ST06")
def test_a_file_with_good_and_bad_rows(sign_in: SignIn) -> None:
    page = sign_in(ANALYST)
    address = define(page, "Meldingen geluid", "geluid")
    code = areas(page)[0][0]
    content = table(
        f"geluid;{code};2024-01;12;definitief",
        f"geluid;{code};2024-02;9;definitief",
        f"Meldingen geluid;{code};2024MM03;14;voorlopig",
        "geluid;Nergenshuizen;2024-04;3;",
        f"geluid;{code};2024-04;-3;",
        f"geluid;{code};2099-01;3;",
        f"geluid;{code};2024-05;=1+1;",
        f"onbekend;{code};2024-05;3;",
        f"geluid;{code};2024-05;3;misschien",
        f"geluid;{code};2024-06;3;",
        f"geluid;{code};2024-06;4;",
    )
    offer(page, "geluid.csv", content)
    expect_facts(page, **{"Rijen gelezen": "11", "Nieuw": "3", "Gewijzigd": "0", "Geweigerd": "8"})
    refused = page.get_by_role("region", name="Geweigerde rijen").locator("tbody tr")
    for line, column, value, reason in (
        (5, "gebied", "Nergenshuizen", "onbekend gebied"),
        (6, "waarde", "-3", "een aantal kan niet negatief zijn"),
        (7, "periode", "2099-01", "deze periode ligt in de toekomst"),
        (8, "waarde", "=1+1", "geen getal"),
        (9, "indicator", "onbekend", "onbekende indicator"),
        (10, "status", "misschien", "voorlopig of definitief"),
        (11, "periode", "2024MM06", "meer dan één keer"),
        (12, "periode", "2024MM06", "meer dan één keer"),
    ):
        cells = refused.filter(has=page.locator("th", has_text=re.compile(f"^{line}$"))).locator("th, td")
        expect(cells).to_contain_text([str(line), column, value, reason])
    with page.expect_download() as download:
        page.get_by_role("link", name="Download de geweigerde rijen (CSV)").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0] == "regelnummer;kolom;waarde;reden"
    assert len(lines) == 9
    assert lines[4].startswith("8;waarde;'=1+1;"), "a spreadsheet would run what a stranger wrote"

    page.get_by_role("button", name="Lees de goede rijen in").click()
    expect(page.get_by_text("3 cijfers zijn nieuw of anders.")).to_be_visible()
    page.goto(address)
    expect(
        page.get_by_role("region", name="Waar deze cijfers vandaan komen").locator("tbody tr")
    ).to_have_count(3)

    offer(page, "geluid.csv", content)
    expect_facts(page, Nieuw="0", Hetzelfde="3")
    page.get_by_role("button", name="Lees de goede rijen in").click()
    expect(page.get_by_text("Al deze cijfers waren er al. Er is niets veranderd.")).to_be_visible()


def formula_book(code: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["indicator", "gebied", "periode", "waarde"])
    sheet.append(["wrak", code, "2024-01", "=SUM(1;2)"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bomb(_code: str) -> bytes:
    """A spreadsheet of some hundreds of kilobytes that is 300 MB when unpacked."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(b"\0" * 1_000_000)
    return target.getvalue()


REFUSED: dict[str, tuple[Callable[[str], bytes], str]] = {
    "kop.csv": (lambda code: table(f"wrak;{code};2024-01;3", header="wat;waar;wanneer;hoeveel"),
                "De kopregel past bij geen bekend formaat. Gevonden: wat, waar, wanneer, hoeveel."),
    "utf16.csv": (lambda code: table(f"wrak;{code};2024-01;3;").decode().encode("utf-16"),
                  "Het bestand is in UTF-16 bewaard. Bewaar het opnieuw als CSV in UTF-8."),
    "latin1.csv": (lambda code: table(f"wrak;{code};2024-01;3;", "één;x;x;x;").decode().encode("latin-1"),
                   "Regel 3 is niet in UTF-8"),
    "tab.csv": (lambda code: table(f"wrak;{code};2024-01;3;").replace(b";", b"\t"), "Het scheidingsteken is een tab."),
    "aanhaling.csv": (lambda code: table(f'"wrak;{code};2024-01;3;'), "een aanhalingsteken"),
    "formule.xlsx": (formula_book, "Cel D2 bevat een formule."),
    "bom.xlsx": (bomb, "Uitgepakt is dit XLSX-bestand te groot of vreemd van bouw."),
    "oud.xls": (lambda _code: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Dit is een oud Excel-bestand (.xls)."),
    "slecht.csv": (lambda code: table(f"wrak;{code};2024-01;veel;"), "Geen enkele rij is bruikbaar."),
}  # fmt: skip


@pytest.mark.story("ST06")
def test_an_unusable_file_is_refused_in_words_and_nothing_is_loaded(sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in(ADVISER)
    address = define(page, "Meldingen fietswrakken", "wrak")
    code = areas(page)[0][0]
    for name, (make, says) in REFUSED.items():
        offer(page, name, make(code))
        expect(page.locator(".dh-tag", has_text="Geweigerd")).to_be_visible()
        expect(page.get_by_text(says).first).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("^Lees"))).to_have_count(0)

    large = tmp_path / "groot.csv"
    with large.open("wb") as file:
        file.truncate(51_000_000)
    for given, says in (
        ({"name": "leeg.csv", "mimeType": "text/csv", "buffer": b""}, "leeg"),
        (large, "Dit bestand is groter dan 50 MB."),
    ):
        page.goto("/cijfers/inlezen/")
        page.get_by_label("Bestand", exact=True).set_input_files(given)  # type: ignore[arg-type]
        page.get_by_role("button", name="Bekijk wat erin staat").click()
        expect(page.locator("[data-error-summary]")).to_contain_text(says)
    page.goto(address)
    expect(page.get_by_text("Er zijn nog geen cijfers")).to_be_visible()


@pytest.mark.story("ST15")
def test_provisional_figures_give_way_to_definitive_ones_and_stay_in_the_history(sign_in: SignIn) -> None:
    page = sign_in(ANALYST)
    address = define(page, "Meldingen verlichting", "lamp")
    (code, name), *_others = areas(page)
    first = table(f"lamp;{code};2025-01;20;", f"lamp;{code};2025-02;30;")
    load(page, "lamp-voorlopig.csv", first, provisional="ja", published="2025-03-10")
    page.goto(address)
    expect(page.locator(".dh-figure")).to_contain_text("Zekerheid: voorlopig")
    rows = page.get_by_role("region", name="Waar deze cijfers vandaan komen").locator("tbody tr")
    expect(rows.first).to_contain_text("voorlopig")
    expect(page.get_by_text("Nog geen enkel cijfer is later gewijzigd.")).to_be_visible()

    second = table(f"lamp;{code};2025-01;20;definitief", f"lamp;{code};2025-02;34;definitief")
    offer(page, "lamp-definitief.csv", second, published="2025-06-10")
    expect_facts(page, Nieuw="0", Gewijzigd="2", **{"Waarvan definitief was": "0"})
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_text("De cijfers zijn ingelezen.")).to_be_visible()

    page.goto(address)
    expect(page.locator(".dh-figure")).to_contain_text(name)
    expect(page.locator(".dh-figure")).to_contain_text("34")
    expect(page.locator(".dh-figure")).to_contain_text("Zekerheid: definitief")
    expect(rows).to_contain_text(["lamp-definitief.csv", "lamp-definitief.csv"])
    history = page.get_by_role("region", name="Wat er later is gewijzigd").locator("tbody tr")
    expect(history).to_have_count(2)
    changed = history.filter(has_text="februari 2025").locator("th, td")
    today = page.evaluate(
        "new Date().toLocaleDateString('nl-NL', {day: 'numeric', month: 'long', timeZone: 'Europe/Amsterdam'})"
    )
    expect(changed).to_contain_text(
        ["februari 2025", "30", "voorlopig", "lamp-voorlopig.csv", today, "lamp-definitief.csv"]
    )
