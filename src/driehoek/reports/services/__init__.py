"""Every write of the reports room: one transaction, one line on the ledger."""

from driehoek.reports.content import (
    BegunElsewhereError,
    Content,
    IncompleteError,
    NewFlag,
    NoFormError,
    NotAtThisStageError,
    Screened,
    ScreenedError,
    UnknownPlaceError,
)
from driehoek.reports.services.checking import NewQuestion, check, fix, return_with_questions
from driehoek.reports.services.forms import (
    NewForm,
    UnfitFormError,
    change_form,
    choose_form,
    drop_form,
    make_form,
    take_form,
)
from driehoek.reports.services.writing import RETURNED, save, send, supplement

__all__ = [
    "RETURNED",
    "BegunElsewhereError",
    "Content",
    "IncompleteError",
    "NewFlag",
    "NewForm",
    "NewQuestion",
    "NoFormError",
    "NotAtThisStageError",
    "Screened",
    "ScreenedError",
    "UnfitFormError",
    "UnknownPlaceError",
    "change_form",
    "check",
    "choose_form",
    "drop_form",
    "fix",
    "make_form",
    "return_with_questions",
    "save",
    "send",
    "supplement",
    "take_form",
]
