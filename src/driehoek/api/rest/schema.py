"""The OpenAPI document: made from the resources, completed with what holds for all of them, open to everyone."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from driehoek.access.gate import public
from driehoek.api.rest import ROOT, VERSION
from driehoek.api.rest.errors import MEDIA, titled

FAULT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["in", "location", "code", "detail"],
    "properties": {
        "in": {"type": "string", "enum": ["body", "query", "header"]},
        "location": {
            "type": "object",
            "properties": {"pointer": {"type": "string"}, "name": {"type": "string"}},
        },
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": FAULT},
    },
}
VERSION_HEADER: Final[dict[str, Any]] = {
    "description": "De volledige versie van deze API.",
    "schema": {"type": "string", "example": VERSION},
}
ETAG: Final[dict[str, Any]] = {
    "description": "De versie van wat u las; stuur hem mee in If-Match als u het wijzigt.",
    "schema": {"type": "string"},
}
ALWAYS: Final = (400, 401, 403, 429)
WITH_OBJECT: Final = (404,)
# There is no paper before a report is fixed.
PAPER: Final = "/pdf"
CHANGING: Final = (409, 412, 413, 415, 428)


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # a registry of the library
    """How a key is sent, for the document."""

    target_class = "driehoek.api.rest.authentication.KeyAuthentication"
    name = "sleutel"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer", "description": "Een API-sleutel uit Driehoek."}


def complete(result: dict[str, Any], **_given: Any) -> dict[str, Any]:
    """Add to every operation the version header and the problems that it can answer (a hook of the library)."""
    components = result.setdefault("components", {})
    components["responses"] = {
        str(status): {
            "description": titled(status),
            "headers": {"API-Version": VERSION_HEADER},
            "content": {MEDIA: {"schema": copy.deepcopy(PROBLEM)}},
        }
        for status in (*ALWAYS, *WITH_OBJECT, *CHANGING, 406)
    }
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _complete_one(operation, path, method)
    return result


def _complete_one(operation: dict[str, Any], path: str, method: str) -> None:
    responses = operation["responses"]
    for status, answer in responses.items():
        headers = answer.setdefault("headers", {})
        headers["API-Version"] = VERSION_HEADER
        if status in ("200", "201") and "{" in path:
            headers["ETag"] = ETAG
    statuses = [*ALWAYS, 406, *(WITH_OBJECT if "{" in path else ()), *(CHANGING if method != "get" else ())]
    if path.endswith(PAPER):
        statuses.append(409)
    for status in statuses:
        responses.setdefault(str(status), {"$ref": f"#/components/responses/{status}"})
    operation["responses"] = dict(sorted(responses.items()))


@cache
def _document() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


def document(request: HttpRequest) -> dict[str, Any]:
    """Return the document, with the address at which it was asked as its server."""
    return _document() | {"servers": [{"url": request.build_absolute_uri(ROOT)}]}


@public
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Answer the document as JSON; any site may read it (/core/publish-openapi)."""
    return _open(JsonResponse(document(request)))


@public
@require_safe
def as_yaml(request: HttpRequest) -> HttpResponse:
    """Answer the document as YAML."""
    text = OpenApiYamlRenderer().render(document(request), renderer_context={})  # type: ignore[no-untyped-call]
    return _open(HttpResponse(text, content_type="application/yaml"))


def _open(answer: HttpResponse) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@public
def nothing(_request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - part of the address
    """Answer that there is nothing here: also at an address with a slash too many (/core/no-trailing-slash)."""
    return HttpResponse(status=404)
