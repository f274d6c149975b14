"""Requests from both sides: asking (services/asking.py) and judging (services/judging.py)."""

from driehoek.exchange.services.asking import (
    ANSWERED,
    REQUEST,
    WAITING,
    IncompleteError,
    NewRequest,
    change_request,
    confirm_receipt,
    draft_request,
    submit_request,
    withdraw_request,
)
from driehoek.exchange.services.judging import (
    JudgementValues,
    RulingError,
    rule,
    save_judgement,
    take_up,
)

__all__ = [
    "ANSWERED",
    "REQUEST",
    "WAITING",
    "IncompleteError",
    "JudgementValues",
    "NewRequest",
    "RulingError",
    "change_request",
    "confirm_receipt",
    "draft_request",
    "rule",
    "save_judgement",
    "submit_request",
    "take_up",
    "withdraw_request",
]
