"""Every read about pairs; all of it begins at the compartments open to the reader."""

from driehoek.matching.queries.pairs import (
    Side,
    count_open,
    decisions_of,
    may_decide,
    pair_or_none,
    sides_of,
    visible_pairs,
)

__all__ = [
    "Side",
    "count_open",
    "decisions_of",
    "may_decide",
    "pair_or_none",
    "sides_of",
    "visible_pairs",
]
