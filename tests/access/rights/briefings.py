"""Who may open what of the room `briefings`."""

from __future__ import annotations

from tests.access.rights.who import COMPOSERS, CONTENT, F, Right

RIGHTS: dict[str, Right] = {
    "briefings:list": Right(CONTENT),
    "briefings:latest": Right(CONTENT),
    "briefings:briefing": Right(CONTENT, ("briefing",)),
    "briefings:pdf": Right(CONTENT, ("briefing",)),
    "briefings:rate": Right(
        CONTENT, ("briefing",), "POST", data={"verdict": "useful"}, elsewhere=frozenset({F.SAFETY_ADVISER})
    ),
    "briefings:compose": Right(COMPOSERS),
    "briefings:draft": Right(COMPOSERS, ("draft_briefing",)),
    "briefings:lead": Right(COMPOSERS, ("draft_briefing",)),
    "briefings:line_new": Right(COMPOSERS, ("draft_briefing",)),
    "briefings:send": Right(COMPOSERS, ("draft_briefing",)),
    "briefings:discard": Right(COMPOSERS, ("draft_briefing",)),
    "briefings:line_change": Right(COMPOSERS, ("briefing_line",)),
    "briefings:line_move": Right(COMPOSERS, ("briefing_line",), "POST", data={"direction": "up"}),
    "briefings:line_remove": Right(COMPOSERS, ("briefing_line",), "POST"),
}
