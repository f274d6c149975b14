"""Risk moments (kalender), without what is for the driehoek alone."""

# ruff: noqa: N802, N815 - the names of fields are those of the interface, which is in camelCase.

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from driehoek.api.rest import codes
from driehoek.api.rest.base import Resource, Strict
from driehoek.api.rest.fields import At, Code
from driehoek.api.rights import HOLDERS
from driehoek.moments.queries import Occurrence, on_days
from driehoek.moments.rights import READERS

MOST_DAYS: Final = 92


class Risicomoment(serializers.Serializer[Occurrence]):
    """Eén keer dat een risicomoment plaatsvindt."""

    id = serializers.UUIDField(source="moment.pk")
    titel = serializers.CharField(source="moment.title")
    soort = Code(codes.MOMENTS, source="moment.kind")
    begintOp = At(source="starts_at")
    eindigtOp = At(source="ends_at")
    heleDag = serializers.BooleanField(source="moment.schedule.all_day")
    gaatDoor = serializers.SerializerMethodField()
    plaatsen = serializers.ListField(child=serializers.CharField(), source="places")
    verwachtAantal = serializers.IntegerField(source="moment.expected", allow_null=True)
    bron = serializers.CharField(source="moment.source")

    def get_gaatDoor(self, one: Occurrence) -> bool:
        """Return whether it still takes place."""
        return not one.cancelled


class DaysAsked(Strict):
    """Welke dagen."""

    vanafDatum = serializers.DateField(required=False, help_text="Vandaag als u niets opgeeft.")
    totEnMetDatum = serializers.DateField(required=False, help_text="Dertig dagen later als u niets opgeeft.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Keep the window to a season."""
        first: date = attrs.setdefault("vanafDatum", timezone.localdate())
        if first > date.max - timedelta(days=MOST_DAYS):
            raise serializers.ValidationError({"vanafDatum": [_("Deze datum ligt te ver weg.")]})
        last: date = attrs.setdefault("totEnMetDatum", first + timedelta(days=30))
        if not first <= last <= first + timedelta(days=MOST_DAYS) or first.year < 1900:
            raise serializers.ValidationError({"totEnMetDatum": [_("Vraag hoogstens 92 dagen tegelijk.")]})
        return attrs


class Calendar(Resource):
    """What takes place in a window of days."""

    functions = tuple(one for one in READERS if one in HOLDERS)

    @extend_schema(
        operation_id="kalender",
        summary="De risicomomenten",
        parameters=[DaysAsked],
        responses=inline_serializer("RisicomomentLijst", {"resultaten": Risicomoment(many=True)}),
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """Wat er op deze dagen gebeurt, het eerste eerst. Wat alleen voor de driehoek is, staat er niet bij."""
        asked = self.asked(DaysAsked)
        found = on_days(self.identity, asked["vanafDatum"], asked["totEnMetDatum"])
        open_ones = [one for one in found if not one.moment.confidential]
        return Response({"resultaten": Risicomoment(open_ones, many=True).data})
