"""Errors as application/problem+json (RFC 9457; NL API Design Rules, /core/error-handling)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from driehoek.ledger.versions import VersionConflict

MEDIA: Final = "application/problem+json"
RETRY_SECONDS: Final = 10
log = logging.getLogger("django.request")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with what was sent.

    Attributes:
        where: "body", "query" or "header".
        place: a JSON pointer in the body ("#/rubrieken/0/tekst"), or the name of a parameter or header.
        code: a word that a program can act on.
        detail: what is wrong and what to do, in Dutch.
    """

    where: str
    place: str
    code: str
    detail: str

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the NL API Design Rules."""
        location = {"pointer": self.place} if self.where == "body" else {"name": self.place}
        return {"in": self.where, "location": location, "code": self.code, "detail": self.detail}


class WrongInput(exceptions.APIException):
    """What was sent cannot be taken; all faults together (/core/error-handling/all-errors)."""

    status_code = 400

    def __init__(self, faults: Sequence[Fault], detail: str = "") -> None:
        super().__init__(detail or _("De gegevens kloppen niet. Zie errors."))
        self.faults = list(faults)


class Conflicting(exceptions.APIException):
    """What is asked does not fit where the thing stands now."""

    status_code = 409


class Changed(exceptions.APIException):
    """Someone changed the thing since it was read (If-Match)."""

    status_code = 412


class TooLarge(exceptions.APIException):
    """More was sent than is taken at once."""

    status_code = 413


class VersionNeeded(exceptions.APIException):
    """A change without If-Match could undo another's."""

    status_code = 428


def titled(status: int) -> str:
    """Return the title of a status, in Dutch."""
    titles = {
        400: _("Ongeldige gegevens"),
        401: _("Geen geldige sleutel"),
        403: _("Geen recht"),
        404: _("Niet gevonden"),
        405: _("Deze methode kan hier niet"),
        406: _("Dit formaat geven wij niet"),
        409: _("Past niet bij de stand"),
        412: _("Intussen gewijzigd"),
        413: _("Te groot"),
        415: _("Dit formaat lezen wij niet"),
        428: _("If-Match ontbreekt"),
        429: _("Te veel vragen"),
        500: _("Er ging iets mis bij ons"),
        503: _("Even niet bereikbaar"),
    }
    return titles.get(status) or HTTPStatus(status).phrase


def body_of(status: int, detail: str = "", faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """Return the members of a problem: status, title, detail, and the faults where there are any."""
    found: dict[str, Any] = {"status": status, "title": titled(status), "detail": detail or titled(status)}
    if faults:
        found["errors"] = [one.as_json() for one in faults]
    return found


def plain_problem(status: int, detail: str = "") -> JsonResponse:
    """Answer a problem outside the framework."""
    return JsonResponse(body_of(status, detail), status=status, content_type=MEDIA)


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Turn what a resource raises into a problem; what nobody foresaw is logged and answered without detail."""
    if isinstance(error, OperationalError | InterfaceError) and not connection.is_usable():
        return None
    error = _known(error)
    if not isinstance(error, exceptions.APIException):
        log.error("API: %s", type(error).__name__, exc_info=error)
        return Response(
            body_of(500, _("De fout is vastgelegd. Probeer het later weer.")), 500, content_type=MEDIA
        )
    headers: dict[str, str] = {}
    if isinstance(error, exceptions.AuthenticationFailed | exceptions.NotAuthenticated):
        headers["WWW-Authenticate"] = 'Bearer realm="driehoek"'
    if isinstance(error, exceptions.Throttled) and error.wait:
        headers["Retry-After"] = str(int(error.wait))
    faults = _faults_of(error, context)
    detail = _("De gegevens kloppen niet. Zie errors.") if faults else str(error.detail)
    return Response(
        body_of(error.status_code, detail, faults), error.status_code, headers=headers, content_type=MEDIA
    )


def _known(error: Exception) -> Exception:
    known = error
    if isinstance(error, Http404):
        known = exceptions.NotFound(_("Dit is er niet, of niet voor u."))
    elif isinstance(error, PermissionDenied):
        known = exceptions.PermissionDenied(str(error) or _("U hebt hier geen recht toe."))
    elif isinstance(error, exceptions.NotAuthenticated):
        known = exceptions.NotAuthenticated(_("Zet uw sleutel in de kop Authorization: Bearer."))
    elif isinstance(error, VersionConflict):
        known = Changed(_("Iemand anders heeft dit gewijzigd. Haal het opnieuw op en probeer het dan."))
    return known


def _faults_of(error: exceptions.APIException, context: Mapping[str, Any]) -> list[Fault]:
    if isinstance(error, WrongInput):
        return error.faults
    if isinstance(error, exceptions.ParseError):
        return [Fault("body", "#", "json", str(error.detail))]
    if not isinstance(error, exceptions.ValidationError):
        return []
    where = getattr(context.get("view"), "reading", "body")
    return list(_walk(error.detail, where, ""))


def _walk(detail: Any, where: str, path: str) -> Iterator[Fault]:
    """Go through the framework's nested errors as faults with a place."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _walk(inner, where, path if name == "non_field_errors" else f"{path}/{name}")
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            # A list of dictionaries is one per element; a list of texts is about this very place.
            nested = isinstance(inner, Mapping | list)
            yield from _walk(inner, where, f"{path}/{index}" if nested else path)
    else:
        place = f"#{path}" if where == "body" else path.lstrip("/")
        yield Fault(where, place, str(getattr(detail, "code", "invalid")), str(detail))
