"""Rights on the pages of the room `subjects`."""

from __future__ import annotations

from tests.access.rights.who import (
    IN_THE_SHARED_PART,
    NOT_OF_THE_CASE,
    Right,
)

# Who is let into the shared part of the rights table's case may also write there; the mayor sees no part at all.


def _shared(*about: str, **more: object) -> Right:
    return Right(IN_THE_SHARED_PART, ("case", *about), elsewhere=NOT_OF_THE_CASE, **more)  # type: ignore[arg-type]


RIGHTS: dict[str, Right] = {
    "subjects:list": _shared(),
    "subjects:network": _shared(),
    "subjects:add": _shared(query={"soort": "person"}),
    "subjects:one": _shared("subject"),
    "subjects:change": _shared("subject"),
    "subjects:end": _shared("subject"),
    "subjects:reopen": _shared("subject", method="POST", data={"version": "0"}),
    "subjects:link_add": _shared("subject"),
    "subjects:link_change": _shared("subject_link"),
    "subjects:link_end": _shared("subject_link"),
    "subjects:link_reopen": _shared("subject_link", method="POST", data={"version": "0"}),
}
