"""Safety problems (problemen): the headline and nothing else; a key opens no dossier."""

# ruff: noqa: N815 - the names of fields are those of the interface, which is in camelCase.

from __future__ import annotations

import uuid

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from driehoek.api.rest import codes
from driehoek.api.rest.base import Resource
from driehoek.api.rest.fields import Address, At, Code, ThemeNamed, page_schema
from driehoek.api.rest.paging import Listing, page
from driehoek.api.rights import HOLDERS
from driehoek.problems.models import Problem
from driehoek.problems.queries import visible_to


class Probleem(serializers.Serializer[Problem]):
    """De kop van een veiligheidsprobleem."""

    id = serializers.UUIDField()
    url = Address("problem")
    nummer = serializers.IntegerField(source="number")
    titel = serializers.CharField(source="title")
    soort = Code(codes.KINDS, source="kind")
    thema = ThemeNamed(source="theme")
    status = Code(codes.STATUSES)
    geopendOp = At(source="opened_at")
    gewijzigdOp = At(source="changed_at")


class ProblemsAsked(Listing):
    """Waarop problemen te beperken zijn."""

    soort = Code(codes.KINDS, required=False)
    status = Code(codes.STATUSES, required=False)


class Problems(Resource):
    """The list of problems."""

    functions = HOLDERS

    @extend_schema(
        operation_id="problemen",
        summary="De problemen",
        parameters=[ProblemsAsked],
        responses=page_schema(Probleem),
    )
    def get(self, request: Request) -> Response:
        """De problemen waar u toegang toe hebt, alleen de kop; het laatst gewijzigde eerst."""
        asked = self.asked(ProblemsAsked)
        rows = visible_to(self.identity).filter(training=False)
        if asked.get("soort"):
            rows = rows.filter(kind=asked["soort"])
        if asked.get("status"):
            rows = rows.filter(status=asked["status"])
        found, following = page(request, rows, ("-changed_at", "-id"), asked)
        return self.listed(Probleem, found, following)


class OneProblem(Resource):
    """One problem."""

    functions = HOLDERS

    @extend_schema(operation_id="probleem", summary="Eén probleem", responses=Probleem)
    def get(self, request: Request, problem: uuid.UUID) -> Response:  # noqa: ARG002
        """De kop van één probleem."""
        found = visible_to(self.identity).filter(pk=problem, training=False).first()
        if found is None:
            raise Http404
        return self.answered(Probleem, found)
