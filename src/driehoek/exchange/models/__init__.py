"""The tables of the exchange."""

from driehoek.exchange.models.details import Detail
from driehoek.exchange.models.oral import OralIncident, OralReply
from driehoek.exchange.models.planned import Objection, ObjectionState, PlannedPower, PlannedState, Power
from driehoek.exchange.models.provisions import (
    Channel,
    Kind,
    Part,
    PartKey,
    PartReading,
    Provision,
    ProvisionState,
    Use,
)
from driehoek.exchange.models.requests import Judgement, Request, RequestState, Ruling
from driehoek.exchange.models.standing import (
    Advice,
    Measure,
    ReturnNotice,
    StandingCase,
    StandingList,
    StandingListState,
)

__all__ = [
    "Advice",
    "Channel",
    "Detail",
    "Judgement",
    "Kind",
    "Measure",
    "Objection",
    "ObjectionState",
    "OralIncident",
    "OralReply",
    "Part",
    "PartKey",
    "PartReading",
    "PlannedPower",
    "PlannedState",
    "Power",
    "Provision",
    "ProvisionState",
    "Request",
    "RequestState",
    "ReturnNotice",
    "Ruling",
    "StandingCase",
    "StandingList",
    "StandingListState",
    "Use",
]
