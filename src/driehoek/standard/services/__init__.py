"""Every write about norms: one transaction, one line on the ledger."""

from driehoek.standard.services.norms import (
    AlreadySetError,
    NewNorm,
    UnfitNormError,
    change_norm,
    end_norm,
    set_norm,
)
from driehoek.standard.services.retyping import (
    AlreadyDismissedError,
    dismiss_retyping,
    propose_for_return,
    propose_retyping,
    reopen_retyping,
)
from driehoek.standard.services.rules import RuleValues, keep_rule, remove_rule
from driehoek.standard.services.sets import Taken, take_set

__all__ = [
    "AlreadyDismissedError",
    "AlreadySetError",
    "NewNorm",
    "RuleValues",
    "Taken",
    "UnfitNormError",
    "change_norm",
    "dismiss_retyping",
    "end_norm",
    "keep_rule",
    "propose_for_return",
    "propose_retyping",
    "remove_rule",
    "reopen_retyping",
    "set_norm",
    "take_set",
]
