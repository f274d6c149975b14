"""Every write about problems, their kinds and roles, and themes: one transaction, one line on the ledger."""

from driehoek.problems.services.problems import (
    NewProblem,
    change_dossier,
    change_problem,
    change_status,
    hand_out,
    open_problem,
)
from driehoek.problems.services.roles import (
    RoleTaken,
    add_role,
    change_role,
    end_role,
    restore_role,
    take_over_proposal,
)
from driehoek.problems.services.themes import add_theme, change_theme, end_theme, ensure_theme, restore_theme
from driehoek.problems.services.typing import ReasonMissing, SameKind, retype

__all__ = [
    "NewProblem",
    "ReasonMissing",
    "RoleTaken",
    "SameKind",
    "add_role",
    "add_theme",
    "change_dossier",
    "change_problem",
    "change_role",
    "change_status",
    "change_theme",
    "end_role",
    "end_theme",
    "ensure_theme",
    "hand_out",
    "open_problem",
    "restore_role",
    "restore_theme",
    "retype",
    "take_over_proposal",
]
