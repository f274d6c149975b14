"""Who may open what of the room `oversight`."""

from __future__ import annotations

from tests.access.rights.who import KEEPERS_OF_ROUTES, F, Right

RIGHTS: dict[str, Right] = {
    "oversight:people": Right(frozenset({F.ADMIN})),
    "oversight:person_new": Right(frozenset({F.ADMIN})),
    "oversight:appoint": Right(frozenset({F.ADMIN}), ("person",)),
    "oversight:appointment_end": Right(frozenset({F.ADMIN}), ("appointment",)),
    "oversight:substitutions": Right(frozenset({F.ADMIN})),
    "oversight:substitution_end": Right(frozenset({F.ADMIN}), ("substitution",), "POST"),
    "oversight:organisations": Right(frozenset({F.ADMIN})),
    "oversight:routes": Right(KEEPERS_OF_ROUTES),
    "oversight:route": Right(KEEPERS_OF_ROUTES, ("organisation",)),
    "oversight:route_step": Right(KEEPERS_OF_ROUTES, ("contact_step",)),
    "oversight:route_move": Right(KEEPERS_OF_ROUTES, ("contact_step",), "POST", data={"richting": "omlaag"}),
    "oversight:route_remove": Right(KEEPERS_OF_ROUTES, ("contact_step",)),
    "oversight:chain": Right(frozenset({F.ADMIN, F.DPO})),
    "oversight:events": Right(frozenset({F.ADMIN, F.DPO})),
    "oversight:openings": Right(frozenset({F.DPO})),
}
