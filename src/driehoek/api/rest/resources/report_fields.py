"""A progress report as it is answered, and as it is sent in."""

# ruff: noqa: N815 - the names of fields are those of the interface, which is in camelCase.

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from driehoek.api.rest import codes
from driehoek.api.rest.base import Strict
from driehoek.api.rest.fields import Address, At, Code, Named, ThemeNamed
from driehoek.reports.content import MOST_FLAGS
from driehoek.reports.forms.writing import LONGEST
from driehoek.reports.models import Figure, Flag, Remark, Report, Section
from driehoek.reports.services import Content, NewFlag


class Rubriek(serializers.Serializer[Section]):
    """Wat onder een kop staat."""

    sleutel = serializers.CharField(source="key")
    kop = serializers.CharField(source="label")
    tekst = serializers.CharField(source="text")


class Cijfer(serializers.Serializer[Figure]):
    """Een cijfer met wat het betekent; waarde en zinnen zoals bij het versturen."""

    sleutel = serializers.CharField(source="indicator.key")
    naam = serializers.CharField(source="name")
    eenheid = serializers.CharField(source="unit")
    frequentie = Code(codes.FREQUENCIES, source="frequency")
    periodeBeginDatum = serializers.DateField(source="period", allow_null=True)
    waarde = serializers.FloatField(source="value", allow_null=True)
    voorlopig = serializers.BooleanField(source="provisional")
    jaarEerder = serializers.FloatField(source="year_before", allow_null=True)
    vergelijking = serializers.CharField(source="comparison")
    afwijking = serializers.CharField(source="deviation")
    norm = serializers.CharField()
    bron = serializers.CharField(source="source")
    betekenis = serializers.CharField(source="interpretation", help_text="De duiding van de leverancier.")


class VandaagWeten(serializers.Serializer[Flag]):
    """Wat de burgemeester vandaag moet weten."""

    titel = serializers.CharField(source="title")
    tekst = serializers.CharField(source="text")
    gemeld = serializers.SerializerMethodField(help_text="Of het de burgemeester al is gemeld.")

    def get_gemeld(self, one: Flag) -> bool:
        """Return whether it reached the mayor's page."""
        return one.item_id is not None


class Vraag(serializers.Serializer[Remark]):
    """Een vraag waarmee de rapportage terugkwam."""

    id = serializers.UUIDField()
    rubriek = serializers.CharField(
        source="heading", help_text="De sleutel van de kop; leeg voor het geheel."
    )
    vraag = serializers.CharField(source="text")
    gesteldOp = At(source="asked_at")
    antwoord = serializers.CharField(source="answer")


class RapportageKort(serializers.Serializer[Report]):
    """Een voortgangsrapportage in een lijst."""

    id = serializers.UUIDField()
    url = Address("report")
    nummer = serializers.CharField(source="number", help_text="Leeg tot zij is vastgesteld.")
    leveringId = serializers.UUIDField(source="delivery_id")
    afspraakId = serializers.UUIDField(source="delivery.agreement_id")
    formulierId = serializers.UUIDField(source="form_id")
    vultAanId = serializers.UUIDField(source="supplements_id", allow_null=True)
    leverancier = Named(source="supplier")
    thema = ThemeNamed(source="theme")
    periodeBeginDatum = serializers.DateField(source="delivery.period_start", allow_null=True)
    periodeEindDatum = serializers.DateField(source="delivery.period_end", allow_null=True)
    status = Code(codes.REPORT_STATES, source="state")
    kern = serializers.CharField(source="gist")
    stand = Code(codes.STANDINGS, source="status", allow_blank=True)
    bewaardOp = At(source="saved_at")
    verstuurdOp = At(source="sent_at", allow_null=True)
    gecontroleerdOp = At(source="checked_at", allow_null=True)
    vastgesteldOp = At(source="fixed_at", allow_null=True)
    versie = serializers.IntegerField(source="version")


