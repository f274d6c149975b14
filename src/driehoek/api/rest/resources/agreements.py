"""Agreements (afspraken): what a supplier gives, how often and until when."""

# ruff: noqa: N802, N815 - the names of fields are those of the interface, which is in camelCase.

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from driehoek.api.rest import codes
from driehoek.api.rest.base import Resource
from driehoek.api.rest.fields import Address, At, Code, Named, ThemeNamed, page_schema
from driehoek.api.rest.paging import Listing, page
from driehoek.api.rights import HOLDERS
from driehoek.deadlines.recurrence import Rhythm
from driehoek.position.models import Agreement
from driehoek.position.queries.agreements import agreements_of, mark_next
from driehoek.position.queries.walls import of_exercises, or_under

RHYTHMS = {
    Rhythm.ONCE: "eenmalig",
    Rhythm.DAILY: "werkdag",
    Rhythm.WEEKLY: "week",
    Rhythm.FORTNIGHTLY: "tweeWeken",
    Rhythm.MONTHLY: "maand",
    Rhythm.QUARTERLY: "kwartaal",
    Rhythm.HALF_YEARLY: "halfJaar",
    Rhythm.YEARLY: "jaar",
    Rhythm.EVENT: "gebeurtenis",
}


class Afspraak(serializers.Serializer[Agreement]):
    """Een informatieafspraak."""

    id = serializers.UUIDField()
    url = Address("agreement")
    wat = serializers.CharField(source="what")
    leverancier = Named(source="supplier")
    thema = ThemeNamed(source="need.theme")
    soortInformatie = Code(codes.INFO_KINDS, source="info_kind")
    ritme = Code(RHYTHMS, source="rhythm")
    kanaal = Code(codes.CHANNELS, source="channel")
    beginDatum = serializers.DateField(source="starts_on")
    uitloopWerkdagen = serializers.IntegerField(source="grace_days")
    persoonsgegevens = serializers.BooleanField(source="personal_data")
    status = Code(codes.AGREEMENT_STATES, source="state")
    formulierId = serializers.SerializerMethodField(
        help_text="Het formulier van de rapportages, als er een is."
    )
    volgendeVervaltOp = At(source="next_due", allow_null=True)
    teLaat = serializers.BooleanField(source="late")
    versie = serializers.IntegerField(source="version")

    def get_formulierId(self, one: Agreement) -> uuid.UUID | None:
        """Return the form that reports under it have."""
        choice = getattr(one, "form_choice", None)
        return choice.form_id if choice else None


class AgreementsAsked(Listing):
    """Waarop afspraken te beperken zijn."""

    status = Code(codes.AGREEMENT_STATES, required=False)
    themaId = serializers.UUIDField(required=False)


class Agreements(Resource):
    """The list of agreements."""

    functions = HOLDERS

    @extend_schema(
        operation_id="afspraken",
        summary="Uw afspraken",
        parameters=[AgreementsAsked],
        responses=page_schema(Afspraak),
    )
    def get(self, request: Request) -> Response:
        """De afspraken die u mag zien, de nieuwste eerst. Een leverancier ziet die van de eigen organisatie."""
        asked = self.asked(AgreementsAsked)
        rows = agreements_of(self.identity).filter(of_exercises(False)).select_related("form_choice")
        if asked.get("status"):
            rows = rows.filter(state=asked["status"])
        if asked.get("themaId"):
            rows = rows.filter(or_under("need__theme", asked["themaId"]))
        found, following = page(request, rows, ("-made_at", "-id"), asked)
        mark_next(found)
        return self.listed(Afspraak, found, following)


class OneAgreement(Resource):
    """One agreement."""

    functions = HOLDERS

    @extend_schema(operation_id="afspraak", summary="Eén afspraak", responses=Afspraak)
    def get(self, request: Request, agreement: uuid.UUID) -> Response:  # noqa: ARG002
        """Eén afspraak."""
        rows: Any = agreements_of(self.identity).select_related("form_choice")
        found = rows.filter(pk=agreement).first()
        if found is None:
            raise Http404
        mark_next([found])
        return self.answered(Afspraak, found)
