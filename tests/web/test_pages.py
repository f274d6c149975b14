"""The page around the content: navigation, banners, look, language, headers, menu."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.urls import include, path
from django.utils import translation
from lxml import html

from driehoek.web import context, menu, views
from driehoek.web.look import theme_of
from driehoek.web.menu import MenuEntry
from driehoek.web.middleware import LanguageMiddleware, ResponseHeadersMiddleware


class Reader:
    """Someone who is signed in."""

    is_authenticated = True

    def __str__(self) -> str:
        return "M. <Voorbeeld>"


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x")


urlpatterns = [
    path("", include(([path("", nothing, name="home"), path("vandaag/", nothing, name="today")], "brief"))),
    path(
        "problemen/",
        include(([path("", nothing, name="list"), path("<int:pk>/", nothing, name="page")], "problems")),
    ),
    path("", include("driehoek.web.urls")),
]
here = pytest.mark.urls("tests.web.test_pages")


def request(address: str = "/vandaag/", user: Any = None, **cookies: str) -> HttpRequest:
    made = RequestFactory().get(address)
    made.user = user or Reader()
    made.COOKIES.update(cookies)
    return made


def base(made: HttpRequest) -> html.HtmlElement:
    return html.document_fromstring(render_to_string("web/base.html", {}, made))


@here
def test_navigation_marks_where_one_is_and_leads_nowhere_that_is_not_there() -> None:
    places = context.navigation(request("/problemen/3/"))
    assert [(place.label, place.active) for place in places] == [
        ("Vandaag", False),
        ("Problemen", True),
        ("Meer", False),
    ]


@here
def test_page_has_one_main_a_way_past_the_menu_and_a_place_for_news() -> None:
    page = base(request())
    assert len(page.xpath("//main")) == 1
    assert page.xpath("//a[contains(@class, 'nl-skip-link')]/@href") == ["#inhoud"]
    assert page.xpath("//main/@id") == ["inhoud"]
    assert page.xpath("//*[@id='status']/@role") == ["status"]
    assert page.xpath("//nav//a[@aria-current='page']/text()") == ["Vandaag"]
    assert page.xpath("//html/@lang") == ["nl"]


@here
def test_name_in_the_account_menu_is_escaped() -> None:
    assert "M. &lt;Voorbeeld&gt;" in render_to_string("web/base.html", {}, request())


@here
def test_who_is_not_signed_in_gets_no_menu_and_no_stream() -> None:
    page = base(request(user=AnonymousUser()))
    assert not page.xpath("//nav")
    assert not page.xpath("//meta[@name='live-url']")
    assert not page.xpath("//script[contains(@src, 'live')]")


@here
@pytest.mark.parametrize("demo", [True, False])
def test_demonstration_is_unmistakable_and_only_then_there(demo: bool) -> None:
    made = request()
    made.demo_figures = "Politie/CBS 47022NED"  # type: ignore[attr-defined]
    with override_settings(DEMO=demo):
        page = base(made)
    banners = [" ".join(banner.text_content().split()) for banner in page.xpath("//*[@class='dh-banner']")]
    said = "VOORBEELD – verzonnen dossiers en personen. Cijfers: Politie/CBS 47022NED."
    assert banners == ([said] if demo else [])


@here
def test_exercise_is_unmistakable() -> None:
    made = request()
    made.training = True  # type: ignore[attr-defined]
    text = base(made).xpath("string(//*[contains(@class, 'dh-banner--training')])")
    assert " ".join(text.split()) == "OEFENING – niets op dit scherm is echt gebeurd."


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("", "http://testserver:9001/live"),
        ("/live", "/live"),
        ("https://live.example.nl/stroom", "https://live.example.nl/stroom"),
    ],
)
def test_live_address(setting: str, address: str) -> None:
    with override_settings(LIVE_URL=setting, LIVE_PORT=9001):
        assert context.live_url(request()) == address
        assert context.live_url(request(user=AnonymousUser())) == ""


@override_settings(ALLOWED_HOSTS=["[::1]"], LIVE_URL="", LIVE_PORT=9001)
def test_live_address_of_an_ipv6_host() -> None:
    made = RequestFactory().get("/", headers={"host": "[::1]:8000"})
    assert context.live_origin(made) == "http://[::1]:9001"


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("contrast", "contrast"), ("'><b>", "system"), ("", "system")]
)
def test_theme_is_one_of_four(cookie: str, theme: str) -> None:
    assert theme_of(request(thema=cookie)) == theme


@here
def test_theme_stands_on_the_page_and_its_button_is_pressed() -> None:
    page = base(request(thema="dark"))
    assert page.xpath("//html/@data-theme") == ["dark"]
    assert page.xpath("//button[@name='theme'][@aria-pressed='true']/@value") == ["dark"]


@pytest.mark.parametrize(
    ("wanted", "target"),
    [("/problemen/?a=1", "/problemen/?a=1"), ("https://elders.nl/", "/"), ("//elders.nl", "/"), ("", "/")],
)
def test_choosing_a_theme_goes_back_to_this_site_only(wanted: str, target: str) -> None:
    answer = views.set_theme(RequestFactory().post("/thema/", {"theme": "contrast", "next": wanted}))
    assert answer.status_code == 302
    assert answer["Location"] == target
    assert answer.cookies["thema"].value == "contrast"
    assert answer.cookies["thema"]["httponly"]
    assert answer.cookies["thema"]["samesite"] == "Lax"


@pytest.mark.parametrize("theme", ["system", "roze"])
def test_no_choice_removes_the_cookie(theme: str) -> None:
    answer = views.set_theme(RequestFactory().post("/thema/", {"theme": theme}))
    assert answer.cookies["thema"]["max-age"] == 0


def test_choosing_a_theme_by_link_is_refused() -> None:
    assert views.set_theme(RequestFactory().get("/thema/")).status_code == 405


@pytest.mark.parametrize(("cookie", "language"), [("en", "en"), ("nl", "nl"), ("xx", "nl"), (None, "nl")])
def test_language_is_chosen_by_the_reader_and_not_by_the_browser(cookie: str | None, language: str) -> None:
    made = RequestFactory().get("/", headers={"accept-language": "en-GB,en;q=0.9"})
    if cookie:
        made.COOKIES["taal"] = cookie
    seen = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language())
        return HttpResponse()

    answer = LanguageMiddleware(view)(made)
    assert seen == [language]
    assert answer["Content-Language"] == language
    assert "Cookie" in answer["Vary"]
    assert translation.get_language() == "nl"


@override_settings(LIVE_URL="", LIVE_PORT=9001)
def test_every_page_stays_out_of_caches_and_may_reach_the_stream_only() -> None:
    answer = ResponseHeadersMiddleware(nothing)(request())
    assert answer["Cache-Control"] == "no-store"
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer._csp_update == {"connect-src": ["http://testserver:9001"]}  # type: ignore[attr-defined]


def test_a_view_that_sets_its_own_caching_keeps_it() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "private, max-age=60"})

    assert ResponseHeadersMiddleware(view)(request())["Cache-Control"] == "private, max-age=60"


@here
def test_rooms_put_their_places_on_the_page_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_entries", dict(menu._entries))
    menu.register(MenuEntry("Toezicht", "problems:list", "Wie keek waar.", order=1))
    menu.register(MenuEntry("Verborgen", "brief:today", visible=lambda _request: False))
    menu.register(MenuEntry("Nergens", "bestaat:niet"))
    rows = menu.rows(request())
    assert [(row.title, row.url) for row in rows] == [
        ("Toezicht", "/problemen/"),
        ("Stijlgids", "/stijlgids/"),
    ]
    page = html.document_fromstring(views.more(request("/meer/")).content)
    assert "Toezicht" in page.xpath("//main")[0].text_content()
    assert "Verborgen" not in page.text_content()


@here
def test_style_guide_shows_every_component() -> None:
    page = views.styleguide(request("/stijlgids/")).content.decode()
    for mark in (
        "dh-list--ask",
        "dh-list--unknown",
        "dh-alarm",
        "dh-figure",
        "dh-chart__wide",
        "dh-timeline",
    ):
        assert mark in page
    for mark in (
        "dh-steps",
        "dh-summary",
        "dh-errors",
        "dh-conflict",
        "dh-empty",
        "utrecht-alert--error",
        "dh-switch",
    ):
        assert mark in page
    ids = html.document_fromstring(page).xpath("//@id")
    assert len(ids) == len(set(ids))
