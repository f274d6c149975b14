"""The look in a real browser: readable, reachable, within its policy and its weight."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import LiveStream

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
FIRST_LOAD = 150_000
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (e) => {
  window.violations.push(e.violatedDirective + " " + e.blockedURI);
});
"""
AUDIT = """axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    .then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html).join(" | ")))"""
SMALL = """[...document.querySelectorAll(
    "nav a, button, summary, .nl-button, .dh-row[href], input:not([type=hidden]), select, textarea")]
  .filter((e) => e.offsetParent !== null && !e.closest(".dh-chart"))
  .map((e) => [e.closest("label") ?? e, e])
  .filter(([box]) => box.getBoundingClientRect().height < 43.5)
  .map(([, e]) => e.outerHTML.slice(0, 90))"""


@contextmanager
def opened(
    browser: Browser,
    site: str,
    path: str,
    *,
    width: int = 1280,
    theme: str = "",
    audit: bool = False,
    **more: Any,
) -> Iterator[Page]:
    """Open a page of the small site in a browser of its own."""
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=audit, **more)
    if theme:
        context.add_cookies([{"name": "thema", "value": theme, "url": site}])
    page = context.new_page()
    page.set_default_timeout(5000)
    page.add_init_script(WATCH)
    page.goto(site + path)
    yield page
    context.close()


