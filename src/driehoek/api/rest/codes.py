"""Codes in Dutch, as the interface speaks them, for the codes that are stored (/core/interface-language)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from driehoek.exchange.models import Detail, ProvisionState, RequestState
from driehoek.exchange.models import Kind as ProvisionKind
from driehoek.figures.models import Base, Direction, Frequency, ImportRun
from driehoek.law.decision import Outcome
from driehoek.moments.models import MomentKind
from driehoek.position.models import AgreementState, Channel, DeliveryState, InfoKind
from driehoek.problems.models import Classification, Kind, SafetyField, Status
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
REQUEST_STATES: Final[Mapping[str, str]] = {
    RequestState.DRAFT: "concept",
    RequestState.SUBMITTED: "ingediend",
    RequestState.JUDGING: "inBeoordeling",
    RequestState.GRANTED: "verstrekt",
    RequestState.PART: "deelsVerstrekt",
    RequestState.REFUSED: "geweigerd",
    RequestState.WITHDRAWN: "ingetrokken",
}
DETAILS: Final[Mapping[str, str]] = {
    Detail.HEADLINE: "kop",
    Detail.ESSENTIALS: "kern",
    Detail.EXTRACT: "uittreksel",
}
PROVISION_KINDS: Final[Mapping[str, str]] = {
    ProvisionKind.REQUESTED: "opVerzoek",
    ProvisionKind.STANDING: "vastGeval",
    ProvisionKind.UNPROMPTED: "uitEigenBeweging",
    ProvisionKind.RETURN: "terugkeer",
    ProvisionKind.PICTURE: "ordebeeld",
    ProvisionKind.ONWARD: "doorgegeven",
    ProvisionKind.ORAL: "mondeling",
}
PROVISION_STATES: Final[Mapping[str, str]] = {
    ProvisionState.DRAFT: "concept",
    ProvisionState.RELEASED: "verstrekt",
    ProvisionState.RECALLED: "teruggetrokken",
    ProvisionState.EXPIRED: "verlopen",
    ProvisionState.DROPPED: "nietVerstrekt",
}
MARKS: Final[Mapping[str, str]] = {
    Classification.PUBLIC: "openbaar",
    Classification.INTERNAL: "intern",
    Classification.CONFIDENTIAL: "vertrouwelijk",
    Classification.STRICT: "striktVertrouwelijk",
}
OUTCOMES_OF_LAW: Final[Mapping[str, str]] = {
    Outcome.ALLOWED: "toegestaan",
    Outcome.WARN: "alleenMetReden",
    Outcome.NEEDS_APPROVAL: "toestemmingNodig",
    Outcome.NOT_ALLOWED: "nietToegestaan",
}
