"""Who may open what of the room `moments`."""

from __future__ import annotations

from tests.access.rights.who import KEEPERS_OF_MOMENTS, READERS_OF_MOMENTS, Right

RIGHTS: dict[str, Right] = {
    "moments:calendar": Right(READERS_OF_MOMENTS),
    "moments:month": Right(READERS_OF_MOMENTS),
    "moments:print": Right(READERS_OF_MOMENTS),
    "moments:page": Right(READERS_OF_MOMENTS, ("moment",)),
    "moments:new": Right(KEEPERS_OF_MOMENTS),
    "moments:national": Right(KEEPERS_OF_MOMENTS),
    "moments:take_over": Right(KEEPERS_OF_MOMENTS, method="POST", data={"key": "koningsdag"}),
    "moments:change": Right(KEEPERS_OF_MOMENTS, ("moment",)),
    "moments:cancel": Right(KEEPERS_OF_MOMENTS, ("moment",), "POST", data={"version": "1"}),
    "moments:restore": Right(KEEPERS_OF_MOMENTS, ("moment",), "POST", data={"version": "1"}),
    "moments:export": Right(KEEPERS_OF_MOMENTS),
    "moments:upload": Right(KEEPERS_OF_MOMENTS),
    "moments:run": Right(KEEPERS_OF_MOMENTS, ("moment_import",), owned=True),
    "moments:confirm": Right(KEEPERS_OF_MOMENTS, ("moment_import",), "POST", owned=True),
}
