"""Report forms (formulieren): under which headings a report is written."""

# ruff: noqa: N815 - the names of fields are those of the interface, which is in camelCase.

from __future__ import annotations

import uuid

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from driehoek.api.rest.base import Resource
from driehoek.api.rest.fields import Address, page_schema
from driehoek.api.rest.paging import Listing, page
from driehoek.api.rights import HOLDERS
from driehoek.reports import queries
from driehoek.reports.models import Form


class Rubriekkop(serializers.Serializer[dict[str, object]]):
    """Een vaste kop van een formulier."""

    sleutel = serializers.CharField(source="key")
    kop = serializers.CharField(source="label")
    toelichting = serializers.CharField(source="help")
    verplicht = serializers.BooleanField(source="required")


class Formulier(serializers.Serializer[Form]):
    """Een rapportformulier."""

    id = serializers.UUIDField()
    url = Address("form")
    naam = serializers.CharField(source="name")
    rubrieken = Rubriekkop(source="headings", many=True)
    vraagtStand = serializers.BooleanField(
        source="asks_status", help_text="Of u zegt hoe de maatregel ervoor staat."
    )
    metCijfers = serializers.BooleanField(source="with_figures")
    versie = serializers.IntegerField(source="version")


class Forms(Resource):
    """The list of forms."""

    functions = HOLDERS

    @extend_schema(
        operation_id="formulieren",
        summary="De formulieren",
        parameters=[Listing],
        responses=page_schema(Formulier),
    )
    def get(self, request: Request) -> Response:
        """De rapportformulieren van de gemeente."""
        found, following = page(request, queries.forms_of(self.identity), ("id",), self.asked(Listing))
        return self.listed(Formulier, found, following)


class OneForm(Resource):
    """One form."""

    functions = HOLDERS

    @extend_schema(operation_id="formulier", summary="Eén formulier", responses=Formulier)
    def get(self, request: Request, form: uuid.UUID) -> Response:  # noqa: ARG002
        """Eén rapportformulier met de koppen in volgorde."""
        found = queries.form_or_none(self.identity, form)
        if found is None:
            raise Http404
        return self.answered(Formulier, found, version=found.version)
