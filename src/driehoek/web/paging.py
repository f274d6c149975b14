"""Pages of a long list by its last row (keyset): whatever is added meanwhile, nothing is shown twice or skipped."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpRequest
from django.utils.http import urlencode

Cursor = tuple[datetime, uuid.UUID]
AFTER = "na"


def keyset_cursor(request: HttpRequest) -> Cursor | None:
    """Return the moment and id of the last row of the page before; None on the first page or when it makes no sense."""
    moment, _sep, identifier = request.GET.get(AFTER, "").partition("_")
    try:
        at, last = datetime.fromisoformat(moment), uuid.UUID(identifier)
    except ValueError:
        return None
    return None if at.tzinfo is None else (at, last)


def next_page(request: HttpRequest, moment: datetime, last: uuid.UUID) -> str:
    """Return the address of the next page, with the same choices, after the row of `moment` and `last`."""
    kept = {key: str(value) for key, value in request.GET.items() if key != AFTER}
    return "?" + urlencode(kept | {AFTER: f"{moment.isoformat()}_{last}"})
