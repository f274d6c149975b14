"""The tables of measures: reports by the police, the register with its steps and clocks, letters."""

from driehoek.measures.models.letters import Letter, LetterKind, LetterTemplate
from driehoek.measures.models.measures import (
    AdministrativeMeasure,
    ClockState,
    MeasureClock,
    MeasureFile,
    MeasureStep,
)
from driehoek.measures.models.reports import (
    PoliceReport,
    ReportEdition,
    ReportQuestion,
    ReportState,
    ReportTarget,
)

__all__ = [
    "AdministrativeMeasure",
    "ClockState",
    "Letter",
    "LetterKind",
    "LetterTemplate",
    "MeasureClock",
    "MeasureFile",
    "MeasureStep",
    "PoliceReport",
    "ReportEdition",
    "ReportQuestion",
    "ReportState",
    "ReportTarget",
]
