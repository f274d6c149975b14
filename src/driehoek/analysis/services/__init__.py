"""Every write of this room: keyword-only, in one transaction, with its lines on the ledger."""

from driehoek.analysis.models import Mute
from driehoek.analysis.services.acts import (
    acknowledge,
    end_mute,
    follow,
    mute,
    undo_acknowledgement,
    unfollow,
)
from driehoek.analysis.services.detecting import DetectionResult, detect_deviations
from driehoek.analysis.services.signal_values import (
    AlreadySetError,
    change_signal_value,
    end_signal_value,
    set_signal_value,
)

__all__ = [
    "AlreadySetError",
    "DetectionResult",
    "Mute",
    "acknowledge",
    "change_signal_value",
    "detect_deviations",
    "end_mute",
    "end_signal_value",
    "follow",
    "mute",
    "set_signal_value",
    "undo_acknowledgement",
    "unfollow",
]
