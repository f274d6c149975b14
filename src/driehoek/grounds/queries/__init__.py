"""Every read of the room `grounds`."""

from driehoek.grounds.queries.approvals import approval_records, approvals_for
from driehoek.grounds.queries.decisions import (
    decision,
    decision_log,
    decisions_about,
    in_order,
    newest_about,
    visible_decisions,
)

__all__ = [
    "approval_records",
    "approvals_for",
    "decision",
    "decision_log",
    "decisions_about",
    "in_order",
    "newest_about",
    "visible_decisions",
]
