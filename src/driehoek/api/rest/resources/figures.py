"""Indicators (indicatoren) and their observations (waarnemingen): read, and load through the one importer."""

# ruff: noqa: N815 - the names of fields are those of the interface, which is in camelCase.

from __future__ import annotations

import csv
import io
import uuid
from typing import Any, Final

from django.core.validators import RegexValidator
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from driehoek.access.rules import KEEPERS_OF_FIGURES, READERS_OF_FIGURES
from driehoek.api.rest import codes
from driehoek.api.rest.base import Resource, Strict
from driehoek.api.rest.errors import Fault, WrongInput
from driehoek.api.rest.fields import Address, Code, ThemeNamed, page_schema
from driehoek.api.rest.paging import Listing, page
from driehoek.api.rest.resources.reports import ONCE
from driehoek.api.rights import HOLDERS
from driehoek.figures import queries, services
from driehoek.figures.models import ImportReject, ImportRun, Indicator, Observation, ObservationStatus
from driehoek.parties.models import Municipality
from driehoek.web.forms import sensible_day

MOST_ROWS: Final = 5_000
# The header stands on the first line of what the importer reads.
FIRST_LINE: Final = 2
COLUMNS: Final = ("indicator", "gebied", "periode", "waarde", "status")
OWN_STATUSES: Final = {ObservationStatus.PROVISIONAL: "voorlopig", ObservationStatus.DEFINITIVE: "definitief"}
ONE_LINE = RegexValidator(
    r"^[^\x00-\x1f\x7f\x85\u2028\u2029]*$", gettext_lazy("Op één regel, zonder regeleinden.")
)


class IndicatorGegevens(serializers.Serializer[Indicator]):
    """Een indicator: wat er wordt gemeten, en waaruit."""

    id = serializers.UUIDField()
    url = Address("indicator")
    sleutel = serializers.CharField(source="key")
    naam = serializers.CharField(source="name")
    bron = serializers.CharField(source="source.key")
    thema = ThemeNamed(source="theme")
    eenheid = serializers.CharField(source="unit")
    uitgedruktAls = Code(codes.BASES, source="base")
    frequentie = Code(codes.FREQUENCIES, source="frequency")
    beter = Code(codes.DIRECTIONS, source="direction")
    cijfersAchterKomma = serializers.IntegerField(source="decimals")
    versie = serializers.IntegerField(source="version")


class Waarneming(serializers.Serializer[Observation]):
    """Eén waarde van een indicator in een gebied en een periode."""

    gebied = serializers.CharField(source="series.area.code")
    gebiedNaam = serializers.CharField(source="series.area.name")
    gebiedJaar = serializers.IntegerField(source="series.area.year")
    periodeBeginDatum = serializers.DateField(source="period")
    waarde = serializers.FloatField(source="value", allow_null=True)
    status = Code(OWN_STATUSES)


class ObservationsAsked(Listing):
    """Waarop waarnemingen te beperken zijn."""

    gebied = serializers.CharField(required=False, max_length=10, help_text="CBS-code, zoals GM0599.")
    vanafDatum = serializers.DateField(required=False)
    totEnMetDatum = serializers.DateField(required=False)


class NieuweWaarneming(Strict):
    """Een waarde die u aanlevert."""

    indicator = serializers.CharField(max_length=160, validators=[ONE_LINE], help_text="Sleutel of naam.")
    gebied = serializers.CharField(max_length=120, validators=[ONE_LINE], help_text="CBS-code of naam.")
    periode = serializers.CharField(
        max_length=30, validators=[ONE_LINE], help_text="2026-10, 2026-Q3, 2026-W47 of 2026."
    )
    waarde = serializers.DecimalField(
        max_digits=20, decimal_places=6, allow_null=True, coerce_to_string=False
    )
    status = Code(OWN_STATUSES, required=False)


class Aanlevering(Strict):
    """Cijfers die u aanlevert; goede rijen worden ingelezen, de andere komen terug met de reden."""

    bron = serializers.CharField(max_length=40, help_text="Sleutel van een bron die er al is.")
    publicatieDatum = serializers.DateField(
        required=False, validators=[sensible_day], help_text="Oudere cijfers vervangen nooit nieuwere."
    )
    voorlopig = serializers.BooleanField(default=False)
    waarnemingen = serializers.ListField(child=NieuweWaarneming(), min_length=1, max_length=MOST_ROWS)


class Afgewezen(serializers.Serializer[ImportReject]):
    """Een rij die niet is ingelezen."""

    plaats = serializers.SerializerMethodField()
    waarde = serializers.CharField(source="value")
    reden = serializers.CharField(source="reason")

    def get_plaats(self, one: ImportReject) -> str:
        """Return the JSON pointer of the row, and of the field where it is one."""
        return place_of(one)


