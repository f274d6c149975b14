"""The seal on a decision: over all of it, as the database writes it (grounds_message in walls.sql)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from driehoek.grounds.models import Decision
from driehoek.ledger.seal import joined, seal

NAME: Final = "grounds.decision"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def sealed(decision: Decision) -> bytes:
    """Return the seal that belongs on a decision."""
    return seal(message(decision))


def message(decision: Decision) -> bytes:
    """Return what is sealed: every field, each with its length before it."""
    return joined(
        NAME,
        str(decision.id),
        str(decision.municipality_id),
        decision.subject_kind,
        str(decision.subject),
        str(decision.organisation_id),
        str(decision.problem or ""),
        jsonb_text(decision.proposal),
        decision.on.isoformat(),
        decision.outcome,
        *(",".join(keys) for keys in (decision.bases, decision.rules, decision.missing)),
        *(",".join(keys) for keys in (decision.approvers, decision.must_know)),
        jsonb_text(decision.answer),
        str(decision.rule_id),
        decision.engine,
        decision.confirmation,
        str(decision.confirmed_by_id or ""),
        str(decision.made_by_id or ""),
        str(_microseconds(decision.made_at)),
        decision.trace_id,
        decision.span_id,
    )


def jsonb_text(value: Any) -> str:
    """Return a value as PostgreSQL writes a jsonb: keys by length and then by octet, one space behind each mark."""
    return json.dumps(_ordered(value), ensure_ascii=False)


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: (len(pair[0].encode()), pair[0].encode()))
        return {key: _ordered(one) for key, one in pairs}
    return [_ordered(one) for one in value] if isinstance(value, list) else value


def _microseconds(moment: datetime) -> int:
    elapsed = moment - _EPOCH
    return (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds
