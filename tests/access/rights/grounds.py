"""Who may open what of the room `grounds`."""

from __future__ import annotations

from tests.access.rights.who import (
    EVERYONE,
    KEEPERS_OF_COVENANTS,
    OFFICER_OR_ADMIN,
    READERS_OF_REGISTERS,
    F,
    Right,
)

RIGHTS: dict[str, Right] = {
    "grounds:rules": Right(EVERYONE),
    "grounds:rule": Right(EVERYONE, fixed=("wpg-16-1b-burgemeester",)),
    "grounds:try_out": Right(EVERYONE),
    "grounds:remark_new": Right(READERS_OF_REGISTERS, fixed=("wpg-16-1b-burgemeester",)),
    "grounds:remarks": Right(OFFICER_OR_ADMIN),
    "grounds:remark_settle": Right(OFFICER_OR_ADMIN, ("rule_remark",)),
    "grounds:sign_off": Right(frozenset({F.DPO}), fixed=("wpg-16-1b-burgemeester",)),
    "grounds:sign_off_withdraw": Right(frozenset({F.DPO}), fixed=("wpg-16-1b-burgemeester",)),
    "grounds:covenants": Right(READERS_OF_REGISTERS),
    "grounds:covenant_new": Right(KEEPERS_OF_COVENANTS),
    "grounds:covenant": Right(READERS_OF_REGISTERS, ("covenant",)),
    "grounds:covenant_change": Right(KEEPERS_OF_COVENANTS, ("covenant",)),
    "grounds:covenant_end": Right(KEEPERS_OF_COVENANTS, ("covenant",)),
    "grounds:activities": Right(READERS_OF_REGISTERS),
    "grounds:activity_new": Right(OFFICER_OR_ADMIN),
    "grounds:activities_standard": Right(OFFICER_OR_ADMIN, (), "POST"),
    "grounds:activity": Right(READERS_OF_REGISTERS, ("activity",)),
    "grounds:activity_change": Right(OFFICER_OR_ADMIN, ("activity",)),
    "grounds:activity_end": Right(OFFICER_OR_ADMIN, ("activity",)),
    "grounds:activity_version": Right(READERS_OF_REGISTERS, fixed=("beheer-van-gebruikers", 1)),
    "grounds:samples": Right(frozenset({F.DPO})),
    "grounds:sample_new": Right(frozenset({F.DPO})),
    "grounds:sample": Right(frozenset({F.DPO}), ("sample",)),
    "grounds:sample_pdf": Right(frozenset({F.DPO}), ("sample",)),
    "grounds:purpose_rate": Right(frozenset({F.DPO}), ("sampled_purpose",)),
    "grounds:decisions": Right(frozenset({F.DPO})),
    "grounds:decision": Right(frozenset({F.DPO}), ("decision",)),
    # Of the others nobody works on the problem: they see it and may not, or it does not exist for them.
    "grounds:source_new": Right(frozenset({F.SAFETY_ADVISER}), ("problem",), needs_grant=True),
    "grounds:source_end": Right(frozenset({F.SAFETY_ADVISER}), ("source",), needs_grant=True),
}
