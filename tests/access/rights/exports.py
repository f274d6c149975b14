"""Who may open what of the room `exports`."""

from __future__ import annotations

from tests.access.rights.who import CONTENT, F, Right

RIGHTS: dict[str, Right] = {
    "exports:own": Right(CONTENT),
    # A right of their own, which the others who see the list do not have.
    "exports:table": Right(frozenset({F.SAFETY_ADVISER, F.ANALYST}), fixed=("problems",)),
    "exports:made": Right(CONTENT | {F.DPO}, ("export",), elsewhere=CONTENT - {F.SAFETY_ADVISER}),
    "exports:rights": Right(frozenset({F.ADMIN, F.DPO})),
    "exports:right_new": Right(frozenset({F.ADMIN})),
    "exports:right_end": Right(frozenset({F.ADMIN, F.DPO}), ("export_right",)),
    "exports:log": Right(frozenset({F.DPO})),
}
