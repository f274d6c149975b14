"""Requests (verzoeken) and provisions (verstrekkingen): what was asked and given, and never what stands in it."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request as Call
from rest_framework.response import Response

from driehoek import law
from driehoek.access.rules import SUPPLIERS
from driehoek.api.rest.base import Resource
from driehoek.api.rest.errors import Conflicting, Fault, WrongInput
from driehoek.api.rest.fields import page_schema
from driehoek.api.rest.paging import page
from driehoek.api.rest.resources.exchange_fields import (
    NieuwVerzoek,
    ProvisionsAsked,
    RequestsAsked,
    Toets,
    Toetsvraag,
    Verstrekking,
    Verzoek,
    VerzoekKort,
)
from driehoek.api.rest.resources.reports import IF_MATCH, ONCE
from driehoek.exchange.models import Part, Provision, ProvisionState, Request, RequestState
from driehoek.exchange.parties import home_of
from driehoek.exchange.queries import provisions as given
from driehoek.exchange.queries import requests as asked
from driehoek.exchange.services import provisions as giving
from driehoek.exchange.services import requests as services
from driehoek.exchange.services.sides import only_home
from driehoek.parties.models import Function, Organisation
from driehoek.problems.models import Problem, Theme
from driehoek.problems.queries import visible_to
from driehoek.screening import screen
from driehoek.web.screened import refusal, warning

# A key of the municipality is the adviser's: mayor and deputy have none.
FUNCTIONS: Final = (*SUPPLIERS, Function.SAFETY_ADVISER)
TEXTS: Final = ("voorBesluit", "noodzaak", "vraag")


class Requests(Resource):
    """The requests of the caller's own organisation."""

    functions = FUNCTIONS

    @extend_schema(
        operation_id="verzoeken",
        summary="Uw verzoeken",
        parameters=[RequestsAsked],
        responses=page_schema(VerzoekKort),
    )
    def get(self, request: Call) -> Response:
        """De verzoeken om gegevens van uw organisatie, het nieuwste eerst."""
        chosen = self.asked(RequestsAsked)
        rows = self._own()
        if chosen.get("status"):
            rows = rows.filter(state=chosen["status"])
        found, following = page(request, rows, ("-made_at", "-id"), chosen)
        return self.listed(VerzoekKort, found, following)

    @extend_schema(
        operation_id="maakVerzoek",
        summary="Schrijf een verzoek op",
        parameters=[ONCE],
        request=NieuwVerzoek,
        responses={201: Verzoek},
    )
    def post(self, request: Call) -> Response:
        """Schrijf een verzoek op als concept. Niemand anders ziet het tot u het indient."""
        sent = self.sent(NieuwVerzoek)
        with transaction.atomic():
            before = self.done_before()
            if before is None:
                made = services.draft_request(identity=self.identity, new=self._new(sent))
                self.done(made.pk)
                before = made.pk
        found = self._own().filter(pk=before).first()
        if found is None:
            raise Http404
        answer = self.answered(Verzoek, found, status=201, version=found.version)
        answer["Location"] = request.build_absolute_uri(reverse("api:request", args=[found.pk]))
        return answer

    def _own(self) -> QuerySet[Request]:
        return own_requests(self)

    def _new(self, sent: dict[str, Any]) -> services.NewRequest:
        places = {
            "aanId": Organisation.objects.filter(pk=sent["aanId"], municipality=self.identity.municipality),
            "themaId": Theme.objects.filter(pk=sent["themaId"], municipality=self.identity.municipality),
        }
        if sent["probleemId"] is not None:
            places["probleemId"] = visible_to(self.identity).filter(pk=sent["probleemId"], training=False)
        found = {name: rows.first() for name, rows in places.items()}
        faults = [
            Fault("body", f"#/{name}", "onbekend", _("Dit is er niet, of niet voor u."))
            for name, one in found.items()
            if one is None
        ]
        if faults := faults + _personal(sent):
            raise WrongInput(faults)
        to, theme, problem = found["aanId"], found["themaId"], found.get("probleemId")
        assert isinstance(to, Organisation)  # noqa: S101  (what is not there was refused)
        assert isinstance(theme, Theme)  # noqa: S101
        assert problem is None or isinstance(problem, Problem)  # noqa: S101
        return services.NewRequest(
            from_organisation=only_home(self.identity),
            to_organisation=to,
            theme=theme,
            problem=problem,
            purpose=sent["doel"],
            subject=sent["over"],
            data_categories=sent["gegevens"],
            decision_for=sent["voorBesluit"],
            necessity=sent["noodzaak"],
            what=sent["vraag"],
            detail=sent["uitgebreidheid"],
            due_at=sent["antwoordNodigOp"],
            urgent=sent["spoed"],
        )


class OneRequest(Resource):
    """One request."""

    functions = FUNCTIONS

    @extend_schema(operation_id="verzoek", summary="Eén verzoek", responses=Verzoek)
    def get(self, request: Call, own: uuid.UUID) -> Response:  # noqa: ARG002
        """Eén verzoek van uw organisatie, met het antwoord."""
        found = _request(self, own)
        return self.answered(Verzoek, found, version=found.version)


