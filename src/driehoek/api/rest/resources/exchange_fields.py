"""A request and a provision as they are answered, and a request as it is sent in; contents are never among it."""

# ruff: noqa: N815 - the names of fields are those of the interface, which is in camelCase.

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from driehoek import law
from driehoek.api.rest import codes
from driehoek.api.rest.base import Strict
from driehoek.api.rest.fields import Address, At, Code, Named, ThemeNamed
from driehoek.api.rest.paging import Listing
from driehoek.exchange.models import Part, Provision, Request
from driehoek.grounds.models import Decision

MOST_KINDS = 7
MOST_FACTS = 80


class VerzoekKort(serializers.Serializer[Request]):
    """Een verzoek om gegevens van uw organisatie, in het kort."""

    id = serializers.UUIDField()
    url = Address("request")
    nummer = serializers.CharField(source="number", help_text="Leeg zolang het een concept is.")
    status = Code(codes.REQUEST_STATES, source="state")
    van = Named(source="from_organisation")
    aan = Named(source="to_organisation")
    thema = ThemeNamed(source="theme")
    spoed = serializers.BooleanField(source="urgent")
    antwoordNodigOp = At(source="due_at")
    ingediendOp = At(source="submitted_at", allow_null=True)
    beantwoordOp = At(source="answered_at", allow_null=True)


class Verzoek(VerzoekKort):
    """Een verzoek om gegevens van uw organisatie, met het antwoord in woorden."""

    doel = serializers.CharField(source="purpose")
    over = serializers.CharField(source="subject")
    gegevens = serializers.ListField(child=serializers.CharField(), source="data_categories")
    voorBesluit = serializers.CharField(source="decision_for")
    noodzaak = serializers.CharField(source="necessity")
    vraag = serializers.CharField(source="what")
    uitgebreidheid = Code(codes.DETAILS, source="detail")
    antwoord = serializers.CharField(source="ruling_words")
    weigeringsgronden = serializers.ListField(child=serializers.CharField(), source="refusal_grounds")
    ontvangenOp = At(source="received_at", allow_null=True)


class RequestsAsked(Listing):
    """Waarop verzoeken te beperken zijn."""

    status = Code(codes.REQUEST_STATES, required=False)


