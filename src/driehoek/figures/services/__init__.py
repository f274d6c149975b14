"""Every write about figures: sources and indicators, and the imports that fill them."""

from driehoek.figures.services.imports import (
    Result,
    confirm_upload,
    load_figures,
    preview_figures,
    preview_upload,
)
from driehoek.figures.services.indicators import (
    IndicatorValues,
    add_indicator,
    change_indicator,
    end_indicator,
    ensure_catalogue,
    ensure_source,
    restore_indicator,
)
from driehoek.figures.services.plan import Offer

__all__ = [
    "IndicatorValues",
    "Offer",
    "Result",
    "add_indicator",
    "change_indicator",
    "confirm_upload",
    "end_indicator",
    "ensure_catalogue",
    "ensure_source",
    "load_figures",
    "preview_figures",
    "preview_upload",
    "restore_indicator",
]
