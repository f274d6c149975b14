"""What the room keeps: pairs of records that may be the same, requests of data subjects, and the duty to inform."""

from driehoek.matching.models.informing import Informing, InformingState, InformingStep
from driehoek.matching.models.pairs import Answer, Decision, Pair, PairState
from driehoek.matching.models.requests import (
    Channel,
    IdentityCheck,
    Outcome,
    Place,
    RequestKind,
    RequestPerson,
    RequestState,
    RequestStep,
    RightsRequest,
)

__all__ = [
    "Answer",
    "Channel",
    "Decision",
    "IdentityCheck",
    "Informing",
    "InformingState",
    "InformingStep",
    "Outcome",
    "Pair",
    "PairState",
    "Place",
    "RequestKind",
    "RequestPerson",
    "RequestState",
    "RequestStep",
    "RightsRequest",
]
