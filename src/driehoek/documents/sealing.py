"""Bytes at rest: AES-256-GCM in pieces, under a key of its own for each file (wrapped by the vault, see models).

Each piece is bound to its version, its place, and whether it is the last: pieces cannot be swapped, left out, or moved
to another file without being refused.
"""

from __future__ import annotations

import secrets
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from driehoek.vault import KEY_BYTES, NONCE_BYTES, LockedError

PIECE_BYTES: Final = 1 << 20


def new_key() -> str:
    """Return a fresh key as text, ready to be wrapped."""
    return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def seal(content: bytes, *, key: str, file: uuid.UUID) -> Iterator[bytes]:
    """Return the pieces of `content` under lock, in order; an empty file is one empty piece."""
    cipher = AESGCM(urlsafe_b64decode(key))
    pieces = [content[at : at + PIECE_BYTES] for at in range(0, len(content), PIECE_BYTES)] or [b""]
    for number, piece in enumerate(pieces):
        nonce = secrets.token_bytes(NONCE_BYTES)
        yield nonce + cipher.encrypt(nonce, piece, _place(file, number, number == len(pieces) - 1))


def unseal(pieces: Iterable[bytes], *, key: str, file: uuid.UUID) -> bytes:
    """Return the bytes that were sealed.

    Raises:
        LockedError: a piece was altered, is missing, or belongs elsewhere.
    """
    cipher = AESGCM(urlsafe_b64decode(key))
    sealed = list(pieces)
    try:
        return b"".join(
            cipher.decrypt(
                one[:NONCE_BYTES], one[NONCE_BYTES:], _place(file, number, number == len(sealed) - 1)
            )
            for number, one in enumerate(sealed)
        )
    except InvalidTag as error:
        raise LockedError("a piece of the file does not fit") from error


def _place(file: uuid.UUID, number: int, last: bool) -> bytes:
    return f"documents_chunk|{file}|{number}|{'last' if last else 'more'}".encode()
