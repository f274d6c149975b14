"""Rights on the pages of the room `subjects`."""

from __future__ import annotations

from tests.access.rights.who import (
    DIRECTS_THE_CASE,
    IN_THE_SHARED_PART,
    NOT_OF_THE_CASE,
    WORKS_ON_THE_CASE,
    Right,
)

# Who is let into the shared part of the rights table's case may also write there; the mayor sees no part at all.


def _shared(*about: str, **more: object) -> Right:
    return Right(IN_THE_SHARED_PART, ("case", *about), elsewhere=NOT_OF_THE_CASE, **more)  # type: ignore[arg-type]


# The other case with the same house is the director's; the adviser works on both and leads neither.
_PAIR = ("case", "house", "same_house")
_ONE_CASE_ALONE = NOT_OF_THE_CASE | (IN_THE_SHARED_PART - WORKS_ON_THE_CASE)

RIGHTS: dict[str, Right] = {
    "subjects:related": _shared(),
    "subjects:together": Right(DIRECTS_THE_CASE, _PAIR, elsewhere=_ONE_CASE_ALONE),
    "subjects:together_back": Right(DIRECTS_THE_CASE, _PAIR, method="POST", elsewhere=_ONE_CASE_ALONE),
    "subjects:phenomenon_end": Right(
        WORKS_ON_THE_CASE, ("case", "phenomenon_tag"), method="POST", elsewhere=NOT_OF_THE_CASE
    ),
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
