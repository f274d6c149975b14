"""Every write about documents: one transaction, one line on the ledger."""

from driehoek.documents.services.common import GateClosed, Given, allows_personal
from driehoek.documents.services.documents import (
    NewDocument,
    add_document,
    add_version,
    change_document,
    put_forward,
)
from driehoek.documents.services.locks import break_lock, lock, release
from driehoek.documents.services.redacting import confirm, propose, reject
from driehoek.documents.services.taking import look, take
from driehoek.documents.services.texts import take_text

__all__ = [
    "GateClosed",
    "Given",
    "NewDocument",
    "add_document",
    "add_version",
    "allows_personal",
    "break_lock",
    "change_document",
    "confirm",
    "lock",
    "look",
    "propose",
    "put_forward",
    "reject",
    "release",
    "take",
    "take_text",
]
