"""A page of a long list, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet

from driehoek.web.paging import Cursor

PAGE: Final = 30
# How long the same words from the same hand are taken for one tap too many.
TWICE: Final = timedelta(minutes=10)
Thing = TypeVar("Thing", bound=Model)


def page_of(rows: QuerySet[Thing], column: str, after: Cursor | None) -> tuple[list[Thing], bool]:
    """Return a page of rows with the newest `column` first, and whether there are more; one query."""
    if after:
        moment, last = after
        rows = rows.filter(Q(**{f"{column}__lt": moment}) | Q(**{column: moment, "id__lt": last}))
    return cut(rows.order_by(f"-{column}", "-id")[: PAGE + 1])


def cut(found: Sequence[Thing] | QuerySet[Thing]) -> tuple[list[Thing], bool]:
    """Return a page of what was read with one row to spare, and whether there are more."""
    rows = list(found)
    return rows[:PAGE], len(rows) > PAGE
