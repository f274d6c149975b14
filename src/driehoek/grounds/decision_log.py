"""Each stored decision as a record of the Authorization Decision Log (Logius, ADL 0.0.1; AuthZEN NL GOV 1.0.0).

Exactly one record for each decision. It holds ids, values of the law's vocabulary and keys of facts: never the value
of a fact, a reason in someone's own words, or anything else about a person. `trace_id` joins it to the processing log.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from driehoek import __version__
from driehoek.grounds.models import Decision

EVENT: Final = "adl.access_evaluation"
# A refusal is an answer like any other; Error is for a fault inside.
STATUS: Final = "Ok"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def record_of(decision: Decision) -> dict[str, Any]:
    """Return the record of a decision, ready for JSON; `data/decision_log.schema.json` is its schema."""
    return {
        "trace_id": decision.trace_id,
        "span_id": decision.span_id,
        "event_name": EVENT,
        "timestamp": milliseconds(decision.made_at),
        "status": STATUS,
        "resource": {"attributes": {"service.name": "driehoek", "service.version": __version__}},
        "attributes": {
            "adl.core.policies": [decision.rule_id],
            "adl.core.information": sorted(decision.proposal["facts"]),
            "adl.core.configuration": [f"sha256:{decision.engine}"],
        },
        "body": {"adl.core.request": _request(decision), "adl.core.response": _response(decision)},
    }


def milliseconds(moment: datetime) -> int:
    """Return a moment as whole milliseconds since the epoch."""
    elapsed = moment - _EPOCH
    return (elapsed.days * 86_400 + elapsed.seconds) * 1000 + elapsed.microseconds // 1000


def _request(decision: Decision) -> dict[str, Any]:
    """Say in the words of AuthZEN who would do what with what, and for what."""
    said = decision.proposal
    resource = {key: said[key] for key in ("data_categories", "subject", "wpg_processing") if key in said}
    form = {key: said[key] for key in ("frequency", "trigger") if key in said}
    return {
        "subject": {
            "type": "organisation",
            "id": str(decision.organisation_id),
            "properties": {"party": said["provider"]},
        },
        "action": {"name": said["facts"].get("action", "provide"), "properties": form},
        "resource": {"type": decision.subject_kind, "id": str(decision.subject), "properties": resource},
        "context": {
            "purpose": said["purpose"],
            "recipient": said["recipient"],
            "on": decision.on.isoformat(),
        },
    }


def _response(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision.releasable,
        "context": {
            "id": str(decision.pk),
            "outcome": decision.outcome,
            "bases": list(decision.bases),
            "rules": list(decision.rules),
            "missing": list(decision.missing),
            "approvers": list(decision.approvers),
            "confirmed": bool(decision.confirmation),
        },
    }
