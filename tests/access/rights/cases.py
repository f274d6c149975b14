"""Rights on the pages of cases."""

from __future__ import annotations

from tests.access.rights.who import IN_CASES, NOT_OF_THE_CASE, OF_THE_CASE, Right

RIGHTS = {
    "cases:mine": Right(IN_CASES),
    "cases:page": Right(OF_THE_CASE, ("case",), elsewhere=NOT_OF_THE_CASE),
}
