"""Every kind of page, for axe-core and at three widths: no barrier, no sideways scrolling, no policy violation."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parents[1] / "web" / "vendor" / "axe.min.js").read_text()
AUDIT = """axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    .then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html).join(" | ")))"""
PAGES = {
    "Burgemeester Gemeente Voorbeeldstad": (
        "/vandaag/", "/problemen/", "/problemen/?soort=crisis&oefening=ja", "/problemen/nieuw/", "/themas/",
        "/problemen/noodtoegang/", "/meer/", "/gemeente/", "/afwijkingen/", "/cijfers/", "/account/2fa/",
        "/account/password/change/", "/account/sessions/", "/nergens/",
        "/positie/", "/positie/?gaten=ja", "/positie/profiel/", "/positie/verloop/", "/positie/terugblik/2026/",
        "/positie/behoeften/", "/positie/behoeften/nieuw/", "/positie/afspraken/", "/positie/binnen/", "/vragen/",
        "/termijnen/", "/termijnen/te-laat/", "/driehoek/agenda/", "/driehoek/agenda/nieuw/",
        "/driehoek/agenda/besproken/", "/gids/", "/gids/verborgen/", "/gids/scan/", "/gids/scan/jaren/",
        "/gids/werksessies/", "/normen/", "/normen/?alles=ja", "/normen/nieuw/", "/kalender/", "/kalender/maand/",
        "/kalender/nieuw/", "/kalender/landelijk/", "/driehoek/overleg/", "/driehoek/overleg/geweest/",
        "/gebiedsscan/", "/patronen/", "/jaarplannen/", "/jaarplannen/nieuw/", "/kwartaalrapportages/",
        "/kwartaalrapportages/nieuw/",
        "/driehoek/overleg/koppeling/", "/driehoek/reeksen/", "/driehoek/reeksen/nieuw/", "/driehoek/acties/",
        "/analyses/", "/weekbriefing/", "/weekbriefing/laatste/", "/effect/", "/cijfers-op-de-kaart/",
        "/uitwisseling/", "/uitwisseling/verzoeken/", "/uitwisseling/verzoeken/nieuw/", "/uitwisseling/ontvangen/",
        "/uitwisseling/voornemens/", "/uitwisseling/voornemens/nieuw/",
        "/uitwisseling/bij/", "/uitwisseling/bij/nieuw/",
        "/uitwisseling/vaste-gevallen/", "/uitwisseling/vaste-gevallen/nieuw/", "/uitwisseling/cijfers/",
        "/uitwisseling/mondeling/", "/uitwisseling/mondeling/nieuw/",
        "/bestuurlijke-maatregelen/", "/complex/", "/complex/?vast=ja", "/casussen/",
    ),
    "Adviseur openbare orde": (
        "/signalen/", "/signalen/nieuw/", "/signalen/mijn/", "/signalen/overdrachten/",
        "/barrieres/", "/barrieres/nieuw/",
        "/casussen/volgorde/", "/casussen/volgorde/gewichten/", "/casussen/volgorde/capaciteit/",
        "/themas/", "/themas/nieuw/", "/cijfers/inlezen/", "/cijfers/nieuw/", "/afwijkingen/signaalwaarden/",
        "/afwijkingen/dempingen/", "/beheer/contactroutes/", "/gids/teksten/", "/gids/werksessies/nieuw/",
        "/gebiedsscan/nieuw/",
        "/raad/werk/", "/raad/werk/versies/", "/raad/werk/versies/nieuw/", "/raad/werk/vragen/nieuw/",
        "/positie/van-mij/", "/positie/melden/", "/normen/sets/", "/normen/regels/",
        "/normen/regels/nieuw/", "/sjablonen/", "/sjablonen/nieuw/", "/sjablonen/inlezen/", "/sjablonen/nightlife/",
        "/sjablonen/nightlife/overnemen/", "/sjablonen/sporen/", "/kalender/inlezen/", "/kalender/downloaden/",
        "/effect/nieuw/", "/analyses/", "/analyses/nieuw/", "/weekbriefing/", "/weekbriefing/samenstellen/",
        "/rapportages/", "/rapportages/te-controleren/", "/rapportages/formulieren/", "/rapportages/formulieren/nieuw/",
        "/exporteren/", "/exporteren/problems/",
        "/bestuurlijke-rapportages/", "/bestuurlijke-rapportages/nieuw/", "/bestuurlijke-rapportages/streeftijd/",
        "/bestuurlijke-maatregelen/sjablonen/", "/procesmodellen/",
    ),
    "Teamchef politie": ("/vandaag/", "/positie/", "/positie/van-mij/", "/positie/melden/", "/termijnen/",
        "/rapportages/", "/rapportages/bestand/", "/api-sleutels/"),
    "Officier van justitie": (
        "/uitwisseling/inbox/", "/uitwisseling/verstrekkingen/", "/uitwisseling/verstrekkingen/nieuw/",
        "/uitwisseling/verstrekkingen/spoed/",
    ),
    "Raadslid": ("/raad/", "/raad/versies/", "/raad/antwoorden/", "/meer/"),
    "Partner": ("/casussen/mijn-acties/", "/zoeken/", "/maatregelen/", "/vandaag/", "/positie/van-mij/",
        "/vragen/", "/meer/"),
    "Beheerder": (
        "/beheer/mensen/", "/beheer/mensen/nieuw/", "/beheer/vervanging/", "/beheer/organisaties/",
        "/beheer/api-sleutels/",
        "/toezicht/logboek/", "/toezicht/gebeurtenissen/", "/beheer/exportrechten/",
        "/beheer/exportrechten/nieuw/",
    ),
    "Functionaris gegevensbescherming": (
        "/rechtsgronden/", "/rechtsgronden/regel/wjsg-39f-1b-orde-veiligheid/", "/rechtsgronden/toets/",
        "/rechtsgronden/opmerkingen/", "/rechtsgronden/regel/wjsg-39f-1b-orde-veiligheid/akkoord/",
        "/rechtsgronden/regel/wjsg-39f-1b-orde-veiligheid/opmerking/", "/convenanten/", "/convenanten/nieuw/",
        "/verwerkingen/", "/verwerkingen/nieuw/", "/toezicht/steekproeven/", "/toezicht/steekproeven/nieuw/",
        "/toezicht/afspraken/", "/toezicht/oordelen/", "/toezicht/geopend/", "/toezicht/exports/",
        "/toezicht/mondeling/", "/toezicht/bij/",
    ),
}  # fmt: skip
# One tap further than a list: the first row of each.
FIRST_ROWS = (
    "/problemen/", "/afwijkingen/", "/cijfers/", "/positie/behoeften/", "/positie/afspraken/", "/positie/binnen/",
    "/vragen/?kant=alle", "/gids/werksessies/", "/beheer/contactroutes/", "/kalender/", "/driehoek/overleg/",
    "/gebiedsscan/", "/jaarplannen/", "/kwartaalrapportages/",
    "/raad/werk/", "/raad/werk/versies/", "/raad/versies/", "/raad/antwoorden/",
    "/normen/?alles=ja", "/driehoek/reeksen/", "/sjablonen/", "/sjablonen/sporen/",
    "/normen/regels/", "/analyses/", "/weekbriefing/", "/rapportages/",
    "/uitwisseling/verzoeken/", "/uitwisseling/ontvangen/", "/uitwisseling/bij/", "/uitwisseling/mondeling/",
    "/complex/", "/casussen/", "/procesmodellen/",
)  # fmt: skip


def audit(page: Page, address: str) -> list[str]:
    page.evaluate(AXE)
    found = [f"{address} {one}" for one in page.evaluate(AUDIT)]
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{address} is wider than {width} px")
    return found


@pytest.mark.parametrize("function", PAGES)
def test_no_page_has_a_barrier(sign_in: SignIn, function: str) -> None:
    page = sign_in(function, audit=True)
    found: list[str] = []
    for address in PAGES[function]:
        page.goto(address)
        found += audit(page, address)
    assert found == []


def test_no_page_behind_a_first_row_has_a_barrier(sign_in: SignIn) -> None:
    page = sign_in("Adviseur openbare orde", audit=True)
    found: list[str] = []
    for address in FIRST_ROWS:
        page.goto(address)
        page.locator("main a.dh-row, main tbody a").first.click()
        page.wait_for_load_state()
        found += audit(page, page.url)
    assert found == []


def test_no_page_violates_its_policy(sign_in: SignIn) -> None:
    for function, addresses in PAGES.items():
        page = sign_in(function, width=360)
        for address in addresses:
            page.goto(address)
            assert page.evaluate("window.violations") == [], address


def test_the_door_of_the_demo_has_no_barrier(sign_in: SignIn) -> None:
    page = sign_in("Partner", audit=True)
    page.goto("/demo/")
    assert audit(page, "/demo/") == []
