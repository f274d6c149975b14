"""Progress reports (voortgangsrapportages): write a draft, send it, read what came of it."""

# ruff: noqa: N815 - the names of fields are those of the interface, which is in camelCase.

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from driehoek.access.identity import Identity
from driehoek.api.rest import codes
from driehoek.api.rest.base import MARK, Resource
from driehoek.api.rest.errors import Conflicting, Fault, VersionNeeded, WrongInput
from driehoek.api.rest.fields import Code, page_schema
from driehoek.api.rest.paging import Listing, page
from driehoek.api.rest.resources.report_fields import (
    Concept,
    RapportageKort,
    Verzending,
    Voortgangsrapportage,
    content_of,
    known_as,
    places_in,
    places_of,
)
from driehoek.api.rights import HOLDERS
from driehoek.ledger.versions import VersionConflict
from driehoek.position.queries.walls import of_exercises
from driehoek.reports import queries, services
from driehoek.reports.models import Report, ReportState
from driehoek.reports.paper import report_pdf
from driehoek.reports.rights import READERS_AND_WRITERS, WRITERS
from driehoek.reports.services.taking import take_copy
from driehoek.web.screened import KIND_WORDS

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="De ETag van wat u las.")
ONCE = OpenApiParameter(
    MARK,
    str,
    OpenApiParameter.HEADER,
    description="Uw eigen kenmerk: dezelfde vraag doet dan maar één keer iets.",
)


class ReportsAsked(Listing):
    """Waarop rapportages te beperken zijn."""

    status = Code(codes.REPORT_STATES, required=False)
    leverancierId = serializers.UUIDField(required=False)


class Reports(Resource):
    """The list of reports."""

    functions = tuple(one for one in READERS_AND_WRITERS if one in HOLDERS)

    @extend_schema(
        operation_id="voortgangsrapportages",
        summary="De rapportages",
        parameters=[ReportsAsked],
        responses=page_schema(RapportageKort),
    )
    def get(self, request: Request) -> Response:
        """De rapportages die u mag zien, de laatst bewaarde eerst."""
        asked = self.asked(ReportsAsked)
        rows = queries.visible_reports(self.identity).filter(of_exercises(False))
        if asked.get("status"):
            rows = rows.filter(state=asked["status"])
        if asked.get("leverancierId"):
            rows = rows.filter(supplier=asked["leverancierId"])
        found, following = page(request, rows, ("-saved_at", "-id"), asked)
        return self.listed(RapportageKort, found, following)


class OneReport(Resource):
    """One report."""

    functions = Reports.functions

    @extend_schema(
        operation_id="voortgangsrapportage", summary="Eén rapportage", responses=Voortgangsrapportage
    )
    def get(self, request: Request, report: uuid.UUID) -> Response:  # noqa: ARG002
        """Eén rapportage met alles erin."""
        found = _found(self.identity, report)
        return self.answered(Voortgangsrapportage, found, version=found.version)


class ReportOfDelivery(Resource):
    """The report on a delivery: read it, or keep a draft."""

    @property
    def functions(self) -> tuple[Any, ...]:  # type: ignore[override]  # reading is for more people than writing
        """Who may come here, by what they come for."""
        return Reports.functions if self.request.method in ("GET", "HEAD", "OPTIONS") else WRITERS

    @extend_schema(
        operation_id="rapportageVanLevering",
        summary="De rapportage van een levering",
        responses=Voortgangsrapportage,
    )
    def get(self, request: Request, delivery: uuid.UUID) -> Response:  # noqa: ARG002
        """De rapportage van een levering, met alles erin."""
        found = self._on(delivery)
        if found is None:
            raise Http404
        return self.answered(Voortgangsrapportage, found, version=found.version)

    @extend_schema(
        operation_id="bewaarConcept",
        summary="Bewaar een concept",
        parameters=[IF_MATCH],
        request=Concept,
        responses={200: Voortgangsrapportage, 201: Voortgangsrapportage},
    )
    def put(self, request: Request, delivery: uuid.UUID) -> Response:
        """Begin een rapportage, of vervang uw concept (met If-Match). Alleen uw organisatie ziet het concept."""
        awaited = queries.delivery_or_none(self.identity, delivery)
        if awaited is None:
            raise Http404
        sent, version = self.sent(Concept), self.version_asked()
        before = self._on(delivery)
        try:
            with _told(places_in(sent)), transaction.atomic():
                made = services.save(
                    identity=self.identity, delivery=awaited, version=version, content=content_of(sent)
                )
        except VersionConflict:
            if version is None and before is not None:
                raise VersionNeeded(_("Er is al een concept. Stuur in If-Match de ETag ervan mee.")) from None
            raise
        found = _found(self.identity, made.pk)
        status = 200 if before else 201
        answer = self.answered(Voortgangsrapportage, found, status=status, version=found.version)
        if before is None:
            answer["Location"] = request.build_absolute_uri(reverse("api:report", args=[made.pk]))
        return answer

    def _on(self, delivery: uuid.UUID) -> Report | None:
        awaited = queries.delivery_or_none(self.identity, delivery)
        return queries.report_of_delivery(self.identity, awaited) if awaited else None


