"""Writing to the two logs. Both write in the caller's transaction: no line, no act; no act, no line."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

import rfc8785
from django.conf import settings
from django.db import transaction

from driehoek import __version__
from driehoek.ledger.models import Event, ProcessingRecord

EventData = Mapping[str, str | int | bool | list[str] | None]

Processing = AbstractContextManager[None]

_trace: ContextVar[str] = ContextVar("trace", default="")


def current_trace() -> str:
    """Return the W3C trace id (32 hex digits) of the request or job at hand, starting one where there is none."""
    if not (trace := _trace.get()):
        trace = start_trace()
    return trace


def start_trace(given: str | None = None) -> str:
    """Begin a trace for a request or job, keeping the id that a calling party sent."""
    trace = given or secrets.token_hex(16)
    _trace.set(trace)
    return trace


def append(
    *,
    municipality: uuid.UUID,
    action: str,
    subject: uuid.UUID,
    problem: uuid.UUID | None = None,
    version: int = 0,
    data: EventData | None = None,
) -> None:
    """Append one event, `source:subject:action`, in the caller's transaction.

    `data` may hold ids, codes and numbers only: never a name, free text or anything else about a person.
    The acting person is taken from the database session (access.identity), sequence and hash from the chain.

    Raises:
        RuntimeError: outside a transaction the line could outlive a failed act.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("ledger.append needs a transaction")
    Event.objects.create(
        municipality_id=municipality,
        action=action,
        subject=subject,
        problem=problem,
        version=version,
        trace=current_trace(),
        data=rfc8785.dumps(dict(data or {})).decode(),
    )


@contextmanager
def processing(
    *,
    municipality: uuid.UUID,
    name: str,
    activity: str,
    subjects: Sequence[tuple[str, str]],
    digested: Sequence[tuple[str, str]] = (),
) -> Iterator[None]:
    """Record that the enclosed work processes data about `subjects`, one record for each (LDV).

    The records are written before the work's own transaction can commit; if that fails, the work fails too.

    Args:
        municipality: the controller.
        name: the action in words a person reads.
        activity: URI of one version of a processing activity in the register.
        subjects: (identifier type, identifier) of each data subject; stored as HMAC only.
        digested: (identifier type, HMAC) of data subjects of whom only the pseudonym is known (`subject_digest`).
    """
    known = [(kind, subject_digest(kind, identifier)) for kind, identifier in subjects]
    with transaction.atomic():
        start = time.time_ns() // 1_000_000
        yield
        end = time.time_ns() // 1_000_000
        parent = secrets.token_hex(8)
        ProcessingRecord.objects.bulk_create(
            ProcessingRecord(
                span_id=secrets.token_hex(8),
                parent_span_id=parent,
                municipality_id=municipality,
                trace_id=current_trace(),
                name=name,
                start_time=start,
                end_time=end,
                processing_activity_id=activity,
                data_subject_id=digest,
                data_subject_id_type=kind,
                resource={"system": "driehoek", "version": __version__, "ldv_versie": "0.8.0"},
            )
            for kind, digest in [*known, *digested]
        )


def subject_digest(kind: str, identifier: str) -> str:
    """Return the pseudonym under which a data subject stands in the processing log (HMAC-SHA-256, hex)."""
    message = f"{kind}\x1f{identifier}".encode()
    return hmac.new(settings.SUBJECT_KEY.encode(), message, hashlib.sha256).hexdigest()
