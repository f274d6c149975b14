"""Who may open what of the room `problems`."""

from __future__ import annotations

from tests.access.rights.who import EVERYONE, F, Right

RIGHTS: dict[str, Right] = {
    "problems:list": Right(EVERYONE),
    "problems:new": Right(frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.CASE_DIRECTOR})),
    "problems:questions": Right(frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER, F.CASE_DIRECTOR})),
    "problems:page": Right(EVERYONE, ("problem",), needs_grant=True),
    "problems:timeline": Right(EVERYONE, ("problem",), needs_grant=True),
    "problems:change": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:typing": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:proposal": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:retype": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:roles": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:roles_take_over": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), "POST", needs_grant=True),
    "problems:role_change": Right(
        frozenset({F.SAFETY_ADVISER}), ("problem", "problem_role"), needs_grant=True
    ),
    "problems:role_end": Right(
        frozenset({F.SAFETY_ADVISER}), ("problem", "problem_role"), "POST", needs_grant=True
    ),
    "problems:role_restore": Right(
        frozenset({F.SAFETY_ADVISER}), ("problem", "problem_role"), "POST", needs_grant=True
    ),
    "problems:status": Right(
        frozenset({F.SAFETY_ADVISER}),
        ("problem",),
        "POST",
        needs_grant=True,
        data={"status": "watched", "version": "1"},
    ),
    "problems:dossier": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:open": Right(
        frozenset({F.MAYOR, F.SAFETY_ADVISER, F.PROSECUTOR, F.TEAM_CHIEF}), ("problem",), needs_grant=True
    ),
    "problems:access": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "problems:access_end": Right(
        frozenset({F.SAFETY_ADVISER}), ("problem", "grant"), "POST", needs_grant=True
    ),
    "problems:emergency": Right(frozenset({F.MAYOR, F.DEPUTY, F.SAFETY_ADVISER})),
    "problems:themes": Right(EVERYONE),
    "problems:theme_new": Right(frozenset({F.SAFETY_ADVISER, F.ADMIN})),
    "problems:theme_change": Right(frozenset({F.SAFETY_ADVISER, F.ADMIN}), ("theme",)),
    "problems:theme_end": Right(frozenset({F.SAFETY_ADVISER, F.ADMIN}), ("theme",), "POST"),
    "problems:theme_restore": Right(frozenset({F.SAFETY_ADVISER, F.ADMIN}), ("theme",), "POST"),
}
