"""The tables of the room `grounds`."""

from driehoek.grounds.models.activities import ActivityVersion
from driehoek.grounds.models.approvals import ApprovalRecord, ApprovalState
from driehoek.grounds.models.covenants import Covenant, CovenantParty, Resting
from driehoek.grounds.models.decisions import LEAST_CONFIRMATION, Decision, RuleText
from driehoek.grounds.models.remarks import Remark, SignOff
from driehoek.grounds.models.samples import Sample, SampledPurpose, Verdict
from driehoek.grounds.models.sources import Source

__all__ = [
    "LEAST_CONFIRMATION",
    "ActivityVersion",
    "ApprovalRecord",
    "ApprovalState",
    "Covenant",
    "CovenantParty",
    "Decision",
    "Remark",
    "Resting",
    "RuleText",
    "Sample",
    "SampledPurpose",
    "SignOff",
    "Source",
    "Verdict",
]
