"""The OpenAPI document and what holds for every answer (NL API Design Rules)."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
import pytest
from django.test import Client

from driehoek.api.rest import VERSION
from driehoek.parties.models import Function
from tests.support.api_keys import Caller, caller
from tests.support.cast import Cast

CAMEL = re.compile(r"^[a-z][a-z\d]*([A-Z][a-z\d]*)*$")
PATH = re.compile(r"^(/(_[a-z]+|[a-z0-9\-.]+|\{[a-zA-Z]+\}))+$")
DATE_NAME = re.compile(r"\w+D(ate|atum)|^datum$")


@pytest.fixture
def document(db: None) -> dict[str, Any]:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_is_openapi_and_open_to_every_site(document: dict[str, Any]) -> None:
    from drf_spectacular.validation import validate_schema

    validate_schema(document)
    answer = Client().get("/api/v1/openapi.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/json"
    assert set(document["info"]["contact"]) == {"name", "email", "url"}
    assert document["info"]["version"] == VERSION
    assert document["servers"] == [{"url": "http://testserver/api/v1"}]
    yaml = Client().get("/api/v1/openapi.yaml")
    assert yaml["Access-Control-Allow-Origin"] == "*"
    assert b"openapi: 3" in yaml.content


def test_the_document_keeps_to_the_design_rules(document: dict[str, Any]) -> None:
    """The technical rules of media/linter.yaml of the NL API Design Rules that a document can show."""
    for path, method, operation in operations(document):
        assert PATH.match(path), path
        assert method in ("get", "put", "post")
        assert operation["summary"], path
        for parameter in operation.get("parameters", []):
            assert parameter["in"] != "query" or CAMEL.match(parameter["name"]), parameter
        for status, answer in operation["responses"].items():
            answer = document["components"]["responses"][status] if "$ref" in answer else answer
            assert "API-Version" in answer["headers"], (path, status)
            if int(status) >= 400:
                schema = answer["content"]["application/problem+json"]["schema"]
                assert {"status", "title", "detail"} <= set(schema["properties"])
    for name, schema in document["components"]["schemas"].items():
        assert re.match(r"^([A-Z][a-z0-9]*)+$", name), name
        for key, value in schema["properties"].items():
            assert CAMEL.match(key), (name, key)
            if DATE_NAME.search(key):
                assert value["format"] == "date", (name, key)
            assert value.get("format") != "time"


def test_every_answer_is_described(document: dict[str, Any]) -> None:
    for path, _method, operation in operations(document):
        good = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
        assert good, path
        for answer in good:
            for media in answer["content"].values():
                assert media["schema"], path


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/afspraken/", 404),
        ("/bestaat-niet", 404),
        ("/afspraken/geen-id", 404),
        ("/afspraken?onbekend=1", 400),
        ("/afspraken?aantal=0", 400),
        ("/afspraken?na=onzin", 400),
        ("/afspraken?status=weg", 400),
        ("/kalender?vanafDatum=2026-01-01&totEnMetDatum=2027-01-01", 400),
    ],
)
def test_every_error_is_a_problem_with_the_headers_of_an_api(cast: Cast, address: str, status: int) -> None:
    answer = caller(cast.people[Function.SAFETY_ADVISER]).get(address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    if status == 400:
        assert all({"in", "location", "code", "detail"} <= set(fault) for fault in body["errors"])
        assert body["errors"][0]["in"] == "query"
    assert answer["API-Version"] == VERSION
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_methods_and_formats_that_are_not_there_are_problems_too(cast: Cast) -> None:
    system = caller(cast.people[Function.SAFETY_ADVISER])
    assert system.post("/afspraken", {}).status_code == 405
    asked_html = system.get("/afspraken", Accept="text/html")
    assert asked_html.status_code == 406
    assert asked_html["Content-Type"] == "application/problem+json"
    wrong = system.client.post(
        "/api/v1/waarnemingen",
        "<a/>",
        content_type="text/xml",
        headers={"Authorization": f"Bearer {system.secret}"},
    )
    assert wrong.status_code == 415
    broken = system.client.post(
        "/api/v1/waarnemingen", "{", content_type="application/json",
        headers={"Authorization": f"Bearer {system.secret}"},
    )  # fmt: skip
    assert broken.status_code == 400
    assert broken.json()["errors"][0]["location"] == {"pointer": "#"}


def test_a_good_answer_has_the_headers_too_and_moments_in_utc(cast: Cast) -> None:
    answer = caller(cast.people[Function.SAFETY_ADVISER]).get("/afspraken")
    assert answer.status_code == 200
    assert answer.json() == {"resultaten": [], "volgende": None}
    assert answer["API-Version"] == VERSION
    assert answer["Content-Type"] == "application/json"
    assert "Set-Cookie" not in answer


def test_without_a_key_there_is_a_problem_that_says_how_to_come_in(db: None) -> None:
    answer = Caller().get("/afspraken")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "Authorization: Bearer" in answer.json()["detail"]
    schema = {
        "type": "object",
        "required": ["status", "title", "detail"],
        "additionalProperties": False,
        "properties": {"status": {"const": 401}, "title": {"type": "string"}, "detail": {"type": "string"}},
    }
    jsonschema.validate(answer.json(), schema)
