"""The information position in tables: need, agreement, delivery, item, reading, question."""

from driehoek.position.models.agreements import (
    Agreement,
    AgreementState,
    Channel,
    Gate,
    GateJudgement,
    InfoKind,
    Moment,
    Need,
    NeedState,
)
from driehoek.position.models.deliveries import (
    Certainty,
    Delivery,
    DeliveryState,
    Item,
    Reading,
    Verdict,
)
from driehoek.position.models.questions import Question, QuestionKind, QuestionState

__all__ = [
    "Agreement",
    "AgreementState",
    "Certainty",
    "Channel",
    "Delivery",
    "DeliveryState",
    "Gate",
    "GateJudgement",
    "InfoKind",
    "Item",
    "Moment",
    "Need",
    "NeedState",
    "Question",
    "QuestionKind",
    "QuestionState",
    "Reading",
    "Verdict",
]
