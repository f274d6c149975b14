"""Ledger events as they come from `NOTIFY`, and as they go to browsers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

RETRY = b"retry: 3000\n\n"


@dataclass(frozen=True)
class Change:
    """One ledger event, without content.

    Attributes:
        municipality: whose event it is.
        sequence: its number in that municipality's chain; orders and identifies it.
        action: `source:subject:action`.
        subject: the thing that changed.
        problem: the problem it belongs to; None is for everyone in the municipality.
        version: the thing's version after the change.
    """

    municipality: UUID
    sequence: int
    action: str
    subject: UUID
    problem: UUID | None
    version: int

    @classmethod
    def from_payload(cls, payload: str) -> Change:
        """Read what the trigger in ledger/chain.sql sends.

        Raises:
            ValueError, KeyError, TypeError: the payload is not from that trigger.
        """
        fields = json.loads(payload)
        return cls(
            municipality=UUID(fields["municipality"]),
            sequence=int(fields["sequence"]),
            action=str(fields["action"]),
            subject=UUID(fields["subject"]),
            problem=UUID(fields["problem"]) if fields["problem"] else None,
            version=int(fields["version"]),
        )

    def as_message(self) -> bytes:
        """Return the server-sent event: kind, id and version only."""
        return change_message(self.sequence, self.action, self.subject, self.version)


def change_message(sequence: int, action: str, subject: UUID, version: int) -> bytes:
    """Return a `change` event; its kind is the middle part of `action`."""
    kind = action.split(":")[1] if action.count(":") == 2 else action
    data = json.dumps({"kind": kind, "id": str(subject), "version": version})
    return f"id: {sequence}\nevent: change\ndata: {data}\n\n".encode()


def ping(position: int) -> bytes:
    """Return a sign of life; it also tells the browser how far it is."""
    return f"id: {position}\nevent: ping\ndata: {{}}\n\n".encode()


def reload(position: int) -> bytes:
    """Return the request to fetch everything anew: too much was missed to send it piece by piece."""
    return f"id: {position}\nevent: reload\ndata: {{}}\n\n".encode()


def bye() -> bytes:
    """Return the end of the stream; the session or the function has ended."""
    return b"event: bye\ndata: {}\n\n"
