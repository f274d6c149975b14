"""Every write about signals: one transaction, one line on the ledger."""

from driehoek.signals.services.hand_overs import (
    HandOverError,
    NewHandOver,
    answer,
    confirm_receipt,
    draft,
    give,
    take_back,
    throw_away,
)
from driehoek.signals.services.judging import (
    NewCaseFor,
    SignalError,
    Verdict,
    judge,
    reconsider,
)
from driehoek.signals.services.keeping import destroy_due
from driehoek.signals.services.sending import NewSignal, send
from driehoek.signals.services.telling import follow, see, tell

__all__ = [
    "HandOverError",
    "NewCaseFor",
    "NewHandOver",
    "NewSignal",
    "SignalError",
    "Verdict",
    "answer",
    "confirm_receipt",
    "destroy_due",
    "draft",
    "follow",
    "give",
    "judge",
    "reconsider",
    "see",
    "send",
    "take_back",
    "tell",
    "throw_away",
]
