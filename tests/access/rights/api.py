"""Who may open what of the room `api`."""

from __future__ import annotations

from tests.access.rights.who import HOLDERS_OF_KEYS, F, Right

RIGHTS: dict[str, Right] = {
    "api:keys": Right(HOLDERS_OF_KEYS),
    "api:all_keys": Right(frozenset({F.ADMIN})),
    "api:revoke": Right(
        HOLDERS_OF_KEYS | {F.ADMIN}, ("api_key",), elsewhere=HOLDERS_OF_KEYS - {F.SAFETY_ADVISER}
    ),
}