def until(found: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("width", [360, 1280])
def test_style_guide_has_no_barriers(browser: Browser, site: str, theme: str, width: int) -> None:
    with opened(browser, site, "/stijlgids/?oefening", width=width, theme=theme, audit=True) as page:
        page.evaluate(AXE)
        assert page.evaluate(AUDIT) == []


@pytest.mark.parametrize(
    "path", ["/meer/", "/notitie/", "/bevestigen/", "/niets/", "/weg/?file=nergens", "/live/"]
)
def test_other_pages_have_no_barriers(browser: Browser, site: str, path: str) -> None:
    with opened(browser, site, path, width=360, audit=True) as page:
        page.evaluate(AXE)
        assert page.evaluate(AUDIT) == []


@pytest.mark.parametrize("path", ["/stijlgids/", "/meer/", "/notitie/", "/bevestigen/", "/niets/", "/live/"])
def test_nothing_breaks_the_policy(browser: Browser, site: str, path: str) -> None:
    with opened(browser, site, path) as page:
        page.wait_for_load_state("load")
        page.locator("summary").first.click() if page.locator("summary").count() else None
        assert page.evaluate("window.violations") == []


def test_the_policy_is_at_work(browser: Browser, site: str) -> None:
    with opened(browser, site, "/meer/") as page:
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        page.evaluate("fetch('https://elders.example/').catch(() => null)")
        assert any(found.startswith("connect-src") for found in page.evaluate("window.violations"))


@pytest.mark.parametrize("path", ["/stijlgids/?oefening", "/notitie/", "/bevestigen/"])
@pytest.mark.parametrize("width", [320, 360, 768])
def test_nothing_is_wider_than_the_screen(browser: Browser, site: str, path: str, width: int) -> None:
    with opened(browser, site, path, width=width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/stijlgids/", "/notitie/", "/meer/"])
def test_a_thumb_can_hit_everything(browser: Browser, site: str, path: str) -> None:
    with opened(browser, site, path, width=360) as page:
        page.locator("summary").first.click()
        assert page.evaluate(SMALL) == []
        page.evaluate("document.querySelector('main').append(document.createElement('button'))")
        assert page.evaluate(SMALL) == ["<button></button>"]


def test_bar_is_under_the_thumb_and_on_a_desk_under_the_header(browser: Browser, site: str) -> None:
    place = "document.querySelector('.dh-nav').getBoundingClientRect()"
    with opened(browser, site, "/stijlgids/", width=360) as page:
        assert page.evaluate(f"{place}.bottom") == 800
        assert page.locator(".dh-nav a").count() == 5
    with opened(browser, site, "/stijlgids/", width=1280) as page:
        assert page.evaluate(f"{place}.bottom") < 200


def test_first_load_is_light(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    sizes: dict[str, int] = {}

    def weigh(response: Any) -> None:
        if response.request.resource_type == "eventsource":
            return
        body = response.body()
        packed = body if response.url.endswith(".woff2") else gzip.compress(body, 6)
        sizes[response.url.removeprefix(site)] = len(packed) + 300

    page.on("response", weigh)
    page.goto(site + "/stijlgids/")
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)
    context.close()
    assert any(name.endswith(".woff2") for name in sizes)
    assert sum("latin-ext" in name for name in sizes) == 0
    assert sum(sizes.values()) < FIRST_LOAD, sizes


@pytest.mark.parametrize(
    ("scheme", "theme", "dark"), [("dark", "", True), ("light", "dark", True), ("dark", "light", False)]
)
def test_scheme_follows_the_device_unless_chosen(
    browser: Browser, site: str, scheme: str, theme: str, dark: bool
) -> None:
    with opened(browser, site, "/meer/", theme=theme, color_scheme=scheme) as page:
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (colour == "rgb(16, 23, 28)") is dark


def test_choosing_a_look_keeps_the_place(browser: Browser, site: str) -> None:
    with opened(browser, site, "/stijlgids/?oefening=1", width=360) as page:
        page.locator(".dh-menu > summary").click()
        page.locator(".dh-menu").get_by_role("button", name="Donker").click()
        page.wait_for_load_state()
        assert page.url.endswith("/stijlgids/?oefening=1")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_menu_closes_with_escape_and_gives_the_focus_back(browser: Browser, site: str) -> None:
    with opened(browser, site, "/meer/") as page:
        page.locator(".dh-menu > summary").click()
        expect(page.locator(".dh-menu__panel")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".dh-menu__panel")).to_be_hidden()
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_first_tab_goes_past_the_menu(browser: Browser, site: str) -> None:
    with opened(browser, site, "/meer/") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "inhoud"


def test_after_an_error_the_reader_stands_at_the_summary_and_gets_to_the_field(
    browser: Browser, site: str
) -> None:
    with opened(browser, site, "/notitie/", width=360) as page:
        page.get_by_role("button", name="Tekst bewaren").click()
        page.wait_for_load_state()
        assert page.title().startswith("Fout: Notitie")
        assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
        page.get_by_role("link", name="Tekst: Vul dit in.").click()
        assert page.evaluate("document.activeElement.name") == "text"
        page.get_by_role("link", name="Soort: Kies een van de mogelijkheden.").click()
        assert page.evaluate("document.activeElement.name") == "kind"


def test_unsaved_text_is_guarded_and_sending_is_free(browser: Browser, site: str) -> None:
    asked: list[str] = []
    with opened(browser, site, "/notitie/") as page:
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.get_by_role("link", name="Annuleren").click()
        page.wait_for_url("**/meer/")
        assert asked == []
        page.goto(site + "/notitie/")
        page.get_by_label("Tekst").press_sequentially("Dit mag niet weg")
        page.get_by_role("link", name="Annuleren").click(no_wait_after=True)
        until(lambda: page.wait_for_timeout(50) is None and asked == ["beforeunload"])
        assert page.url.endswith("/notitie/")
        page.get_by_label("Een").check()
        page.get_by_role("button", name="Tekst bewaren").click()
        page.wait_for_function("document.body.textContent === 'bewaard'")
        assert asked == ["beforeunload"]


def test_page_comes_back_by_itself_when_the_data_do(browser: Browser, site: str, tmp_path: Path) -> None:
    back = tmp_path / "back"
    with opened(browser, site, f"/weg/?file={back}") as page:
        expect(page.locator("h1")).to_have_text("De gegevens zijn even niet bereikbaar")
        page.clock.install()
        page.reload()
        page.clock.run_for(10_500)
        page.wait_for_timeout(200)
        expect(page.locator("h1")).to_have_text("De gegevens zijn even niet bereikbaar")
        back.touch()
        page.clock.run_for(10_500)
        expect(page.locator("h1")).to_have_text("Terug")


def connected(stream: LiveStream, before: int) -> None:
    """Wait until a stream more than `before` is open and will get what is sent."""
    until(lambda: stream.opened > before)


def test_news_waits_until_the_reader_wants_it(browser: Browser, site: str, stream: LiveStream) -> None:
    before = stream.opened
    with opened(browser, site, "/live/") as page:
        connected(stream, before)
        assert stream.asked[-1] == {"since": ["7"]}
        expect(page.locator("#live-state")).to_have_text("live")
        turn = page.locator("#turn").inner_text()
        stream.change(8, "problem", "a")
        expect(page.locator("#status")).to_have_text("1 wijziging – toon")
        stream.change(9, "problem", "a")
        stream.change(10, "problem", "b")
        stream.change(11, "elders", "c")
        expect(page.locator("#status")).to_have_text("2 wijzigingen – toon")
        assert page.locator("#turn").inner_text() == turn
        page.get_by_role("button", name="2 wijzigingen – toon").click()
        expect(page.locator("#turn")).not_to_have_text(turn)
        expect(page.locator("#status")).to_have_text("De pagina is bijgewerkt.")


def test_a_message_leaves_the_offer_of_news_standing(browser: Browser, site: str, stream: LiveStream) -> None:
    before = stream.opened
    with opened(browser, site, "/live/") as page:
        connected(stream, before)
        stream.change(15, "problem", "a")
        expect(page.locator("#status button")).to_have_text("1 wijziging – toon")
        page.evaluate("document.dispatchEvent(new CustomEvent('htmx:sendError'))")
        expect(page.locator("#status p")).to_have_text(
            "De gegevens zijn even niet bereikbaar. Probeer het zo opnieuw."
        )
        expect(page.locator("#status button")).to_be_visible()


def test_a_fragment_sent_to_the_sign_in_takes_the_whole_page_there(browser: Browser, site: str) -> None:
    with opened(browser, site, "/live/") as page:
        page.locator("#part").evaluate(
            "(part) => { part.setAttribute('hx-get', '/verhuisd/'); htmx.process(part); }"
        )
        page.evaluate("htmx.ajax('GET', '/verhuisd/', '#part')")
        page.wait_for_url("**/niets-meer/")


def test_a_version_already_shown_is_no_news_and_a_small_part_renews_itself(
    browser: Browser, site: str, stream: LiveStream
) -> None:
    before = stream.opened
    with opened(browser, site, "/live/") as page:
        connected(stream, before)
        stream.change(12, "deviation", "5", version=3)
        stream.change(13, "clock", "x")
        expect(page.locator("#auto section")).to_be_visible()
        expect(page.locator("#status")).to_have_text("")
        stream.change(14, "deviation", "5", version=4)
        expect(page.locator("#status")).to_have_text("1 wijziging – toon")


def test_stream_can_be_paused_and_goes_on_where_it_was(
    browser: Browser, site: str, stream: LiveStream
) -> None:
    before = stream.opened
    with opened(browser, site, "/live/") as page:
        connected(stream, before)
        stream.change(21, "problem", "a")
        expect(page.locator("#status")).to_have_text("1 wijziging – toon")
        page.get_by_role("button", name="Pauzeer live").click()
        expect(page.locator("#live-state")).to_have_text("live staat stil")
        now = stream.opened
        page.get_by_role("button", name="Hervat live").click()
        connected(stream, now)
        assert stream.asked[-1] == {"since": ["21"]}
        expect(page.locator("#live-state")).to_have_text("live")


def test_stream_comes_back_after_a_refusal_and_after_a_goodbye(
    browser: Browser, site: str, stream: LiveStream
) -> None:
    before = len(stream.asked)
    stream.refuse = 1
    with opened(browser, site, "/live/") as page:
        expect(page.locator("#live-state")).to_have_text("niet live")
        until(lambda: len(stream.asked) >= before + 2)
        expect(page.locator("#live-state")).to_have_text("live")
        asked = len(stream.asked)
        stream.send("event: bye\ndata: {}\n\n")
        expect(page.locator("#live-state")).to_have_text("niet live")
        until(lambda: len(stream.asked) > asked, seconds=10)
        expect(page.locator("#live-state")).to_have_text("live")
