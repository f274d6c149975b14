"""The installation's seal: what the application itself wrote, provable inside the database (seal.sql)."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Final

from driehoek.installation.places import seal_key

SEPARATOR: Final = b"\x1f"


def seal(message: bytes) -> bytes:
    """Return the seal of a message: HMAC-SHA-256 under the installation's key, 32 bytes.

    A message begins with the name of what is sealed, such as `grounds.decision`, so that no seal serves for
    something else. The database recomputes it with `installation_seal(message)`.
    """
    return hmac.digest(_key(), message, hashlib.sha256)


def fits(message: bytes, given: bytes) -> bool:
    """Tell whether `given` is the seal of a message."""
    return hmac.compare_digest(seal(message), given)


def joined(*parts: str) -> bytes:
    """Return a message of these texts, in UTF-8, each with its length before it.

    The lengths (octets, decimal) and separators keep texts apart whatever stands in them. In SQL:
    `seal_message(VARIADIC text[])`.
    """
    return SEPARATOR.join([b"%d:%b" % (len(part), part) for part in map(str.encode, parts)])


@lru_cache(maxsize=1)
def _key() -> bytes:
    return seal_key().encode()
