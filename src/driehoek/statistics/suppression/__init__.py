"""Hiding small counts in a table with totals, so that nobody can work them out from what is shown.

Hundepool et al., Statistical Disclosure Control (2012), chapter 4: a count under a minimum is hidden (primary
suppression), and as many other cells as it takes so that the totals do not give it away (secondary suppression).
The cells to hide are chosen one hidden count at a time, by the linear programme of Kelly, Golden and Assad (1992):
the cheapest way in which the whole table could differ while that count is larger. Every cell that differs must be
hidden; then the table as it is and the table as it could be look the same from outside.

Who attacks is taken to know every shown cell, which cells add up to which, that counts are not negative, and every
edition of the same table that was shown before. They are not told which cell was hidden for which reason, so the
reasons of a mask are for its maker alone. Rows form a tree of any depth (areas); columns a tree of one level (months
in a quarter, kinds in a total). Such a table is a network, so that whole counts have whole bounds (Castro 2012).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from driehoek.statistics.suppression.system import NEAR, System
from driehoek.statistics.suppression.tables import (
    ROOT,
    Earlier,
    Flags,
    Intervals,
    Mask,
    Reason,
    Rule,
    Suppressed,
    Table,
    UnprotectedError,
    Values,
)

__all__ = [
    "ROOT",
    "Earlier",
    "Flags",
    "Intervals",
    "Mask",
    "Reason",
    "Rule",
    "Suppressed",
    "Table",
    "UnprotectedError",
    "Values",
    "audit",
    "is_small",
    "of_rounded",
    "suppress",
]

# Pushing the whole table costs about as much as looking at so many cells one by one.
_PUSHES: Final = 40
_PUSH_PAYS: Final = 2


def _seen_moving(system: System, hidden: Flags, small: Flags, enough: float) -> tuple[Values, Values]:
    """Return how far cells are seen to move when the table is pushed at random, as long as that still tells more.

    One push moves many cells, so that few are left to be looked at one by one. The seed is fixed: the same table is
    hidden in the same way each time.
    """
    low, high = system.cells.copy(), system.cells.copy()
    random = np.random.default_rng(0)
    unsure = small.copy()
    for _push in range(_PUSHES):
        before = unsure.sum()
        if not before:
            break
        step = system.push(hidden, np.where(unsure, random.choice((-1.0, 1.0), hidden.size), 0.0), enough)
        low, high = np.minimum(low, system.cells + step), np.maximum(high, system.cells + step)
        unsure = small & (high - low < enough - NEAR)
        if before - unsure.sum() < _PUSH_PAYS:
            break
    return low, high


def is_small(values: Values, rule: Rule) -> Flags:
    """Tell which counts are hidden for their own sake; where there is no cell, none is."""
    small = values < rule.minimum
    return small & (values > 0) if rule.zero_is_shown else small


def suppress(
    table: Table,
    rule: Rule | None = None,
    *,
    earlier: Sequence[Earlier] = (),
    withheld: Flags | None = None,
) -> Suppressed:
    """Choose which cells to hide.

    Args:
        table: the counts.
        rule: what is small; the default hides counts under five, nought among them.
        earlier: editions of the same table that were shown before.
        withheld: cells that are not shown this time whatever they are, there because an earlier edition has them;
            hiding them costs nothing, and small counts among them stay protected.

    Raises:
        UnprotectedError: a small count was shown before, or follows from what was.
    """
    rule = rule or Rule()
    system = System.of(table, earlier)
    small = is_small(table.values, rule).ravel()
    hidden = small | withheld.ravel() if withheld is not None else small.copy()
    hidden &= ~np.isnan(table.values).ravel()
    low, high = _seen_moving(system, hidden, small, rule.protection)
    order = sorted(np.flatnonzero(small), key=lambda cell: (-system.cells[cell], cell))
    for cell in order:
        if high[cell] - low[cell] >= rule.protection - NEAR:
            continue
        step = system.cheapest_step(int(cell), hidden, rule.protection)
        if step is None:
            raise UnprotectedError(
                f"cell {divmod(int(cell), table.values.shape[1])} follows from what was shown"
            )
        hidden |= np.abs(step) > NEAR
        low, high = np.minimum(low, system.cells + step), np.maximum(high, system.cells + step)
    mask = np.where(small, Reason.PRIMARY, np.where(hidden, Reason.SECONDARY, Reason.SHOWN)).astype(np.int8)
    shape = table.values.shape
    bounds = [np.where(hidden, side, np.nan).reshape(shape) for side in (low, high)]
    return Suppressed(mask.reshape(shape), Intervals(*bounds))


def audit(
    table: Table,
    hidden: Flags,
    *,
    earlier: Sequence[Earlier] = (),
    known: Intervals | None = None,
) -> Intervals:
    """Return the least and the most that each hidden cell can be for who sees the rest.

    Args:
        table: the counts, of which only those that are not hidden are used.
        hidden: which cells are not shown.
        earlier: editions that were shown before.
        known: bounds on cells from elsewhere, such as a rounded rate (see `of_rounded`); nan where there are none.
    """
    system = System.of(table, earlier)
    steps = np.zeros((2, hidden.size))
    lower, upper = system.room(hidden.ravel(), known)
    for cell in np.flatnonzero(hidden.ravel()):
        for side, sign in enumerate((-1.0, 1.0)):
            steps[side, cell] = system.furthest(int(cell), sign, lower, upper)
    bounds = [np.where(hidden.ravel(), system.cells + side, np.nan).reshape(hidden.shape) for side in steps]
    return Intervals(*bounds)


def of_rounded(values: Values, step: float) -> Intervals:
    """Return the bounds that a value rounded to the nearest multiple of `step` gives away."""
    return Intervals(np.maximum(values - step / 2, 0.0), values + step / 2)