class Voortgangsrapportage(RapportageKort):
    """Een voortgangsrapportage met alles erin."""

    rubrieken = Rubriek(source="sections", many=True)
    cijfers = Cijfer(source="figures", many=True)
    vandaagWeten = VandaagWeten(source="flags", many=True)
    vragen = Vraag(source="remarks", many=True)


class RubriekTekst(Strict):
    """Tekst onder een kop van het formulier."""

    sleutel = serializers.CharField(max_length=40)
    tekst = serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False)


class Betekenis(Strict):
    """Wat een cijfer betekent."""

    sleutel = serializers.CharField(max_length=40)
    betekenis = serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False)


class Melding(Strict):
    """Wat de burgemeester vandaag moet weten."""

    titel = serializers.CharField(max_length=140)
    tekst = serializers.CharField(max_length=LONGEST, allow_blank=True, default="", trim_whitespace=False)


class Antwoord(Strict):
    """Het antwoord op een vraag waarmee de rapportage terugkwam."""

    vraagId = serializers.UUIDField()
    antwoord = serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False)


class Concept(Strict):
    """Alles wat u in de rapportage schrijft; wat u weglaat, wordt leeg."""

    kern = serializers.CharField(max_length=140, allow_blank=True, default="", help_text="In één regel.")
    stand = Code(
        codes.STANDINGS, allow_blank=True, default="", help_text="Alleen als het formulier ernaar vraagt."
    )
    rubrieken = RubriekTekst(many=True, default=list)
    cijfers = Betekenis(many=True, default=list)
    vandaagWeten = Melding(many=True, default=list, max_length=MOST_FLAGS)
    antwoorden = Antwoord(many=True, default=list)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a place that is named twice: nobody can tell which text was meant."""
        for name, key in (("rubrieken", "sleutel"), ("cijfers", "sleutel"), ("antwoorden", "vraagId")):
            keys = [one[key] for one in attrs[name]]
            if len(keys) != len(set(keys)):
                raise serializers.ValidationError({name: [_("Elke sleutel mag één keer voorkomen.")]})
        return attrs


class Verzending(Strict):
    """Wat u bij het versturen zegt."""

    persoonsgegevensBevestigd = serializers.BooleanField(
        default=False, help_text="U hebt de waarschuwingen over persoonsgegevens bekeken: dit mag erin staan."
    )


def content_of(sent: Mapping[str, Any]) -> Content:
    """Return a checked body as the words of a report."""
    return Content(
        sections={one["sleutel"]: one["tekst"] for one in sent["rubrieken"]},
        interpretations={one["sleutel"]: one["betekenis"] for one in sent["cijfers"]},
        status=sent["stand"],
        gist=sent["kern"],
        flags=[NewFlag(one["titel"], one["tekst"]) for one in sent["vandaagWeten"]],
        answers={str(one["vraagId"]): one["antwoord"] for one in sent["antwoorden"]},
    )


def places_in(sent: Mapping[str, Any]) -> dict[str, str]:
    """Return the JSON pointer of each place in a body, by the key that faults are reported under."""
    found = {"gist": "#/kern", "flag": "#/vandaagWeten", "status": "#/stand"}
    for name, key, text in (
        ("rubrieken", "sleutel", "tekst"),
        ("cijfers", "sleutel", "betekenis"),
        ("antwoorden", "vraagId", "antwoord"),
    ):
        found |= {str(one[key]): f"#/{name}/{index}/{text}" for index, one in enumerate(sent[name])}
    return found


def places_of(report: Report) -> dict[str, str]:
    """Return the JSON pointer of each place of a stored report, as it is answered."""
    sections = {one.key: f"#/rubrieken/{place}/tekst" for place, one in enumerate(report.sections.all())}
    figures: dict[str, str] = {
        one.indicator.key: f"#/cijfers/{place}/betekenis" for place, one in enumerate(report.figures.all())
    }
    return {"gist": "#/kern", "flag": "#/vandaagWeten", "status": "#/stand"} | sections | figures


def known_as(key: str | uuid.UUID, places: Mapping[str, str]) -> str:
    """Return the pointer of a place; the whole body for what is not in it."""
    return places.get(str(key), "#")
