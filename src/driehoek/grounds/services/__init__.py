"""Every write of the room `grounds`."""

from driehoek.grounds.services.approvals import (
    ApprovalError,
    ask_approval,
    give_approval,
    lapse_approvals,
    refuse_approval,
)
from driehoek.grounds.services.judging import canonical, judge, preview, with_facts

__all__ = [
    "ApprovalError",
    "ask_approval",
    "canonical",
    "give_approval",
    "judge",
    "lapse_approvals",
    "preview",
    "refuse_approval",
    "with_facts",
]
