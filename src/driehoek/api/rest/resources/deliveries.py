"""Deliveries (leveringen): what is awaited, and what came."""

# ruff: noqa: N802, N815 - the names of fields are those of the interface, which is in camelCase.

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from driehoek.access.identity import Identity
from driehoek.api.rest import codes
from driehoek.api.rest.base import Resource
from driehoek.api.rest.fields import Address, At, Code, Named, ThemeNamed, page_schema
from driehoek.api.rest.paging import Listing, page
from driehoek.api.rights import HOLDERS
from driehoek.deadlines.calendar import at_local
from driehoek.position.models import Delivery, DeliveryState
from driehoek.position.queries.deliveries import deliveries_of
from driehoek.position.queries.walls import of_exercises
from driehoek.reports.queries import visible_reports
from driehoek.web.forms import sensible_day


class Levering(serializers.Serializer[Delivery]):
    """Wat onder een afspraak wordt verwacht, of kwam."""

    id = serializers.UUIDField()
    url = Address("delivery")
    afspraakId = serializers.UUIDField(source="agreement_id")
    wat = serializers.CharField(source="agreement.what")
    leverancier = Named(source="supplier")
    thema = ThemeNamed(source="theme")
    periodeBeginDatum = serializers.DateField(source="period_start", allow_null=True)
    periodeEindDatum = serializers.DateField(source="period_end", allow_null=True)
    vervaltOp = serializers.SerializerMethodField(help_text="Wanneer de levering er moet zijn.")
    teLaatVanaf = serializers.SerializerMethodField(help_text="Daarna telt zij als te laat.")
    teLaat = serializers.SerializerMethodField()
    status = Code(codes.DELIVERY_STATES, source="state")
    ontvangenOp = At(source="received_at", allow_null=True)
    voortgangsrapportageId = serializers.SerializerMethodField(
        help_text="De rapportage, als er een is die u mag zien."
    )

    @extend_schema_field(At(allow_null=True))
    def get_vervaltOp(self, one: Delivery) -> str | None:
        """Return when it is due."""
        return _said(one.deadline.due_at) if one.deadline else None

    @extend_schema_field(At(allow_null=True))
    def get_teLaatVanaf(self, one: Delivery) -> str | None:
        """Return after which moment it is late."""
        return _said(one.deadline.late_after) if one.deadline else None

    def get_teLaat(self, one: Delivery) -> bool:
        """Return whether it is awaited and late."""
        awaited = one.state == DeliveryState.EXPECTED and one.deadline is not None
        return awaited and one.deadline.late_after < timezone.now()  # type: ignore[union-attr]

    def get_voortgangsrapportageId(self, one: Delivery) -> uuid.UUID | None:
        """Return the report on it."""
        seen = getattr(one, "seen_reports", ())
        return seen[0].pk if seen else None


class DeliveriesAsked(Listing):
    """Waarop leveringen te beperken zijn."""

    status = Code(codes.DELIVERY_STATES, required=False)
    afspraakId = serializers.UUIDField(required=False)
    vervaltVanafDatum = serializers.DateField(required=False, validators=[sensible_day])
    vervaltTotEnMetDatum = serializers.DateField(required=False, validators=[sensible_day])


class Deliveries(Resource):
    """The list of deliveries."""

    functions = HOLDERS

    @extend_schema(
        operation_id="leveringen",
        summary="Wat u levert",
        parameters=[DeliveriesAsked],
        responses=page_schema(Levering),
    )
    def get(self, request: Request) -> Response:
        """De leveringen die u mag zien. Een leverancier ziet die van de eigen organisatie."""
        asked = self.asked(DeliveriesAsked)
        rows = with_reports(self.identity).filter(of_exercises(False))
        if asked.get("status"):
            rows = rows.filter(state=asked["status"])
        if asked.get("afspraakId"):
            rows = rows.filter(agreement=asked["afspraakId"])
        if first := asked.get("vervaltVanafDatum"):
            rows = rows.filter(deadline__due_at__gte=at_local(first, time(0)))
        if last := asked.get("vervaltTotEnMetDatum"):
            rows = rows.filter(deadline__due_at__lt=at_local(last + timedelta(days=1), time(0)))
        found, following = page(request, rows, ("id",), asked)
        return self.listed(Levering, found, following)


class OneDelivery(Resource):
    """One delivery."""

    functions = HOLDERS

    @extend_schema(operation_id="levering", summary="Eén levering", responses=Levering)
    def get(self, request: Request, delivery: uuid.UUID) -> Response:  # noqa: ARG002
        """Eén levering."""
        found = with_reports(self.identity).filter(pk=delivery).first()
        if found is None:
            raise Http404
        return self.answered(Levering, found)


def with_reports(identity: Identity) -> QuerySet[Delivery]:
    """Return the deliveries that a caller may see, each with its report as far as that may be seen."""
    reports = visible_reports(identity).filter(supplements=None).select_related(None)
    return deliveries_of(identity).prefetch_related(
        Prefetch("reports", queryset=reports.only("pk", "delivery"), to_attr="seen_reports")
    )


def _said(moment: datetime) -> str:
    found: str = At().to_representation(moment)
    return found
