"""Every read about signals; all of it begins at `visible_to`."""

from driehoek.signals.queries.signals import (
    Alike,
    alike_for_judge,
    alike_for_sender,
    judged,
    judgements_of,
    mine,
    of_case,
    to_judge,
    unseen_by,
    visible_to,
)

__all__ = [
    "Alike",
    "alike_for_judge",
    "alike_for_sender",
    "judged",
    "judgements_of",
    "mine",
    "of_case",
    "to_judge",
    "unseen_by",
    "visible_to",
]