class NieuwVerzoek(Strict):
    """Een nieuw verzoek; het is een concept tot u het indient."""

    aanId = serializers.UUIDField(help_text="De organisatie aan wie u vraagt.")
    themaId = serializers.UUIDField()
    probleemId = serializers.UUIDField(required=False, allow_null=True, default=None)
    doel = serializers.CharField(max_length=60, help_text="Een doel uit de woordenlijst van de toets.")
    over = serializers.CharField(max_length=60, help_text="Over wie: een waarde uit de woordenlijst.")
    gegevens = serializers.ListField(
        child=serializers.CharField(max_length=60), min_length=1, max_length=MOST_KINDS
    )
    voorBesluit = serializers.CharField(max_length=200)
    noodzaak = serializers.CharField(max_length=2000)
    vraag = serializers.CharField(max_length=2000)
    uitgebreidheid = Code(codes.DETAILS)
    antwoordNodigOp = serializers.DateTimeField()
    spoed = serializers.BooleanField(default=False)
    persoonsgegevensBevestigd = serializers.BooleanField(
        default=False, help_text="U hebt gezien wat op persoonsgegevens lijkt, en het is nodig."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Judge the values of the vocabulary; all faults together."""
        known = law.load().vocabulary
        faults: dict[str, str] = {}
        for name, key in (("doel", "purpose"), ("over", "subject")):
            if attrs[name] not in known[key]:
                faults[name] = _("Deze waarde kent de toets niet.")
        if not known["data_categories"].issuperset(attrs["gegevens"]):
            faults["gegevens"] = _("Deze soort gegevens kent de toets niet.")
        if faults:
            raise serializers.ValidationError(faults, code="onbekend")
        return attrs


class Deel(serializers.Serializer[Part]):
    """Een deel van een verstrekking, zonder de inhoud."""

    uitgebreidheid = Code(codes.DETAILS, source="detail")
    vrijgegevenOp = At(source="let_go_at", allow_null=True)
    embargoTot = At(source="embargo_until", allow_null=True)
    vernietigdOp = At(source="destroyed_at", allow_null=True)


class Verstrekking(serializers.Serializer[Provision]):
    """Een verstrekking zonder haar inhoud: die leest een mens, op de pagina."""

    id = serializers.UUIDField()
    url = Address("provision")
    nummer = serializers.CharField(source="number", help_text="Leeg zolang het een concept is.")
    soort = Code(codes.PROVISION_KINDS, source="kind")
    status = Code(codes.PROVISION_STATES, source="state")
    van = Named(source="giver")
    aan = Named(source="recipient")
    thema = ThemeNamed(source="theme")
    verzoekId = serializers.UUIDField(source="request_id", allow_null=True)
    titel = serializers.CharField(source="title")
    doel = serializers.CharField(source="purpose")
    over = serializers.CharField(source="subject")
    gegevens = serializers.ListField(child=serializers.CharField(), source="data_categories")
    vertrouwelijkheid = Code(codes.MARKS, source="mark")
    grondslagen = serializers.SerializerMethodField(help_text="De regels van de wet waaronder is verstrekt.")
    delen = serializers.SerializerMethodField(help_text="De delen die u mag kennen.")
    bewarenTotDatum = serializers.DateField(source="keep_until")
    verstrektOp = At(source="released_at", allow_null=True)
    ontvangenOp = At(source="received_at", allow_null=True)
    teruggetrokkenOp = At(source="recalled_at", allow_null=True)
    geeindigdOp = At(source="ended_at", allow_null=True)

    def get_grondslagen(self, one: Provision) -> list[str]:
        """Return the ids of the bases."""
        return list(one.terms.get("bases", []))

    def get_delen(self, one: Provision) -> list[dict[str, Any]]:
        """Return the parts that the caller may know of."""
        return [dict(Deel(part).data) for part in getattr(one, "known_parts", ())]


class ProvisionsAsked(Listing):
    """Waarop verstrekkingen te beperken zijn."""

    richting = serializers.ChoiceField(choices=["gegeven", "ontvangen"], default="ontvangen")
    status = Code(codes.PROVISION_STATES, required=False)


class Toetsvraag(Strict):
    """Wat u bevestigt voor de toets van een concept."""

    feiten = serializers.DictField(
        child=serializers.JSONField(), default=dict, help_text="Feiten uit de woordenlijst van de toets."
    )
    bevestiging = serializers.CharField(
        max_length=2000, allow_blank=True, default="", help_text="Waarom het mag, ook al waarschuwt de wet."
    )

    def validate_feiten(self, value: dict[str, Any]) -> dict[str, Any]:
        """Take no more facts than there can be, each a plain value."""
        if len(value) > MOST_FACTS or not all(isinstance(one, str | bool) for one in value.values()):
            raise serializers.ValidationError(_("Geef elk feit met ja, nee of een waarde."), code="onbekend")
        return value


class Toets(serializers.Serializer[Decision]):
    """Wat de wet van een concept zegt."""

    id = serializers.UUIDField()
    uitkomst = Code(codes.OUTCOMES_OF_LAW, source="outcome")
    vrijTeGeven = serializers.BooleanField(source="releasable")
    grondslagen = serializers.ListField(child=serializers.CharField(), source="bases")
    regels = serializers.ListField(child=serializers.CharField(), source="rules")
    ontbrekend = serializers.ListField(child=serializers.CharField(), source="missing")
    toestemmingVan = serializers.ListField(child=serializers.CharField(), source="approvers")
    redenen = serializers.SerializerMethodField()
    regelversie = serializers.CharField(source="rule_id")
    opDatum = serializers.DateField(source="on")

    def get_redenen(self, one: Decision) -> list[str]:
        """Return why, in Dutch."""
        return [str(reason["nl"]) for reason in one.held()["reasons"]]
