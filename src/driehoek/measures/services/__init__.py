"""Every write about reports, measures and letters: one transaction, one line on the ledger."""

from driehoek.measures.services.letters import end_template, keep_template, make_letter
from driehoek.measures.services.measures import (
    FileWords,
    MeasureValues,
    change_file,
    change_measure,
    judge_measure,
    open_measure,
)
from driehoek.measures.services.reports import (
    IncompleteError,
    NewReport,
    answer_question,
    ask_sender,
    close_report,
    file_report,
    mark_checked,
    place_report,
    set_target,
)
from driehoek.measures.services.steps import StepNotNowError, take_step

__all__ = [
    "FileWords",
    "IncompleteError",
    "MeasureValues",
    "NewReport",
    "StepNotNowError",
    "answer_question",
    "ask_sender",
    "change_file",
    "change_measure",
    "close_report",
    "end_template",
    "file_report",
    "judge_measure",
    "keep_template",
    "make_letter",
    "mark_checked",
    "open_measure",
    "place_report",
    "set_target",
    "take_step",
]
