"""Forms, reports and what they hold."""

from driehoek.reports.intake.models import Intake
from driehoek.reports.models.forms import Form, FormIndicator, FormOfAgreement
from driehoek.reports.models.reports import (
    CONTENT_OPEN,
    Figure,
    Flag,
    Remark,
    Report,
    ReportState,
    Section,
    Standing,
)

__all__ = [
    "CONTENT_OPEN",
    "Figure",
    "Flag",
    "Form",
    "FormIndicator",
    "FormOfAgreement",
    "Intake",
    "Remark",
    "Report",
    "ReportState",
    "Section",
    "Standing",
]
