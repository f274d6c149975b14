"""Fields under lock: a text in a column that only the application can read (standards: AES-256-GCM, bound to its row).

A locked text is `v1:<key id>:<nonce>:<ciphertext>`, both in base64url. The table, column, row and municipality are its
associated data, so that a value cannot be moved to another row, column or municipality. Older keys still open; what is
stored anew is under the newest. `blind` gives a keyed fingerprint for finding exactly the same value without reading.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from driehoek.installation.places import var_folder, vault_keys

VERSION: Final = "v1"
NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32


class LockedError(Exception):
    """A text cannot be read: altered, moved from another place, or locked under a key that is not here."""


def lock(text: str, place: str) -> str:
    """Return `text` under lock for one place (`place_of`); the empty text stays empty."""
    if not text:
        return ""
    identifier, key = next(iter(_keys().items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = AESGCM(key).encrypt(nonce, text.encode(), place.encode())
    return ":".join(
        (VERSION, identifier, urlsafe_b64encode(nonce).decode(), urlsafe_b64encode(body).decode())
    )


def unlock(locked: str, place: str) -> str:
    """Return the text that was locked for this place.

    Raises:
        LockedError: it was altered, comes from another place, or its key is not here.
    """
    if not locked:
        return ""
    try:
        version, identifier, nonce, body = locked.split(":")
        if version != VERSION:
            raise LockedError("unknown version")
        key = AESGCM(_keys()[identifier])
        return key.decrypt(urlsafe_b64decode(nonce), urlsafe_b64decode(body), place.encode()).decode()
    except (ValueError, KeyError, InvalidTag) as error:
        raise LockedError("not readable here") from error


def key_ids() -> tuple[str, ...]:
    """Return the ids of the keys that are here, the newest first; an id says nothing about its key."""
    return tuple(_keys())


def newest_prefix() -> str:
    """Return how a text begins that is locked under the newest key."""
    return f"{VERSION}:{key_ids()[0]}:"


def is_newest(locked: str) -> bool:
    """Tell whether a locked text is under the newest key, so that rotating can pass it by."""
    return not locked or locked.split(":")[1] == next(iter(_keys()))


def blind(text: str, use: str, municipality: uuid.UUID) -> str:
    """Return a keyed fingerprint (HMAC-SHA-256, hex) of a value for one use in one municipality.

    It is made with the oldest key, so that it stays the same when keys are added. Normalise the value first: the same
    value gives the same fingerprint and another says nothing about how alike they are.
    """
    oldest = vault_keys()[-1]
    derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"driehoek.vault.blind").derive(
        oldest.encode()
    )
    return hmac.new(derived, f"{municipality}|{use}|{text}".encode(), hashlib.sha256).hexdigest()


def place_of(row: Any, column: str) -> str:
    """Return where a text lies: table, column, row and municipality of a Django model with `municipality_id`."""
    return place(row._meta.db_table, column, row.pk, row.municipality_id)


def place(table: str, column: str, key: object, municipality: object) -> str:
    """Return where a text lies, by the names and ids themselves; `lock` and `unlock` take it."""
    return f"{table}|{column}|{key}|{municipality}"


class Secret(property):
    """A text of a model that lies under lock in the text column `column`; reading unlocks, setting locks.

        name_locked = models.TextField(blank=True)
        name = Secret("name_locked")

    The row needs its id and municipality before a secret is set: models with an id of their own have both, also when
    they are made with keyword arguments. Bulk reads that do not show the value do not unlock it.
    """

    def __init__(self, column: str) -> None:
        """Stand for the text in `column`."""

        def read(row: Any) -> str:
            locked: str = getattr(row, column)
            # What was opened once is kept with the row while it is at hand: pages name the same record many times.
            opened: dict[tuple[str, str], str] = row.__dict__.setdefault("_opened_secrets", {})
            where = place_of(row, column)
            if (where, locked) not in opened:
                opened[where, locked] = unlock(locked, where)
            return opened[where, locked]

        def write(row: Any, text: str) -> None:
            setattr(row, column, lock(text, place_of(row, column)))

        super().__init__(read, write)
        self.column = column


@lru_cache(maxsize=8)
def _derived(keys: tuple[str, ...]) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for text in keys:
        key = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"driehoek.vault.fields").derive(text.encode())
        found[hashlib.sha256(key).hexdigest()[:8]] = key
    return found


def _keys() -> Mapping[str, bytes]:
    """Return the keys by their id, the newest first; the file that they may stand in is read when it changed."""
    named = os.environ.get("DRIEHOEK_VAULT_KEYS", "")
    file = var_folder() / "secrets.json"
    changed = 0 if named or not file.exists() else file.stat().st_mtime_ns
    return _derived(_known(named, str(file), changed))


@lru_cache(maxsize=8)
def _known(_named: str, _file: str, _changed: int) -> tuple[str, ...]:
    return vault_keys()
