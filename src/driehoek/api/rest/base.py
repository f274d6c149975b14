"""What every resource has: the caller, rights, strict input, pages of a list, versions."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from driehoek.access.identity import Identity
from driehoek.api import services
from driehoek.api.rest.authentication import Caller, KeyAuthentication
from driehoek.api.rest.errors import Changed, Conflicting, Fault, TooLarge, VersionNeeded, WrongInput
from driehoek.parties.models import Function

MARK: Final = "Idempotency-Key"
MARK_LONGEST: Final = 80
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Strict(serializers.Serializer[Any]):
    """Input that refuses what it does not know: a misspelt name must not be dropped in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """Check the names before the values."""
        values = super().to_internal_value(data)
        unknown = sorted(set(data) - set(self.fields))
        if unknown:
            raise serializers.ValidationError(
                {
                    name: [serializers.ErrorDetail(_("Dit veld kennen wij niet."), "onbekend")]
                    for name in unknown
                }
            )
        return values


class PlainJSON(JSONParser):
    """JSON that can be read, stored and answered: no endless nesting and no halves of characters."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Read a body.

        Raises:
            ParseError: it is no such JSON.
        """
        try:
            found = super().parse(stream, media_type, parser_context)
            # A lone surrogate passes as text, and fails where it is written: in the database or in a fault about it.
            json.dumps(found, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError) as error:
            raise ParseError(_("De JSON is te diep genest, of bevat een half teken.")) from error
        return found


class Resource(APIView):
    """One address of the API.

    Attributes:
        functions: who may come here; the queries behind it decide what they see.
        reading: where input is being read, for the place of a fault.
    """

    authentication_classes = (KeyAuthentication,)
    renderer_classes = (JSONRenderer,)
    parser_classes = (PlainJSON,)
    metadata_class = None
    http_method_names = ("get", "head", "put", "post")
    functions: ClassVar[tuple[Function, ...]] = ()
    reading: str = "body"

    @classmethod
    def as_view(cls, **values: Any) -> Callable[..., Any]:
        """Return the view; the key is the door here, not the sign-in of the pages."""
        view: Callable[..., Any] = super().as_view(**values)
        view.is_public = True  # type: ignore[attr-defined]
        return view

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let the right functions through, and only keys that may write where something is written."""
        super().initial(request, *args, **kwargs)
        if not isinstance(request.user, Caller):
            self.permission_denied(request)
        if not self.identity.holds(*self.functions):
            names = ", ".join(str(one.label).lower() for one in self.functions)
            raise PermissionDenied(_("Dit is voor: %(names)s.") % {"names": names})
        if request.method in READING:
            return
        if not self.caller.may_write:
            raise PermissionDenied(_("Deze sleutel mag alleen lezen."))
        # Read whole and at once: the framework itself would take a body of any size.
        try:
            _whole = underlying(request).body
        except RequestDataTooBig as error:
            raise TooLarge(_("Stuur hoogstens 5 MB tegelijk.")) from error

    @property
    def caller(self) -> Caller:
        """Who calls."""
        found = self.request.user
        assert isinstance(found, Caller)  # noqa: S101  (checked before any method runs)
        return found

    @property
    def identity(self) -> Identity:
        """The person for whom the key acts."""
        return self.caller.identity

    def asked(self, kind: type[Strict]) -> dict[str, Any]:
        """Return the query parameters, checked by `kind`."""
        self.reading = "query"
        checked = kind(data=self.request.query_params.dict())
        checked.is_valid(raise_exception=True)
        self.reading = "body"
        values: dict[str, Any] = checked.validated_data
        return values

    def sent(self, kind: type[Strict]) -> dict[str, Any]:
        """Return the body, checked by `kind`."""
        checked = kind(data=self.request.data)
        checked.is_valid(raise_exception=True)
        values: dict[str, Any] = checked.validated_data
        return values

    def answered(
        self,
        kind: type[serializers.BaseSerializer[Any]],
        thing: Any,
        *,
        status: int = 200,
        version: int | None = None,
    ) -> Response:
        """Answer with one thing; with a version there is an ETag, and 304 when the caller has it already."""
        headers = {"ETag": tag_of(version)} if version is not None else {}
        known = self.request.headers.get("If-None-Match", "")
        if (
            version is not None
            and self.request.method == "GET"
            and known in (headers["ETag"], f"W/{headers['ETag']}")
        ):
            return Response(status=304, headers=headers)
        return Response(kind(thing, context={"request": self.request}).data, status, headers=headers)

    def listed(
        self, kind: type[serializers.BaseSerializer[Any]], things: Sequence[Any], following: str | None
    ) -> Response:
        """Answer with a page of a list and the address of the next one."""
        shown = kind(things, many=True, context={"request": self.request})
        return Response({"resultaten": shown.data, "volgende": following})

    def version_asked(self) -> int | None:
        """Return the version that If-Match names; None without the header.

        Raises:
            Changed: a tag that no version of ours can have.
        """
        given = self.request.headers.get("If-Match")
        if given is None:
            return None
        number = given.strip().removeprefix("W/").strip('"')
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Changed(_("If-Match is geen ETag van ons. Haal het opnieuw op."))
        return int(number)

    def version_needed(self) -> int:
        """Return the version that If-Match names.

        Raises:
            VersionNeeded: without the header.
        """
        version = self.version_asked()
        if version is None:
            raise VersionNeeded(_("Stuur in If-Match de ETag mee van wat u hebt gelezen."))
        return version

    def done_before(self) -> uuid.UUID | None:
        """Return what came of this very request when it came before under the same Idempotency-Key.

        Notes the mark otherwise; must be called in the transaction of the act.

        Raises:
            Conflicting: the mark was used for something else.
        """
        mark = self._mark()
        if not mark:
            return None
        request = self.request
        text = f"{request.method} {request.path}\n".encode() + underlying(request).body
        try:
            found = services.begin_once(
                key=self.caller.key,
                municipality=self.identity.municipality,
                mark=mark,
                fingerprint=hashlib.sha256(text).digest(),
            )
        except services.OtherContent:
            raise Conflicting(_("Deze Idempotency-Key is al gebruikt voor iets anders.")) from None
        return found.subject if found else None

    def done(self, subject: uuid.UUID) -> None:
        """Note what came of a request with an Idempotency-Key."""
        if mark := self._mark():
            services.end_once(key=self.caller.key, mark=mark, subject=subject)

    def _mark(self) -> str:
        mark: str = self.request.headers.get(MARK, "").strip()
        if len(mark) > MARK_LONGEST or not mark.isprintable():
            raise WrongInput([Fault("header", MARK, "lengte", _("Hoogstens 80 leesbare tekens."))])
        return mark


def underlying(request: Request) -> HttpRequest:
    """Return the request under the framework's own."""
    found: HttpRequest = request._request
    return found


def tag_of(version: int) -> str:
    """Return the ETag of a version."""
    return f'"{version}"'