class Sending(Resource):
    """The act of sending a report."""

    functions = WRITERS

    @extend_schema(
        operation_id="verstuurRapportage",
        summary="Verstuur de rapportage",
        parameters=[IF_MATCH, ONCE],
        request=Verzending,
        responses=Voortgangsrapportage,
    )
    def post(self, request: Request, report: uuid.UUID) -> Response:  # noqa: ARG002
        """Verstuur een concept zoals het is bewaard. De levering is dan binnen."""
        found = _found(self.identity, report)
        said = self.sent(Verzending)
        with transaction.atomic():
            before = self.done_before()
            if before is None:
                with _told(places_of(found)):
                    services.send(
                        identity=self.identity,
                        report=found,
                        version=self.version_needed(),
                        confirmed=said["persoonsgegevensBevestigd"],
                    )
                self.done(found.pk)
        found = _found(self.identity, report)
        answer = self.answered(Voortgangsrapportage, found, version=found.version)
        if before is not None:
            answer["Idempotency-Replayed"] = "true"
        return answer


class AnyFormat(BaseContentNegotiation):
    """Gives the one format there is, whatever was asked; problems are JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:  # noqa: ARG002
        """Return the first parser."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:  # noqa: ARG002
        """Return the first renderer, which problems are answered with."""
        return renderers[0], renderers[0].media_type


class Paper(Resource):
    """A fixed report on paper."""

    functions = Reports.functions
    content_negotiation_class = AnyFormat

    @extend_schema(
        operation_id="rapportagePdf",
        summary="De rapportage als PDF",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, report: uuid.UUID) -> HttpResponse:  # noqa: ARG002
        """De vastgestelde rapportage als toegankelijke PDF (PDF/UA). Eerder is er geen PDF."""
        found = _found(self.identity, report)
        if found.state != ReportState.FIXED:
            raise Conflicting(_("Deze rapportage is nog niet vastgesteld. Daarna is er een PDF."))
        answer = HttpResponse(report_pdf(self.identity, found), content_type="application/pdf")
        take_copy(identity=self.identity, report=found)
        answer["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
        return answer


def _found(identity: Identity, report: uuid.UUID) -> Report:
    found = queries.report_or_none(identity, report)
    if found is None:
        raise Http404
    return found


@contextmanager
def _told(places: Mapping[str, str]) -> Iterator[None]:
    """Turn what the room refuses into problems that name the place."""
    try:
        yield
    except services.ScreenedError as error:
        raise WrongInput([_personal(one, places) for one in error.findings]) from error
    except services.UnknownPlaceError as error:
        raise WrongInput(
            [
                Fault(
                    "body",
                    known_as(name, places),
                    "onbekend",
                    _("Dit staat niet in het formulier: %s.") % name,
                )
                for name in error.names
            ]
        ) from error
    except services.IncompleteError as error:
        raise WrongInput(
            [
                Fault("body", known_as(key, places), "verplicht", _("Vul dit in: %s.") % words)
                for key, words in error.missing
            ]
        ) from error
    except services.NotAtThisStageError as error:
        raise Conflicting(_("Deze rapportage is al verstuurd, of wordt niet meer verwacht.")) from error
    except services.NoFormError as error:
        raise Conflicting(_("Bij deze afspraak hoort geen formulier. Vraag het de adviseur.")) from error
    except services.BegunElsewhereError as error:
        raise Conflicting(_("De leverancier heeft al een concept, dat u niet kunt zien.")) from error


def _personal(one: services.Screened, places: Mapping[str, str]) -> Fault:
    """Say where something personal stands without repeating it: answers end up in logs."""
    kind = str(KIND_WORDS[one.finding.kind])
    where = {"what": kind, "from": one.finding.start + 1, "to": one.finding.end}
    if one.finding.refuse:
        said = (
            _("Teken %(from)s tot %(to)s is %(what)s. Dat mag niet worden verstuurd. Haal het weg.") % where
        )
    else:
        said = (
            _(
                "Teken %(from)s tot %(to)s lijkt %(what)s. Haal het weg, of verstuur met "
                "persoonsgegevensBevestigd als het nodig is en mag."
            )
            % where
        )
    return Fault("body", known_as(one.key, places), f"persoonsgegeven-{one.finding.kind}", said)
