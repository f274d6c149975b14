"""Rights on the pages of the room `matching`."""

from __future__ import annotations

from driehoek.parties.models import Function as F
from tests.access.rights.who import DIRECTS_THE_CASE, IN_THE_SHARED_PART, NOT_OF_THE_CASE, VERSION, Right

# The register of requests is for who handles them and for the officer, who sees numbers; acting is for who handles.
_REGISTER = DIRECTS_THE_CASE | {F.DPO}


def _shared(*about: str, **more: object) -> Right:
    return Right(IN_THE_SHARED_PART, ("case", *about), elsewhere=NOT_OF_THE_CASE, **more)  # type: ignore[arg-type]


def _handled(*about: str, **more: object) -> Right:
    return Right(DIRECTS_THE_CASE, ("rights_request", *about), **more)  # type: ignore[arg-type]


RIGHTS: dict[str, Right] = {
    "matching:pairs": _shared(),
    "matching:search": _shared(method="POST"),
    "matching:pair": _shared("pair"),
    "matching:part": _shared("pair"),
    "matching:informing": _shared(),
    "matching:inform": _shared("person_twice"),
    "matching:requests": Right(_REGISTER),
    "matching:register": Right(_REGISTER),
    "matching:request": Right(_REGISTER, ("rights_request",)),
    "matching:identify": _handled(),
    "matching:extend": _handled(),
    "matching:request_search": _handled(method="POST", data=VERSION),
    "matching:place": _handled("rights_place"),
    "matching:answer": _handled(),
    "matching:close": _handled(),
    "matching:letter_pdf": _handled(),
    "matching:letter_docx": _handled(),
}
