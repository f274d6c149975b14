"""Words as the search keeps them: stems under a keyed fingerprint, so that the index says no word by itself.

A tsvector of plain words would give back the names that the text's encryption hides to anyone with a copy of the
database. So each stem is replaced by a part of its HMAC (vault.blind, for one municipality) and positions are dropped.
What remains visible: how many different words a document has, which documents share a word, and how often one occurs.
"""

from __future__ import annotations

import unicodedata
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from django.db import connection

from driehoek import vault

USE: Final = "documents.words"
BYTES: Final = 6
PIECE: Final = 100_000
# Dutch stems; a word that Dutch drops ("het", but also the name "Kan") is kept as it is written.
STEMS: Final = (
    "SELECT DISTINCT coalesce((ts_lexize('dutch_stem', t))[1], '=' || t)"
    " FROM unnest(tsvector_to_array(to_tsvector('simple', %s))) t"
)


def stems(text: str) -> set[str]:
    """Return the stems of the words in a text, without accents."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign)
    )
    found: set[str] = set()
    with connection.cursor() as cursor:
        for piece in _pieces(plain):
            cursor.execute(STEMS, [piece])
            found.update(row[0] for row in cursor.fetchall())
    return found


def fingerprints(words: Iterable[str], municipality: uuid.UUID) -> list[str]:
    """Return the fingerprint of each stem: 48 bits of HMAC-SHA-256 as eight letters."""
    return sorted({_fingerprint(word, municipality) for word in words})


@lru_cache(maxsize=50_000)
def _fingerprint(word: str, municipality: uuid.UUID) -> str:
    digest = bytes.fromhex(vault.blind(word, USE, municipality))
    return urlsafe_b64encode(digest[:BYTES]).decode()


def _pieces(text: str) -> Iterable[str]:
    """Cut a text at spaces in pieces that fit in one tsvector."""
    while len(text) > PIECE:
        cut = text.rfind(" ", 0, PIECE)
        cut = cut if cut > 0 else PIECE
        yield text[:cut]
        text = text[cut:]
    yield text
