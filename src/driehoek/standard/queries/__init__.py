"""Every read about norms."""

from driehoek.standard.queries.board import Board, ThemeLine, board, theme_line
from driehoek.standard.queries.judging import Judged, judged
from driehoek.standard.queries.norms import norm_or_none, revisions_of, running_norms, theme_of

__all__ = [
    "Board",
    "Judged",
    "ThemeLine",
    "board",
    "judged",
    "norm_or_none",
    "revisions_of",
    "running_norms",
    "theme_line",
    "theme_of",
]
