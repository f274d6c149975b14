"""Codes in Dutch, as the interface speaks them, for the codes that are stored (/core/interface-language)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from driehoek.figures.models import Base, Direction, Frequency, ImportRun
from driehoek.moments.models import MomentKind
from driehoek.position.models import AgreementState, Channel, DeliveryState, InfoKind
from driehoek.problems.models import Kind, SafetyField, Status
from driehoek.reports.models import ReportState, Standing

INFO_KINDS: Final[Mapping[str, str]] = {
    InfoKind.OPERATIONAL: "operationeel",
    InfoKind.ANALYTICAL: "analytisch",
}
AGREEMENT_STATES: Final[Mapping[str, str]] = {
    AgreementState.ACTIVE: "loopt",
    AgreementState.PAUSED: "rust",
    AgreementState.ENDED: "beeindigd",
}
CHANNELS: Final[Mapping[str, str]] = {
    Channel.DRIEHOEK: "driehoek",
    Channel.MEETING: "overleg",
    Channel.PHONE: "telefoon",
    Channel.SECURE_MAIL: "beveiligdeMail",
    Channel.LETTER: "brief",
}
DELIVERY_STATES: Final[Mapping[str, str]] = {
    DeliveryState.EXPECTED: "verwacht",
    DeliveryState.RECEIVED: "binnen",
    DeliveryState.DROPPED: "vervallen",
}
REPORT_STATES: Final[Mapping[str, str]] = {
    ReportState.DRAFT: "concept",
    ReportState.SENT: "verstuurd",
    ReportState.RETURNED: "terug",
    ReportState.CHECKED: "gecontroleerd",
    ReportState.FIXED: "vastgesteld",
}
STANDINGS: Final[Mapping[str, str]] = {
    Standing.ON_SCHEDULE: "opSchema",
    Standing.AT_RISK: "looptGevaar",
    Standing.BEHIND: "looptAchter",
    Standing.DONE: "klaar",
}
FREQUENCIES: Final[Mapping[str, str]] = {
    Frequency.WEEK: "week",
    Frequency.MONTH: "maand",
    Frequency.QUARTER: "kwartaal",
    Frequency.YEAR: "jaar",
}
DIRECTIONS: Final[Mapping[str, str]] = {
    Direction.LOWER: "lager",
    Direction.HIGHER: "hoger",
    Direction.NEUTRAL: "geen",
}
BASES: Final[Mapping[str, str]] = {Base.ABSOLUTE: "aantal", Base.PER_THOUSAND: "perDuizendInwoners"}
FIELDS: Final[Mapping[str, str]] = {
    SafetyField.LIVING: "woonEnLeefomgeving",
    SafetyField.BUSINESS: "bedrijvigheid",
    SafetyField.YOUTH: "jeugd",
    SafetyField.PHYSICAL: "fysiek",
    SafetyField.INTEGRITY: "integriteit",
}
KINDS: Final[Mapping[str, str]] = {Kind.STANDARD: "standaard", Kind.COMPLEX: "complex", Kind.CRISIS: "crisis"}
STATUSES: Final[Mapping[str, str]] = {
    Status.OPEN: "loopt",
    Status.WATCHED: "gevolgd",
    Status.CLOSED: "afgesloten",
}
MOMENTS: Final[Mapping[str, str]] = {
    MomentKind.EVENT: "evenement",
    MomentKind.DEMONSTRATION: "demonstratie",
    MomentKind.RELEASE: "vrijlating",
    MomentKind.HEARING: "zitting",
    MomentKind.MATCH: "voetbalwedstrijd",
    MomentKind.NEW_YEAR: "jaarwisseling",
    MomentKind.MARKET: "markt",
    MomentKind.OTHER: "anders",
}
OUTCOMES: Final[Mapping[str, str]] = {
    ImportRun.Outcome.LOADED: "ingelezen",
    ImportRun.Outcome.UNCHANGED: "ongewijzigd",
    ImportRun.Outcome.REFUSED: "geweigerd",
}
