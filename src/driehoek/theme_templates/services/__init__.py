"""Every write about templates and trails: one transaction, one line on the ledger."""

from driehoek.theme_templates.services.adopting import Choice, Skipped, Taken, adopt
from driehoek.theme_templates.services.own import (
    TooManyError,
    UnfinishedError,
    archive,
    change_template,
    make_template,
    new_key,
    publish,
    restore,
)
from driehoek.theme_templates.services.trail import (
    StillOpenError,
    TooLateError,
    change_step,
    close_step,
    end,
    evaluate,
    may_undo,
    reopen_step,
    undo,
)

__all__ = [
    "Choice",
    "Skipped",
    "StillOpenError",
    "Taken",
    "TooLateError",
    "TooManyError",
    "UnfinishedError",
    "adopt",
    "archive",
    "change_step",
    "change_template",
    "close_step",
    "end",
    "evaluate",
    "make_template",
    "may_undo",
    "new_key",
    "publish",
    "reopen_step",
    "restore",
    "undo",
]