class Submitting(Resource):
    """The act of submitting a request."""

    functions = FUNCTIONS

    @extend_schema(
        operation_id="dienVerzoekIn",
        summary="Dien een verzoek in",
        parameters=[IF_MATCH, ONCE],
        request=None,
        responses=Verzoek,
    )
    def post(self, request: Call, own: uuid.UUID) -> Response:  # noqa: ARG002
        """Dien een concept in: het krijgt een nummer en een termijn, en verandert niet meer."""
        found = _request(self, own)
        with transaction.atomic():
            before = self.done_before()
            if before is None:
                version = self.version_needed()
                if found.state != RequestState.DRAFT:
                    raise Conflicting(_("Dit verzoek is al ingediend."))
                try:
                    services.submit_request(identity=self.identity, request=found, version=version)
                except services.IncompleteError as error:
                    said = ", ".join(error.fields)
                    raise Conflicting(_("Dit verzoek is nog niet af: %(what)s.") % {"what": said}) from error
                self.done(found.pk)
        found = _request(self, own)
        answer = self.answered(Verzoek, found, version=found.version)
        if before is not None:
            answer["Idempotency-Replayed"] = "true"
        return answer


class Provisions(Resource):
    """What the caller's organisation received or gave."""

    functions = FUNCTIONS

    @extend_schema(
        operation_id="verstrekkingen",
        summary="Wat is ontvangen of gegeven",
        parameters=[ProvisionsAsked],
        responses=page_schema(Verstrekking),
    )
    def get(self, request: Call) -> Response:
        """De verstrekkingen aan of van uw organisatie, zonder inhoud; de nieuwste eerst."""
        chosen = self.asked(ProvisionsAsked)
        rows = (
            given.given(self.identity) if chosen["richting"] == "gegeven" else given.received(self.identity)
        )
        if chosen.get("status"):
            rows = rows.filter(state=chosen["status"])
        found, following = page(request, _with_parts(rows), ("-made_at", "-id"), chosen)
        return self.listed(Verstrekking, found, following)


class OneProvision(Resource):
    """One provision."""

    functions = FUNCTIONS

    @extend_schema(operation_id="verstrekking", summary="Eén verstrekking", responses=Verstrekking)
    def get(self, request: Call, provision: uuid.UUID) -> Response:  # noqa: ARG002
        """Eén verstrekking, zonder inhoud."""
        found = (
            _with_parts(given.given(self.identity)).filter(pk=provision).first()
            or _with_parts(given.received(self.identity)).filter(pk=provision).first()
        )
        if found is None:
            raise Http404
        return self.answered(Verstrekking, found, version=found.version)


class Judging(Resource):
    """The legal check of a draft."""

    functions = FUNCTIONS

    @extend_schema(
        operation_id="toetsVerstrekking",
        summary="Toets een concept aan de wet",
        request=Toetsvraag,
        responses=Toets,
    )
    def post(self, request: Call, provision: uuid.UUID) -> Response:  # noqa: ARG002
        """Toets een conceptverstrekking van uw organisatie. De uitkomst wordt bewaard; vrijgeven doet een mens."""
        found = given.given(self.identity).filter(pk=provision).first()
        if found is None:
            raise Http404
        said = self.sent(Toetsvraag)
        if found.state != ProvisionState.DRAFT:
            raise Conflicting(_("Dit is geen concept meer."))
        try:
            with transaction.atomic():
                decision = giving.judge_provision(
                    identity=self.identity,
                    provision=found,
                    confirmation=said["bevestiging"],
                    facts=said["feiten"],
                )
        except law.ProposalError as error:
            fault = Fault(
                "body", "#/feiten", "onbekend", _("De toets kan dit niet lezen: %(what)s") % {"what": error}
            )
            raise WrongInput([fault]) from error
        return self.answered(Toets, decision)


def own_requests(resource: Resource) -> QuerySet[Request]:
    """Return the requests of the caller's own organisation."""
    identity = resource.identity
    return asked.requests(identity).filter(from_organisation__in=home_of(identity).values("pk"))


def _request(resource: Resource, request: uuid.UUID) -> Request:
    found = own_requests(resource).filter(pk=request).first()
    if found is None:
        raise Http404
    return found


def _with_parts(rows: QuerySet[Provision]) -> QuerySet[Provision]:
    parts = Part.objects.defer("body", "nonce").order_by("detail")
    return rows.prefetch_related(Prefetch("parts", queryset=parts, to_attr="known_parts"))


def _personal(sent: dict[str, Any]) -> list[Fault]:
    """Point out personal data in free text; a citizen service number is always refused."""
    faults = []
    for name in TEXTS:
        findings = screen(sent[name])
        said = refusal(findings) or ("" if sent["persoonsgegevensBevestigd"] else warning(findings))
        if said:
            faults.append(Fault("body", f"#/{name}", "persoonsgegevens", said))
    return faults
