"""Every read about reports; all of it begins at `visible_reports`."""

from driehoek.reports.queries.figures import (
    FigureLine,
    chosen_indicators,
    indicators_for,
    prefill,
    with_interpretations,
)
from driehoek.reports.queries.forms import (
    form_of,
    form_or_none,
    forms_of,
    headings_for,
    headings_of,
    ready_to_take,
)
from driehoek.reports.queries.lists import (
    ReportFilter,
    fixed_between,
    late_count,
    report_list,
    statuses_between,
    suppliers_with_reports,
    to_check,
)
from driehoek.reports.queries.reports import (
    delivery_or_none,
    in_full,
    labels_of,
    open_supplement,
    previous_of,
    remarks_of,
    report_of_delivery,
    report_or_none,
    visible_reports,
    with_ratings,
)

__all__ = [
    "FigureLine",
    "ReportFilter",
    "chosen_indicators",
    "delivery_or_none",
    "fixed_between",
    "form_of",
    "form_or_none",
    "forms_of",
    "headings_for",
    "headings_of",
    "in_full",
    "indicators_for",
    "labels_of",
    "late_count",
    "open_supplement",
    "prefill",
    "previous_of",
    "ready_to_take",
    "remarks_of",
    "report_list",
    "report_of_delivery",
    "report_or_none",
    "statuses_between",
    "suppliers_with_reports",
    "to_check",
    "visible_reports",
    "with_interpretations",
    "with_ratings",
]
