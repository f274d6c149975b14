"""Contents under lock: every part has a key of its own, and that key is wrapped by the installation's.

Who destroys the row with the wrapped key has destroyed the contents, also in every backup made afterwards. The
database never holds the installation's key, so what it forgot cannot be read back from its files.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from driehoek.exchange.models import Part, PartKey
from driehoek.installation.places import exchange_key

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class UnreadableError(Exception):
    """The contents cannot be read: destroyed, or not under this installation's key."""


@dataclass(frozen=True)
class Locked:
    """A text under lock.

    Attributes:
        body: ciphertext with its tag (AES-256-GCM, the part's id as associated data).
        nonce: 12 bytes, once per text.
        wrapped: the part's key under the installation's key, its own nonce before it.
        digest: HMAC-SHA-256 of the text, hex: proves what was given to who holds the key and the text.
        characters: length of the text.
    """

    body: bytes
    nonce: bytes
    wrapped: bytes
    digest: str
    characters: int


def lock(text: str, part: uuid.UUID) -> Locked:
    """Encrypt a text for one part, with a fresh key."""
    key, nonce, wrapping = (
        secrets.token_bytes(KEY_BYTES),
        secrets.token_bytes(NONCE_BYTES),
        secrets.token_bytes(NONCE_BYTES),
    )
    bound = part.bytes
    return Locked(
        body=AESGCM(key).encrypt(nonce, text.encode(), bound),
        nonce=nonce,
        wrapped=wrapping + AESGCM(_installation("wrap")).encrypt(wrapping, key, bound),
        digest=digest_of(text, part),
        characters=len(text),
    )


def unlock(part: Part, key: PartKey) -> str:
    """Return the text of a part.

    Raises:
        UnreadableError: it was destroyed, altered, moved to another part, or locked under another key.
    """
    if part.body is None or part.nonce is None:
        raise UnreadableError("destroyed")
    wrapped, bound = bytes(key.wrapped), part.pk.bytes
    try:
        own = AESGCM(_installation("wrap")).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound)
        return AESGCM(own).decrypt(bytes(part.nonce), bytes(part.body), bound).decode()
    except InvalidTag as error:
        raise UnreadableError("not under this key") from error


def digest_of(text: str, part: uuid.UUID) -> str:
    """Return the keyed digest of a text in one part, hex."""
    return hmac.new(_installation("digest"), part.bytes + text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=2)
def _installation(use: str) -> bytes:
    """Derive the key for one use, so that wrapping and digests share nothing."""
    derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"driehoek.exchange.{use}".encode())
    return derived.derive(exchange_key().encode())
