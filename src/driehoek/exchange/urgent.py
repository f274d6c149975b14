"""Telling the mayor at night: the headline at once, with the usual answers put ready to be read and confirmed (OM08).

At night nobody fills in a form of ten questions. What is told then is always the same kind of thing: something has
just happened, nothing has been decided by a court, and the mayor must keep order before the morning. The answers that
go with that stand ready on the screen, each with its question; one tick says that they are right, and each can be
changed. Nothing is skipped: the same check judges the same proposal, and what it does not allow does not leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from driehoek.grounds.asking import converse
from driehoek.parties.models import Function

# Who may ring the mayor at night: the prosecutor, and the police chief who stands beside.
MAY_RING: Final = (Function.PROSECUTOR, Function.TEAM_CHIEF)
PURPOSE: Final = "openbare_orde"
# Of whom it is at night, and which data each giver then has (law: wjsg-39f-1b, wpg-16-1b).
FRAMES: Final[Mapping[str, Mapping[str, Any]]] = {
    "om": {"subject": "verdachte", "data_categories": ("strafvorderlijke_gegevens",)},
    "politie": {
        "subject": "verdachte",
        "data_categories": ("politiegegevens",),
        "wpg_processing": ("8",),
    },
}
# The usual answers of a headline in the night: it is short, about nobody else, and nothing is decided yet.
READY: Final[Mapping[str, Any]] = {
    "contra_indication_reason": "grave_acute_danger",
    "final_decision": "none",
    "minimised": True,
    "necessary": True,
    "om_coordination_done": True,
    "others_traceable": False,
    "proportionate": True,
    "quality_checked": True,
    "recipient_own_ground": True,
    "recipient_task_named": True,
    "record_written": True,
    "secrecy_notice": True,
    "serious_disorder_expected": True,
    "urgency_stated": True,
    "weighty_interest_stated": True,
    "whole_file": False,
}
# An answer brings at most so many further questions before nothing is open.
ROUNDS: Final = 6


def ready_proposal(frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return a proposal with the usual answers to what the law asks of it, and to nothing else.

    Args:
        frame: the structured fields of the proposal: who gives whom, for what, about whom, which data.
    """
    facts: dict[str, Any] = {key: READY[key] for key in ("record_written", "secrecy_notice")}
    for _round in range(ROUNDS):
        conversation = converse({**frame, "facts": facts}, further=False)
        known = {key: READY[key] for key in conversation.open_keys if key in READY}
        if not known:
            break
        facts |= known
    return {**frame, "facts": facts}
