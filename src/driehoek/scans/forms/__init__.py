"""Forms of the area scan."""

from driehoek.scans.forms.findings import FindingForm, StartForm
from driehoek.scans.forms.priorities import PriorityForm
from driehoek.scans.forms.scans import ScanForm, SessionForm

__all__ = ["FindingForm", "PriorityForm", "ScanForm", "SessionForm", "StartForm"]