class Inlezing(serializers.Serializer[ImportRun]):
    """Wat er van een aanlevering kwam."""

    id = serializers.UUIDField()
    uitkomst = Code(codes.OUTCOMES, source="outcome")
    gelezen = serializers.IntegerField(source="rows_read")
    nieuw = serializers.IntegerField(source="rows_new")
    gewijzigd = serializers.IntegerField(source="rows_changed")
    gelijk = serializers.IntegerField(source="rows_same")
    afgewezen = serializers.IntegerField(source="rows_rejected")
    afgewezenRijen = Afgewezen(source="kept_rejects", many=True)


class Indicators(Resource):
    """The list of indicators."""

    functions = tuple(one for one in READERS_OF_FIGURES if one in HOLDERS)

    @extend_schema(
        operation_id="indicatoren",
        summary="De indicatoren",
        parameters=[Listing],
        responses=page_schema(IndicatorGegevens),
    )
    def get(self, request: Request) -> Response:
        """De indicatoren van de gemeente die lopen."""
        found, following = page(request, queries.indicators_of(self.identity), ("id",), self.asked(Listing))
        return self.listed(IndicatorGegevens, found, following)


class OneIndicator(Resource):
    """One indicator."""

    functions = Indicators.functions

    @extend_schema(operation_id="indicator", summary="Eén indicator", responses=IndicatorGegevens)
    def get(self, request: Request, indicator: uuid.UUID) -> Response:  # noqa: ARG002
        """Eén indicator."""
        found = queries.indicator_or_none(self.identity, indicator)
        if found is None:
            raise Http404
        return self.answered(IndicatorGegevens, found, version=found.version)


class Observations(Resource):
    """The observations of one indicator."""

    functions = Indicators.functions

    @extend_schema(
        operation_id="waarnemingenVanIndicator",
        summary="De waarnemingen",
        parameters=[ObservationsAsked],
        responses=page_schema(Waarneming),
    )
    def get(self, request: Request, indicator: uuid.UUID) -> Response:
        """De waarnemingen van één indicator, per gebied in volgorde van tijd."""
        found = queries.indicator_or_none(self.identity, indicator)
        if found is None:
            raise Http404
        asked = self.asked(ObservationsAsked)
        rows = Observation.objects.filter(series__indicator=found).select_related("series__area")
        if asked.get("gebied"):
            rows = rows.filter(series__area__code=asked["gebied"])
        if asked.get("vanafDatum"):
            rows = rows.filter(period__gte=asked["vanafDatum"])
        if asked.get("totEnMetDatum"):
            rows = rows.filter(period__lte=asked["totEnMetDatum"])
        shown, following = page(request, rows, ("series", "period"), asked)
        return self.listed(Waarneming, shown, following)


class Loading(Resource):
    """Offering observations."""

    functions = KEEPERS_OF_FIGURES

    @extend_schema(
        operation_id="leverWaarnemingenAan",
        summary="Lever cijfers aan",
        parameters=[ONCE],
        request=Aanlevering,
        responses=Inlezing,
    )
    def post(self, request: Request) -> Response:  # noqa: ARG002
        """Lees cijfers in bij indicatoren die er al zijn. Dezelfde cijfers nog eens aanleveren verandert niets."""
        sent = self.sent(Aanlevering)
        source = queries.sources_of(self.identity).filter(key=sent["bron"], simulated=False).first()
        if source is None:
            raise WrongInput([Fault("body", "#/bron", "onbekend", _("Deze bron is er niet."))])
        with transaction.atomic():
            before = self.done_before()
            if before is None:
                offer = services.Offer(
                    municipality=Municipality.objects.get(pk=self.identity.municipality),
                    file_name="api.csv",
                    by=self.identity.person,
                    source=source.key,
                    provisional=sent["voorlopig"],
                    published_on=sent.get("publicatieDatum"),
                )
                run = services.load_figures(offer=offer, stream=_as_csv(sent["waarnemingen"])).run
                self.done(run.pk)
        answer = self._answer_of(before or run.pk)
        if before is not None:
            answer["Idempotency-Replayed"] = "true"
        return answer

    def _answer_of(self, run: uuid.UUID) -> Response:
        found = queries.run_or_none(self.identity, run)
        if found is None:
            raise Http404
        rejects = list(queries.rejects_of(found))
        if found.outcome == ImportRun.Outcome.REFUSED:
            faults = [Fault("body", place_of(one), "afgewezen", one.reason) for one in rejects]
            raise WrongInput(faults or [Fault("body", "#", "afgewezen", found.problem)], found.problem)
        found.kept_rejects = rejects  # type: ignore[attr-defined]
        return self.answered(Inlezing, found)


def place_of(reject: ImportReject) -> str:
    """Return the JSON pointer of a refused row in what was sent."""
    row = f"#/waarnemingen/{reject.line - FIRST_LINE}"
    return f"{row}/{reject.column}" if reject.column in COLUMNS else row


def _as_csv(rows: list[dict[str, Any]]) -> io.BytesIO:
    """Return what was sent in the importer's own format, one line for each row."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        value = "" if row["waarde"] is None else f"{row['waarde']:f}"
        writer.writerow([row["indicator"], row["gebied"], row["periode"], value, row.get("status", "")])
    return io.BytesIO(text.getvalue().encode())
