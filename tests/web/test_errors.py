"""Error pages: without database, in words, and nobody's text is lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from lxml import html

from driehoek.web import errors


def away(request: HttpRequest) -> HttpResponse:
    msg = "connection refused"
    raise OperationalError(msg)


def closed(request: HttpRequest) -> HttpResponse:
    msg = "connection already closed"
    raise InterfaceError(msg)


def broken(request: HttpRequest) -> HttpResponse:
    msg = "geheim detail"
    raise RuntimeError(msg)


def refused(request: HttpRequest) -> HttpResponse:
    msg = "Alleen de <burgemeester> ziet dit."
    raise PermissionDenied(msg)


urlpatterns = [
    path("weg/", away),
    path("dicht/", closed),
    path("kapot/", broken),
    path("mag-niet/", refused),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

# The database, the session and the identity have no part in an error page.
PLAIN = [
    "driehoek.web.middleware.ResponseHeadersMiddleware",
    "driehoek.web.middleware.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
pytestmark = pytest.mark.urls("tests.web.test_errors")


@pytest.fixture
def client(settings: object) -> Client:
    settings.MIDDLEWARE = PLAIN  # type: ignore[attr-defined]
    return Client(raise_request_exception=False)


def text(answer: HttpResponse) -> str:
    return " ".join(html.document_fromstring(answer.content).text_content().split())


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/weg/", 503, "De gegevens zijn even niet bereikbaar"),
        ("/dicht/", 503, "De gegevens zijn even niet bereikbaar"),
        ("/kapot/", 500, "Er ging iets mis"),
        ("/nergens/", 404, "Hier is niets voor u te vinden"),
        ("/mag-niet/", 403, "U mag deze pagina niet zien"),
    ],
)
def test_each_trouble_has_its_own_words(client: Client, address: str, status: int, heading: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    page = html.document_fromstring(answer.content)
    assert page.xpath("string(//h1)") == heading
    assert page.xpath("string(//title)") == f"{heading} – Driehoek"
    assert "geheim detail" not in text(answer)


def test_a_refusal_gives_the_reason_escaped(client: Client) -> None:
    answer = client.get("/mag-niet/")
    assert "Alleen de <burgemeester> ziet dit." in text(answer)
    assert b"<burgemeester>" not in answer.content


def test_a_long_or_missing_reason_is_replaced() -> None:
    made = RequestFactory().get("/")
    for exception in (None, PermissionDenied(), PermissionDenied("x" * 301)):
        assert "Uw functie geeft geen recht" in text(errors.forbidden(made, exception))


def test_a_reading_page_tries_again_by_itself(client: Client) -> None:
    answer = client.get("/weg/?a=1&b=2")
    page = html.document_fromstring(answer.content)
    assert answer["Retry-After"] == "10"
    assert page.xpath("//*[@id='retry']/@data-reload") == ["yes"]
    assert page.xpath("//script/@src") == ["/static/web/retry.js"] or page.xpath("//script/@src")[
        0
    ].startswith("/static/web/retry")
    assert page.xpath("//noscript/meta/@content") == ["10"]
    assert page.xpath("//a[contains(@class, 'primary')]/@href") == ["/weg/?a=1&b=2"]


def test_a_sent_form_keeps_its_text_and_can_be_sent_again(client: Client) -> None:
    answer = client.post("/weg/", {"title": 'Plein & "haven"', "partner": ["om", "politie"]})
    page = html.document_fromstring(answer.content)
    assert answer.status_code == 503
    assert not page.xpath("//noscript | //*[@data-reload]")
    (form,) = page.xpath("//form[@method='post']")
    assert form.get("action") == "/weg/"
    fields = [(field.get("name"), field.get("value")) for field in form.xpath(".//input")]
    assert fields[1:] == [("title", 'Plein & "haven"'), ("partner", "om"), ("partner", "politie")]
    assert fields[0][0] == "csrfmiddlewaretoken"
    assert len(fields[0][1]) == 64
    assert "csrf" in "".join(answer.cookies)


@pytest.mark.parametrize(
    "data",
    [
        {"login": "a", "password": "hunter2hunter2"},
        {"code": "123456"},
        {"file": SimpleUploadedFile("cijfers.csv", b"1")},
        {"text": "x" * 200_001},
    ],
    ids=["password", "one-time code", "file", "very long"],
)
def test_secrets_files_and_heaps_do_not_come_back(client: Client, data: dict[str, object]) -> None:
    answer = client.post("/weg/", data)
    assert answer.status_code == 503
    assert b"<form" not in answer.content
    assert b"hunter2" not in answer.content
    assert "Ga terug met de knop van uw browser" in text(answer)


def test_an_old_form_is_told_so() -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with pytest.MonkeyPatch.context() as patch:
        from django.conf import settings

        patch.setattr(settings, "MIDDLEWARE", PLAIN)
        answer = client.post("/kapot/", {"a": "1"})
    assert answer.status_code == 403
    assert "Het formulier is verlopen" in text(answer)


def test_error_pages_keep_the_chosen_look_and_language(client: Client) -> None:
    client.cookies["thema"] = "dark"
    client.cookies["taal"] = "en"
    page = html.document_fromstring(client.get("/kapot/").content)
    assert page.xpath("//html/@data-theme") == ["dark"]
    assert page.xpath("//html/@lang") == ["en"]
