"""Every write about cases: one transaction, one line on the ledger."""

from driehoek.cases.services.cases import NewCase, change_case, open_case
from driehoek.cases.services.directing import appoint
from driehoek.cases.services.models import adapt_model, ensure_models, latest_model
from driehoek.cases.services.moving import (
    Checked,
    NoSuchStepError,
    NotMetError,
    ReasonNeededError,
    checks_of,
    follow_version,
    judge_admission,
    move,
    step_to,
)
from driehoek.cases.services.partners import (
    Invitation,
    add_compartment,
    end_participation,
    end_sooner,
    invite,
)

__all__ = [
    "Checked",
    "Invitation",
    "NewCase",
    "NoSuchStepError",
    "NotMetError",
    "ReasonNeededError",
    "adapt_model",
    "add_compartment",
    "appoint",
    "change_case",
    "checks_of",
    "end_participation",
    "end_sooner",
    "ensure_models",
    "follow_version",
    "invite",
    "judge_admission",
    "latest_model",
    "move",
    "open_case",
    "step_to",
]
