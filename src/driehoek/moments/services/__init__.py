"""Every write about risk moments."""

from driehoek.moments.services.exporting import export
from driehoek.moments.services.importing import confirm, drop_offers, offer
from driehoek.moments.services.keeping import (
    MomentValues,
    NotThatDay,
    add_moment,
    cancel,
    change_moment,
    restore,
    take_over,
)

__all__ = [
    "MomentValues",
    "NotThatDay",
    "add_moment",
    "cancel",
    "change_moment",
    "confirm",
    "drop_offers",
    "export",
    "offer",
    "restore",
    "take_over",
]
