"""The arithmetic of the chain: event hashes and Merkle roots (RFC 6962), without a database."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from driehoek.ledger.models import Event

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def genesis_hash(municipality: UUID) -> bytes:
    """Return what the first event of a municipality's chain points back to."""
    return hashlib.sha256(str(municipality).encode()).digest()


def event_hash(event: Event) -> bytes:
    """Recompute the hash of `event` from its fields; must equal what the trigger in chain.sql wrote."""
    elapsed = event.at - EPOCH
    micros = (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds
    fields = [
        str(event.id),
        str(event.municipality_id),
        str(event.sequence),
        str(micros),
        str(event.actor or ""),
        event.action,
        str(event.subject),
        str(event.problem or ""),
        str(event.version),
        event.trace,
        event.data,
    ]
    return hashlib.sha256(bytes(event.previous_hash) + "\x1f".join(fields).encode()).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of `leaves` (RFC 6962, section 2.1): leaf prefix 0x00, node prefix 0x01."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    # Pairing neighbours and carrying an odd last node up gives the same tree as RFC 6962's recursive split.
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]
