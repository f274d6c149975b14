"""Rights on the pages of the room `documents`: the document of the tests lies in the shared compartment."""

from __future__ import annotations

from tests.access.rights.who import (
    DIRECTS_THE_CASE,
    IN_CASES,
    IN_THE_SHARED_PART,
    NOT_OF_THE_CASE,
    OF_THE_CASE,
    VERSION,
    Right,
)

OUTSIDE = IN_CASES - IN_THE_SHARED_PART
ONE = ("case", "document")
STATE = ("case", "document", "document_version")
RIGHTS: dict[str, Right] = {
    "documents:search": Right(IN_CASES),
    "documents:list": Right(OF_THE_CASE, ("case",), elsewhere=NOT_OF_THE_CASE),
    "documents:new": Right(IN_THE_SHARED_PART, ("case",), elsewhere=NOT_OF_THE_CASE),
    "documents:document": Right(IN_THE_SHARED_PART, ONE, elsewhere=OUTSIDE),
    "documents:change": Right(IN_THE_SHARED_PART, ONE, elsewhere=OUTSIDE),
    "documents:new_version": Right(IN_THE_SHARED_PART, ONE, elsewhere=OUTSIDE),
    "documents:agenda": Right(IN_THE_SHARED_PART, ONE, elsewhere=OUTSIDE),
    "documents:lock": Right(IN_THE_SHARED_PART, ONE, method="POST", data={"hours": "4"}, elsewhere=OUTSIDE),
    "documents:release": Right(IN_THE_SHARED_PART, ONE, method="POST", elsewhere=OUTSIDE),
    "documents:break_lock": Right(DIRECTS_THE_CASE, ONE, elsewhere=OUTSIDE),
    "documents:download": Right(IN_THE_SHARED_PART, STATE, elsewhere=OUTSIDE),
    "documents:look": Right(IN_THE_SHARED_PART, STATE, elsewhere=OUTSIDE),
    "documents:picture": Right(IN_THE_SHARED_PART, ("case", "picture", "picture_version"), elsewhere=OUTSIDE),
    "documents:redact": Right(IN_THE_SHARED_PART, STATE, elsewhere=OUTSIDE),
    "documents:redaction": Right(IN_THE_SHARED_PART, (*ONE, "redaction"), elsewhere=OUTSIDE),
    "documents:judge": Right(
        IN_THE_SHARED_PART,
        (*ONE, "redaction"),
        method="POST",
        data={"act": "reject", **VERSION},
        elsewhere=OUTSIDE,
    ),
}
