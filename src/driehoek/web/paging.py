"""Pages of a long list by its last row (keyset): whatever is added meanwhile, nothing is shown twice or skipped."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

Cursor = tuple[datetime, uuid.UUID]
AFTER: Final = "na"
PAGE: Final = 30
Thing = TypeVar("Thing", bound=Model)


def keyset_cursor(request: HttpRequest) -> Cursor | None:
    """Return the moment and id of the last row of the page before; None on the first page or when it makes no sense."""
    moment, _sep, identifier = request.GET.get(AFTER, "").partition("_")
    try:
        at, last = datetime.fromisoformat(moment), uuid.UUID(identifier)
    except ValueError:
        return None
    return None if at.tzinfo is None else (at, last)


def page_of(rows: QuerySet[Thing], column: str, after: Cursor | None) -> tuple[list[Thing], bool]:
    """Return a page of rows with the newest `column` first, and whether there are more; one query."""
    if after:
        moment, last = after
        rows = rows.filter(Q(**{f"{column}__lt": moment}) | Q(**{column: moment, "pk__lt": last}))
    return cut(rows.order_by(f"-{column}", "-pk")[: PAGE + 1])


def cut(found: Sequence[Thing] | QuerySet[Thing]) -> tuple[list[Thing], bool]:
    """Return a page of what was read with one row to spare, and whether there are more."""
    rows = list(found)
    return rows[:PAGE], len(rows) > PAGE


def next_page(request: HttpRequest, moment: datetime, last: uuid.UUID) -> str:
    """Return the address of the next page, with the same choices, after the row of `moment` and `last`."""
    kept = {key: str(value) for key, value in request.GET.items() if key != AFTER}
    return "?" + urlencode(kept | {AFTER: f"{moment.isoformat()}_{last}"})
